// SPDX-License-Identifier: GPL-3.0-or-later

// The standard normal distribution over rectangles of the complex plane.

extension ComplexEnclosure {
  /// log Φ(t): −½t² − ½ log 2π + log(Φ/φ)(t) on the left, log(1 − Φ(−t)) on the right.
  var logNormalCumulative: ComplexEnclosure {
    onBothSides {
      $0.logNormalRatio(among: $0) + $0.logNormalDensity
    } right: {
      let tail = -$0
      let small = (tail.logNormalRatio(among: tail) + tail.logNormalDensity).applying(.exp)
      return (-small).applying(.logOnePlus)
    }
  }

  /// log(Φ(t)/φ(t)).
  var logNormalRatio: ComplexEnclosure {
    onBothSides {
      $0.logNormalRatio(among: $0)
    } right: {
      $0.logNormalCumulative - $0.logNormalDensity
    }
  }

  private var logNormalDensity: ComplexEnclosure {
    ComplexEnclosure(DoubleDouble(-0.5)) * applying(.square) - ComplexEnclosure(.halfLogTwoPi)
  }

  /// log ∫₀^∞ exp(ts − ½s²) ds, in which s is about 1/|t| far to the left: with m₁ = φ/Φ(t) + t its mean, and a variance
  /// of at most 1, or 2/t².
  private func logNormalRatio(among t: ComplexEnclosure) -> ComplexEnclosure {
    func mean(_ t: Double) -> Double {
      ((-DoubleDouble(t).logNormalRatio).applying(.exp) + DoubleDouble(t)).head
    }
    let (low, high) = (t.real.lower, t.real.upper)
    let isFar = high < -1e3
    // 1/|t| is above the mean.
    let means = Enclosure(
      from: low < -1e3 ? 0 : DirectedRounding.below(mean(low), relativeError: 1e-12),
      to: isFar
        ? DirectedRounding.above(-1 / high)
        : DirectedRounding.above(mean(high), relativeError: 1e-12))
    let second = isFar ? 2 / high / high : 1 + high * means.upper
    let variance = min(1, second - means.lower * means.lower)
    return PositiveTransform.logarithm(
      real: t.real.applying(.logNormalRatio), imaginary: t.imaginary, mean: means,
      variance: max(0, DirectedRounding.above(variance, relativeError: 1e-9)))
  }

  /// The hull of the values left of 0 and right of it.
  private func onBothSides(
    left: (ComplexEnclosure) -> ComplexEnclosure, right: (ComplexEnclosure) -> ComplexEnclosure
  ) -> ComplexEnclosure {
    guard real.lower < 0, real.upper > 0 else { return real.upper <= 0 ? left(self) : right(self) }
    func part(_ from: Double, _ to: Double) -> ComplexEnclosure {
      ComplexEnclosure(real: Enclosure(from: from, to: to), imaginary: imaginary)
    }
    let (low, high) = (left(part(real.lower, 0)), right(part(0, real.upper)))
    guard low.isDefined, high.isDefined else { return .undefined }
    return ComplexEnclosure(
      real: low.real.hull(high.real), imaginary: low.imaginary.hull(high.imaginary))
  }
}
