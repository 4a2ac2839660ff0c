// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

extension FreeMember {
  /// Members that are likeliest for some points, and crude ones: where a search may start.
  ///
  /// - Parameter points: on the line.
  func likeliest(for points: [Double], on support: Interval) -> [FamilyMember] {
    guard !places.isEmpty else { return (try? member([])).map { [$0] } ?? [] }
    let density = GridDivergence.Density(family, on: support)
    let (middle, spread, width) = support.quartiles(of: points)
    var found: [FamilyMember] = []
    for size in [spread, 1, 1 / spread, width, middle, 1 / middle]
    where size > 0 && size.isFinite {
      let values = parameters.map { parameter in
        switch parameter.domain {
        case .positive, .nonzero: size
        case .probability: 0.5
        case .real, .count: middle
        }
      }
      guard let crude = try? member(values) else { continue }
      found.append(crude)
      let coordinates = coordinates(around: values, spread: spread)
      let end = QuasiNewton.minimum(from: values.map { _ in 0 }) { point in
        surprise(at: point, coordinates, density, points)
      }
      if let end, let member = try? member(coordinates.values(at: end.point)) {
        found.append(member)
      }
    }
    return found
  }

  /// Coordinates of the free parameters.
  func coordinates(around values: [Double], spread: Double) -> LearningCoordinates {
    LearningCoordinates(
      domains: parameters.map(\.domain), origin: values, scales: values.map { _ in spread })
  }

  /// The mean of −log q at the points, and its gradient.
  private func surprise(
    at point: [Double], _ coordinates: LearningCoordinates, _ density: GridDivergence.Density,
    _ points: [Double]
  ) -> QuasiNewton.Sample? {
    guard point.allSatisfy({ abs($0) < 30 }) else { return nil }
    let values = coordinates.values(at: point)
    guard let member = try? member(values) else { return nil }
    let set = density.setting(member.parameters)
    let all = FormulaProgram([set.logDensity] + places.map { set.scores[$0] })
      .estimates(at: points)
    func mean(_ function: Int) -> Double {
      let own = all[(function * points.count)..<((function + 1) * points.count)]
      return own.reduce(0, +) / Double(points.count)
    }
    let gradient = zip(places.indices, coordinates.slopes(at: values)).map { -mean($0 + 1) * $1 }
    let value = -mean(0)
    guard value.isFinite, gradient.allSatisfy(\.isFinite) else { return nil }
    return QuasiNewton.Sample(value: value, gradient: gradient)
  }
}

extension Interval {
  /// Of points on the line: the median as z, about the standard deviation as z, and the distance of the quartiles.
  func quartiles(of points: [Double]) -> (middle: Double, spread: Double, width: Double) {
    let sorted = points.sorted()
    guard let last = sorted.indices.last else { return (0, 1, 1) }
    let quartiles = [0.25, 0.5, 0.75].map { sorted[Int($0 * Double(last))] }
    let z = quartiles.map { pointOnLine(DoubleDouble($0)).head }
    let spread = 0.74 * (z[2] - z[0])
    return (z[1], spread > 0 && spread.isFinite ? spread : 1, quartiles[2] - quartiles[0])
  }
}
