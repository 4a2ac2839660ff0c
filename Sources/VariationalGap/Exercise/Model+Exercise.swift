// SPDX-License-Identifier: GPL-3.0-or-later

package import Distributions

extension Model {
  /// θ and x, where the model is that of the exercise sheet: it has an engine of its own.
  package var exercise: (theta: Double, x: Double)? {
    guard isExerciseModel, let prior = prior as? Exponential, let x = observations.first?.value
    else {
      return nil
    }
    return (prior.rate, x)
  }

  /// The best exponential q of the exercise sheet's model; `nil` for any other.
  package var bestExponential: Exponential? {
    get throws(InferenceError) {
      guard let (theta, x) = exercise else { return nil }
      return try Exercise(theta: theta, x: x).optimum().family
    }
  }
}
