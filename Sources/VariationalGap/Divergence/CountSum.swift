// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import RealModule

/// KL(q‖p) of counts, by a sum over the bulk of q from its mode outwards.
///
/// The sum is taken twice: of q log(q/p), and with r = p/q of q (r − 1 − log r) = q E(log r), to which the mass of p
/// beyond the largest count of q is added. The second has nothing that cancels where q is next to p, and needs the tails of
/// p as well. The better one is the result.
///
/// The ratio of neighbours q(k + 1)/q(k) is monotone in k, so that beyond K it is at most x, its larger end, and
/// t(k) = log(q(k)/p(k)) changes by at most |d| + 2j in the j-th step, d being the step at K: the weight w at K leaves
///
/// ```text
/// Σ w xʲ (|t| + j |d| + 2j²) = w (|t| x/(1 − x) + |d| x/(1 − x)² + 2x(1 + x)/(1 − x)³)
/// ```
struct CountSum {
  /// What a product below the smallest normal double may lose.
  private static let underflow = 0x1p-1066

  private let pair: CountPair
  /// Σ w, w = q(k)/q(mode).
  private var weight = DoubleDouble(0)
  /// Σ w t, and its bound.
  private var direct = BoundedDouble(value: DoubleDouble(0), error: 0)
  /// Σ w E(−t), and its bound; infinite where p is too much larger than q.
  private var excess = BoundedDouble(value: DoubleDouble(0), error: 0)
  /// Σ w |t|.
  private var size = 0.0
  /// Σ w beyond the sum.
  private var lost = 0.0
  private var terms = 0
  private var isOutOfTime = false

  init(of pair: CountPair) {
    self.pair = pair
    let q = pair.q
    let mode =
      switch q.growth {
      case .constant: q.mean.head
      case .falling(let n): min(q.mean.head, n)
      case .rising(let phi): phi > 1 ? q.mean.head * ((phi - 1) / phi) : 0
      }
    let start = Place(
      k: mode.rounded(.down), weight: DoubleDouble(1),
      logRatio: pair.logRatio(at: DoubleDouble(mode.rounded(.down))))
    add(start)
    climb(from: start)
    descend(from: start)
  }

  /// KL(q‖p), and how many counts it took.
  ///
  /// - Throws: ``InferenceError/timeLimit(seconds:)``.
  func result() throws(InferenceError) -> (Estimate, terms: Int) {
    if isOutOfTime { try TimeLimit.check() }
    // Each count adds some roundings to weights and sums; an s below 1e-291 has fewer digits.
    let rounding =
      Double(terms + 8) * (0x1p-96 + 0x1p-1066 / max(pair.q.rateScale.head, .leastNormalMagnitude))
    // Products below the smallest normal double lose digits.
    let underflow = Double(terms) * Double(terms) * CountSum.underflow
    let own = BoundedDouble(
      value: direct.value / weight,
      error: (direct.error + size * (rounding + lost) + underflow * 1e3) / weight.head)
    let other = BoundedDouble(
      value: excess.value / weight,
      error: (excess.error + excess.size * (rounding + lost) + underflow) / weight.head)
    let best = other.estimate.isFinite && other.error < own.error ? other : own
    var estimate = best.estimate
    estimate.error *= 1 + 1e-10
    // KL is no less than 0.
    estimate.value = max(0, estimate.value)
    return (estimate, terms)
  }

  /// A count, its weight, and t.
  private struct Place {
    var k: Double
    var weight: DoubleDouble
    var logRatio: BoundedDouble

    /// The weight of p; ∞ where it is not known.
    var other: Double {
      let t = logRatio.value.head
      guard t < 0 else { return weight.head * Double.exp(-t) * (1 + 1e-12) + CountSum.underflow }
      return weight.head > 1e-305 && t > -600
        ? weight.head * Double.exp(-t) * (1 + 1e-12) : .infinity
    }
  }

  private mutating func add(_ place: Place) {
    let (w, t) = (place.weight, place.logRatio)
    terms += 1
    if terms.isMultiple(of: 256), TimeLimit.isOver { isOutOfTime = true }
    weight = weight + w
    direct.value = direct.value + w * t.value
    direct.error += w.head * t.error
    size += w.head * t.size
    guard t.value.head > -600, excess.error.isFinite else {
      excess.error = .infinity
      return
    }
    let part = (-1 * t).excess
    excess.value = excess.value + w * part.value
    excess.error +=
      w.head * part.error + Double(terms) * CountSum.underflow
      * (2 + t.size + Double.exp(-t.value.head))
  }

  /// What tails may leave.
  private var target: Double {
    max(0x1p-1030, 1e-26 * (excess.error.isFinite ? excess.size : weight.head))
  }

  /// Whether p is so far from q that q log(q/p) has all the digits that are wanted.
  private var isFar: Bool { !excess.error.isFinite || excess.size > 1e-3 * weight.head }

  /// Whether tails can be left; counts them in if so.
  private mutating func leaves(
    _ place: Place, _ own: Double, _ other: Double, _ step: Double, mustEnd: Bool = false
  ) -> Bool {
    let rest = 1 - own
    let w = place.weight.head
    let factor = own / rest
    let first = place.logRatio.size + place.logRatio.error
    // Where the weight has underflown, so has the tail.
    let tail =
      w == 0 || own == 0
      ? 0 : w * factor * (first + step / rest + 2 * (1 + own) / (rest * rest))
    guard mustEnd || rest > 0 && tail <= target else { return false }
    let left = other < 1 ? place.other * other / (1 - other) : .infinity
    guard mustEnd || left <= target || isFar || terms > 0x20000 else { return false }
    lost += w * factor
    direct.error += rest > 0 ? tail : .infinity
    excess.error += rest > 0 ? tail + left : .infinity
    return true
  }

  private mutating func climb(from start: Place) {
    let (q, p) = (pair.q, pair.p)
    var place = start
    while place.k < q.largest, !isOutOfTime {
      let step = pair.step(at: place.k)
      let ratio = q.rate(at: place.k) / DoubleDouble(place.k + 1)
      // From 0 to 1 a step changes by more than the bound above where φ is small.
      let next = place.k == 0 && q.largest > 1 ? pair.step(at: 1) : nil
      let size = step.size + step.error + (next.map { $0.size + $0.error } ?? 0)
      // Of an s that is next to nothing the weights are not known, but that they are small.
      if leaves(
        place, q.ratioBound(above: place.k), p.ratioBound(above: place.k), size,
        mustEnd: !q.rateScale.head.isNormal)
      {
        return
      }
      place.weight = place.weight * ratio
      place.logRatio = place.logRatio + step
      place.k += 1
      add(place)
    }
    if place.k < p.largest { addRest(of: p, from: place) }
  }

  /// Adds the mass of p beyond the largest count of q, which the second form needs.
  private mutating func addRest(of p: CountLaw, from place: Place) {
    var (k, mass, count) = (
      place.k, place.weight * (-place.logRatio.value).expMinusOne + place.weight, 0
    )
    let relative = place.logRatio.error + 1e-27
    while !isFar, count < 0x20000, k < p.largest {
      let x = p.ratioBound(above: k)
      if x < 1, mass.head * x / (1 - x) <= target {
        excess.error += mass.head * x / (1 - x) * (1 + 1e-12) + CountSum.underflow
        return
      }
      mass = mass * (p.rate(at: k) / DoubleDouble(k + 1))
      k += 1
      count += 1
      excess.value = excess.value + mass
      excess.error += mass.head * (relative + Double(count) * 0x1p-96)
    }
    if k < p.largest { excess.error = .infinity }
  }

  private mutating func descend(from start: Place) {
    guard start.k > 0 else { return }
    let (q, p) = (pair.q, pair.p)
    let last = pair.step(at: 0)
    var place = start
    while place.k > 0, !isOutOfTime {
      let step = pair.step(at: place.k - 1)
      let size = max(step.size + step.error, last.size + last.error)
      // Of an s that no double holds the weights are not known, but that they are small.
      if leaves(
        place, q.ratioBound(below: place.k), p.ratioBound(below: place.k), size,
        mustEnd: !q.rateScale.isFinite)
      {
        return
      }
      place.weight =
        place.weight * (DoubleDouble(place.k) / q.rate(at: place.k - 1))
      place.logRatio = place.logRatio - step
      place.k -= 1
      add(place)
    }
  }
}

extension CountLaw {
  /// A bound on P(j + 1)/P(j) for all j ≥ k.
  fileprivate func ratioBound(above k: Double) -> Double {
    let limit = if case .rising = growth { scale.head } else { 0.0 }
    let least = growth(at: k).head * .leastNormalMagnitude
    let rate = rateScale.head.isNormal ? largestRate(at: k) : max(largestRate(at: k), least)
    return max(rate / (k + 1), limit) * (1 + 0x1p-48)
  }

  /// A bound on P(j − 1)/P(j) for all j from 1 to k.
  fileprivate func ratioBound(below k: Double) -> Double {
    max(k / largestRate(at: k - 1), 1 / largestRate(at: 0)) * (1 + 0x1p-48)
  }

  /// s g(k), or the largest double.
  private func largestRate(at k: Double) -> Double {
    min(rate(at: k).head, .greatestFiniteMagnitude)
  }
}
