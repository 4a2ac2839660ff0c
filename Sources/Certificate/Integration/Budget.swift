// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// How long may be computed, in processor time of the thread: what is proven must not depend on how busy the
/// machine is.
struct Budget {
  private let deadline: Double

  /// So many seconds from now, and no longer than until the limit around it.
  init(seconds: Double) {
    deadline = ProcessorTime.seconds + min(seconds, TimeLimit.left)
  }

  /// For one of several numbers: so many seconds, and under a limit no more than a third of what is left of it, so
  /// that a number that cannot be enclosed leaves something to the ones after it.
  static func share(seconds: Double) -> Budget {
    Budget(seconds: min(seconds, TimeLimit.left / 3))
  }

  var isSpent: Bool { ProcessorTime.seconds > deadline }

  /// - Throws: ``CertificateError/budget(_:)`` when the time is over.
  func check() throws {
    if isSpent { throw CertificateError.budget(Certificate.timeIsOver) }
  }
}
