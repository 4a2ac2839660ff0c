// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// The mass of a density towards an infinite end of a coordinate, from its slope.
///
/// ```text
/// ∫ exp(g) du over (a, ∞) ≤ exp(g(a))/k     where g′ ≤ −k < 0 all the way
/// ```
///
/// and there is no finite mass where g′ ≥ 0 all the way.
struct EndMass: Sendable {
  /// A bound on the logarithm of the mass; ∞ where none is known.
  var logBound: Double
  /// A lower bound on it.
  var logLeast = -Double.infinity
  /// Whether the mass was shown to be infinite.
  var isInfinite: Bool

  init(logBound: Double, isInfinite: Bool) {
    self.logBound = logBound
    self.isInfinite = isInfinite
  }

  init(of density: CoordinateFunction, over stretch: Stretch) {
    let isUpper = stretch.upper == .infinity
    let edge = isUpper ? stretch.lower : stretch.upper
    logBound = .infinity
    isInfinite = false
    guard edge.isFinite else { return }
    let value = EndMass.value(of: density, at: edge, stretch)
    let fall = EndMass.fall(of: density, over: stretch)
    if !fall.isEmpty, fall.lower > 0 {
      logBound = EndMass.bound(value, fall.lower)
      if value.isFinite, fall.upper.isFinite { logLeast = value - logarithm(fall.upper) - 1e-9 }
      if logBound < .infinity { return }
    }
    // What takes new formulas is looked at where the end is far enough for leading terms to lead.
    let isFar = abs(edge) >= EndMass.far
    if isFar, !isUpper { logBound = EndMass.bound(of: density, below: edge) }
    if isFar, logBound == .infinity {
      // What cannot rise beyond a bound is replaced by it.
      let cell = Enclosure(from: stretch.lower, to: stretch.upper)
      let sum = CappedSum(GatheredSum(density.formula))
      let (places, bound) = sum.capped(over: cell) {
        isUpper ? $0.upper == .infinity : $0.lower == -.infinity
      }
      let capped = CoordinateFunction(sum.rest(without: places).gathered)
      let fall = EndMass.fall(of: capped, over: stretch)
      if !fall.isEmpty, fall.lower > 0 {
        logBound = EndMass.bound(EndMass.value(of: capped, at: edge, stretch) + bound, fall.lower)
      }
    }
    // A density that does not fall, or not below some level, has no finite mass over an infinite length.
    let range =
      isFar
      ? density.range(over: stretch, sufficient: .infinity) : density.plainRange(over: stretch)
    isInfinite =
      logBound == .infinity && value.isFinite && !fall.isEmpty
      && ((fall.upper <= 0 && !density.isRestricted) || range.lower > -.infinity)
  }

  /// How far out an end has to begin for all that can be done.
  private static let far = 16.0

  /// A bound on the logarithm of the mass of f·T from the slopes of log f and of log|T| apart; ∞ where they
  /// do not tell.
  static func logBound(
    of density: CoordinateFunction, times logFactor: CoordinateFunction, over stretch: Stretch
  ) -> Double {
    let edge = stretch.upper == .infinity ? stretch.lower : stretch.upper
    let (own, other) = (fall(of: density, over: stretch), fall(of: logFactor, over: stretch))
    let rate = own.lower + other.lower
    guard edge.isFinite, !own.isEmpty, !other.isEmpty, rate > 0 else { return .infinity }
    // The sum of the rates is rounded.
    let least = rate - 1e-15 * (abs(own.lower) + abs(other.lower))
    guard least > 0 else { return .infinity }
    let (value, factor) = (
      value(of: density, at: edge, stretch), value(of: logFactor, at: edge, stretch)
    )
    return bound(value + factor, least) + 1e-15 * (abs(value) + abs(factor))
  }

  /// The same with a bound on log|T|; ∞ where there is none.
  static func logBound(
    of density: CoordinateFunction, times largest: Majorant?, over stretch: Stretch
  ) -> Double {
    guard let largest else { return .infinity }
    let edge = stretch.upper == .infinity ? stretch.lower : stretch.upper
    let (own, growth) = (fall(of: density, over: stretch), largest.growth(over: stretch))
    guard edge.isFinite, !own.isEmpty, growth < .infinity else { return .infinity }
    let least = own.lower - growth - 1e-15 * (abs(own.lower) + abs(growth))
    guard least > 0 else { return .infinity }
    let point = Stretch(coordinate: stretch.coordinate, lower: edge, upper: edge)
    let (value, factor) = (
      value(of: density, at: edge, stretch), largest.upperBound(over: point)
    )
    return bound(value + factor, least) + 1e-12 * (abs(value) + abs(factor))
  }

  /// A bound on the logarithm of the mass of f·(1 + |w|) that takes no new formulas; ∞ where it does not tell.
  ///
  /// - Parameter weight: c₀ + Σ cₖTₖ; each term from the slopes of log f and of log|Tₖ|.
  static func quickBound(
    of density: CoordinateFunction, weight: GatheredSum?, over stretch: Stretch
  ) -> Double {
    let slope = density.quickSlope(over: stretch)
    let isUpper = stretch.upper == .infinity
    let (edge, rate) = isUpper ? (stretch.lower, -slope.upper) : (stretch.upper, slope.lower)
    guard edge.isFinite, rate > 0, rate < .infinity else { return .infinity }
    return quickBound(
      value: value(of: density, at: edge, stretch), rate: rate, weight: weight, over: stretch)
  }

  /// The same of a density whose logarithm is `value` at the finite end, to 1e-9, and falls at least at a rate from
  /// there.
  static func quickBound(
    value: Double, rate: Double, weight: GatheredSum?, over stretch: Stretch
  ) -> Double {
    let isUpper = stretch.upper == .infinity
    let edge = isUpper ? stretch.lower : stretch.upper
    var total = bound(value, rate)
    guard let weight else { return total }
    let (cell, point) = (
      Enclosure(from: stretch.lower, to: stretch.upper), Enclosure(from: edge, to: edge)
    )
    total += logarithm(1 + abs(weight.constant.head))
    for term in weight.terms {
      let (whole, own) = (term.formula.enclosure(over: cell), term.formula.enclosure(over: point))
      guard !whole.isEmpty, !own.isEmpty else { return .infinity }
      var (size, least) = (max(-whole.lower, whole.upper), rate)
      if size == .infinity {
        // What grows without bound does so at this rate, at most.
        let growth = term.formula.logMagnitudeSlope(over: cell)
        size = max(-own.lower, own.upper)
        least = (rate - (isUpper ? growth.upper : -growth.lower)) - 1e-15 * rate
      }
      guard least > 0 else { return .infinity }
      let factor = abs(term.coefficient.head) * size
      total = logSum(total, bound(value + logarithm(factor), least) + 1e-15 * abs(value))
    }
    return total.isNaN ? .infinity : total + 1e-9
  }

  /// log f at the edge; an upper bound where terms overflow.
  private static func value(
    of density: CoordinateFunction, at edge: Double, _ stretch: Stretch
  ) -> Double {
    let value = density(edge)
    guard value.isNaN else { return value }
    let point = Stretch(coordinate: stretch.coordinate, lower: edge, upper: edge)
    return density.range(over: point, sufficient: .infinity).upper
  }

  /// How fast log f falls towards the end.
  private static func fall(of density: CoordinateFunction, over stretch: Stretch) -> Enclosure {
    let slope = density.slope(over: stretch)
    return stretch.upper == .infinity && !slope.isEmpty
      ? Enclosure(from: -slope.upper, to: -slope.lower) : slope
  }

  /// The logarithm of exp(value)/fall.
  private static func bound(_ value: Double, _ fall: Double) -> Double {
    // A density that underflows by far is 0.
    if value < -1e300 { return -.infinity }
    return value.isNaN ? .infinity : value - logarithm(fall) + 1e-9 + 1e-12 * abs(value)
  }

  /// log of the mass of a density f(t)·t in log t = u < a, which is at most eᵃ sup f.
  private static func bound(of density: CoordinateFunction, below edge: Double) -> Double {
    let bare = (density.formula - .latent).gathered
    let range = bare.enclosure(over: Enclosure(from: -.infinity, to: edge))
    return range.isEmpty ? .infinity : range.upper + edge + 1e-9 + 1e-12 * abs(edge)
  }
}
