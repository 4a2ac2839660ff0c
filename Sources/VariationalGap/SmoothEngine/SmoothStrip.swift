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
  /// Bounds on the error of the rule for each density f, of f·(1 + |w|) for one with a weight; in units of its mass.
  let ruleErrors: [Double]
  /// Bounds on the logarithm of what lies beyond the ends, for each density.
  let logOutside: [Double]
  /// The densities, with these ends.
  let bells: [SmoothBell]

  /// As many nodes are worth it.
  private static let mostNodes = 700.0

  /// The nodes.
  var nodes: [Double] { (0..<count).map { (first + Double($0) + 0.5) * step } }

  /// exp(−40) is 4e-18.
  static let digits = 40.0

  /// - Parameters:
  ///   - bells: where the densities of the program have their mass.
  ///   - digits: exp(−digits) of the mass may be left out at either end, and the rule may be off by that.
  /// - Returns: `nil` where the proof fails, or takes too many nodes.
  init?(
    _ program: SmoothProgram, on line: SmoothLine, bells: [SmoothBell], digits: Double
  ) {
    var search = StripSearch(program, on: line, bells: bells, digits: digits)
    guard search.findEnds(), let boxes = search.boxes() else { return nil }
    let largest = 2 * (boxes.masses.max() ?? 0) * exponential(digits)
    let widest = min(
      2 * Double.pi * boxes.height / logarithm(onePlus: largest), 0.9 * search.padding)
    guard widest > 0, widest.isFinite else { return nil }
    // A few bits, so that the nodes are doubles.
    let step = Double(
      sign: .plus, exponent: widest.exponent,
      significand: (widest.significand * 4096).rounded(.down) / 4096)
    let (first, last) = ((search.lower / step).rounded(.down), (search.upper / step).rounded(.up))
    guard last - first < SmoothStrip.mostNodes, max(abs(first), abs(last)) < 0x1p38 else {
      return nil
    }
    (self.first, self.step, count) = (first, step, Int(last - first))
    let factor = 2 * 1.001 / exponentialMinusOne(2 * Double.pi * boxes.height / step)
    ruleErrors = zip(boxes.masses, boxes.ends).map { $0 * factor + 0.221 * step * $1 }
    logOutside = search.logOutside
    self.bells = zip(bells, search.logOutside).map { bell, outside in
      SmoothBell(
        peak: bell.peak, logMass: bell.logMass, ends: (search.lower, search.upper, outside))
    }
  }
}
