// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// The sums of v = wˢ/e^c that numbers of draws share: what reaches far enough for few draws does for many.
struct RatioSums {
  private let cover: Cover
  private let power: Double
  private let base: DoubleDouble
  private let isNormalized: Bool
  /// By the panels of the cover, without a proof for every t.
  let rough: RatioSum
  private var proven: (reach: Double, cover: Cover, sum: RatioSum)?
  private var cut: (reach: Double, sum: RatioSum)?

  /// - Parameters:
  ///   - cover: of the target and of q weighted with log w.
  ///   - power: s.
  ///   - base: c, about log E_q[wˢ] where that is finite.
  ///   - isNormalized: whether s is 1, and c log p(x).
  init(_ cover: Cover, power: Double, base: DoubleDouble, isNormalized: Bool) {
    (self.cover, self.power, self.base) = (cover, power, base)
    self.isNormalized = isNormalized
    rough = RatioSum(cover, power: power, base: base, isNormalized: isNormalized, refined: cover)
  }

  /// Whether the cover is all of the mass.
  var isComplete: Bool { cover.isComplete }

  /// One whose errors are proven, if they can be, for all t up to log t = reach.
  mutating func sum(upTo reach: Double) -> RatioSum {
    // What cannot be proven so far out may be nearer.
    if let proven, proven.reach >= reach, proven.sum.isProven || proven.reach < reach + 1 {
      return proven.sum
    }
    let refined = RatioSum.refined(cover, power: power, base: base, reach: reach)
    let sum = RatioSum(
      cover, power: power, base: base, isNormalized: isNormalized, refined: refined)
    proven = (reach, refined, sum)
    return sum
  }

  /// The same with every panel cut in two.
  mutating func halved(upTo reach: Double) -> RatioSum {
    if let cut, cut.reach >= reach, cut.reach < reach + 1 { return cut.sum }
    let refined =
      proven.flatMap { reach...reach + 1 ~= $0.reach ? $0.cover : nil }
      ?? RatioSum.refined(cover, power: power, base: base, reach: reach)
    let sum = RatioSum(
      cover, power: power, base: base, isNormalized: isNormalized, refined: refined, isHalved: true)
    cut = (reach, sum)
    return sum
  }
}
