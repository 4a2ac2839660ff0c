// SPDX-License-Identifier: GPL-3.0-or-later

/// What a family is made of others by, under the name that it has in a spec, without underscores.
enum CompositeName: String {
  /// `mixture(w, SPEC, w, SPEC, …)`.
  case mixture
  /// `zero_inflated(p, COUNTS)`.
  case zeroInflated = "zeroinflated"
  /// `hurdle(p, COUNTS)`.
  case hurdle

  /// How deep mixtures may be nested.
  static let depthLimit = 16

  /// The name as it is listed.
  var written: String { self == .zeroInflated ? "zero_inflated" : rawValue }
}
