// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// What a C callback sees of a Swift function of a vector: the closure, and the first thing that went
/// wrong. The counterpart of ``EvaluationContext``.
///
/// After the first value that is not finite the closure is not called again, and the function is 0.
struct MultivariateContext: ~Copyable {
  private let body: ([Double]) -> Double
  private(set) var evaluations = 0
  /// The first point where the value was not finite, and the value.
  private(set) var offence: (point: [Double], value: Double)?

  init(_ body: @escaping ([Double]) -> Double) { self.body = body }

  mutating func evaluate(at point: [Double]) -> Double {
    guard offence == nil else { return 0 }
    evaluations &+= 1
    let value = body(point)
    guard value.isFinite else {
      offence = (point, value)
      return 0
    }
    return value
  }

  /// Throws if the function was not finite somewhere.
  func check() throws(QuadratureError) {
    if let offence {
      throw .nonFiniteMultivariateIntegrand(at: offence.point, value: offence.value)
    }
  }

  /// GSL's view of the function: the vector, and the context.
  typealias Callback =
    @convention(c) (UnsafePointer<gsl_vector>?, UnsafeMutableRawPointer?) -> Double

  static let callback: Callback = { vector, context in
    guard let vector = unsafe vector, let context = unsafe context else { return .nan }
    let point = unsafe (0..<vector.pointee.size).map { unsafe gsl_vector_get(vector, $0) }
    return unsafe context.assumingMemoryBound(to: MultivariateContext.self).pointee
      .evaluate(at: point)
  }
}
