// SPDX-License-Identifier: GPL-3.0-or-later

internal import RealModule

// Sine, cosine, arc tangent and hyperbolic tangent in 31 digits: the relative error is below 4e-30, and beside it the
// absolute one of sine and cosine below |t|·1e-45, since π is subtracted with so many digits.

extension DoubleDouble {
  /// sin t; from |t| = 1e15 on to the digits of a double.
  var sine: DoubleDouble { turned(by: 0) }

  /// cos t; from |t| = 1e15 on to the digits of a double.
  var cosine: DoubleDouble { turned(by: 1) }

  /// Beyond it, sine and cosine have the digits of a double.
  static let farthestAngle = 1e15

  /// sin(t + quarters · π/2).
  private func turned(by quarters: Int) -> DoubleDouble {
    guard head.isFinite else { return DoubleDouble(.nan) }
    guard head.magnitude < DoubleDouble.farthestAngle else {
      let (sine, cosine) = (Double.sin(head), Double.cos(head))
      let own = (Double.cos(tail), Double.sin(tail))
      return DoubleDouble(
        quarters == 0 ? sine * own.0 + cosine * own.1 : cosine * own.0 - sine * own.1)
    }
    // |count| < 2⁵³, so that each product is exact.
    let count = (head * 0.6366197723675814).rounded()
    let rest = DoubleDouble.halfPiParts.reduce(self) { $0 - .product(count, $1) }
    let quarter = (Int(count.remainder(dividingBy: 4)) + quarters + 4) % 4
    let value = quarter.isMultiple(of: 2) ? rest.smallSine : rest.smallCosine
    return quarter < 2 ? value : -value
  }

  /// π/2 in four pieces.
  private static let halfPiParts: [Double] = [
    0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110, 0x1.4cf98e804177dp-164,
  ]

  /// sin t for |t| ≤ π/4 and a little, by its Taylor series.
  private var smallSine: DoubleDouble {
    let square = -(self * self)
    let sum = DoubleDouble.sineSeries.reduce(DoubleDouble(0)) { $0 * square + $1 }
    return self + self * square * sum
  }

  /// cos t for |t| ≤ π/4 and a little, by its Taylor series.
  private var smallCosine: DoubleDouble {
    let square = -(self * self)
    return DoubleDouble.cosineSeries.reduce(DoubleDouble(0)) { $0 * square + $1 }
  }

  /// 1/0!, 1/1!, …, 1/30!.
  private static let inverseFactorials: [DoubleDouble] = (1...30).reduce(into: [DoubleDouble(1)]) {
    $0.append($0[$1 - 1] / DoubleDouble(Double($1)))
  }

  /// 1/29!, 1/27!, …, 1/3!.
  private static let sineSeries = stride(from: 29, to: 1, by: -2).map { inverseFactorials[$0] }
  /// 1/30!, 1/28!, …, 1/0!.
  private static let cosineSeries = stride(from: 30, through: 0, by: -2).map {
    inverseFactorials[$0]
  }

  /// atan t.
  var arcTangent: DoubleDouble {
    if head.magnitude > 1 {
      let half = DoubleDouble.pi * 0.5
      return (head < 0 ? -half : half) - (DoubleDouble(1) / self).arcTangent
    }
    // One step from the value in doubles: atan t = y + atan((t − tan y)/(1 + t tan y)).
    let start = DoubleDouble(Double.atan(head))
    let tangent = start.sine / start.cosine
    return start + (self - tangent) / (DoubleDouble(1) + self * tangent)
  }

  /// tanh t, accurate near 0.
  var hyperbolicTangent: DoubleDouble {
    let fall = ((head < 0 ? self : -self) * 2).expMinusOne
    let size = -fall / (DoubleDouble(2) + fall)
    return head < 0 ? -size : size
  }
}
