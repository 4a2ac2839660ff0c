// SPDX-License-Identifier: GPL-3.0-or-later

/// The weights of a mixture, as numbers or as formulas.
enum MixtureWeights {
  /// By how much weights that are all given may miss 1: a few roundings.
  private static let slack = 1e-12

  /// 1 − Σ wₖ.
  static func rest(of weights: [Formula]) -> Formula {
    (1 - Formula.total(of: weights)).gathered
  }

  /// log wₖ.
  ///
  /// - Parameters:
  ///   - weights: numbers or formulas.
  ///   - areAll: whether they are all of the weights, and add up to 1 but for their rounding; else one more is
  ///     what they leave.
  /// - Throws: ``DistributionError`` for numbers that are no weights.
  static func logarithms(
    _ weights: [Formula], areAll: Bool
  ) throws(DistributionError) -> [Formula] {
    for weight in weights {
      guard let value = weight.constantValue?.head, !(0...1).contains(value) else { continue }
      throw DistributionError(
        parameter: "a weight of a mixture", value: "\(value)", requirement: "from 0 to 1")
    }
    if let sum = Formula.total(of: weights).constantValue {
      let rest = (DoubleDouble(1) - sum).head
      guard areAll ? abs(rest) <= slack : rest >= 0 else {
        throw DistributionError(
          parameter: "the sum of \(areAll ? "all" : "the") weights of a mixture",
          value: "\(sum.head)", requirement: areAll ? "1" : "at most 1")
      }
    }
    return formulas(weights, areAll: areAll)
  }

  /// The same of weights that are known to be such.
  static func formulas(_ weights: [Formula], areAll: Bool) -> [Formula] {
    let logs = weights.map { $0.applying(.log) }
    let sum = Formula.total(of: weights)
    guard areAll else { return logs + [(-sum).applying(.logOnePlus)] }
    let logSum = sum.gathered.applying(.log)
    return logs.map { $0 - logSum }
  }
}

extension Formula {
  /// log w + log p where this is log w; −∞ where w is the number 0.
  func weighting(_ logDensity: Formula) -> Formula {
    constantValue?.head == -.infinity ? self : self + logDensity
  }
}
