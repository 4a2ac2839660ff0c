// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The search for the best member of a family, with a workspace of its own.
///
/// It goes down on a grid, where a KL costs next to nothing, and only where it ends are there integrals
/// with bounds: the gradient, by which the last steps go, and the gap.
final class FamilySearch {
  let posterior: Posterior
  private let family: Family
  private let support: Interval
  private let density: GridDivergence.Density
  /// log p(x, z) as a density of t.
  private let logJoint: Formula
  private var workspace: Workspace
  private var evaluations = 0

  /// How far Newton's method is taken.
  private static let (stepLimit, longestStep) = (30, 0.7)
  /// How far from a minimum the KL is asked to be larger: a factor of 8 in a positive parameter.
  private static let probe = 2.0
  /// How often a grid is laid anew, or a lower point at a distance is followed, and how far a descent goes on one grid.
  private static let (roundLimit, farthest) = (10, 12.0)
  /// How near to members without curvature these are looked at.
  private static let nearFlat = 0.1
  /// What the KL on two grids may be off by, beside a kink.
  private static let gridError = 1e-4

  init(_ family: Family, of posterior: Posterior) throws(InferenceError) {
    for parameter in family.parameters where parameter.isFixed || !parameter.domain.isInterval {
      throw .noBestMember(reason: "\(parameter.name) of \(family) is no parameter to search over")
    }
    self.posterior = posterior
    self.family = family
    do {
      support = try family(family.parameters.map { $0.domain == .probability ? 0.5 : 1 }).support
      workspace = try Workspace()
    } catch let error as DistributionError {
      throw .distribution(error)
    } catch {
      throw .argument("the best member", value: "\(error)", requirement: "of a family with members")
    }
    guard posterior.support.contains(support) else {
      throw .infinite(
        quantity: "KL(q‖posterior)",
        reason: "\(family) puts mass on \(support), the posterior only on \(posterior.support)")
    }
    density = GridDivergence.Density(family, on: support)
    logJoint = support.posteriorOnLine(posterior.model.logJoint)
  }

  /// A member, and its KL on a grid.
  struct Candidate {
    let member: FamilyMember
    let value: Double
    let grid: GridDivergence
    /// The median of q as t.
    let centre: Double
    /// The unit of t.
    let width: Double
  }

  private func logPosterior(_ t: Double) -> Double {
    logJoint(DoubleDouble(t)).head - posterior.logEvidence.value
  }

  // MARK: Starts

  /// Members like the posterior and, where that has several modes, like the part around each.
  private func starts() throws(InferenceError) -> [(member: FamilyMember, centre: Double)] {
    let modes = posterior.modes.filter(support.contains)
    let places = modes.map(support.coordinate(of:))
    let place = support.contains(posterior.mode) ? support.coordinate(of: posterior.mode) : 0
    var targets = [Bulk(of: logPosterior, from: place)]
    if modes.count > 1 {
      targets += places.map { place in
        Bulk(
          of: { t in
            places.allSatisfy { abs(t - place) <= abs(t - $0) } ? logPosterior(t) : -.infinity
          }, from: place)
      }
    }
    let starts = targets.compactMap { $0 }.flatMap { bulk in
      nearest(to: bulk).map { ($0, bulk.quartiles[1]) }
    }
    guard !starts.isEmpty else {
      throw .noBestMember(reason: "no member of \(family) was found near the posterior")
    }
    return starts
  }

  /// The member that is likeliest for the points of a bulk; where it may be on its way to a limit of the
  /// family, others as well.
  private func nearest(to bulk: Bulk) -> [FamilyMember] {
    let z = bulk.quartiles.map { support.pointOnLine(DoubleDouble($0)).head }
    let width = bulk.quartiles[2] - bulk.quartiles[0]
    var best: (member: FamilyMember, value: Double)?
    for size in [z[2] - z[0], 1, 1 / (z[2] - z[0]), width] where size > 0 && size.isFinite {
      let parameters = family.parameters.map { parameter -> Double in
        switch parameter.domain {
        case .real: bulk.quartiles[1]
        case .probability: min(max(z[1], 0.01), 0.99)
        default: size
        }
      }
      guard let guess = try? FamilyMember(of: family, parameters: parameters) else { continue }
      let coordinates = FamilyCoordinates(origin: guess, scale: width)
      let end = QuasiNewton.minimum(from: parameters.map { _ in 0 }) { point in
        (try? coordinates.member(at: point)).flatMap { density.crossEntropy($0, coordinates, bulk) }
      }
      guard let end, let member = try? coordinates.member(at: end.point) else { continue }
      if best.map({ end.sample.value < $0.value }) ?? true { best = (member, end.sample.value) }
    }
    guard let member = best?.member else { return [] }
    guard let limit = family.limit,
      let index = family.parameters.firstIndex(where: { $0.name == limit.parameter })
    else { return [member] }
    return [member]
      + limit.starts(member.parameters).compactMap { start in
        var parameters = member.parameters
        parameters[index] = start
        return try? member.with(parameters)
      }
  }

  /// The nearest member with a finite KL, on the ways of the parameters.
  private func finite(near start: FamilyMember, _ centre: Double) -> Candidate? {
    if let candidate = candidate(start, centre) { return candidate }
    var best: Candidate?
    for (index, parameter) in start.parameters.enumerated() {
      for sign in [-1.0, 1] {
        for power in stride(from: 1.0, through: 24, by: 1) where !TimeLimit.isOver {
          var parameters = start.parameters
          parameters[index] =
            family.parameters[index].domain == .positive
            ? parameter * exponential(sign * power) : parameter + sign * exponential(power)
          guard let member = try? start.with(parameters), let next = candidate(member, centre)
          else {
            continue
          }
          guard best.map({ next.value < $0.value }) ?? true else { break }
          best = next
        }
      }
    }
    return best
  }

  // MARK: The descent on a grid

  /// A member on a grid of its own; `nil` where its KL is infinite or has no value.
  private func candidate(
    _ member: FamilyMember, _ centre: Double, width: Double = 1
  ) -> Candidate? {
    let logDensity = density.setting(member.parameters).logDensity
    guard
      let bulk = Bulk(of: { logDensity(DoubleDouble($0)).head }, from: centre, width: width)
    else { return nil }
    let grid = GridDivergence(density, on: bulk.grid, logPosterior: logPosterior)
    return grid.sample(member, FamilyCoordinates(origin: member, scale: 1)).map {
      Candidate(
        member: member, value: $0.value, grid: grid, centre: bulk.quartiles[1],
        width: bulk.width)
    }
  }

  private func descend(from start: Candidate) -> Candidate {
    var candidate = start
    for _ in 0..<FamilySearch.roundLimit {
      guard !TimeLimit.isOver else { return candidate }
      let (grid, coordinates) = (candidate.grid, coordinates(around: candidate))
      let end = QuasiNewton.minimum(from: candidate.member.parameters.map { _ in 0 }) { point in
        guard point.allSatisfy({ abs($0) <= FamilySearch.farthest }) else { return nil }
        return (try? coordinates.member(at: point)).flatMap { grid.sample($0, coordinates) }
      }
      guard let end, let member = try? coordinates.member(at: end.point),
        let next = self.candidate(member, candidate.centre, width: candidate.width)
      else { return candidate }
      candidate = next
      // Near where its grid was laid.
      if end.point.allSatisfy({ abs($0) < 0.7 }) { return next }
    }
    return candidate
  }

  private func coordinates(around candidate: Candidate) -> FamilyCoordinates {
    FamilyCoordinates(origin: candidate.member, scale: candidate.width)
  }

  /// The lowest end of a descent from each start, and from lower points at a distance.
  func lowest() throws(InferenceError) -> Candidate {
    let starts = try starts()
    let ends = starts.compactMap { finite(near: $0.member, $0.centre) }.map(descend)
    guard var lowest = ends.min(by: { $0.value < $1.value }) else {
      // The theorem that says so, if there is one.
      _ = try posterior.engine.gap(of: starts[0].member.distribution, workspace: &workspace)
      throw .noBestMember(reason: "no member of \(family) with a finite KL was found")
    }
    for _ in 0..<FamilySearch.roundLimit {
      guard let next = lower(than: lowest) else { break }
      lowest = next
    }
    try TimeLimit.check()
    return lowest
  }

  /// The end of a descent from a lower point at a distance.
  private func lower(than lowest: Candidate) -> Candidate? {
    let coordinates = coordinates(around: lowest)
    let noise = 1e-9 * max(1, abs(lowest.value))
    for index in lowest.member.parameters.indices {
      for side in [-FamilySearch.probe, FamilySearch.probe] where !TimeLimit.isOver {
        var place = lowest.member.parameters.map { _ in 0.0 }
        place[index] = side
        guard let member = try? coordinates.member(at: place),
          let probe = candidate(member, lowest.centre, width: lowest.width),
          probe.value < lowest.value - noise
        else { continue }
        let end = descend(from: probe)
        if end.value < lowest.value - noise { return end }
      }
    }
    return nil
  }

  // MARK: The end, with bounds

  /// The best member.
  func best() throws(InferenceError) -> BestMember {
    var lowest = try lowest()
    if let flat = family.flatMembers,
      abs(lowest.member.parameters[flat.place] - flat.value) < FamilySearch.nearFlat
    {
      lowest = beside(flat, lowest)
      if let best = try best(of: flat, below: lowest) { return best }
    }
    guard let (place, found) = try limit(near: lowest) else { return try polished(lowest) }
    let divergence = found.gap.divergence
    // So near to the limit no KL tells the members from it, and there is nothing to go down to.
    if family.limit?.isNear(lowest.member.parameters) ?? false {
      let gap = try posterior.engine.gap(of: lowest.member.distribution, workspace: &workspace)
      if divergence.value <= gap.divergence.upperBound {
        var parameters = found.parameters
        let own = lowest.member.parameters[place]
        parameters.insert(Estimate(own, error: .infinity), at: place)
        return try posterior.best(of: family, at: parameters).exceeded(by: found)
      }
    }
    let polished = try polished(lowest)
    return divergence.value <= polished.gap.divergence.upperBound
      ? polished.exceeded(by: found) : polished
  }

  /// The best member of the limit of the family, where that may be at least as good, and the place of the parameter
  /// that goes there.
  private func limit(
    near lowest: Candidate
  ) throws(InferenceError) -> (place: Int, best: BestMember)? {
    guard let limit = family.limit,
      let place = family.parameters.firstIndex(where: { $0.name == limit.parameter })
    else { return nil }
    let search = try FamilySearch(limit.family, of: posterior)
    do throws(InferenceError) {
      let end = try search.lowest()
      guard end.value <= lowest.value + FamilySearch.gridError else { return nil }
      return (place, try search.polished(end))
    } catch .infinite {
      return nil
    }
  }

  /// The end of a descent from a start on either side of members without curvature, where that is lower: they may be a saddle.
  private func beside(_ flat: FlatMembers, _ lowest: Candidate) -> Candidate {
    let noise = 1e-9 * max(1, abs(lowest.value))
    return flat.starts.compactMap { start in
      (try? lowest.member.with(start(lowest.member.parameters)))
        .flatMap { candidate($0, lowest.centre, width: lowest.width) }.map(descend)
    }.reduce(lowest) { $1.value < $0.value - noise ? $1 : $0 }
  }

  /// The best of the members without curvature, unless a better one was found.
  private func best(
    of flat: FlatMembers, below lowest: Candidate
  ) throws(InferenceError) -> BestMember? {
    let best = try posterior.bestMember(of: flat.family)
    let gap = try posterior.engine.gap(of: lowest.member.distribution, workspace: &workspace)
    guard best.isConverged, best.gap.divergence.value <= gap.divergence.upperBound else {
      return nil
    }
    var parameters = best.parameters
    parameters.insert(Estimate(flat.value, error: 0), at: flat.place)
    return try posterior.best(of: family, at: parameters)
  }

  /// Newton's method, on the grid and then on the gradient by quadrature.
  ///
  /// The second derivatives are those of the grid, improved by what each step shows of them; where they are of
  /// no use, as for a density with a kink, those of the integrals.
  private func polished(_ start: Candidate) throws(InferenceError) -> BestMember {
    var member = settled(start)
    let scale = start.width
    // A KL that is infinite, where the grid did not see it, is said to be.
    var gap = try posterior.engine.gap(of: member.distribution, workspace: &workspace)
    let elbo = gap.elbo.bounded
    var gradient: [Estimate]
    do throws(InferenceError) {
      gradient = try self.gradient(at: member, elbo)
    } catch .infinite(let quantity, let reason) {
      throw .infinite(quantity: quantity, reason: reason)
    } catch {
      return unbounded(member, on: start, gap)
    }
    var isMoved = false
    var isOnGrid = true
    var hessian = hessian(at: member, scale) { start.grid.sample($0, $1)?.gradient }
    var isStationary = false
    var errors = member.parameters.map { _ in Double.infinity }
    for _ in 0..<FamilySearch.stepLimit {
      let coordinates = FamilyCoordinates(origin: member, scale: scale)
      let slopes = coordinates.slopes(at: member)
      let slope = zip(gradient, slopes).map { $0.value * $1 }
      if let matrix = hessian, let step = matrix.solution(of: slope) {
        let length = step.reduce(0) { max($0, abs($1)) }
        let uncertainty = matrix.bound(of: zip(gradient, slopes).map { abs($0.error * $1) })
        errors = member.parameters.indices.map {
          2 * (abs(step[$0]) + uncertainty[$0]) * abs(slopes[$0]) + member.parameters[$0].ulp
        }
        isStationary = length <= 2 * (coordinates.rounding(of: member).max() ?? 0)
        // The last digits are tried for, and are what the bound of the gradient lets them be.
        let floor = max(1e-6, 4 * (uncertainty.filter(\.isFinite).max() ?? 0))
        let factor = min(1, FamilySearch.longestStep / length)
        let move = step.map { factor * $0 }
        if let next = try? coordinates.member(at: move), next.parameters != member.parameters {
          let nextGradient = try self.gradient(at: next, elbo)
          let nextSlope = zip(nextGradient, coordinates.slopes(at: next)).map { $0.value * $1 }
          let norms = [slope, nextSlope].map { $0.reduce(0) { max($0, abs($1)) } }
          // Among the neighbours of the end any gain counts.
          if norms[1] < (isStationary ? 1 : 0.5) * norms[0] {
            (member, gradient, isMoved) = (next, nextGradient, true)
            hessian = matrix.updated(along: move, by: zip(slope, nextSlope).map(-)) ?? matrix
            continue
          }
          if !isStationary, length <= floor || !isOnGrid {
            isStationary = length <= floor && length < 0.1
            break
          }
        }
        if isStationary { break }
      }
      guard isOnGrid else { break }
      isOnGrid = false
      hessian = self.hessian(at: member, scale) { member, coordinates in
        let slopes = coordinates.slopes(at: member)
        return (try? self.gradient(at: member, elbo)).map { zip($0, slopes).map { -$0.value * $1 } }
      }
    }
    if isMoved { gap = try posterior.engine.gap(of: member.distribution, workspace: &workspace) }
    return BestMember(
      member: member, parameterErrors: errors, gap: gap, gradient: gradient,
      outcome: isStationary ? .converged : .notConverged,
      evaluations: evaluations + gap.evaluations)
  }

  /// Where Newton's method on the grid of a candidate ends: the descent left its last digits.
  private func settled(_ start: Candidate) -> FamilyMember {
    var (member, last) = (start.member, 1e-3)
    for _ in 0..<FamilySearch.stepLimit {
      let coordinates = FamilyCoordinates(origin: member, scale: start.width)
      guard let gradient = start.grid.sample(member, coordinates)?.gradient,
        let hessian = hessian(at: member, start.width, of: { start.grid.sample($0, $1)?.gradient }),
        let step = hessian.solution(of: gradient.map { -$0 })
      else { return member }
      let length = step.reduce(0) { max($0, abs($1)) }
      guard length < 0.5 * last, length > 0, let next = try? coordinates.member(at: step) else {
        return member
      }
      (member, last) = (next, length)
    }
    return member
  }

  /// The end of the descent itself, where the gradient could not be had with a bound: not shown to be best.
  private func unbounded(_ member: FamilyMember, on start: Candidate, _ gap: Gap) -> BestMember {
    let coordinates = FamilyCoordinates(origin: member, scale: start.width)
    let slopes = coordinates.slopes(at: member)
    let gradient = start.grid.sample(member, coordinates)?.gradient ?? slopes.map { _ in .nan }
    return BestMember(
      member: member, parameterErrors: slopes.map { _ in .infinity }, gap: gap,
      gradient: zip(gradient, slopes).map { Estimate(-$0 / $1, error: .infinity) },
      outcome: .notConverged, evaluations: evaluations + gap.evaluations)
  }

  private func gradient(
    at member: FamilyMember, _ elbo: Estimate
  ) throws(InferenceError) -> [Estimate] {
    var integrals = try ScoreIntegrals(member, logJoint: posterior.model.logJoint)
    let gradient = try integrals.gradient(elbo: elbo, workspace: &workspace)
    evaluations += integrals.evaluations
    return gradient
  }

  /// The second derivatives of the KL, by central differences of its gradient.
  private func hessian(
    at member: FamilyMember, _ scale: Double,
    of gradient: (FamilyMember, FamilyCoordinates) -> [Double]?
  ) -> PositiveMatrix? {
    let coordinates = FamilyCoordinates(origin: member, scale: scale)
    let step = 1e-4
    var columns: [[Double]] = []
    for index in member.parameters.indices {
      var sides: [[Double]] = []
      for side in [-step, step] {
        var place = member.parameters.map { _ in 0.0 }
        place[index] = side
        guard let moved = try? coordinates.member(at: place),
          let slope = gradient(moved, coordinates)
        else { return nil }
        sides.append(slope)
      }
      columns.append(zip(sides[0], sides[1]).map { ($1 - $0) / (2 * step) })
    }
    return PositiveMatrix(symmetrizing: columns)
  }
}
