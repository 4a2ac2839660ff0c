// SPDX-License-Identifier: GPL-3.0-or-later

/// A number that KL(q‖posterior) is proven not to be below for any q of a range.
public struct CertifiedLeastGap: Sendable {
  /// The least gap: its lower end holds for every parameter of the range, its upper end is reached.
  public let gap: CertifiedInterval

  /// The parameters among which the least gap is reached, unless it is at an end of the range that lies
  /// outside of them.
  public let place: ClosedRange<Double>

  /// How many parts of the range the proof consists of.
  public let parts: Int
}

/// The result of a proof over a range.
public enum CertifiedRange: Sendable {
  /// It is proven.
  case proven(CertifiedLeastGap)
  /// It is not.
  case notDecided(reason: String)
}
