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
    /// A bound on the error of that.
    package let error: Double
  }

  /// Where on the axis KL(q‖posterior) is infinite.
  package struct Infinite {
    /// By ascending parameter.
    package let parameters: [Double]
    /// Why it is, at one of them.
    package let reason: String
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
  /// Where the gap is least on the axis; `nil` where it is infinite at every value.
  package let best: Point?
  /// Whether `best` is the least of all, or the least on the axis and at an end of it.
  package let isBestInside: Bool
  /// Where the gap is least of all, where that is known to lie beside the axis.
  package let elsewhere: Point?
  /// `nil` where the gap is finite everywhere.
  package let infinite: Infinite?
  /// Whether the gap is shown to be positive for every q of the family.
  package let isPositive: Bool
  /// The lowest ELBO that is to be seen.
  package let floor: Double

  /// Whether the least gap is 0, up to the bound on its error.
  package var isTight: Bool {
    !isPositive && best.map { $0.gap <= $0.error } ?? false
  }

  /// The exercise sheet's model, φ varied.
  ///
  /// - Parameters:
  ///   - rates: φ; by default around φ*.
  ///   - isLogarithmic: whether they are spaced so.
  package init(of exercise: Exercise, along rates: [Double]?, isLogarithmic: Bool) throws {
    var workspace = try Workspace()
    let optimum = try exercise.optimum(workspace: &workspace)
    func point(_ phi: Double) throws(InferenceError) -> Point {
      let gap = try exercise.gap(phi: phi, workspace: &workspace)
      return Point(phi, gap)
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
    let best = Point(
      parameter: star, elbo: atBest.elbo, gap: optimum.minimumGap.value,
      error: optimum.minimumGap.error)
    points.sort { $0.parameter < $1.parameter }
    let isInside =
      (points.first?.parameter ?? .nan) <= star && star <= (points.last?.parameter ?? .nan)
    let shown = isInside ? best : points.min { $0.gap < $1.gap } ?? best
    self.init(
      description: "\(exercise.posterior.model), q = exponential(φ)", parameterName: "φ",
      isLogarithmic: isLogarithmic, logEvidence: exercise.logEvidence, points: points,
      minima: [shown],
      best: shown, isBestInside: isInside, elsewhere: isInside ? nil : best,
      isPositive: optimum.positivity.isYes, infinite: nil)
  }

  /// Any model, one parameter of q varied.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - values: those of the parameter.
  ///   - isLogarithmic: whether they are spaced so.
  ///   - parameterName: what it is called.
  ///   - family: q in words.
  ///   - member: q at a value.
  package init(
    of model: Model, along values: [Double], isLogarithmic: Bool, of parameterName: String,
    in family: String,
    _ member: (Double) throws -> any Distribution
  ) throws {
    var workspace = try Workspace()
    let posterior = try model.posterior(workspace: &workspace)
    var points: [Point] = []
    var (missing, reason): ([Double], String) = ([], "")
    for value in values {
      let q = try member(value)
      switch try GapCurve.point(value, q, posterior, &workspace) {
      case .success(let point): points.append(point)
      case .failure(let fault):
        missing.append(value)
        reason = fault.reason
      }
    }
    points.sort { $0.parameter < $1.parameter }
    let infinite =
      missing.isEmpty ? nil : Infinite(parameters: missing.sorted(), reason: reason)
    guard let coarse = points.indices.min(by: { points[$0].gap < points[$1].gap }) else {
      self.init(
        description: "\(model), q = \(family)", parameterName: parameterName,
        isLogarithmic: isLogarithmic, logEvidence: posterior.logEvidence, points: [], minima: [],
        best: nil, isBestInside: false, elsewhere: nil, isPositive: false, infinite: infinite)
      return
    }
    func point(_ value: Double) throws -> Point {
      let gap = try posterior.gap(of: try member(value), workspace: &workspace)
      return Point(value, gap)
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
      isLogarithmic: isLogarithmic, logEvidence: posterior.logEvidence,
      points: points, minima: minima, best: inside ?? points[coarse], isBestInside: inside != nil,
      elsewhere: nil, isPositive: false, infinite: infinite)
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
    points: [Point], minima: [Point], best: Point?, isBestInside: Bool, elsewhere: Point?,
    isPositive: Bool, infinite: Infinite?
  ) {
    self.minima = minima
    self.isPositive = isPositive
    (self.description, self.parameterName) = (description, parameterName)
    (self.isLogarithmic, self.logEvidence) = (isLogarithmic, logEvidence)
    (self.best, self.isBestInside, self.elsewhere) = (best, isBestInside, elsewhere)
    self.infinite = infinite
    var all = points.filter {
      $0.elbo.isFinite && $0.gap.isFinite && (!isBestInside || $0.parameter != best?.parameter)
    }
    if isBestInside, let best { all.append(best) }
    self.points = all.sorted { $0.parameter < $1.parameter }
    floor = logEvidence.value - GapCurve.depth(best?.gap ?? 1, minima: minima, of: all)
  }

  /// What makes the gap infinite by theorem, or as good as: too large for a double.
  private struct Fault: Error {
    let reason: String
  }

  private static func point(
    _ value: Double, _ q: any Distribution, _ posterior: Posterior,
    _ workspace: inout Workspace
  ) throws(InferenceError) -> Result<Point, Fault> {
    do {
      let gap = try posterior.gap(of: q, workspace: &workspace)
      guard gap.divergence.estimate != nil else {
        return .failure(Fault(reason: gap.divergence.reason ?? ""))
      }
      return .success(Point(value, gap))
    } catch .overflow {
      return .failure(Fault(reason: "it is too large for a double"))
    } catch {
      throw error
    }
  }

  private static let steps = 20

  /// How far below log p(x) the picture reaches: the least gap is a part of it that can be seen, unless
  /// it is tiny, so are the other minima if they leave it that, and no more than all of the curve is in it.
  private static func depth(
    _ leastGap: Double, minima: [Point] = [], of points: [Point] = []
  ) -> Double {
    let near = max(4 * leastGap, 0.5)
    let other = minima.map(\.gap).filter { $0 < 3 * near }.max() ?? 0
    let depth = max(near, 1.25 * other)
    let largest = points.map(\.gap).max() ?? depth
    return largest > 0 ? min(depth, 1.15 * largest) : depth
  }
}

extension GapCurve.Point {
  fileprivate init(_ parameter: Double, _ gap: Gap) {
    self.init(
      parameter: parameter, elbo: gap.elbo.value, gap: gap.divergence.value,
      error: gap.divergence.error)
  }
}
