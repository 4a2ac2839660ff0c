// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A midpoint rule over nearly all of the mass of one or two densities, with a proof of its error.
///
/// For f analytic in the rectangle [A, B] × [−a, a] about a stretch of the line, and real on that, N nodes at
/// A + (k + ½)h, h = (B − A)/N, have
///
/// ```text
/// |∫ f − h Σ f| ≤ 2 ∫ |f(x + ia)| dx/(exp(2πa/h) − 1) + 2 ∫ (|f(A + iy)| + |f(B + iy)|)/(1 + exp(2πy/h)) dy,
/// ```
///
/// x from A to B, y from 0 to a: hΣf is the integral of f/(1 + exp(∓2πi(z − A)/h)) around the upper half of the rectangle
/// and around the lower one, up to ∫ f, by the theorem of residues. At the ends the second factor has the
/// integral h log 2/(2π) at most. So the error falls like exp(−2πa/h): a bell takes some forty nodes.
///
/// Source: Trefethen, Weideman, "The exponentially convergent trapezoidal rule", SIAM Review 56 (2014), section 3, for
/// the line; with the ends of a stretch, by the same integral.
struct SmoothStrip {
  /// The nodes are (first + k + ½)·step, which doubles hold.
  let first: Double
  let step: Double
  let count: Int
  /// Bounds on the error of the rule for each density f, of f·(1 + |w|) for the last one of two; over exp(known).
  let ruleErrors: [Double]
  /// Bounds on the logarithm of what lies beyond the ends.
  let logOutside: [Double]

  /// What is left out at either end, and what the rule may be off by: exp(−45) = 3e-20.
  private static let digits = 45.0
  /// As many nodes are worth it.
  private static let mostNodes = 700.0

  /// The nodes.
  var nodes: [Double] { (0..<count).map { (first + Double($0) + 0.5) * step } }

  /// - Parameters:
  ///   - peaks: the tops of the densities.
  ///   - known: about the logarithms of their masses.
  /// - Returns: `nil` where the proof fails, or takes too many nodes.
  init?(
    _ program: SmoothProgram, on line: SmoothLine, peaks: [Window.Peak], known: [Double]
  ) {
    guard var search = StripSearch(program, on: line, peaks: peaks, known: known),
      search.findEnds(SmoothStrip.digits),
      let boxes = search.boxes(SmoothStrip.digits)
    else { return nil }
    let largest = 2 * (boxes.masses.max() ?? 0) * exponential(SmoothStrip.digits)
    let widest = min(
      2 * Double.pi * boxes.height / logarithm(onePlus: largest), 0.9 * search.padding)
    // A few bits, so that the nodes are doubles.
    let step = Double(
      sign: .plus, exponent: widest.exponent, significand: (widest.significand * 4096).rounded(.down) / 4096)
    let (first, last) = (
      (search.lower / step).rounded(.down), (search.upper / step).rounded(.up)
    )
    guard step > 0, last - first < SmoothStrip.mostNodes, max(abs(first), abs(last)) < 0x1p38
    else { return nil }
    (self.first, self.step, count) = (first, step, Int(last - first))
    let factor = 2 * 1.001 / exponentialMinusOne(2 * Double.pi * boxes.height / step)
    ruleErrors = zip(boxes.masses, boxes.ends).map { $0 * factor + 0.221 * step * $1 }
    logOutside = search.logOutside
  }
}

/// Looks for the ends of a strip, and for bounds on densities in it.
private struct StripSearch {
  let program: SmoothProgram
  let line: SmoothLine
  let peaks: [Window.Peak]
  let known: [Double]
  private(set) var lower = Double.infinity
  private(set) var upper = -Double.infinity
  private(set) var logOutside: [Double]
  /// The height of the strip above the line.
  private var height: Double
  /// The width of the narrowest bell.
  private let scale: Double
  /// By so much the ends of the rule may lie outside of those that were looked for.
  let padding: Double

  init?(
    _ program: SmoothProgram, on line: SmoothLine, peaks: [Window.Peak], known: [Double]
  ) {
    (self.program, self.line, self.peaks, self.known) = (program, line, peaks, known)
    scale = peaks.reduce(.infinity) { min($0, $1.scale) }
    padding = 0.6 * scale
    logOutside = peaks.map { _ in -.infinity }
    height = min(4 * scale, line.greatestHeight)
    guard scale > 0, scale.isFinite else { return nil }
  }

  /// How much more is left of f·(1 + |w|).
  private func slack(_ density: Int) -> Double { density == 1 ? 6 : 1 }

  /// Finds ends beyond which next to nothing lies, also above the line.
  mutating func findEnds(_ digits: Double) -> Bool {
    for (density, peak) in peaks.enumerated() {
      let depth = peak.height - known[density] + digits + slack(density)
      func value(_ u: Double) -> Double { program.estimate(of: density, at: u) }
      guard let left = peak.reach(to: depth, side: -1, value),
        let right = peak.reach(to: depth, side: 1, value)
      else { return false }
      lower = min(lower, peak.u - left)
      upper = max(upper, peak.u + right)
    }
    let middle = peaks[0].u
    guard proveTail(-1, from: middle, digits), proveTail(1, from: middle, digits) else {
      return false
    }
    // Singularities may be near the line beside the peaks.
    for _ in 0..<10 {
      let bounds = bounds(peaks.map { box($0.u - 0.5 * scale, $0.u + 0.5 * scale) })
      if bounds.allSatisfy({ $0.allSatisfy { $0 < .infinity } }) { break }
      height *= 0.7
    }
    for _ in 0..<12 {
      let ends = bounds([box(lower - padding, lower), box(upper, upper + padding)])
      func isLow(_ end: Int) -> Bool {
        ends.indices.allSatisfy { ends[$0][end] - known[$0] < -digits }
      }
      let (left, right) = (isLow(0), isLow(1))
      if left, right { return true }
      if !left { lower -= 0.12 * (middle - lower) }
      if !right { upper += 0.12 * (upper - middle) }
    }
    return false
  }

  /// Bounds what lies beyond one end; moves it outwards where that is too much.
  private mutating func proveTail(_ side: Double, from middle: Double, _ digits: Double) -> Bool {
    for _ in 0..<6 {
      let edge = side < 0 ? lower : upper
      let stretch = Stretch(
        coordinate: 0, lower: side < 0 ? -.infinity : edge, upper: side < 0 ? edge : .infinity)
      let slopes = program.program.tangents(
        over: Enclosure(from: stretch.lower, to: stretch.upper))
      let values = program.program.roundedValues(at: [edge])
      let bounds = peaks.indices.map { density -> Double in
        let rate = side < 0 ? slopes[density].slope.lower : -slopes[density].slope.upper
        guard rate > 0, rate < .infinity, values[density].error < 1e-3 else { return .infinity }
        return EndMass.quickBound(
          value: values[density].value + values[density].error + program.constants[density].head,
          rate: rate, weight: density == 1 ? program.weight : nil, over: stretch)
      }
      if bounds.indices.allSatisfy({ bounds[$0] - known[$0] <= -digits }) {
        for density in bounds.indices {
          logOutside[density] = logSum(logOutside[density], bounds[density])
        }
        return true
      }
      if side < 0 { lower -= 0.15 * (middle - lower) } else { upper += 0.15 * (upper - middle) }
    }
    return false
  }

  /// The strip from end to end in boxes, that are wider the further they are from the peaks: for each density a
  /// bound on ∫ |f(x + ia)| dx, and the sum of bounds on |f| above the ends, over exp(known).
  mutating func boxes(
    _ digits: Double
  ) -> (height: Double, masses: [Double], ends: [Double])? {
    let widths = self.widths
    guard widths.count < 40 else { return nil }
    for _ in 0..<5 {
      let bounds = bounds(widths.map { box($0.lower, $0.upper) })
      let masses = bounds.indices.map { density in
        zip(bounds[density], widths).reduce(0) {
          $0 + exponential($1.0 - known[density]) * ($1.1.upper - $1.1.lower)
        }
      }
      // Where bounds are as wide as that, lower strips have better ones.
      if masses.allSatisfy({ $0 < exponential(0.5 * digits) }) {
        let ends = bounds.indices.map { density in
          exponential((bounds[density].first ?? .infinity) - known[density])
            + exponential((bounds[density].last ?? .infinity) - known[density])
        }
        return (height, masses, ends)
      }
      height *= 0.6
    }
    return nil
  }

  private var widths: [(lower: Double, upper: Double)] {
    let (start, end) = (peaks.map(\.u).min() ?? 0, peaks.map(\.u).max() ?? 0)
    var cuts = [start]
    let inner = ((end - start) / (1.2 * scale)).rounded(.up)
    guard inner < 40 else { return [] }
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
    cuts = outwards(start, lower, -1).reversed() + cuts + outwards(cuts[cuts.count - 1], upper, 1)
    return zip(cuts, cuts.dropFirst()).map { ($0, $1) }
  }

  private func box(_ lower: Double, _ upper: Double) -> ComplexEnclosure {
    ComplexEnclosure(
      real: Enclosure(from: lower, to: upper), imaginary: Enclosure(from: 0, to: height))
  }

  /// Bounds on log|f| of each density over each box, on that of f·(1 + |w|) for the last one of two; ∞ where f may not be
  /// analytic.
  private func bounds(_ boxes: [ComplexEnclosure]) -> [[Double]] {
    let (values, count) = (program.program.enclosures(over: boxes), boxes.count)
    return (0..<program.densities).map { density in
      (0..<count).map { box in
        let value = values[density * count + box]
        guard value.isDefined else { return .infinity }
        let bare = value.shifted(by: program.constants[density]).real.upper
        guard density == 1 else { return bare }
        let weight = values[2 * count + box].shifted(by: program.constants[2])
        return bare + logarithm(1 + weight.magnitude)
      }
    }
  }
}
