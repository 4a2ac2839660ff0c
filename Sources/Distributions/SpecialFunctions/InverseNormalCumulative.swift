// SPDX-License-Identifier: GPL-3.0-or-later

// The inverse Φ⁻¹ of the standard normal distribution function.

extension DoubleDouble {
  /// Φ⁻¹(p) for 0 ≤ p ≤ 1, NaN elsewhere: the error is below 2e-29 of the value, or 1e-30.
  ///
  /// By Newton's method for log Φ, which is concave, from the left: Φ(−s) ≤ ½ exp(−½s²) tells where to start.
  var inverseNormalCumulative: DoubleDouble {
    guard head >= 0, (DoubleDouble(1) - self).head >= 0 else { return DoubleDouble(.nan) }
    guard head > 0 else { return DoubleDouble(-.infinity) }
    if (self - DoubleDouble(0.5)).head > 0 {
      return -(DoubleDouble(1) - self).inverseNormalCumulative
    }
    let target = logarithm
    var place = -max(0, -2 * (target.head + DoubleDouble.logarithmOfTwo.head)).squareRoot()
    for _ in 0..<64 {
      let point = DoubleDouble(place)
      let step =
        (target - point.logNormalCumulative).head
        * Distributions.exponential(point.logNormalRatio.head)
      place += step
      if step.magnitude <= 1e-9 * (1 + place.magnitude) { break }
    }
    var value = DoubleDouble(place)
    for _ in 0..<2 {
      value = value + (target - value.logNormalCumulative) * value.logNormalRatio.exponential
    }
    return value
  }
}

extension ComplexEnclosure {
  /// Φ⁻¹(p), which along p = x + is solves w′ = i/φ(w): a rectangle that Picard's iteration maps into itself holds the
  /// solution.
  var inverseNormalCumulative: ComplexEnclosure {
    let zero = Enclosure(from: 0, to: 0)
    let start = ComplexEnclosure(
      real: real.applying(.inverseNormalCumulative), imaginary: zero)
    guard start.isDefined, real.lower > 0, real.upper < 1 else { return .undefined }
    let path = ComplexEnclosure(real: zero, imaginary: imaginary.hull(zero))
    func slope(_ w: ComplexEnclosure) -> ComplexEnclosure {
      (ComplexEnclosure(DoubleDouble(0.5)) * w.applying(.square)
        + ComplexEnclosure(.halfLogTwoPi)).applying(.exp)
    }
    var guess = start + path * slope(start)
    for _ in 0..<6 {
      guess = guess.widened
      let next = start + path * slope(guess)
      guard next.isDefined else { return .undefined }
      if guess.holds(next) {
        return start + ComplexEnclosure(real: zero, imaginary: imaginary) * slope(guess)
      }
      guess = next
    }
    return .undefined
  }

  /// A rectangle that is a half wider on each side.
  private var widened: ComplexEnclosure {
    func wider(_ side: Enclosure) -> Enclosure {
      let margin = 0.5 * (side.upper - side.lower) + 1e-12
      return Enclosure(from: side.lower - margin, to: side.upper + margin)
    }
    return ComplexEnclosure(real: wider(real), imaginary: wider(imaginary))
  }

  private func holds(_ other: ComplexEnclosure) -> Bool {
    real.lower <= other.real.lower && other.real.upper <= real.upper
      && imaginary.lower <= other.imaginary.lower && other.imaginary.upper <= imaginary.upper
  }
}
