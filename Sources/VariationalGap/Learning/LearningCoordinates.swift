// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Coordinates without bounds for free parameters, around a point: u = log(θ/θ₀) for a positive one, the difference of the
/// log odds for a probability, θ = θ₀ + scale·sinh u for any other: as far as the positive ones, whatever the scale.
struct LearningCoordinates {
  let domains: [Family.Domain]
  let origin: [Double]
  /// The unit of each real parameter.
  let scales: [Double]

  /// The parameters at a point.
  func values(at point: [Double]) -> [Double] {
    point.indices.map { index in
      let (start, u) = (origin[index], point[index])
      return switch domains[index] {
      case .positive: start * exponential(u)
      case .probability: LearningCoordinates.probability(logarithm(start / (1 - start)) + u)
      case .real, .nonzero, .count:
        start + scales[index] * 0.5 * (exponentialMinusOne(u) - exponentialMinusOne(-u))
      }
    }
  }

  private static func probability(_ logOdds: Double) -> Double {
    let small = exponential(-abs(logOdds))
    return (logOdds < 0 ? small : 1) / (1 + small)
  }

  /// dθ/du at some parameters.
  func slopes(at values: [Double]) -> [Double] {
    values.indices.map { index in
      switch domains[index] {
      case .positive: values[index]
      case .probability: values[index] * (1 - values[index])
      case .real, .nonzero, .count: hypotenuse(scales[index], values[index] - origin[index])
      }
    }
  }

  /// The end of the domain that a parameter goes to with u.
  func end(of index: Int, rising: Bool) -> Double {
    switch domains[index] {
    case .positive: rising ? .infinity : 0
    case .probability: rising ? 1 : 0
    case .real, .nonzero, .count: rising ? .infinity : -.infinity
    }
  }
}
