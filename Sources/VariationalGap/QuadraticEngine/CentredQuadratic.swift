// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// A density with a quadratic exponent, seen from its mode in its own unit of length.
///
/// ```text
/// z = centre + unit·ε      log density(z) = peak + λε − κε²
/// ```
///
/// The expansion is exact: slope and curvature at the centre are computed in 31 digits, and the
/// unit is a power of two, so that scaling by it does not round. λ and κ are of order 1 whatever the
/// parameters, and nothing cancels in λε − κε² (−½z² + mz − ½m² would lose 7 digits at m = 10⁶).
struct CentredQuadratic {
  let centre: DoubleDouble
  let unit: Double
  let bell: Bell
  /// The exponent at the centre.
  let peak: DoubleDouble
  let constantError: Double
  /// A bound on how far the errors of the coefficients change the density over its bulk, relative to it.
  let drift: Double
  /// The ends of the support in ε.
  let support: (lower: Double, upper: Double)
  /// How integrals of it are asked for.
  let accuracy: Accuracy

  /// - Throws: ``InferenceError/overflow(quantity:)`` where the parameters do not fit in doubles,
  ///   ``InferenceError/noEvidence(reason:)`` where the density has no finite integral.
  init(
    _ exponent: QuadraticExponent, on interval: Interval, quantity: String,
    accuracy: Accuracy = .full
  ) throws(InferenceError) {
    self.accuracy = accuracy
    guard exponent.isFinite else { throw .overflow(quantity: quantity) }
    let natural = exponent.naturalParameters
    let curvature = -natural.quadratic.head
    centre = try CentredQuadratic.mode(natural, on: interval)
    peak = exponent(centre)
    // At an interior mode the slope is 0 by definition; computed, it would be what the rounding of
    // the mode leaves, which is large where the mode is.
    let isInterior = interval.contains(centre.head)
    let computedSlope = exponent.slope(at: centre).head
    let slope = isInterior ? 0 : computedSlope
    guard peak.isFinite, slope.isFinite else { throw .overflow(quantity: quantity) }
    let length = CentredQuadratic.distance(drop: 1, slope: slope, curvature: curvature)
    let bounded = min(length, interval.upper - interval.lower)
    guard bounded.isFinite || (slope == 0 && curvature == 0) else {
      throw .overflow(quantity: "the width of \(quantity)")
    }
    guard bounded > 0, bounded.isFinite else {
      throw .noEvidence(reason: "the density of \(quantity) has no finite integral")
    }
    unit = Double(sign: .plus, exponent: bounded.exponent, significand: 1)
    bell = Bell(linear: slope * unit, quadratic: curvature * unit * unit)
    // Where 31 digits cannot hold the mode, the slope that is left says how far below the true peak
    // the density at the centre is: ρ²/(4κ) for a slope of ρ in ε. Twice, for its own rounding.
    let rest = isInterior ? 2 * computedSlope * unit : 0
    let drop = rest == 0 ? 0 : rest * rest / (4 * bell.quadratic)
    // E|ε| and E[ε²] are at most 2 and 8.
    let lost = exponent.cancellation(at: centre.head)
    drift = 2 * unit * (lost.slope + 4 * unit * lost.quadratic)
    constantError = exponent.error(of: peak, at: centre.head) + drop + drift
    support = (
      (interval.lower - centre.head) / unit, (interval.upper - centre.head) / unit
    )
  }

  /// Exp(φ) in units of its mean, for a φ that is known to more digits than a double has.
  init(exponentialWithMean mean: Double, logRate: DoubleDouble) {
    accuracy = .full
    centre = DoubleDouble(0)
    unit = mean
    bell = Bell(linear: -1, quadratic: 0)
    peak = logRate
    drift = 0
    constantError = 0x1p-96 * abs(logRate.head)
    support = (0, .infinity)
  }

  private static func mode(
    _ natural: (linear: DoubleDouble, quadratic: DoubleDouble), on interval: Interval
  ) throws(InferenceError) -> DoubleDouble {
    if natural.quadratic.head < 0 {
      let vertex = natural.linear / (natural.quadratic * -2)
      if interval.contains(vertex.head) { return vertex }
      return DoubleDouble(min(max(vertex.head, interval.lower), interval.upper))
    }
    guard natural.quadratic.head == 0 else {
      throw .noEvidence(reason: "the log density grows without bound, like z²")
    }
    let end = natural.linear.head < 0 ? interval.lower : interval.upper
    if end.isFinite { return DoubleDouble(end) }
    guard natural.linear.head == 0, interval.lower.isFinite else {
      throw .noEvidence(reason: "the log density grows without bound, like |z|")
    }
    return DoubleDouble(interval.lower)
  }

  /// How far from the centre the exponent has dropped by `drop`: the solution of |λ|s + κs² = drop.
  private static func distance(drop: Double, slope: Double, curvature: Double) -> Double {
    guard curvature != 0 else { return drop / abs(slope) }
    // Halves, so that the sum does not overflow for a slope near the largest double.
    return drop
      / (abs(0.5 * slope) + hypotenuse(0.5 * slope, curvature.squareRoot() * drop.squareRoot()))
  }

  /// Whether the density is that of the coefficients, and not of their rounding.
  var isReliable: Bool { drift <= 1e-9 }

  /// Where the density has dropped by exp(−1), between 1 and 2: E|ε|ᵏ is at most k! times its power.
  var length: Double {
    // A flat density is as wide as its support.
    min(
      CentredQuadratic.distance(drop: 1, slope: bell.linear, curvature: bell.quadratic),
      max(-support.lower, support.upper))
  }

  /// The window in ε where the density has not yet dropped by exp(−drop), cut to the support.
  func window(drop: Double) -> (lower: Double, upper: Double) {
    let reach = CentredQuadratic.distance(drop: drop, slope: bell.linear, curvature: bell.quadratic)
    return (max(support.lower, -reach), min(support.upper, reach))
  }

  /// A bound on ∫ exp(λε − κε²)·|ε|ᵏ dε outside a window, for k = 0, 1 and 2.
  ///
  /// Beyond w the exponent falls at least at the rate ρ = |d/dε|(w) less k/|w| for the power, so
  /// that the tail is at most exp(λw − κw²)·|w|ᵏ/ρ.
  func tails(outside window: (lower: Double, upper: Double)) -> Tails {
    func beyond(_ w: Double, end: Double) -> Tails {
      guard abs(w) < abs(end) else { return Tails(0, 0, 0) }
      let density = exponential(bell.exponent(w))
      let slope = (2 * bell.quadratic * w - bell.linear) * (w < 0 ? -1 : 1)
      func bound(_ power: Double, _ weight: Double) -> Double {
        let rate = slope - power / abs(w)
        return rate > 0 ? density * max(1, weight) / rate : .infinity
      }
      return Tails(slope > 0 ? density / slope : .infinity, bound(1, abs(w)), bound(2, w * w))
    }
    let above = beyond(window.upper, end: support.upper)
    let below = beyond(window.lower, end: support.lower)
    return Tails(above.mass + below.mass, above.first + below.first, above.second + below.second)
  }

  /// The bounds on ∫ exp(λε − κε²)·|ε|ᵏ dε outside a window, k = 0, 1 and 2.
  struct Tails {
    let mass: Double
    let first: Double
    let second: Double

    init(_ mass: Double, _ first: Double, _ second: Double) {
      self.mass = mass
      self.first = first
      self.second = second
    }
  }

  /// The first of ``tails(outside:)`` alone.
  func tail(outside window: (lower: Double, upper: Double)) -> Double {
    func beyond(_ w: Double, end: Double) -> Double {
      guard abs(w) < abs(end) else { return 0 }
      let slope = (2 * bell.quadratic * w - bell.linear) * (w < 0 ? -1 : 1)
      return slope > 0 ? exponential(bell.exponent(w)) / slope : .infinity
    }
    return beyond(window.upper, end: support.upper) + beyond(window.lower, end: support.lower)
  }

  /// ε of a point z.
  func local(_ z: DoubleDouble) -> Double { (z - centre).head / unit }

  /// A window, split at the centre and where the density has dropped by exp(−`drops`) on either side.
  ///
  /// Graded panels take fewer nodes than one of the width of the window; and near the centre, where
  /// the mass is, the nodes of a wide panel are rounded by more than an integral of 16 digits allows.
  func panels(
    _ window: (lower: Double, upper: Double), drops: (inner: Double?, outer: Double?)
  ) -> Panels {
    func reach(_ drop: Double) -> Double {
      CentredQuadratic.distance(drop: drop, slope: bell.linear, curvature: bell.quadratic)
    }
    let (inner, outer) = (drops.inner.map(reach), drops.outer.map(reach))
    var panels = Panels()
    func split(at end: Double) {
      if window.lower < end && end < window.upper { panels.append(end) }
    }
    panels.append(window.lower)
    if let outer { split(at: -outer) }
    if let inner { split(at: -inner) }
    split(at: 0)
    if let inner { split(at: inner) }
    if let outer { split(at: outer) }
    panels.append(window.upper)
    return panels
  }

  /// ∫ exp(λε − κε²) dε, and what it cost.
  ///
  /// On each side of the centre ∫ exp(−αs) ds = (1 − exp(−αw))/α is added exactly, and the
  /// difference by quadrature.
  func normalizer(
    workspace: inout Workspace, of quantity: String
  ) throws(InferenceError) -> (value: DoubleDouble, integral: Integral) {
    let window = window(drop: accuracy.normalizerDrop)
    // Between the rates that fit a pure exponential (√(λ² + …) = |λ|) and half a bell (2√(κ/π)).
    let fit = 0.5 * (abs(bell.linear) + hypotenuse(bell.linear, 2.2 * bell.quadratic.squareRoot()))
    // Any rate would do for a flat density.
    let rate = fit > 0 ? fit : 1
    var integral = try workspace.integrate(
      BellExcess(bell: bell, rate: rate), over: Panels(window.lower, 0, window.upper),
      relative: accuracy.relative, absolute: accuracy.relative, rule: .points41, of: quantity)
    let inverse = DoubleDouble(1) / DoubleDouble(rate)
    func exact(_ width: Double) -> DoubleDouble {
      width > 0 ? inverse * -exponentialMinusOne(-rate * width) : DoubleDouble(0)
    }
    let value = exact(-window.lower) + exact(window.upper) + DoubleDouble(integral.value)
    // expm1 and the products are off by an ulp or two of a number below 1/α.
    integral.error += tail(outside: window) + 4 * .ulpOfOne * abs(value.head)
    return (value, integral)
  }
}
