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
    guard areAll else { return logs + [(-Formula.total(of: weights)).applying(.logOnePlus)] }
    let logSum = sum(of: weights).applying(.log)
    return logs.map { $0 - logSum }
  }

  /// Σ wₖ, which is 1 where a weight is what the others leave, also where that is written as a function of its own:
  /// `1 - inv_logit(z)` is read as inv_logit(−z).
  static func sum(of weights: [Formula]) -> Formula {
    let hasRest = weights.indices.contains { index in
      let others = weights.indices.filter { $0 != index }.map { weights[$0] }
      return weights[index] == (1 - Formula.total(of: others).gathered).keepingDigits
    }
    return hasRest ? 1 : Formula.total(of: weights).gathered
  }
}

extension Formula {
  /// log w + log p where this is log w; −∞ where w is the number 0.
  func weighting(_ logDensity: Formula) -> Formula {
    constantValue?.head == -.infinity ? self : self + logDensity
  }
}
