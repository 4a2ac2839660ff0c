// SPDX-License-Identifier: GPL-3.0-or-later

/// How accurate an integral is to be.
///
/// A routine stops when its estimate of the error obeys
///
/// ```text
/// |result − I| ≤ max(absolute, relative · |I|)
/// ```
///
/// The default asks for ten digits: what a double delivers for nearly every integrand, at a cost
/// that hardly differs from that of six. A relative tolerance below 50ε ≈ 1.1e-14 can be met by no
/// adaptive routine, since each adds that much to its error for rounding. An integral that is 0,
/// or that cancels, needs an absolute tolerance.
public struct Tolerance: Sendable, Hashable {
  /// The bound on the absolute error; finite and not negative.
  public var absolute: Double

  /// The bound on the error relative to the integral; finite and not negative.
  public var relative: Double

  /// Relative tolerance 1e-10, absolute tolerance 0.
  public static let standard = Tolerance()

  /// Makes a tolerance. Both bounds are checked when the tolerance is used, by the routine that
  /// has to meet them.
  public init(relative: Double = 1e-10, absolute: Double = 0) {
    self.absolute = absolute
    self.relative = relative
  }

  /// Refuses bounds that are no bounds.
  func check() throws(QuadratureError) {
    guard absolute >= 0, absolute.isFinite, relative >= 0, relative.isFinite else {
      throw .invalidTolerance(self, requirement: "both must be finite and not negative")
    }
  }

  /// The error that is allowed for an integral of this value.
  func allowedError(for value: Double) -> Double {
    max(absolute, relative * abs(value))
  }
}

extension Tolerance: CustomStringConvertible {
  /// Both bounds in words.
  public var description: String { "relative \(relative), absolute \(absolute)" }
}
