// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The minimum of a smooth function of a few variables by the method of Broyden, Fletcher, Goldfarb and
/// Shanno, with steps that are halved until they gain.
///
/// Source: Nocedal, Wright, *Numerical Optimization* (Springer, 2006), algorithm 6.1.
struct QuasiNewton {
  /// A value and its gradient.
  struct Sample {
    var value: Double
    var gradient: [Double]
  }

  /// No coordinate moves farther in one step.
  private static let longestStep = 1.5
  private static let stepLimit = 200

  /// Minimises.
  ///
  /// - Parameters:
  ///   - start: where to start.
  ///   - function: `nil` where the function is infinite or has no value: a barrier.
  /// - Returns: the lowest point found; `nil` where there is no value at the start.
  static func minimum(
    from start: [Double], of function: ([Double]) -> Sample?
  ) -> (point: [Double], sample: Sample)? {
    guard var sample = function(start) else { return nil }
    var point = start
    let identity = start.indices.map { row in start.indices.map { row == $0 ? 1.0 : 0 } }
    // An approximation of the inverse of the matrix of second derivatives.
    var inverse = identity
    var isFresh = true
    for _ in 0..<stepLimit {
      var step = inverse.map { -dot($0, sample.gradient) }
      var slope = dot(step, sample.gradient)
      if !(slope < 0) {
        (inverse, isFresh) = (identity, true)
        step = sample.gradient.map { -$0 }
        slope = dot(step, sample.gradient)
      }
      let length = step.reduce(0) { max($0, abs($1)) }
      guard length > 1e-13, length.isFinite, !TimeLimit.isOver else { break }
      var factor = min(1, longestStep / length)
      var next: (point: [Double], sample: Sample)?
      while factor * length > 1e-13 {
        let place = zip(point, step).map { $0 + factor * $1 }
        // At the bottom, where the values have no more digits, the gradient decides.
        if let found = function(place) {
          let gain = sample.value - found.value
          let noise = 1e-13 * max(1, abs(sample.value))
          if gain >= 1e-4 * factor * -slope
            || (abs(gain) <= noise && norm(found.gradient) < norm(sample.gradient))
          {
            next = (place, found)
            break
          }
        }
        factor /= 4
      }
      guard let next else {
        if isFresh { break }
        (inverse, isFresh) = (identity, true)
        continue
      }
      let moved = zip(next.point, point).map { $0 - $1 }
      let turned = zip(next.sample.gradient, sample.gradient).map { $0 - $1 }
      (point, sample) = next
      let curvature = dot(moved, turned)
      guard curvature > 0 else { continue }
      if isFresh {
        let scale = curvature / dot(turned, turned)
        inverse = identity.map { $0.map { scale * $0 } }
        isFresh = false
      }
      let image = inverse.map { dot($0, turned) }
      let factorOfMoved = (1 + dot(turned, image) / curvature) / curvature
      for row in inverse.indices {
        for column in inverse.indices {
          inverse[row][column] +=
            factorOfMoved * moved[row] * moved[column]
            - (image[row] * moved[column] + moved[row] * image[column]) / curvature
        }
      }
    }
    return (point, sample)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The largest magnitude.
  static func norm(_ a: [Double]) -> Double { a.reduce(0) { max($0, abs($1)) } }
}
