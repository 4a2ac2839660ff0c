// SPDX-License-Identifier: GPL-3.0-or-later

/// The Gauss–Kronrod rules of QUADPACK, named after the points of the Kronrod rule.
///
/// The n-point Kronrod rule embeds the Gauss rule with (n − 1)/2 points; the difference of the two
/// is the raw material of the error estimate. High orders pay for smooth integrands, low ones for
/// integrands with local difficulties.
public enum GaussKronrodRule: Int, Sendable, Hashable, CaseIterable {
  /// 7-point Gauss, 15-point Kronrod.
  case points15 = 15
  /// 10-point Gauss, 21-point Kronrod.
  case points21 = 21
  /// 15-point Gauss, 31-point Kronrod.
  case points31 = 31
  /// 20-point Gauss, 41-point Kronrod.
  case points41 = 41
  /// 25-point Gauss, 51-point Kronrod.
  case points51 = 51
  /// 30-point Gauss, 61-point Kronrod.
  case points61 = 61

  /// GSL's small integer for the rule, GSL_INTEG_GAUSS15 (1) to GSL_INTEG_GAUSS61 (6).
  var key: Int32 {
    switch self {
    case .points15: 1
    case .points21: 2
    case .points31: 3
    case .points41: 4
    case .points51: 5
    case .points61: 6
    }
  }
}
