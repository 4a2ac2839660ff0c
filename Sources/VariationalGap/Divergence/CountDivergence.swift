// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// KL(q‖p) = Σ q(k) log(q(k)/p(k)) of two distributions of counts.
public enum CountDivergence {
  /// KL(q‖p) as a sum over the bulk in 31 digits, with a proven bound on what is left out.
  ///
  /// Where q is spread over more than some thousand counts, log(q(k)/p(k)) is expanded around the mean of q, whose
  /// moments are known; its closed form is taken where there is one. Where neither helps, for a
  /// negative binomial q, at most 2²² counts are summed up.
  ///
  /// - Returns: KL(q‖p) ≥ 0 with a bound on its error; infinite where q has mass that p has not. The evaluations
  ///   are the counts.
  /// - Throws: ``InferenceError/argument(_:value:requirement:)`` for a q that is spread over more counts than can be summed up,
  ///   ``InferenceError/overflow(quantity:)`` for a mean, or a KL, that a double cannot hold.
  public static func comparison(
    of q: CountDistribution, with p: CountDistribution
  ) throws(InferenceError) -> KullbackLeibler.Comparison {
    switch (q.kind, p.kind) {
    case (.point(let k), .point(let other)) where k == other:
      return comparison(Estimate(0, error: 0), 1, isTight: true)
    case (_, .point(let k)):
      return KullbackLeibler.Comparison(
        infinite: "p has all of its mass at \(text(k)), q has not")
    case (.point(let k), .spread(let p)):
      guard k <= p.largest else { return beyond(p) }
      let logarithm = p.logProbability(of: k)
      return comparison(try finite(-logarithm), 1)
    case (.spread(let q), .spread(let p)):
      guard q.largest <= p.largest else { return beyond(p) }
      if q == p { return comparison(Estimate(0, error: 0), 0, isTight: true) }
      let (estimate, terms) = try divergence(CountPair(q: q, p: p))
      // As far as a KL can be from 0 where a parameter is next to another double.
      let isTight = estimate.value <= estimate.error && estimate.error <= 1e-32
      return comparison(try finite(estimate), terms, isTight: isTight)
    }
  }

  /// KL(q‖p) in closed form: of Poisson distributions, of binomial ones (Bernoulli ones among them) with
  /// the same n, and of negative binomial ones with the same φ; `nil` for other pairs, where KL(q‖p) is infinite, or
  /// where a term is too large for a double.
  ///
  /// Sums of E(t) = eᵗ − 1 − t, which do not cancel where q is next to p, in 31 digits.
  public static func closedForm(from q: CountDistribution, to p: CountDistribution) -> Estimate? {
    guard case .spread(let q) = q.kind, case .spread(let p) = p.kind else { return nil }
    guard let estimate = CountPair(q: q, p: p).closedForm, estimate.isFinite else { return nil }
    return estimate
  }

  private static let mostTerms = 0x1p22
  private static let quickTerms = 0x1p16

  private static func divergence(
    _ pair: CountPair
  ) throws(InferenceError) -> (Estimate, terms: Int) {
    let spread = pair.q.spread
    let isCountable = pair.q.mean.head <= 0x1p52
    if spread <= quickTerms, isCountable { return try CountSum(of: pair).result() }
    let quick = [pair.closedForm, pair.byMoments].compactMap(\.self).filter(\.isFinite)
    if let best = quick.min(by: { $0.error < $1.error }) {
      return (Estimate(max(0, best.value), error: best.error), 1)
    }
    guard pair.q.mean.isFinite else { throw .overflow(quantity: "the mean of q") }
    guard spread <= mostTerms, isCountable else {
      throw .argument(
        "q",
        value:
          "a mean of \(pair.q.mean.head) and a standard deviation of \(pair.q.variance.squareRoot())",
        requirement:
          "a distribution on at most \(Int(mostTerms)) counts below 2⁵², or a narrow one, where KL(q‖p) has no closed form"
      )
    }
    return try CountSum(of: pair).result()
  }

  private static func finite(_ estimate: Estimate) throws(InferenceError) -> Estimate {
    guard estimate.isFinite else { throw .overflow(quantity: "KL(q‖p)") }
    return estimate
  }

  static func text(_ k: Double) -> String {
    Int(exactly: k).map(String.init) ?? "\(k)"
  }

  private static func beyond(_ p: CountLaw) -> KullbackLeibler.Comparison {
    KullbackLeibler.Comparison(
      infinite: "q puts mass on counts above \(text(p.largest)), p does not")
  }

  private static func comparison(
    _ estimate: Estimate, _ terms: Int, isTight: Bool = false
  ) -> KullbackLeibler.Comparison {
    KullbackLeibler.Comparison(
      divergence: .finite(estimate), evaluations: terms, isTight: isTight, errorKind: .proven)
  }
}

extension CountLaw {
  /// 1 − s′, where the variance is the mean divided by it.
  var dispersion: DoubleDouble {
    switch growth {
    case .constant: DoubleDouble(1)
    case .falling: DoubleDouble(1) + scale
    case .rising(let phi): DoubleDouble(phi) / (mean + DoubleDouble(phi))
    }
  }

  /// The variance.
  var variance: Double { scale.isFinite ? (mean / dispersion).head : 0 }

  /// About how many counts have all of the mass that counts.
  var spread: Double {
    let tail = if case .rising = growth { 1 / dispersion.head } else { 1.0 }
    return 24 * variance.squareRoot() + 60 * tail
  }

  /// log P(k) with a bound on its error.
  func logProbability(of k: Double) -> Estimate {
    let parts = [
      logAtZero, k == 0 ? DoubleDouble(0) : logScale * k, logGrowth(to: DoubleDouble(k)),
      -DoubleDouble(k + 1).logGamma,
    ]
    let sum = parts.reduce(DoubleDouble(0), +)
    return Estimate(
      sum.head,
      error: sum.tail.magnitude + k * logScaleError + logAtZeroError
        + 8e-29 * parts.reduce(1) { $0 + $1.head.magnitude })
  }
}
