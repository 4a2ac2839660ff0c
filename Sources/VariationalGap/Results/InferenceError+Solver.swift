// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension InferenceError {
  /// Runs a solver of `Quadrature` on a function that throws ``InferenceError``.
  ///
  /// The function's own error arrives unchanged; one of the solver is named after what it was
  /// looking for.
  static func solving<Value>(
    for quantity: String, _ solve: () throws -> Value
  ) throws(InferenceError) -> Value {
    do {
      return try solve()
    } catch let error as InferenceError {
      throw error
    } catch let error as QuadratureError {
      throw .quadrature(quantity: quantity, error)
    } catch let error as DistributionError {
      throw .distribution(error)
    } catch {
      throw .argument(quantity, value: "\(error)", requirement: "a function with values")
    }
  }
}
