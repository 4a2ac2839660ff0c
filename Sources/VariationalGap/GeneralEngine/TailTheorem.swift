// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Whether E_q[−log p] is infinite because of what q and p do towards an end.
enum TailTheorem {
  /// Decides from the tails.
  ///
  /// In the coordinate t → ∞ of ``Tail``, E_q[−log p] behaves like ∫ q(t) g(t) dt, g the growth of
  /// −log p:
  ///
  /// - q a power law: finite for every logarithmic g; for g ~ tʳ where a moment of order r exists;
  /// - q log-normal: every moment exists, and no exponential one;
  /// - q ~ exp(−c tʳ): every moment exists, and E[exp(s t)] if r > 1, or r = 1 and c > s;
  /// - q doubly exponential: all of them exist.
  static func isInfinite(_ q: Tail, _ p: Tail, atInfinity: Bool) -> Bool {
    switch (q, p) {
    case (.powerLaw(let exponent), .stretched(_, let order)):
      // ∫ t^(−k+r) dt at ∞; ∫ u^(k−r) du, u = 1/t, at a finite end.
      atInfinity ? exponent - order <= 1 : exponent - order <= -1
    case (.powerLaw, .doublyExponential), (.squaredLogarithm, .doublyExponential): true
    case (.stretched(let coefficient, let order), .doublyExponential(_, let rate)):
      order < 1 || (order == 1 && coefficient <= rate)
    default: false
    }
  }
}

extension TailTheorem {
  /// Refuses a q under which the expectation of the target's log density is −∞.
  ///
  /// - Parameter densities: the target's log density in the coordinate of each chart.
  /// - Throws: ``InferenceError/infinite(quantity:reason:)``.
  static func check(
    _ q: some Distribution, against target: FormulaComparison.Target, _ charts: [Chart],
    _ densities: [LogDensityBounds], quantity: String
  ) throws(InferenceError) {
    let ends = [
      (tail: q.lowerTail, end: q.support.lower, direction: 1.0),
      (tail: q.upperTail, end: q.support.upper, direction: -1.0),
    ]
    for (tail, end, direction) in ends {
      for (chart, density) in zip(charts, densities) {
        // At a finite end of q the chart towards the inside starts; at an infinite one a chart has no end.
        let isThere =
          end.isFinite
          ? chart.origin == end && chart.direction == direction
          : chart.length == .infinity && chart.direction == -direction
        guard isThere,
          let other = target.tail(at: end, isLower: direction > 0)
            ?? Tail(of: density, towardsOrigin: end.isFinite),
          isInfinite(tail, other, atInfinity: !end.isFinite)
        else { continue }
        let name = target.name == "p" ? target.name : "the \(target.name)"
        throw .infinite(
          quantity: quantity,
          reason: "the tail of q is heavier than \(name) can bear towards z = \(end): "
            + "\(tail.name) against \(other.name), and E_q[log \(target.name)] is −∞")
      }
    }
  }
}

extension FormulaComparison.Target {
  /// The tail at an end of q, where it is an end of the support and the tails are known.
  fileprivate func tail(at end: Double, isLower: Bool) -> Tail? {
    guard let tails, end == (isLower ? support.lower : support.upper) else { return nil }
    return isLower ? tails.lower : tails.upper
  }
}

extension Tail {
  /// The tail of a log density that is known as a formula, from its slope far out; `nil` where it
  /// is none of the known kinds.
  ///
  /// - Parameters:
  ///   - density: in the coordinate of a chart.
  ///   - isLower: whether the end is at t = 0, or at t = ∞.
  init?(of density: LogDensityBounds, towardsOrigin isLower: Bool) {
    let sign = isLower ? 1.0 : -1.0
    // As far out as doubles allow: a high power of t overflows soon.
    let reaches = [1e30, 1e8, 1e3].map { isLower ? 1 / $0 : $0 }
    guard let reach = reaches.first(where: { Tail.isPower(density, out: $0) }) else {
      guard !isLower, let rate = Tail.exponentialRate(of: density) else { return nil }
      self = .doublyExponential(coefficient: 1, rate: rate)
      return
    }
    let (near, far) = (density.slope(at: reach), density.slope(at: reach * reach))
    if abs(far - near) <= 1e-9 * max(1, abs(far)) {
      self = .powerLaw(exponent: sign * far)
      return
    }
    let ratio = far / near
    guard ratio > 1 else { return nil }
    if abs(ratio - 2) < 0.2 {
      self = .squaredLogarithm(coefficient: abs(far) / (2 * abs(logarithm(reach * reach))))
      return
    }
    let order = logarithm(ratio) / abs(logarithm(reach))
    self = .stretched(
      coefficient: abs(near) / order * exponential(-order * abs(logarithm(reach))), order: order)
  }

  /// Whether the slope is finite from a point to its square, and does not grow faster than a power.
  private static func isPower(_ density: LogDensityBounds, out reach: Double) -> Bool {
    let slopes = [1, 1.5, 2].map {
      density.slope(at: exponential($0 * logarithm(reach)))
    }
    guard slopes.allSatisfy(\.isFinite), density(reach).isFinite else { return false }
    guard abs(slopes[2]) > 2.5 * abs(slopes[0]) else { return true }
    return slopes[1] / slopes[0] > 0.5 * slopes[2] / slopes[1]
  }

  /// s where −f grows like exp(s·t).
  private static func exponentialRate(of density: LogDensityBounds) -> Double? {
    var t = 1e30
    while t > 1e-30, !(density(t).isFinite && density(t / 2).isFinite) { t /= 2 }
    let (half, full) = (-density(t / 2), -density(t))
    guard t > 1e-30, half > 1, full > half else { return nil }
    return (logarithm(full) - logarithm(half)) / (t / 2)
  }
}

extension Tail {
  /// Its kind, in words.
  var name: String {
    switch self {
    case .powerLaw: "a power law"
    case .squaredLogarithm: "a log-normal tail"
    case .stretched(_, let order):
      // The order may have been found from a slope.
      if abs(order - 1) < 1e-6 {
        "an exponential tail"
      } else if abs(order - 2) < 1e-6 {
        "a Gaussian tail"
      } else {
        order < 1 ? "a stretched exponential tail" : "a compressed exponential tail"
      }
    case .doublyExponential: "a doubly exponential tail"
    }
  }
}
