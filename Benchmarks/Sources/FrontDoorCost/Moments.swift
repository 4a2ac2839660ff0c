// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation

/// A density on (0, 1), whose moments ∫ zᵏ f(z) dz, k = 0 … 63, are asked for.
protocol MomentsOfDensity {
  static var name: String { get }
  static func density(_ z: Double) -> Double
}

enum HalfBell: MomentsOfDensity {
  static var name: String { "exp(−z²)" }
  static func density(_ z: Double) -> Double { exp(-z * z) }
}

/// A flat prior, and twelve observations with errors of Cauchy.
enum CauchyPosterior: MomentsOfDensity {
  static var name: String { "a posterior, 12 observations" }
  private static let observations = (0..<12).map { 0.3 + 0.05 * Double($0) }
  static func density(_ z: Double) -> Double {
    var logarithm = 0.0
    for x in observations { logarithm -= log1p(4 * (x - z) * (x - z)) }
    return exp(logarithm)
  }
}
