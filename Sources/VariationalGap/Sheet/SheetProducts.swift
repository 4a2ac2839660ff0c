// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// Problem 3 with numbers: KL of two products, and what else people take for it.
struct SheetProducts {
  private let pairs: [FactorizedDivergence.Pair]
  private let values: [Quantity]
  private let sum: Quantity

  /// The products.
  ///
  /// - Throws: ``InferenceError`` where a KL cannot be had.
  init(_ pairs: [FactorizedDivergence.Pair]) throws(InferenceError) {
    self.pairs = pairs
    values = try SheetProducts.divergences(pairs)
    sum = FactorizedDivergence.sum(of: values)
  }

  /// What a number is worth: right where it is the sum to the digits that are given, at least to 5 %.
  ///
  /// - Throws: `FormulaError` for a text that is no number and no formula of numbers.
  func grade(_ text: String) throws(FormulaError) -> SheetGrade.Part {
    let answer = try SheetProducts.number(text)
    let name = "KL(q‖p)"
    let isRight = agrees(answer, sum.value, text)
    let isRounded = abs(answer - sum.value) > 0.005 * abs(sum.value)
    let rounding = isRounded ? "to the digits given: it is \(Float(sum.value))" : nil
    return SheetGrade.Part(
      name: name, isRight: isRight, note: isRight ? sum.reason ?? rounding : mistake(answer, text),
      counterexample: isRight
        ? nil : SheetGrade.Counterexample(point: [], given: answer, right: sum.value))
  }

  private static func number(_ text: String) throws(FormulaError) -> Double {
    let word = text.lowercased()
    if ["inf", "+inf", "infinity", "+infinity", "infinite", "∞", "+∞"].contains(word) {
      return .infinity
    }
    return try SheetAnswer.formula(text, variables: [])(DoubleDouble(0)).head
  }

  /// Whether a number is another to the digits that are given.
  private func agrees(_ answer: Double, _ truth: Double, _ text: String) -> Bool {
    guard answer.isFinite, truth.isFinite else { return answer == truth }
    let size = abs(truth)
    let rounding = min(SheetProducts.rounding(of: text), 0.05 * size)
    return abs(answer - truth) <= max(rounding, 1e-12 * size, 1e-15) + sum.error
  }

  /// Half a unit of the last digit of a decimal number; 0 of a formula.
  private static func rounding(of text: String) -> Double {
    let (mantissa, exponent) = SheetProducts.parts(of: text.lowercased())
    guard Double(text) != nil, let point = mantissa.firstIndex(of: ".") else { return 0 }
    return 0.5000001 * pow10(exponent - (mantissa.distance(from: point, to: mantissa.endIndex) - 1))
  }

  private static func parts(of text: String) -> (mantissa: Substring, exponent: Int) {
    let split = text.split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
    guard let mantissa = split.first else { return ("", 0) }
    // No double has more digits.
    let exponent = split.count == 2 ? Int(split[1]) ?? 0 : 0
    return (mantissa, min(max(exponent, -10_000), 10_000))
  }

  private static func pow10(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 0 }

  /// The mistake that a number shows, if it is a known one.
  private func mistake(_ answer: Double, _ text: String) -> String? {
    let values = self.values.map(\.value)
    let reverse = SheetProducts.sum(pairs.map { FactorizedDivergence.Pair(q: $0.p, p: $0.q) })
    var known = [
      (-sum.value, "the sign: KL is never negative"),
      (reverse, "this is KL(p‖q), the other way round"),
      (reverse.map { -$0 }, "this is −KL(p‖q): the other way round, and the sign"),
      (sum.value / 0.6931471805599453, "this is in bits, by log₂; log is the natural one"),
      (
        SheetProducts.sum(pairs.map { SheetProducts.variances($0) }),
        "the second parameter of normal is the standard deviation, not the variance"
      ),
      (
        SheetProducts.sum(pairs.map { SheetProducts.means($0) }),
        "the parameter of exponential is the rate, not the mean"
      ),
    ]
    let reversed = reverse ?? .nan
    known += [
      (sum.value + reversed, "this is KL(q‖p) + KL(p‖q), the symmetric divergence"),
      ((sum.value + reversed) / 2, "this is the mean of KL(q‖p) and KL(p‖q)"),
    ]
    known += SheetProducts.forgotten(in: pairs).map { (sum.value + $0.value, $0.reason) }
    if values.count > 1 {
      known += [
        (values.reduce(1, *), "this is the product of the KLs: the logarithm makes a sum of it"),
        (sum.value / Double(values.count), "this is the mean of the KLs, not their sum"),
      ]
      known += values.enumerated().map { ($1, "this is the KL of pair \($0 + 1) alone") }
      known += values.enumerated().map { (sum.value - $1, "the KL of pair \($0 + 1) is missing") }
    }
    return known.first { value, _ in value.map { agrees(answer, $0, text) } ?? false }?.1
  }

  /// What a sum has too much of where the constant of a closed form is left out.
  private static func forgotten(
    in pairs: [FactorizedDivergence.Pair]
  ) -> [(value: Double, reason: String)] {
    let exponential = Double(pairs.count { $0.q is Exponential && $0.p is Exponential })
    let normal = Double(pairs.count { $0.q is Normal && $0.p is Normal }) / 2
    return [
      (exponential, "the −1 is forgotten: KL of Exp(a) and Exp(b) is log(a/b) + b/a − 1"),
      (normal, "the −½ is forgotten: KL of two normal distributions ends with it"),
      (exponential + normal, "the constants −1 and −½ of the closed forms are forgotten"),
    ].filter { $0.0 > 0 }
  }

  private static func sum(_ pairs: [FactorizedDivergence.Pair]) -> Double? {
    guard let values = try? divergences(pairs) else { return nil }
    return FactorizedDivergence.sum(of: values).value
  }

  private static func divergences(
    _ pairs: [FactorizedDivergence.Pair]
  ) throws(InferenceError) -> [Quantity] {
    var workspace = try Workspace.forInference()
    return try FactorizedDivergence.marginals(pairs, workspace: &workspace)
  }

  /// The pair of one who takes the second parameter of a normal distribution for its variance.
  private static func variances(_ pair: FactorizedDivergence.Pair) -> FactorizedDivergence.Pair {
    func rewritten(_ distribution: any Distribution) -> any Distribution {
      guard let normal = distribution as? Normal else { return distribution }
      let deviation = normal.standardDeviation.squareRoot()
      return (try? Normal(mean: normal.mean, standardDeviation: deviation)) ?? normal
    }
    return FactorizedDivergence.Pair(q: rewritten(pair.q), p: rewritten(pair.p))
  }

  /// The pair of one who takes the rate of an exponential distribution for its mean.
  private static func means(_ pair: FactorizedDivergence.Pair) -> FactorizedDivergence.Pair {
    func rewritten(_ distribution: any Distribution) -> any Distribution {
      guard let exponential = distribution as? Exponential else { return distribution }
      return (try? Exponential(rate: 1 / exponential.rate)) ?? exponential
    }
    return FactorizedDivergence.Pair(q: rewritten(pair.q), p: rewritten(pair.p))
  }
}
