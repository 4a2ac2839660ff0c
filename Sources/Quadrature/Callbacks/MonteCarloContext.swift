// SPDX-License-Identifier: GPL-3.0-or-later

/// What a C callback sees of a Swift integrand of several variables: the closure, and the first
/// thing that went wrong. The counterpart of ``EvaluationContext``.
///
/// After the first value that is not finite the closure is not called again, and the integrand is 0.
struct MonteCarloContext: ~Copyable {
  private let body: (Span<Double>) -> Double
  private(set) var evaluations = 0
  /// How many of the values were not 0.
  private(set) var nonzero = 0
  /// The first point where the value was not finite, and the value.
  private(set) var offence: (point: [Double], value: Double)?

  init(_ body: @escaping (Span<Double>) -> Double) { self.body = body }

  mutating func evaluate(at point: Span<Double>) -> Double {
    guard offence == nil else { return 0 }
    evaluations &+= 1
    let value = body(point)
    guard value.isFinite else {
      offence = (point.indices.map { point[$0] }, value)
      return 0
    }
    if value != 0 { nonzero &+= 1 }
    return value
  }

  /// GSL's view of the integrand: the coordinates, their number, and the context.
  typealias Callback =
    @convention(c) (UnsafeMutablePointer<Double>?, Int, UnsafeMutableRawPointer?) -> Double

  static let callback: Callback = { coordinates, count, context in
    guard let context = unsafe context else { return .nan }
    let point = unsafe UnsafeBufferPointer(start: coordinates, count: count)
    return unsafe context.assumingMemoryBound(to: MonteCarloContext.self).pointee
      .evaluate(at: point.span)
  }
}
