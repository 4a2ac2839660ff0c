// SPDX-License-Identifier: GPL-3.0-or-later

extension DoubleDouble {
  /// log(1 + t) − t ≤ 0, with a relative error below 1e-29 also near 0; −∞ at −1, NaN below.
  ///
  /// With r = t/(2 + t), log(1 + t) is 2 artanh r, and t = 2r/(1 − r):
  ///
  /// ```text
  /// log(1 + t) − t = −r t + 2r (r²/3 + r⁴/5 + r⁶/7 + …)
  /// ```
  package var logOnePlusMinus: DoubleDouble {
    guard head.magnitude < 0.3 else {
      return head == .infinity ? DoubleDouble(-.infinity) : logOnePlus - self
    }
    let r = self / (self + DoubleDouble(2))
    let square = r * r
    // |r| < 0.18: from r²⁴/25 on a double is enough, and r⁴⁴ is below 1e-32.
    var double = 0.0
    for k in stride(from: 43.0, through: 25, by: -2) { double = double * square.head + 1 / k }
    var sum = DoubleDouble(double)
    for inverse in DoubleDouble.oddInverses { sum = sum * square + inverse }
    return r * (sum * square * 2 - self)
  }

  /// 1/23, 1/21, … 1/3.
  private static let oddInverses = stride(from: 23.0, through: 3, by: -2).map {
    DoubleDouble(1) / DoubleDouble($0)
  }
}
