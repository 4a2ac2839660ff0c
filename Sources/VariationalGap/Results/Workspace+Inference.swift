// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature

extension Workspace {
  /// One of the usual size.
  static func forInference() throws(InferenceError) -> Workspace {
    do throws(QuadratureError) {
      return try Workspace()
    } catch {
      throw .quadrature(quantity: "memory for integrals", error)
    }
  }

  /// Lends one of the usual size to a computation.
  static func lent<Value>(
    _ compute: (inout Workspace) throws(InferenceError) -> Value
  ) throws(InferenceError) -> Value {
    var workspace = try forInference()
    return try compute(&workspace)
  }
}
