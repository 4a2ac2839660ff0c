// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

extension EvaluationContext {
  /// Lends a Swift function to GSL, at addresses that do not change while `body` runs: GSL's solvers
  /// keep the pointer from one call to the next.
  static func withFunction<Outcome>(
    _ function: (Double) -> Double,
    _ body: (
      _ function: UnsafeMutablePointer<gsl_function>,
      _ context: UnsafeMutablePointer<EvaluationContext>
    ) throws(QuadratureError) -> Outcome
  ) throws(QuadratureError) -> Outcome {
    try withoutActuallyEscaping(function) { function in
      Result { () throws(QuadratureError) in
        var context = EvaluationContext(function, substitution: nil)
        return unsafe try withUnsafeMutablePointer(to: &context) {
          context throws(QuadratureError) in
          var function = unsafe gsl_function(
            function: gslCallback(ContextCallback.plain), params: context)
          return unsafe try withUnsafeMutablePointer(to: &function) {
            function throws(QuadratureError) in unsafe try body(function, context)
          }
        }
      }
    }.get()
  }

  /// Throws if the function was not finite somewhere.
  func check() throws(QuadratureError) {
    if let offence { throw .nonFiniteIntegrand(at: offence.z, value: offence.value) }
  }
}
