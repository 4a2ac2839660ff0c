// SPDX-License-Identifier: GPL-3.0-or-later

/// Runs a computation that takes a function which cannot throw, with one that can.
///
/// Nothing is thrown through C: an error is kept, the function is NaN there, which stops the
/// evaluations, and the error is thrown when the computation is over, unchanged.
func catching<Point: ~Escapable, Outcome>(
  _ function: (Point) throws -> Double,
  in computation: (_ function: @escaping (Point) -> Double) throws(QuadratureError) -> Outcome
) throws -> Outcome {
  var caught: (any Error)?
  let outcome = withoutActuallyEscaping(function) { function in
    Result { () throws(QuadratureError) in
      try computation { z in
        do {
          return try function(z)
        } catch {
          caught = error
          return .ofCaughtError
        }
      }
    }
  }
  if let caught { throw caught }
  return try outcome.get()
}

extension Double {
  /// What a function is where it threw: a NaN that is told apart from one that was computed.
  static let ofCaughtError = Double(nan: 0x6A70, signaling: false)
}
