// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Looks for the ends of a strip about the line, and for bounds on densities in it.
struct StripSearch {
  private let program: SmoothProgram
  private let bells: [SmoothBell]
  private(set) var lower = Double.infinity
  private(set) var upper = -Double.infinity
  /// Bounds on the logarithm of what lies beyond the ends, for each density.
  private(set) var logOutside: [Double]
  /// The height of the strip above the line.
  private var height: Double
  /// The width of the narrowest bell.
  private let scale: Double
  /// By so much the ends of the rule may lie outside of those that were looked for.
  let padding: Double

  /// exp(−digits) may be left out at either end, and the rule may be off by that.
  let digits: Double

  init(_ program: SmoothProgram, on line: SmoothLine, bells: [SmoothBell], digits: Double) {
    (self.program, self.bells, self.digits) = (program, bells, digits)
    scale = bells.reduce(.infinity) { min($0, $1.peak.scale) }
    padding = 0.6 * scale
    logOutside = bells.map { _ in -.infinity }
    height = min(4 * scale, line.greatestHeight)
  }

  /// How much deeper f·(1 + |w|) has to be looked for.
  private func slack(_ density: Int) -> Double {
    program.weight != nil && density == bells.count - 1 ? 6 : 1
  }

  /// Finds ends beyond which next to nothing lies, also above the line.
  mutating func findEnds() -> Bool {
    guard scale > 0, scale.isFinite else { return false }
    var open: [Int] = []
    for (density, bell) in bells.enumerated() {
      if let ends = bell.ends {
        (lower, upper) = (min(lower, ends.lower), max(upper, ends.upper))
        logOutside[density] = ends.logOutside
        continue
      }
      open.append(density)
      let depth = bell.peak.height - bell.logMass + digits + slack(density)
      func value(_ u: Double) -> Double { program.estimate(of: density, at: u) }
      guard let left = bell.peak.reach(to: depth, side: -1, value),
        let right = bell.peak.reach(to: depth, side: 1, value)
      else { return false }
      lower = min(lower, bell.peak.u - left)
      upper = max(upper, bell.peak.u + right)
    }
    guard proveTail(-1, of: open), proveTail(1, of: open) else { return false }
    descend(until: bells.map { ($0.peak.u - 0.5 * scale, $0.peak.u + 0.5 * scale) })
    for _ in 0..<12 {
      let ends = program.bounds(
        over: [box(lower - padding, lower), box(upper, upper + padding)])
      func isLow(_ end: Int) -> Bool {
        ends.indices.allSatisfy { ends[$0][end] - bells[$0].logMass < -digits }
      }
      let (left, right) = (isLow(0), isLow(1))
      if left, right { return true }
      if !left { move(-1, by: 0.15) }
      if !right { move(1, by: 0.15) }
    }
    return false
  }

  /// Lowers the strip until there are no singularities above some stretches.
  private mutating func descend(until stretches: [(Double, Double)]) {
    for _ in 0..<12 {
      let bounds = program.bounds(over: stretches.map { box($0, $1) })
      if bounds.allSatisfy({ $0.allSatisfy { $0 < .infinity } }) { return }
      height *= 0.75
    }
  }

  /// Moves an end outwards, by a share of its distance from the first peak.
  private mutating func move(_ side: Double, by share: Double) {
    let middle = bells[0].peak.u
    if side < 0 { lower -= share * (middle - lower) } else { upper += share * (upper - middle) }
  }

  /// Bounds what lies beyond one end; moves it outwards where that is too much.
  private mutating func proveTail(_ side: Double, of open: [Int]) -> Bool {
    for _ in 0..<6 {
      let edge = side < 0 ? lower : upper
      let stretch = Stretch(
        coordinate: 0, lower: side < 0 ? -.infinity : edge, upper: side < 0 ? edge : .infinity)
      let (rates, values) = (
        program.rates(over: stretch), program.roundedValues(at: [edge])
      )
      let bounds = open.map { density -> Double in
        let value = program.values(
          of: density, plus: program.constant(of: density), from: values)[0]
        guard rates[density] > 0, rates[density] < .infinity, value.error < 1e-3 else {
          return .infinity
        }
        return EndMass.quickBound(
          value: value.value + value.error, rate: rates[density],
          weight: density == bells.count - 1 ? program.weight : nil, over: stretch)
      }
      if zip(open, bounds).allSatisfy({ $1 - bells[$0].logMass <= -digits }) {
        for (density, bound) in zip(open, bounds) {
          logOutside[density] = logSum(logOutside[density], bound)
        }
        return true
      }
      move(side, by: 0.15)
    }
    return false
  }

  /// The strip from end to end in boxes: for each density a bound on ∫ |f(x + ia)| dx, and the sum of bounds on |f|
  /// above the ends, in units of its mass.
  struct Boxes {
    let height: Double
    let masses: [Double]
    let ends: [Double]
  }

  /// - Returns: `nil` where that cannot be had.
  mutating func boxes() -> Boxes? {
    let cuts = self.cuts
    guard cuts.count > 1 else { return nil }
    let parts = Array(zip(cuts, cuts.dropFirst()))
    for _ in 0..<5 {
      let bounds = program.bounds(over: parts.map { box($0, $1) })
      let open = parts.indices.filter { part in bounds.contains { $0[part] == .infinity } }
      guard open.isEmpty else {
        descend(until: open.map { parts[$0] })
        continue
      }
      let masses = bounds.indices.map { density in
        bounds[density].indices.reduce(0) {
          $0 + exponential(bounds[density][$1] - bells[density].logMass)
            * (cuts[$1 + 1] - cuts[$1])
        }
      }
      // Where bounds are as wide as that, lower strips have better ones.
      if masses.allSatisfy({ $0 < exponential(max(10, 0.5 * digits)) }) {
        let ends = bounds.indices.map { density in
          [bounds[density].first, bounds[density].last].reduce(0) {
            $0 + exponential(($1 ?? .infinity) - bells[density].logMass)
          }
        }
        return Boxes(height: height, masses: masses, ends: ends)
      }
      height *= 0.6
    }
    return nil
  }

  /// Where the strip is cut into boxes, from its lower end with the padding to its upper one: wider the further they are from
  /// the peaks. None where that would be too many.
  private var cuts: [Double] {
    let places = bells.map(\.peak.u)
    let (start, end) = (places.min() ?? 0, places.max() ?? 0)
    let inner = ((end - start) / (1.2 * scale)).rounded(.up)
    guard inner < 40 else { return [] }
    var cuts = [start]
    for index in stride(from: 1, through: inner, by: 1) {
      cuts.append(start + (end - start) * index / inner)
    }
    func outwards(_ place: Double, _ edge: Double, _ side: Double) -> [Double] {
      var (cuts, place, width): ([Double], Double, Double) = ([], place, 1.2 * scale)
      while side * (edge - place) > 1.5 * width {
        place += side * width
        width *= 1.6
        cuts.append(place)
      }
      return cuts + [edge, edge + side * padding]
    }
    return outwards(start, lower, -1).reversed() + cuts + outwards(end, upper, 1)
  }

  /// A part of the upper half of the strip, which tells as much of functions that are real on the line.
  private func box(_ lower: Double, _ upper: Double) -> ComplexEnclosure {
    ComplexEnclosure(
      real: Enclosure(from: lower, to: upper), imaginary: Enclosure(from: 0, to: height))
  }
}
