// SPDX-License-Identifier: GPL-3.0-or-later

internal import Synchronization

/// How long a computation may take, in processor time of its thread: what comes of it must not depend on how
/// busy the machine is.
///
/// Nothing is interrupted. Whatever may take long asks now and then whether the time is over, and then throws,
/// or stops with less than it was to find; that it was over is still to be seen afterwards, since the limit is
/// one for all of the computation. Without a limit it costs next to nothing to ask.
package struct TimeLimit: Sendable {
  @TaskLocal private static var current: TimeLimit?

  /// What was allowed.
  package let seconds: Double
  /// When it is over, in ``ProcessorTime``.
  private let end: Double
  /// No earlier than this, since a thread cannot compute for longer than it is there: a clock that is asked in a tenth
  /// of the time.
  private let earliest: ContinuousClock.Instant
  /// Once it is over no clock is asked, so that what is unfinished ends soon.
  private let expiry = Expiry()

  private final class Expiry: Sendable {
    let isOver = Atomic(false)
  }

  /// Computes something under a limit; under another one this one ends no later.
  ///
  /// - Parameters:
  ///   - seconds: how long it may take, a positive number.
  ///   - compute: not beyond the thread that it starts on.
  package static func within<Value>(
    seconds: Double, _ compute: () throws -> Value
  ) rethrows -> Value {
    // Longer than that is for ever.
    let wait = Duration.seconds(min(seconds, 1e9))
    var limit = TimeLimit(
      seconds: seconds, end: ProcessorTime.seconds + seconds, earliest: .now + wait)
    if let current, current.end < limit.end { limit = current }
    return try $current.withValue(limit) { try compute() }
  }

  /// The limit, if there is one and its time is over.
  package static var exceeded: TimeLimit? {
    guard let current else { return nil }
    if current.expiry.isOver.load(ordering: .relaxed) { return current }
    guard .now > current.earliest, ProcessorTime.seconds > current.end else { return nil }
    current.expiry.isOver.store(true, ordering: .relaxed)
    return current
  }

  /// Whether there is a limit whose time is over.
  package static var isOver: Bool { exceeded != nil }

  /// How much of the time is left, in seconds; ∞ without a limit.
  package static var left: Double {
    guard let current else { return .infinity }
    return isOver ? 0 : max(0, current.end - ProcessorTime.seconds)
  }

  /// What was computed, unless the time is over and it may be unfinished.
  package static func inTime<Value>(_ value: Value?) -> Value? { isOver ? nil : value }
}
