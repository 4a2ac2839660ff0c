// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

/// Q(t) = log ∫₀^∞ yᵛ exp(−½(y − t)²) dy for an order ν > 0, in which a parabolic cylinder function is hidden, less
/// ½κ(log κ − 1) + ½ log(π/κ), κ = ν + 1: Laplace's approximation at t = 0, with which what is large in it cancels.
///
/// With t = 2√κ sinh θ the integrand of s = log y is largest at the peak √κ exp θ, and relative to that exp(D):
///
/// ```text
/// Q(t) = κ(θ + exp(−θ) sinh θ) + log(√(κ/π) S),   S = ∫ exp(D(s)) ds
/// D(s) = −κ(eˢ − 1 − s) − ½ (peak (eˢ − 1))²
/// ```
///
/// in which nothing cancels. S is a sum by the trapezoidal rule. At s + id the size of exp(D) is that of a y of the same kind,
/// with t cos d/√cos 2d for t, and so the rule of step h errs, relative to S, by at most
///
/// ```text
/// 2 exp(A)/(exp(2πd/h) − 1),   A = −½κ log cos 2d + max(0, t′ − t) peak(t′),   t′ = t cos d/√cos 2d
/// ```
///
/// since the logarithm of ∫ yᵛ exp(−½y² + ty) dy has the slope E[y], which does not exceed the peak.
///
/// Source: Trefethen, Weideman, "The exponentially convergent trapezoidal rule", SIAM Review 56 (2014), theorem 5.1.
struct TiltedMoment {
  /// ν.
  let order: Double

  /// κ.
  private var count: Double { order + 1 }

  /// Q(t) in 31 digits.
  func value(at t: DoubleDouble) -> DoubleDouble {
    guard t.head.isFinite else { return t }
    let place = place(t)
    return place.count * (place.angle + place.place * place.fall) + sum(place, t).mass.logarithm
  }

  /// Q(t) + ½t² in 31 digits.
  func transform(at t: DoubleDouble) -> DoubleDouble {
    guard t.head.isFinite else { return t }
    let place = place(t)
    return place.count * (place.angle + place.place / place.fall) + sum(place, t).mass.logarithm
  }

  /// Q′(t) = E[y] − t in 31 digits, or to 1e-28(1 + Q′).
  func slope(at t: DoubleDouble) -> DoubleDouble {
    guard t.head.isFinite else { return DoubleDouble(t.head > 0 ? 0 : -t.head) }
    let place = place(t)
    return place.distance + sum(place, t).offset
  }

  /// E[y] in 31 digits.
  func mean(at t: DoubleDouble) -> DoubleDouble {
    guard t.head.isFinite else { return DoubleDouble(t.head < 0 ? 0 : t.head) }
    let place = place(t)
    return place.peak + sum(place, t).offset
  }

  private func place(_ t: DoubleDouble) -> Place { Place(t, DoubleDouble(order) + DoubleDouble(1)) }

  private func sum(_ place: Place, _ t: DoubleDouble) -> (mass: DoubleDouble, offset: DoubleDouble)
  {
    place.sum(step: step(t.head, peak: place.peak.head, goal: 73))
  }

  /// Q(t) in doubles, with a bound on its error.
  func rounded(at t: Double) -> RoundedDouble { rounded(at: t, isTransform: false) }

  /// Q(t) + ½t² = κ(θ + exp(θ) sinh θ) + log(√(κ/π) S) in doubles, with a bound on its error.
  func roundedTransform(at t: Double) -> RoundedDouble { rounded(at: t, isTransform: true) }

  private func rounded(at t: Double, isTransform: Bool) -> RoundedDouble {
    guard t.isFinite else { return RoundedDouble(t, error: 0) }
    let root = count.squareRoot()
    let place = 0.5 * t / root
    let size = place.magnitude
    let hypotenuse = hypotenuse(1, place)
    // exp(−θ), |θ| and the larger one of two that add up to Q.
    let fall = place > 0 ? 1 / (size + hypotenuse) : size + hypotenuse
    let angle = logarithm(onePlus: size + size * (size / (1 + hypotenuse)))
    let factor = isTransform ? 1 / fall : fall
    let main = count * ((place < 0 ? -angle : angle) + place * factor)
    let rest = logarithmOfMass(t, peak: root / fall, root, fall)
    let scale = count * (angle + size * factor) + rest.magnitude
    return RoundedDouble(main + rest, error: 1e-15 * scale + 4e-15)
  }

  /// log(√(κ/π) S).
  private func logarithmOfMass(
    _ t: Double, peak: Double, _ root: Double, _ fall: Double
  ) -> Double {
    guard peak < 1e10, count < 1e20 else {
      // As in 31 digits.
      return -logarithm(hypotenuse(1, 1 / fall) * 0.5.squareRoot())
    }
    let step = step(t, peak: peak, goal: 39)
    // The two parts of a compensated sum.
    var (sum, lost) = (1.0, 0.0)
    for direction in [step, -step] {
      for k in 1..<TiltedMoment.mostSteps {
        let s = direction * Double(k)
        let bend = expMinusOneMinus(s)
        let spread = peak * (bend + s)
        let fall = -count * bend - 0.5 * spread * spread
        guard fall > -42 else { break }
        let term = exponential(fall)
        let next = sum + term
        lost += (sum - next) + term
        sum = next
      }
    }
    return logarithm((sum + lost) * step * root * TiltedMoment.inverseRootPi)
  }

  private static let inverseRootPi = 0.5641895835477563
  /// More than there are: D falls by κ > 1 at least for every unit of s.
  private static let mostSteps = 10_000

  /// h with an error of the rule of 2 exp(−goal) at most.
  private func step(_ t: Double, peak: Double, goal: Double) -> Double {
    let height = min(0.7, (2 * goal / (count + peak * peak)).squareRoot())
    let sine = Double.sin(height)
    let square = sine * sine
    let ratio = square / (1 - 2 * square)
    let move = t > 0 ? t * ratio / (1 + (1 + ratio).squareRoot()) : 0
    let growth =
      -0.5 * count * logarithm(onePlus: -2 * square)
      + move * TiltedMoment.peak(count, t + move)
    return 2 * Double.pi * height / (goal + growth)
  }

  /// The solution of y² = κ + ty.
  static func peak(_ count: Double, _ t: Double) -> Double {
    let root = hypotenuse(t, 2 * count.squareRoot())
    return t > 0 ? 0.5 * (root + t) : count / (0.5 * (root - t))
  }

  /// Where the integrand is largest, in 31 digits.
  private struct Place {
    let count: DoubleDouble
    let peak: DoubleDouble
    /// sinh θ, exp(−θ) and θ.
    let (place, fall, angle): (DoubleDouble, DoubleDouble, DoubleDouble)
    /// peak − t = κ/peak.
    let distance: DoubleDouble

    init(_ t: DoubleDouble, _ count: DoubleDouble) {
      let root = count.applying(.squareRoot)
      place = t * 0.5 / root
      let size = place.head < 0 ? -place : place
      let one = DoubleDouble(1)
      let hypotenuse = size.head < 1e100 ? (size * size + one).applying(.squareRoot) : size
      fall = place.head > 0 ? one / (size + hypotenuse) : size + hypotenuse
      let magnitude =
        size.head < 1
        ? (size + size * size / (one + hypotenuse)).logOnePlus : (size + hypotenuse).logarithm
      self.count = count
      peak = root / fall
      distance = root * fall
      angle = place.head < 0 ? -magnitude : magnitude
    }

    /// √(κ/π) S, and E[y] − peak.
    func sum(step: Double) -> (mass: DoubleDouble, offset: DoubleDouble) {
      guard peak.head < 1e18, count.head < 1e36 else { return (laplaceMass, DoubleDouble(0)) }
      var (mass, offset) = (DoubleDouble(1), DoubleDouble(0))
      for direction in [step, -step] {
        // Powers of one number lose a digit or two of eˢ − 1 − s, which matters where it is multiplied by a large κ.
        let ratio = DoubleDouble(direction).exponential
        var (k, power) = (1.0, DoubleDouble(1))
        while k < Double(TiltedMoment.mostSteps) {
          let s = DoubleDouble(direction) * k
          power = power * ratio
          let growth = count.head < 100 ? power - DoubleDouble(1) : s.expMinusOne
          let spread = peak * growth
          let fall = -(count * (growth - s)) - spread * spread * 0.5
          guard fall.head > -38 else { break }
          let term = fall.exponential
          mass = mass + term
          offset = offset + term * spread
          k += 1
        }
        // Of terms that are below 1e-16 of the sum the digits of a double are enough.
        var (small, far) = (0.0, 0.0)
        while k < Double(TiltedMoment.mostSteps) {
          let s = direction * k
          let bend = expMinusOneMinus(s)
          let spread = peak.head * (bend + s)
          let fall = -count.head * bend - 0.5 * spread * spread
          guard fall > -78 else { break }
          let term = Distributions.exponential(fall)
          small += term
          far += term * spread
          k += 1
        }
        mass = mass + DoubleDouble(small)
        offset = offset + DoubleDouble(far)
      }
      let scale = (count / .pi).applying(.squareRoot)
      return (scale * mass * step, offset / mass)
    }

    /// √(κ/π) S as the integral of exp(½D″s²), which errs by less than 5/(κ + peak²), relative to it.
    private var laplaceMass: DoubleDouble {
      let root = DoubleDouble.squareRootOfTwo
      if fall.head > 1e50 { return root }
      return fall.head < 1e-50
        ? root * fall : root * fall / (fall * fall + DoubleDouble(1)).applying(.squareRoot)
    }
  }
}
