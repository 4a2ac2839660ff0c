// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// The way up: to a maximum of an objective, or to where it has none.
///
/// First a quasi-Newton method, then Newton's with differences of the gradient. What kind of point it ends at the second
/// derivatives say, and where they say nothing in some direction, a walk in that direction.
struct LearningAscent {
  /// The objective and its gradient by the parameters; `nil` where there is none.
  let objective: ([Double]) -> QuasiNewton.Sample?
  let coordinates: LearningCoordinates
  /// Whether the way has led to a limit at these parameters, and need not go on.
  let isOver: ([Double]) -> Bool

  /// Where the way ends.
  enum End {
    /// A maximum: the gradient is 0, and the second derivatives are negative.
    case maximum
    /// A maximum that is one of many: the objective is the same along a curve.
    case flat
    /// The objective does not fall on the way of a direction.
    case open(direction: [Double])
    /// The objective rises on the way of a direction as fast at its end as long before.
    case unbounded(direction: [Double])
    /// At the limit of steps, or at a saddle that it does not leave.
    case unfinished
  }

  struct Result {
    var point: [Double]
    /// The objective.
    var value: Double
    /// Its gradient in the coordinates.
    var gradient: [Double]
    /// The second derivatives of the objective's negative; `nil` where they are not positive definite.
    var curvature: PositiveMatrix?
    var end: End
  }

  /// No coordinate goes farther: a factor of 1e26.
  static let farthest = 60.0
  /// How far it goes before one looks where that leads.
  private static let reaches = [12.0, 30, farthest]
  private static let stepLimit = 30
  private static let roundLimit = 8
  private static let difference = 1e-4
  /// Second derivatives that are smaller beside the largest ones are none.
  private static let flatness = 1e-6

  /// Minus the objective at a point.
  private func descent(_ point: [Double]) -> QuasiNewton.Sample? {
    descent(point, within: LearningAscent.farthest)
  }

  private func descent(_ point: [Double], within reach: Double) -> QuasiNewton.Sample? {
    guard point.allSatisfy({ abs($0) <= reach }) else { return nil }
    let values = coordinates.values(at: point)
    guard let sample = objective(values) else { return nil }
    let gradient = zip(sample.gradient, coordinates.slopes(at: values)).map { -$0 * $1 }
    guard gradient.allSatisfy(\.isFinite) else { return nil }
    return QuasiNewton.Sample(value: -sample.value, gradient: gradient)
  }

  /// The value that rounding makes of the sum.
  private func noise(_ value: Double) -> Double { 1e-11 * max(1, abs(value)) }

  /// Ascends from the origin of the coordinates.
  func result() -> Result? {
    var start = coordinates.origin.map { _ in 0.0 }
    var found: (point: [Double], sample: QuasiNewton.Sample)?
    for reach in LearningAscent.reaches {
      found = QuasiNewton.minimum(from: start) { descent($0, within: reach) }
      guard let found else { return nil }
      start = found.point
      // What ends inside of its reach may be a maximum.
      if QuasiNewton.norm(start) < reach - 2 { break }
      if isOver(coordinates.values(at: start)) {
        return result(found, nil, .open(direction: start))
      }
      if let way = unboundedWay(from: found) {
        return result(found, nil, .unbounded(direction: way))
      }
    }
    guard var current = found else { return nil }
    for _ in 0..<LearningAscent.roundLimit {
      let polished = settled(from: current)
      current = (polished.point, polished.sample)
      guard let matrix = polished.matrix else { return unfinished(current) }
      let (least, most) = (matrix.eigenvalues[0], matrix.eigenvalues.last ?? 0)
      let threshold = LearningAscent.flatness * max(most, noise(current.sample.value))
      if least > threshold {
        let isStill =
          polished.curvature.flatMap { $0.solution(of: current.sample.gradient) }
          .map { QuasiNewton.norm($0) < 1e-6 } ?? false
        if isStill { return result(current, polished.curvature, .maximum) }
        // The descent gave up on its way, and starts anew from here.
        guard let next = QuasiNewton.minimum(from: current.point, of: descent),
          next.sample.value < current.sample.value
        else { return unfinished(current) }
        current = next
        continue
      }
      let direction = matrix.eigenvectors[0]
      let sides = [1.0, -1].map { look($0, along: direction, from: current) }
      // Up from a saddle, or on a slope that the descent gave up on.
      if let higher = sides.compactMap({ $0 }).filter({ $0.isHigher }).min(by: {
        $0.end.sample.value < $1.end.sample.value
      }), !higher.isOpen {
        current = higher.end
        continue
      }
      let open = zip([1.0, -1], sides).filter { $0.1?.isOpen ?? false }.map(\.0)
      let curvature = polished.curvature
      switch open.count {
      case 0:
        // Of a curvature that is rounding alone no distance follows.
        guard least >= noise(current.sample.value),
          let step = curvature?.solution(of: current.sample.gradient),
          QuasiNewton.norm(step) < 0.1
        else { return unfinished(current) }
        return result(current, curvature, .maximum)
      case 1: return result(current, curvature, .open(direction: direction.map { $0 * open[0] }))
      default: return result(current, curvature, .flat)
      }
    }
    return unfinished(current)
  }

  private func unfinished(_ current: (point: [Double], sample: QuasiNewton.Sample)) -> Result {
    result(
      current, nil,
      unboundedWay(from: current).map { .unbounded(direction: $0) } ?? .unfinished)
  }

  /// The direction of the steepest coordinate, where the objective rises there as fast as long before, with all others at
  /// their best: then it is without bound.
  private func unboundedWay(
    from current: (point: [Double], sample: QuasiNewton.Sample)
  ) -> [Double]? {
    let slopes = current.sample.gradient.map { -$0 }
    let far = slopes.indices.filter { abs(current.point[$0]) > 8 }
    guard let steepest = far.max(by: { abs(slopes[$0]) < abs(slopes[$1]) }),
      abs(slopes[steepest]) > 1e-2
    else { return nil }
    let sign: Double = slopes[steepest] > 0 ? 1 : -1
    let before = [0.5, 2, 4].map { back -> Double in
      var place = current.point
      place[steepest] -= sign * back
      let end = QuasiNewton.minimum(from: place) { point in
        descent(point).map { sample in
          var sample = sample
          sample.gradient[steepest] = 0
          return sample
        }
      }
      return end.flatMap { descent($0.point) }.map { -$0.gradient[steepest] } ?? .nan
    }
    guard before.allSatisfy({ abs($0 - before[0]) < 0.05 * abs(before[0]) && $0 * sign > 1e-2 })
    else { return nil }
    return slopes.indices.map { $0 == steepest ? sign : 0 }
  }

  private func result(
    _ current: (point: [Double], sample: QuasiNewton.Sample), _ curvature: PositiveMatrix?,
    _ end: End
  ) -> Result {
    Result(
      point: current.point, value: -current.sample.value,
      gradient: current.sample.gradient.map { -$0 }, curvature: curvature, end: end)
  }

  /// What is found at a distance on one side of a point.
  private struct Side {
    let end: (point: [Double], sample: QuasiNewton.Sample)
    /// Whether it is higher by more than rounding.
    let isHigher: Bool
    /// Whether the objective does not fall all the way.
    let isOpen: Bool
  }

  /// Looks to one side; `nil` where it is lower there.
  private func look(
    _ sign: Double, along direction: [Double],
    from current: (point: [Double], sample: QuasiNewton.Sample)
  ) -> Side? {
    let noise = noise(current.sample.value)
    var isOpen = true
    var last = current
    for length in [0.25, 1, 3, 8] {
      let place = zip(current.point, direction).map { $0 + sign * length * $1 }
      guard place.allSatisfy({ abs($0) <= LearningAscent.farthest }) else { break }
      guard let end = QuasiNewton.minimum(from: place, of: descent) else {
        isOpen = false
        break
      }
      if end.sample.value < current.sample.value - noise, length < 1 {
        return Side(end: end, isHigher: true, isOpen: false)
      }
      let moved = zip(end.point, current.point).reduce(0) { max($0, abs($1.0 - $1.1)) }
      guard end.sample.value <= current.sample.value + noise, moved > 0.1 * length else {
        isOpen = false
        break
      }
      last = end
    }
    let isHigher = last.sample.value < current.sample.value - noise
    guard isOpen || isHigher else { return nil }
    return Side(end: last, isHigher: isHigher, isOpen: isOpen)
  }

  /// Newton's method on the gradient, where the values have no more digits.
  private func settled(
    from start: (point: [Double], sample: QuasiNewton.Sample)
  ) -> (
    point: [Double], sample: QuasiNewton.Sample, matrix: SymmetricMatrix?,
    curvature: PositiveMatrix?
  ) {
    var (point, sample) = start
    var columns = derivatives(at: point)
    for _ in 0..<LearningAscent.stepLimit {
      guard let columns, let matrix = PositiveMatrix(symmetrizing: columns),
        let step = matrix.solution(of: sample.gradient.map { -$0 })
      else { break }
      let length = step.reduce(0) { max($0, abs($1)) }
      let factor = min(1, 0.7 / length)
      guard length > 1e-15,
        let next = descent(zip(point, step).map { $0 + factor * $1 }),
        QuasiNewton.norm(next.gradient) < 0.5 * QuasiNewton.norm(sample.gradient),
        next.value <= sample.value + noise(sample.value)
      else { break }
      point = zip(point, step).map { $0 + factor * $1 }
      sample = next
    }
    columns = derivatives(at: point) ?? columns
    return (
      point, sample, columns.flatMap { SymmetricMatrix(symmetrizing: $0) },
      columns.flatMap { PositiveMatrix(symmetrizing: $0) }
    )
  }

  /// The second derivatives at a point.
  private func derivatives(at point: [Double]) -> [[Double]]? {
    LearningAscent.derivatives(at: point) { descent($0)?.gradient }
  }

  /// Second derivatives by central differences of the gradient; one-sided where there is none on a side.
  static func derivatives(
    at point: [Double], of gradient: ([Double]) -> [Double]?
  ) -> [[Double]]? {
    let step = LearningAscent.difference
    var columns: [[Double]] = []
    for index in point.indices {
      func slopes(_ side: Double) -> (side: Double, slopes: [Double])? {
        var place = point
        place[index] += side
        return gradient(place).map { (side, $0) }
      }
      var sides = [-step, step].compactMap(slopes)
      if sides.count == 1, let middle = slopes(0) { sides.append(middle) }
      guard sides.count == 2 else { return nil }
      let width = sides[1].side - sides[0].side
      columns.append(zip(sides[0].slopes, sides[1].slopes).map { ($1 - $0) / width })
    }
    return columns
  }
}
