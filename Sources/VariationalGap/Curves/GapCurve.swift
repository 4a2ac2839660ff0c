// SPDX-License-Identifier: GPL-3.0-or-later

package import Distributions
import Foundation
package import Quadrature

/// What a picture of the gap shows: ELBO and gap along one parameter of q.
package struct GapCurve {
  /// One q.
  package struct Point {
    /// The parameter.
    package let parameter: Double
    package let elbo: Double
    /// KL(q‖posterior), by its own integral.
    package let gap: Double
  }

  /// The model and the family, in words.
  package let description: String
  /// What the parameter is called.
  package let parameterName: String
  package let isLogarithmic: Bool
  package let logEvidence: Estimate
  /// By ascending parameter.
  package let points: [Point]
  /// Where the gap is less than on both sides; and where it is least of all, if that is an end of the axis.
  package let minima: [Point]
  /// Where the gap is least.
  package let best: Point
  /// Whether `best` is the least of all, or the least on the axis and at an end of it.
  package let isBestInside: Bool
  /// Whether the gap is shown to be positive for every q of the family.
  package let isPositive: Bool
  /// The lowest ELBO that is to be seen.
  package let floor: Double

  /// The exercise sheet's model, φ varied.
  ///
  /// - Parameter rates: φ; by default around φ*.
  package init(of exercise: Exercise, along rates: [Double]?) throws {
    var workspace = try Workspace()
    let optimum = try exercise.optimum(workspace: &workspace)
    func point(_ phi: Double) throws(InferenceError) -> Point {
      let gap = try exercise.gap(phi: phi, workspace: &workspace)
      return Point(parameter: phi, elbo: gap.elbo.value, gap: gap.divergence.value)
    }
    let star = optimum.family.rate
    let depth = GapCurve.depth(optimum.minimumGap.value)
    /// The factor from φ* at which the gap has left the picture.
    func reach(_ sign: Double) throws(InferenceError) -> Double {
      for step in 0..<GapCurve.steps {
        let factor = 5 * pow(20, Double(step) / Double(GapCurve.steps))
        let end = star * pow(factor, sign)
        guard end.isNormal, try point(end).gap < 1.3 * depth else { return factor }
      }
      return 100
    }
    var places = rates ?? []
    if rates == nil {
      let (low, high) = (star / (try reach(-1)), star * (try reach(1)))
      places = (0...200).map { low * pow(high / low, Double($0) / 200) }
    }
    var points: [Point] = []
    for phi in places where phi.isNormal { points.append(try point(phi)) }
    let atBest = try point(star)
    let best = Point(parameter: star, elbo: atBest.elbo, gap: optimum.minimumGap.value)
    self.init(
      description: "\(exercise.posterior.model), q = exponential(φ)", parameterName: "φ",
      isLogarithmic: true, logEvidence: exercise.logEvidence, points: points, minima: [best],
      best: best, isBestInside: true, isPositive: optimum.positivity.isYes)
  }

  /// Any model, one parameter of q varied.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - values: those of the parameter.
  ///   - parameterName: what it is called.
  ///   - family: q in words.
  ///   - member: q at a value.
  package init(
    of model: Model, along values: [Double], of parameterName: String, in family: String,
    _ member: (Double) throws -> any Distribution
  ) throws {
    var workspace = try Workspace()
    let posterior = try model.posterior(workspace: &workspace)
    var points: [Point] = []
    for value in values {
      let q = try member(value)
      if let point = try GapCurve.point(value, q, posterior, &workspace) { points.append(point) }
    }
    points.sort { $0.parameter < $1.parameter }
    guard let coarse = points.indices.min(by: { points[$0].gap < points[$1].gap }) else {
      throw InferenceError.infinite(
        quantity: "KL(q‖posterior)", reason: "so it is for every q on the axis")
    }
    func point(_ value: Double) throws -> Point {
      let gap = try posterior.gap(of: try member(value), workspace: &workspace)
      return Point(parameter: value, elbo: gap.elbo.value, gap: gap.divergence.value)
    }
    var minima: [Point] = []
    for index in points.indices.dropFirst().dropLast()
    where points[index].gap <= points[index - 1].gap && points[index].gap < points[index + 1].gap {
      minima.append(
        try GapCurve.minimum(
          points[index], from: points[index - 1].parameter, to: points[index + 1].parameter, point))
    }
    let inside = minima.min { $0.gap < $1.gap }.flatMap { $0.gap <= points[coarse].gap ? $0 : nil }
    if inside == nil { minima.append(points[coarse]) }
    self.init(
      description: "\(model), q = \(family)", parameterName: parameterName,
      isLogarithmic: (points.first?.parameter ?? 0) > 0, logEvidence: posterior.logEvidence,
      points: points, minima: minima, best: inside ?? points[coarse], isBestInside: inside != nil,
      isPositive: false)
  }

  /// The least gap between two places, to the few digits that a label needs.
  private static func minimum(
    _ start: Point, from first: Double, to last: Double, _ point: (Double) throws -> Point
  ) rethrows -> Point {
    var best = start
    // Golden section.
    var (a, b) = (first, last)
    let ratio = (5.0.squareRoot() - 1) / 2
    var (left, right) = (try point(b - ratio * (b - a)), try point(a + ratio * (b - a)))
    for _ in 0..<24 {
      if left.gap < right.gap {
        (b, right) = (right.parameter, left)
        left = try point(b - ratio * (b - a))
      } else {
        (a, left) = (left.parameter, right)
        right = try point(a + ratio * (b - a))
      }
      for candidate in [left, right] where candidate.gap < best.gap { best = candidate }
    }
    // A tight q has a parameter that people write, and is met by it alone.
    let unit = pow(10, 5 - log10(abs(best.parameter)).rounded(.up))
    let rounded = (best.parameter * unit).rounded() / unit
    guard best.gap < 1e-6, rounded.isFinite, first < rounded, rounded < last else { return best }
    let candidate = try point(rounded)
    return candidate.gap < best.gap ? candidate : best
  }

  private init(
    description: String, parameterName: String, isLogarithmic: Bool, logEvidence: Estimate,
    points: [Point], minima: [Point], best: Point, isBestInside: Bool, isPositive: Bool
  ) {
    self.minima = minima
    self.isPositive = isPositive
    (self.description, self.parameterName) = (description, parameterName)
    (self.isLogarithmic, self.logEvidence) = (isLogarithmic, logEvidence)
    (self.best, self.isBestInside) = (best, isBestInside)
    var all = points.filter {
      $0.elbo.isFinite && $0.gap.isFinite && (!isBestInside || $0.parameter != best.parameter)
    }
    if isBestInside, let first = all.first, let last = all.last,
      first.parameter < best.parameter, best.parameter < last.parameter
    {
      all.append(best)
    }
    self.points = all.sorted { $0.parameter < $1.parameter }
    floor = logEvidence.value - GapCurve.depth(best.gap)
  }

  /// `nil` where the gap is infinite by theorem, or as good as: outside the picture.
  private static func point(
    _ value: Double, _ q: any Distribution, _ posterior: Posterior,
    _ workspace: inout Workspace
  ) throws(InferenceError) -> Point? {
    do {
      let gap = try posterior.gap(of: q, workspace: &workspace)
      guard gap.divergence.estimate != nil else { return nil }
      return Point(parameter: value, elbo: gap.elbo.value, gap: gap.divergence.value)
    } catch .overflow {
      return nil
    } catch {
      throw error
    }
  }

  private static let steps = 20

  /// How far below log p(x) the picture reaches: the least gap is a part of it that can be seen, unless
  /// it is tiny.
  private static func depth(_ leastGap: Double) -> Double { max(4 * leastGap, 0.5) }
}
