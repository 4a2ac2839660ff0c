// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import VariationalGap

extension Model {
  /// θ and x, where the model is that of the exercise sheet: it has an engine of its own.
  var exercise: (theta: Double, x: Double)? {
    guard isExerciseModel, let prior = prior as? Exponential, let x = observations.first else {
      return nil
    }
    return (prior.rate, x)
  }
}
