// SPDX-License-Identifier: GPL-3.0-or-later

/// What is known of the integral of a density.
public enum Normalization: Sendable, Hashable {
  /// It is 1, and the constant in the log density has 31 digits.
  case exact
  /// It is 1 but for the rounding of a constant, which is measured where it matters.
  case rounded
  /// Nothing: it is integrated wherever it comes into a model or a comparison, and refused unless it is 1.
  case unknown
}
