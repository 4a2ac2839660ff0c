// SPDX-License-Identifier: GPL-3.0-or-later

/// How long may be computed.
struct Budget {
  private let deadline: ContinuousClock.Instant

  /// So many seconds from now.
  init(seconds: Double) { deadline = .now + .seconds(seconds) }

  var isSpent: Bool { ContinuousClock.now > deadline }

  /// - Throws: ``CertificateError/budget(_:)`` when the time is over.
  func check() throws {
    if isSpent { throw CertificateError.budget("the time that was allowed is over") }
  }
}
