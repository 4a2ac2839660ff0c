// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature

/// What a picture of the ELBO shows: the exercise sheet's ELBO over (θ, φ), both on the same logarithmic axis.
package struct ElboSurface {
  package typealias Point = ExerciseAscent.Point

  /// Where the gradient points to, of length 1 in (log θ, log φ).
  package struct Arrow {
    package let theta: Double
    package let phi: Double
    package let direction: (theta: Double, phi: Double)
  }

  /// A number of nats below the supremum, and where on its contour there is room to say so.
  package struct Level {
    package let drop: Double
    package let label: (theta: Double, phi: Double)?
  }

  package let observation: Double
  /// Where gradient ascent starts.
  package let start: (theta: Double, phi: Double)
  /// Both axes go from here …
  package let lower: Double
  /// … to here.
  package let upper: Double
  /// The largest ELBO, or the supremum where none is.
  package let supremum: Double
  /// Where it is attained; `nil` where it lies at θ = φ → ∞.
  package let maximiser: Point?
  /// Scans of constant θ, by ascending φ, with supremum − ELBO.
  package let grid: [[(theta: Double, phi: Double, drop: Double)]]
  package let levels: [Level]
  package let arrows: [Arrow]
  /// Gradient ascent, as far as it is in view.
  package let path: [Point]
  package let hasArrived: Bool
  /// How many steps the whole path has.
  package let stepCount: Int

  /// How many steps of gradient ascent are made.
  package static let stepLimit = 300
  /// How many arrows stand in a row, and in a column.
  package static let arrowCount = 11

  /// - Throws: `InferenceError`, where the ELBO does not fit in a double.
  package init(x: Double, start: (theta: Double, phi: Double)) throws(InferenceError) {
    observation = x
    self.start = start
    guard let first = Point(theta: start.theta, phi: start.phi, observation: x) else {
      throw .overflow(quantity: "the ELBO at the start θ = \(start.theta), φ = \(start.phi)")
    }
    // Nearer than that, nothing moves in the picture.
    let ascent = ExerciseAscent(
      from: first, observation: x, limit: ElboSurface.stepLimit, tolerance: 1e-3)
    hasArrived = ascent.hasArrived
    stepCount = ascent.points.count - 1
    var extent = [start.theta, start.phi]
    switch try ExerciseLearning(observations: [x]).maximizeElbo() {
    case .attained(let maximum):
      supremum = maximum.value.value
      maximiser = Point(theta: maximum.rate.value, phi: maximum.rate.value, observation: x)
      extent.append(maximum.rate.value)
      for point in ascent.points { extent += [point.theta, point.phi] }
    case .notAttained(let limit):
      supremum = limit.value
      maximiser = nil
      // The path is followed over two decades, and to where φ is at its best for θ, which may lie far above both.
      let ridge = try ExerciseClosedForm(
        prior: ElboSurface.exponential(start.theta), observation: x
      ).bestFamily().rate
      let end = max(100 * max(start.theta, start.phi), 10 * ridge)
      extent.append(end)
      for point in ascent.points where max(point.theta, point.phi) <= end {
        extent += [point.theta, point.phi]
      }
    }
    let (low, high) = ElboSurface.window(extent)
    guard low.isNormal, high.isFinite else {
      throw .overflow(quantity: "a picture around θ = \(start.theta), φ = \(start.phi), x = \(x)")
    }
    (lower, upper) = (low, high)
    path = Array(ascent.points.prefix { max($0.theta, $0.phi) <= high })
    let summit = supremum
    func place(_ share: Double) -> Double { low * pow(high / low, share) }
    func drop(_ theta: Double, _ phi: Double) -> Double {
      Point(theta: theta, phi: phi, observation: x).map { max(0, summit - $0.elbo) } ?? .infinity
    }
    let count = 56
    grid = (0...count).map { i in
      let theta = place(Double(i) / Double(count))
      return (0...count).map { j in
        let phi = place(Double(j) / Double(count))
        return (theta, phi, drop(theta, phi))
      }
    }
    let largest = grid.joined().map(\.drop).filter(\.isFinite).max() ?? 1
    let smallest = grid.joined().map(\.drop).min() ?? 0
    let column = place(0.88)
    let ridge = try ExerciseClosedForm(
      prior: ElboSurface.exponential(column), observation: x
    ).bestFamily().rate
    var last = ridge
    levels = ElboSurface.levels(from: max(0.1, smallest), to: largest).map { level in
      // Below its ridge in φ, the ELBO falls steadily.
      let isDecade = log10(level) == log10(level).rounded()
      guard isDecade, ridge > low, drop(column, ridge) < level, drop(column, low) > level else {
        return Level(drop: level, label: nil)
      }
      let a = Bisection.boundary(in: .positive, near: low) {
        $0 < min(ridge, high) && drop(column, $0) > level
      }
      // Labels that do not meet: each is a twenty-fifth of the picture high.
      guard last / a > pow(high / low, 0.05), a > place(0.03), a < place(0.97) else {
        return Level(drop: level, label: nil)
      }
      last = a
      return Level(drop: level, label: (column, a))
    }
    let cells = ElboSurface.arrowCount
    var arrows: [Arrow] = []
    for i in 0..<cells {
      for j in 0..<cells {
        let theta = place((Double(i) + 0.5) / Double(cells))
        let phi = place((Double(j) + 0.5) / Double(cells))
        guard let slope = ExerciseAscent.slope(theta: theta, phi: phi, observation: x) else {
          continue
        }
        let length = hypot(slope.theta, slope.phi)
        guard length > 1e-9, length.isFinite else { continue }
        arrows.append(
          Arrow(
            theta: theta, phi: phi, direction: (slope.theta / length, slope.phi / length)))
      }
    }
    self.arrows = arrows
  }

  private static func exponential(_ rate: Double) throws(InferenceError) -> Exponential {
    do {
      return try Exponential(rate: rate)
    } catch {
      throw .distribution(error)
    }
  }

  /// One range for both axes, of three decades at least, with everything well inside, and as much room below it that
  /// contours are seen there.
  private static func window(_ extent: [Double]) -> (low: Double, high: Double) {
    let (low, high) = (extent.min() ?? 1, extent.max() ?? 1)
    let margin = 4.0
    let room = max(margin, pow(high / low, 0.25))
    let decades = log10(high / low) + log10(margin * room)
    let more = pow(10, max(0, 3 - decades) / 2)
    return (low / room / more, high * margin * more)
  }

  /// 0.1, 0.3, 1, 3, … within a range.
  private static func levels(from low: Double, to high: Double) -> [Double] {
    guard high.isFinite, low < high else { return [] }
    return (-1...12).flatMap { [pow(10, Double($0)), 3 * pow(10, Double($0))] }
      .filter { low <= $0 && $0 < high }
  }
}
