// SPDX-License-Identifier: GPL-3.0-or-later

/// Runs a computation that takes a function which cannot throw, with one that can.
///
/// Nothing is thrown through C: an error is kept, the function is NaN there, which stops the
/// evaluations, and the error is thrown when the computation is over, unchanged.
func catching<Outcome>(
  _ function: @escaping (Double) throws -> Double,
  in computation: (_ function: @escaping (Double) -> Double) throws(QuadratureError) -> Outcome
) throws -> Outcome {
  var caught: (any Error)?
  let outcome = Result { () throws(QuadratureError) in
    try computation { z in
      do {
        return try function(z)
      } catch {
        caught = error
        return .nan
      }
    }
  }
  if let caught { throw caught }
  return try outcome.get()
}
