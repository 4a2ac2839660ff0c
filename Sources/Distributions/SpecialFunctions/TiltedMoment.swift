// SPDX-License-Identifier: GPL-3.0-or-later

/// Q(t) = log ∫₀^∞ yᵛ exp(−½(y − t)²) dy for an order ν > −1, in which a parabolic cylinder function is hidden.
///
/// With y = peak·eˢ, peak² = ν + 1 + t·peak, the integrand over its maximum in s is exp(D),
///
/// ```text
/// D(s) = −(ν + 1)(eˢ − 1 − s) − ½ (peak (eˢ − 1))²,
/// ```
///
/// in which nothing cancels, and the trapezoidal rule in s converges like that of an analytic function that falls on both
/// sides: with steps of a quarter of its width, at most 1/20, its error is below 1e-28.
///
/// Source: Trefethen, Weideman, "The exponentially convergent trapezoidal rule", SIAM Review 56 (2014).
struct TiltedMoment {
  /// ν.
  let order: Double

  private var count: DoubleDouble { DoubleDouble(order) + DoubleDouble(1) }

  /// Q(t) in 31 digits; NaN for an order so near to −1 that the sum is longer than the steps.
  func value(at t: DoubleDouble) -> DoubleDouble {
    guard t.head.isFinite else { return t }
    let (peak, distance) = peak(at: t)
    let step = step(peak.head)
    var sum = DoubleDouble(0)
    for direction in [step, -step] {
      var isWhole = false
      for k in 1..<TiltedMoment.mostSteps {
        let s = DoubleDouble(direction) * Double(k)
        let growth = s.expMinusOne
        let spread = peak * growth
        let fall = -(count * (growth - s)) - spread * spread * 0.5
        isWhole = fall.head <= -76
        if isWhole { break }
        sum = sum + fall.exponential
      }
      guard isWhole else { return DoubleDouble(.nan) }
    }
    return count * peak.logarithm - distance * distance * 0.5
      + (DoubleDouble(step).logarithm + sum.logOnePlus)
  }

  private static let mostSteps = 100_000

  /// Q(t) in doubles, with a bound on its error; ∞ where the sum is longer than the steps.
  private func approximation(at t: Double) -> (value: Double, error: Double) {
    guard t.isFinite else { return (t, 0) }
    let place = peak(at: DoubleDouble(t))
    let (peak, distance) = (place.peak.head, place.distance.head)
    let step = step(peak)
    var sum = 1.0
    for direction in [step, -step] {
      var isWhole = false
      for k in 1..<TiltedMoment.mostSteps {
        let growth = exponentialMinusOne(direction * Double(k))
        let spread = peak * growth
        let fall = -(order + 1) * (growth - direction * Double(k)) - 0.5 * spread * spread
        isWhole = fall <= -40
        if isWhole { break }
        sum += exponential(fall)
      }
      guard isWhole else { return (0, .infinity) }
    }
    let (first, second) = ((order + 1) * logarithm(peak), 0.5 * distance * distance)
    let error = 1e-13 + 1e-15 * (order + 1 + first.magnitude + second + logarithm(step).magnitude)
    return (first - second + (logarithm(step) + logarithm(sum)), error)
  }

  /// Bounds on Q, which increases.
  func enclosure(over t: Enclosure) -> Enclosure {
    let (low, high) = (approximation(at: t.lower), approximation(at: t.upper))
    return Enclosure(
      from: DirectedRounding.below(low.value - low.error),
      to: DirectedRounding.above(high.value + high.error))
  }

  /// Bounds on Q′(t) = ν exp(Q of order ν − 1, less Q) = E[y] − t > 0, which falls, since the density of y is
  /// log-concave with a variance of at most 1.
  func slope(over t: Enclosure) -> Enclosure {
    func slope(_ t: Double) -> Enclosure {
      guard t.isFinite else {
        return Enclosure(from: t > 0 ? 0 : .infinity, to: t > 0 ? 0 : .infinity)
      }
      // Of a small order the sum is long; E[y] does not exceed the peak.
      guard order > 0.1 else {
        let distance = peak(at: DoubleDouble(t)).distance.head
        return Enclosure(from: 0, to: DirectedRounding.above(distance, relativeError: 1e-12))
      }
      let cell = Enclosure(from: t, to: t)
      let below = TiltedMoment(order: order - 1).enclosure(over: cell)
      return Enclosure(from: order, to: order) * (below - enclosure(over: cell)).applying(.exp)
    }
    return Enclosure(from: max(0, slope(t.upper).lower), to: slope(t.lower).upper)
  }

  /// Bounds on t Q′(t), which does not exceed ν + 1: E[y]² ≤ E[y²] = ν + 1 + t E[y].
  func scaledSlope(over t: Enclosure) -> Enclosure {
    (t * slope(over: t)).intersection(Enclosure(from: -.infinity, to: order + 1))
  }

  /// Q over a rectangle: at t = u + iv it is Q(u) + ½v² + log E[exp(iv(y − u))].
  func enclosure(over t: ComplexEnclosure) -> ComplexEnclosure {
    let half = Enclosure(from: 0.5, to: 0.5) * t.imaginary.applying(.square)
    return PositiveTransform.logarithm(
      real: enclosure(over: t.real) + half, imaginary: t.imaginary, mean: slope(over: t.real),
      variance: 1)
  }

  /// The largest y^(ν + 1) exp(−½(y − t)²), and its distance y − t = (ν + 1)/y.
  private func peak(at t: DoubleDouble) -> (peak: DoubleDouble, distance: DoubleDouble) {
    let size = t.head < 0 ? -t : t
    let root = size.head < 1e100 ? (t * t + count * 4).applying(.squareRoot) : size
    if t.head > 0 {
      let peak = (root + t) * 0.5
      return (peak, count / peak)
    }
    let peak = count * 2 / (root + size)
    return (peak, peak + size)
  }

  private func step(_ peak: Double) -> Double {
    min(0.05, 0.25 / hypotenuse(peak, (order + 1).squareRoot()))
  }
}
