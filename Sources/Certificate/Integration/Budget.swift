// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// How long may be computed, in processor time of the thread: what is proven must not depend on how busy the
/// machine is.
struct Budget {
  private let deadline: Double

  /// So many seconds from now.
  init(seconds: Double) { deadline = ProcessorTime.seconds + seconds }

  var isSpent: Bool { ProcessorTime.seconds > deadline }

  /// - Throws: ``CertificateError/budget(_:)`` when the time is over.
  func check() throws {
    if isSpent { throw CertificateError.budget("the time that was allowed is over") }
  }
}
