// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// The shape k of the generalized Pareto distribution that is fitted to the largest of importance ratios, as
/// Pareto-smoothed importance sampling does.
///
/// Sources: Vehtari, Simpson, Gelman, Yao and Gabry, "Pareto smoothed importance sampling", JMLR 25 (2024), with the
/// prior of its appendix G; Zhang and Stephens, "A new and efficient estimation method for the generalized Pareto
/// distribution", Technometrics 51 (2009).
enum ParetoFit {
  /// How many of so many draws are the tail: min(S/5, 3√S), rounded up.
  static func tailCount(of draws: Int) -> Int {
    Int(min(0.2 * Double(draws), 3 * Double(draws).squareRoot()).rounded(.up))
  }

  /// k of the largest ratios among draws.
  ///
  /// - Parameter logWeights: log w of each draw; −∞ for a w of 0.
  /// - Returns: `nil` for fewer than five ratios in the tail, or where they are all the same.
  static func shape(ofLargest logWeights: [Double]) -> Double? {
    let count = tailCount(of: logWeights.count)
    let sorted = logWeights.sorted()
    guard count < sorted.count, let top = sorted.last, top.isFinite else { return nil }
    // What is no larger than the largest ratio outside of the tail is not in it.
    let cutoff = max(sorted[sorted.count - count - 1], top - 708)
    let floor = exponential(cutoff - top)
    let excess = sorted.suffix(count).filter { $0 > cutoff }.map { exponential($0 - top) - floor }
    guard excess.count > 4 else { return nil }
    return shape(of: excess)
  }

  /// The shape of a sample, ascending and positive: a mean over profiles of the likelihood, drawn towards ½ by a
  /// prior that counts as ten observations.
  private static func shape(of excess: [Double]) -> Double? {
    let count = Double(excess.count)
    let quartile = excess[max(0, Int(count / 4 + 0.5) - 1)]
    guard let largest = excess.last, quartile > 0 else { return nil }
    let grid = 30 + Int(count.squareRoot())
    func mean(_ b: Double) -> Double {
      excess.reduce(0) { $0 + logarithm(onePlus: -b * $1) } / count
    }
    let slopes = (1...grid).map { j in
      (1 - (Double(grid) / (Double(j) - 0.5)).squareRoot()) / (3 * quartile) + 1 / largest
    }
    let logs = slopes.map { b -> Double in
      let k = mean(b)
      return count * (logarithm(-b / k) - k - 1)
    }
    guard let best = logs.filter(\.isFinite).max() else { return nil }
    let weights = logs.map { $0.isFinite ? exponential($0 - best) : 0 }
    let sum = weights.reduce(0, +)
    let b = zip(slopes, weights).reduce(0) { $0 + $1.0 * $1.1 / sum }
    let k = mean(b)
    return k.isFinite ? (count * k + 5) / (count + 10) : nil
  }
}
