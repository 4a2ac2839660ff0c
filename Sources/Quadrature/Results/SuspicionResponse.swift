// SPDX-License-Identifier: GPL-3.0-or-later

/// What is done about a result that should not be believed.
public enum SuspicionResponse: Sendable, Hashable {
  /// A closer look is taken, and ``Integral/suspicion`` says what it found.
  case report

  /// The same; a suspicion is thrown as ``QuadratureError/suspicious(_:best:)``.
  case `throw`

  /// No closer look is taken, at the cost of the routine alone. What shows in the result's numbers is
  /// still reported.
  case ignore
}
