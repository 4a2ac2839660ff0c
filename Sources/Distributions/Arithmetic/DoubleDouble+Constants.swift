// SPDX-License-Identifier: GPL-3.0-or-later

extension DoubleDouble {
  /// π.
  public static let pi = DoubleDouble(
    normalizing: 0x1.921fb54442d18p1, 0x1.1a62633145c07p-53)

  /// e.
  public static let e = DoubleDouble(
    normalizing: 0x1.5bf0a8b145769p1, 0x1.4d57ee2b1013ap-53)
}
