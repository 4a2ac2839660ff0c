// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The search for the best member of a family, with a workspace of its own.
final class FamilySearch {
  let posterior: Posterior
  var workspace: Workspace
  private var evaluations = 0

  /// A KL that is infinite, or could not be had: farther uphill than any that could.
  private static let unreachable = 1e300
  /// How far Newton's method is taken, and how far a step may go.
  private static let stepLimit = 30
  private static let longestStep = 0.7
  /// How far from a minimum the KL is asked to be larger: a factor of 8 in a positive parameter.
  private static let probe = 2.0
  /// How often a lower point at a distance is followed.
  private static let roundLimit = 6

  init(posterior: Posterior) throws(InferenceError) {
    self.posterior = posterior
    do {
      workspace = try Workspace()
    } catch {
      throw .quadrature(quantity: "the best member", error)
    }
  }

  /// A member, and what is known there.
  private struct Point {
    var member: FamilyMember
    var gap: Gap
    var value: Double { gap.divergence.value }
  }

  /// The best member that a descent from each of the starts finds.
  func best(from starts: [FamilyMember]) throws(InferenceError) -> BestMember {
    var best: Point?
    var failure = InferenceError.noBestMember(reason: "no member to start from")
    for start in starts {
      do throws(InferenceError) {
        let end = try descend(from: start)
        if best.map({ end.value < $0.value }) ?? true { best = end }
      } catch {
        failure = error
      }
    }
    guard let best else { throw failure }
    return try polished(best)
  }

  /// Newton's method, and a descent from any lower point that a probe finds.
  private func polished(_ start: Point) throws(InferenceError) -> BestMember {
    var point = start
    var falls: [Direction] = []
    for _ in 0..<FamilySearch.roundLimit {
      let scale = try scale(of: point.member)
      let (end, gradient, isStationary) = try newton(from: point, scale: scale)
      point = end
      let coordinates = FamilyCoordinates(origin: point.member, scale: scale)
      switch try probes(around: point, coordinates) {
      case .lower(let member, let direction):
        falls.append(direction)
        point = try descend(from: member)
      case .flat(let direction):
        return result(point, gradient, coordinates.none(direction))
      case .valley where isStationary:
        return result(point, gradient, .converged)
      case .valley:
        point = try descend(from: point.member, size: 1e-7)
      }
    }
    let gradient = try gradient(at: point)
    // The same way three times: it goes on and on.
    if let last = falls.last, falls.suffix(3) == [last, last, last] {
      let coordinates = FamilyCoordinates(origin: point.member, scale: 1)
      return result(point, gradient, coordinates.none(last))
    }
    return result(point, gradient, .notConverged)
  }

  private func result(
    _ point: Point, _ gradient: [Estimate], _ outcome: BestMember.Outcome
  ) -> BestMember {
    BestMember(
      member: point.member, gap: point.gap, gradient: gradient, outcome: outcome,
      evaluations: evaluations)
  }

  /// The unit of a real parameter: a width of q.
  private func scale(of member: FamilyMember) throws(InferenceError) -> Double {
    let q = member.distribution
    let width = q.quantile(0.75) - q.quantile(0.25)
    guard width > 0, width.isFinite else {
      throw .noBestMember(reason: "\(member) has no width in doubles")
    }
    return width
  }

  private func point(_ member: FamilyMember) throws(InferenceError) -> Point {
    let gap = try posterior.engine.gap(of: member.distribution, workspace: &workspace)
    evaluations += gap.evaluations
    return Point(member: member, gap: gap)
  }

  private func gradient(at point: Point) throws(InferenceError) -> [Estimate] {
    var integrals = try ScoreIntegrals(point.member, logJoint: posterior.model.logJoint)
    let gradient = try integrals.gradient(elbo: point.gap.elbo.bounded, workspace: &workspace)
    evaluations += integrals.evaluations
    return gradient
  }

  /// The KL at a point of the coordinates.
  private func divergence(at point: [Double], _ coordinates: FamilyCoordinates) -> Double {
    guard let member = try? coordinates.member(at: point), let end = try? self.point(member) else {
      return FamilySearch.unreachable
    }
    return min(end.value, FamilySearch.unreachable)
  }

  /// The method of Nelder and Mead on the KL.
  private func descend(
    from start: FamilyMember, size: Double = 1e-3
  ) throws(InferenceError) -> Point {
    let coordinates = FamilyCoordinates(origin: start, scale: try scale(of: start))
    let minimum: MultivariateMinimum
    do throws(QuadratureError) {
      minimum = try MultivariateMinimizer(size: size, iterationLimit: 150).minimum(
        startingAt: start.parameters.map { _ in 0 },
        steps: start.parameters.map { _ in max(0.3, 4 * size) }
      ) { point -> Double in self.divergence(at: point, coordinates) }
    } catch .simplexTooLarge(let best) {
      minimum = best
    } catch {
      throw .quadrature(quantity: "the best member", error)
    }
    let member: FamilyMember
    do throws(DistributionError) {
      member = try coordinates.member(at: minimum.location)
    } catch {
      throw .distribution(error)
    }
    return try point(member)
  }

  /// Newton's method on the gradient of the KL.
  ///
  /// - Returns: the last point, ∂ELBO/∂η there, and whether the last step was no longer than rounding
  ///   makes it.
  private func newton(
    from start: Point, scale: Double
  ) throws(InferenceError) -> (point: Point, gradient: [Estimate], isStationary: Bool) {
    var point = start
    var gradient = try gradient(at: point)
    for _ in 0..<FamilySearch.stepLimit {
      let coordinates = FamilyCoordinates(origin: point.member, scale: scale)
      let slopes = coordinates.slopes(at: point.member)
      guard let hessian = try hessian(at: point, coordinates),
        let step = hessian.solution(of: zip(gradient, slopes).map { $0.value * $1 })
      else { return (point, gradient, false) }
      let length = step.reduce(0) { max($0, abs($1)) }
      let uncertainty = hessian.solution(of: zip(gradient, slopes).map { abs($0.error * $1) }) ?? []
      let floor = zip(coordinates.rounding(of: point.member), uncertainty).reduce(1e-13) {
        max($0, 4 * $1.0 + 4 * abs($1.1))
      }
      if length <= floor { return (point, gradient, floor < 0.1) }
      let factor = min(1, FamilySearch.longestStep / length)
      guard let next = try? coordinates.member(at: step.map { factor * $0 }) else {
        return (point, gradient, false)
      }
      let candidate = try self.point(next)
      let candidateGradient = try self.gradient(at: candidate)
      // Near the minimum the gradient has digits where the KL has none.
      let norms = [gradient, candidateGradient].map { gradient in
        zip(gradient, slopes).reduce(0) { max($0, abs($1.0.value * $1.1)) }
      }
      guard candidate.value < point.value || norms[1] < norms[0] else {
        return (point, gradient, length <= 1e-6)
      }
      (point, gradient) = (candidate, candidateGradient)
    }
    return (point, gradient, false)
  }

  /// The second derivatives of the KL, by central differences of its gradient.
  private func hessian(
    at point: Point, _ coordinates: FamilyCoordinates
  ) throws(InferenceError) -> PositiveMatrix? {
    let step = 1e-4
    var columns: [[Double]] = []
    for index in point.member.parameters.indices {
      var sides: [[Double]] = []
      for side in [-step, step] {
        var place = point.member.parameters.map { _ in 0.0 }
        place[index] = side
        guard let member = try? coordinates.member(at: place) else { return nil }
        let slopes = coordinates.slopes(at: member)
        // The baseline need not be exact: that of the centre will do.
        let moved = Point(member: member, gap: point.gap)
        sides.append(zip(try gradient(at: moved), slopes).map { -$0.value * $1 })
      }
      columns.append(zip(sides[0], sides[1]).map { ($1 - $0) / (2 * step) })
    }
    return PositiveMatrix(symmetrizing: columns)
  }

  /// A parameter, and which way it goes.
  fileprivate struct Direction: Equatable {
    let index: Int
    let isRising: Bool
  }

  /// What the KL does at a distance from a point.
  private enum Surroundings {
    /// Larger on every side.
    case valley
    /// Lower there.
    case lower(FamilyMember, Direction)
    /// No different, towards an end of a parameter.
    case flat(Direction)
  }

  private func probes(
    around point: Point, _ coordinates: FamilyCoordinates
  ) throws(InferenceError) -> Surroundings {
    var flat: Direction?
    for index in point.member.parameters.indices {
      for side in [-FamilySearch.probe, FamilySearch.probe] {
        var place = point.member.parameters.map { _ in 0.0 }
        place[index] = side
        let direction = Direction(index: index, isRising: side > 0)
        guard let member = try? coordinates.member(at: place), let end = try? self.point(member)
        else { continue }
        let bounds = end.gap.divergence.error + point.gap.divergence.error
        // A bound that is infinite says nothing; the values are still the best there are.
        let noise = bounds.isFinite ? bounds : 1e-6 * abs(point.value)
        if end.value < point.value - noise { return .lower(member, direction) }
        if end.value <= point.value + noise { flat = direction }
      }
    }
    return flat.map { .flat($0) } ?? .valley
  }
}

extension FamilyCoordinates {
  /// The KL falls, or does not grow, that way.
  fileprivate func none(_ direction: FamilySearch.Direction) -> BestMember.Outcome {
    .none(
      parameter: origin.family.parameters[direction.index].name,
      towards: end(of: direction.index, rising: direction.isRising))
  }
}
