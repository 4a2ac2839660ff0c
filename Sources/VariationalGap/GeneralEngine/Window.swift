// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// Where a density in one coordinate has all of its mass, but for a remainder that is bounded.
///
/// The place is found by climbing in doubles. What is proven is the remainder, from the slopes of both tails; that
/// nothing in between was missed the proofs of the panels say.
struct Window {
  /// The top of a density, as far as climbing finds it.
  struct Peak {
    let u: Double
    let height: Double
    /// About the distance at which log f has fallen by ½.
    let scale: Double

    /// About the logarithm of the mass.
    var logMass: Double { height + logarithm(2.5 * scale) }

    /// Climbs from the best of some places; `nil` where no top is found.
    init?(of density: CoordinateFunction, in coordinate: Coordinate, from places: [Double]) {
      self.init(upTo: coordinate.upper, from: places + [0]) { density.estimate(at: $0) }
    }

    /// - Parameters:
    ///   - end: where the line ends.
    ///   - widest: how wide a step may be.
    ///   - density: its logarithm, in doubles.
    init?(
      upTo end: Double = .infinity, from places: [Double], widest: Double = 1e12,
      _ density: (Double) -> Double
    ) {
      // Beyond its end a coordinate goes on as it ended, so that a top may be there.
      func value(_ u: Double) -> Double { density(min(u, end)) }
      var (u, height) = (0.0, -Double.infinity)
      for place in places {
        let own = value(place)
        if own > height, own < .infinity { (u, height) = (place, own) }
      }
      guard height > -.infinity else { return nil }
      // Far out a step of 1 is none.
      var step = max(1, 1e-6 * abs(u))
      for _ in 0..<200 {
        let (left, right) = (value(u - step), value(u + step))
        guard left < .infinity, right < .infinity, step > 1e-9 * abs(u), step < widest else {
          return nil
        }
        if max(left, right) > height {
          u += left > right ? -step : step
          height = max(left, right)
          step *= 1.5
          continue
        }
        let fall = 2 * height - left - right
        if fall > 1 {
          step *= fall > 100 ? 0.25 : 0.6
        } else if fall < 0.1 {
          step *= 2
        } else {
          let top = u + 0.5 * step * (right - left) / fall
          if value(top) > height { (u, height) = (top, value(top)) }
          (self.u, self.height) = (min(u, end), height)
          scale = step / fall.squareRoot()
          return
        }
      }
      return nil
    }

    /// The top of exp(c)·f.
    func raised(by constant: Double) -> Peak {
      Peak(u: u, height: height + constant, scale: scale)
    }

    private init(u: Double, height: Double, scale: Double) {
      (self.u, self.height, self.scale) = (u, height, scale)
    }

    /// A distance at which log f has fallen by so much on one side, 1 or −1; `nil` where it does not within 1e12, or
    /// as many times the width of a wide top.
    func reach(to depth: Double, side: Double, _ density: (Double) -> Double) -> Double? {
      func isLow(_ reach: Double) -> Bool { height - density(u + side * reach) > depth }
      var reach = 4 * scale
      while !isLow(reach) {
        reach *= 2
        guard reach < 1e12 * max(1, scale) else { return nil }
      }
      var step = 0.25 * reach
      for _ in 0..<4 {
        if isLow(reach - step) { reach -= step }
        step *= 0.5
      }
      return reach
    }
  }

  let lower: Double
  let upper: Double
  /// A bound on the logarithm of the mass outside; of f·(1 + |w|) where there is a weight.
  let logOutside: Double

  /// - Parameters:
  ///   - sufficient: the logarithm of a mass that may be left out at either end.
  /// - Returns: `nil` where that was not proven.
  init?(
    around peak: Peak, of term: MassSearch.Term, in index: Int, of coordinate: Coordinate,
    sufficient: Double
  ) {
    let (density, weight) = (term.density[index], term.weight?[index])
    /// A bound on the logarithm of the mass beyond an end.
    func tail(_ end: Double, _ side: Double) -> Double {
      EndMass.quickBound(
        of: density, weight: weight?.sum,
        over: Stretch(
          coordinate: index, lower: side < 0 ? -.infinity : end,
          upper: side < 0 ? end : .infinity))
    }
    let depth = peak.height - sufficient + (weight == nil ? 1 : 6)
    func edge(_ side: Double) -> (place: Double, logMass: Double)? {
      // What is finite is covered.
      if side > 0, coordinate.upper.isFinite { return (coordinate.upper, -.infinity) }
      guard
        var reach = peak.reach(to: depth, side: side, { density.estimate(at: $0) })
      else { return nil }
      for _ in 0..<5 {
        let place = peak.u + side * reach
        let logMass = tail(place, side)
        if logMass <= sufficient { return (place, logMass) }
        reach *= 1.2
      }
      return nil
    }
    guard let left = edge(-1), let right = edge(1) else { return nil }
    (lower, upper) = (left.place, right.place)
    logOutside = logSum(left.logMass, right.logMass)
  }
}
