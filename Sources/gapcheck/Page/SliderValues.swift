// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import VariationalGap

/// The values that a slider stops at, around the one that was asked for.
enum SliderValues {
  /// How many there are on each side.
  static let reach = 20

  /// Values of a parameter of q: as far as the gap grows by some nats, so that the best value between is seen.
  ///
  /// - Parameters:
  ///   - member: q as it was asked for.
  ///   - index: which parameter.
  ///   - gap: KL(q‖posterior) of another q; NaN where it cannot be had.
  static func ofParameter(
    _ index: Int, of member: FamilyMember, gap: (any Distribution) -> Double
  ) -> [Double] {
    let parameter = member.family.parameters[min(index, member.family.parameters.count - 1)]
    let centre = member.parameters[index]
    func q(_ value: Double) -> FamilyMember? {
      var parameters = member.parameters
      parameters[index] = value
      guard parameter.domain.contains(value) else { return nil }
      return try? member.with(parameters)
    }
    let isLogarithmic = parameter.domain == .positive
    let spread = member.distribution.quantile(0.75) - member.distribution.quantile(0.25)
    let start: Double =
      switch parameter.domain {
      case .positive: log(5)
      case .probability: 0.5
      case .count: 10
      case .real, .nonzero: spread.isFinite && spread > 0 ? 3 * spread : max(abs(centre), 1) / 2
      }
    func place(_ distance: Double) -> Double {
      isLogarithmic ? centre * exp(distance) : centre + distance
    }
    let own = gap(member.distribution)
    func end(_ sign: Double) -> Double {
      var (distance, least) = (start, own)
      guard own.isFinite, parameter.domain != .probability else { return sign * start }
      var isNear = false
      for _ in 0..<8 {
        let there = q(place(sign * distance)).map { gap($0.distribution) } ?? .infinity
        if there > own + max(30, own) || there.isNaN {
          distance /= 2
          isNear = true
        } else if there > least + 1 || isNear {
          break
        } else {
          least = min(least, there)
          distance *= 1.5
        }
      }
      return sign * distance
    }
    let (low, high) = (place(end(-1)), place(end(1)))
    let candidates =
      isLogarithmic
      ? logarithmic(from: low, to: high)
      : even(from: low, to: high, isWhole: parameter.domain == .count)
    return around(centre, candidates) { q($0) != nil }
  }

  /// How far all observations may be moved; 0 alone where they cannot.
  ///
  /// A step is what makes a likelihood's curvature in x to be seen.
  ///
  /// - Parameter z: a place where the posterior has mass.
  static func shifts(of model: Model, at z: Double) -> [Double] {
    let values = model.observations.compactMap(\.value)
    guard !model.observations.isEmpty, model.rows.isEmpty else { return [0] }
    let isWhole = (model.likelihood as? ConditionalDensity)?.family.isDiscrete ?? false
    func logDensity(_ shift: Double) -> Double? {
      (try? model.shifted(by: shift)).map { shifted in
        (shifted.logLikelihood ?? shifted.logJoint)(DoubleDouble(z)).head
      }
    }
    guard let own = logDensity(0), own.isFinite else { return [0] }
    let size = max(1, values.map(abs).max() ?? 1)
    var scale = isWhole ? 1 : size * 0x1p-52
    while scale < 4 * size {
      if let above = logDensity(scale), let below = logDensity(-scale) ?? logDensity(2 * scale) {
        let isOneSided = logDensity(-scale) == nil
        let bend = isOneSided ? below - 2 * above + own : above + below - 2 * own
        if !(abs(bend) < 8) { break }
      }
      scale *= 2
    }
    // The last doubling may have gone too far.
    let reach = Double(SliderValues.reach)
    guard let step = DecimalStep(atLeast: scale / 1.5 / reach)?.value else { return [0] }
    let whole = isWhole ? max(1, step.rounded()) : step
    let candidates = (-SliderValues.reach...SliderValues.reach).map {
      decimal(Double($0) * whole, step: whole)
    }
    return around(0, candidates) { (try? model.shifted(by: $0)) != nil }
  }

  private static func logarithmic(from low: Double, to high: Double) -> [Double] {
    guard low.isNormal, high.isNormal, low < high else { return [] }
    let count = 2 * reach
    return (0...count).map { step in
      let value = exp(log(low) + (log(high) - log(low)) * Double(step) / Double(count))
      // Three digits, which can be typed.
      return Double(String(format: "%.2e", value)) ?? value
    }
  }

  private static func even(from low: Double, to high: Double, isWhole: Bool) -> [Double] {
    guard low.isFinite, high.isFinite, low < high,
      let step = DecimalStep(atLeast: (high / 2 - low / 2) / Double(reach))?.value
    else { return [] }
    let whole = isWhole ? max(1, step.rounded()) : step
    let (first, last) = ((low / whole).rounded(.up), (high / whole).rounded(.down))
    guard last - first <= Double(4 * reach) else { return [] }
    return stride(from: first, through: last, by: 1).map { decimal($0 * whole, step: whole) }
  }

  /// The nearest number with as many digits behind the point as the step has.
  static func decimal(_ value: Double, step: Double) -> Double {
    let decimals = max(0, -Int(log10(step).rounded(.down)))
    guard decimals < 300, abs(value) < 1e15 else { return value }
    return Double(String(format: "%.\(decimals)f", value)) ?? value
  }

  /// Those that can be had, without a gap around the centre, which is one of them.
  private static func around(
    _ centre: Double, _ candidates: [Double], isPossible: (Double) -> Bool
  ) -> [Double] {
    let sorted = Set(candidates).filter(\.isFinite).sorted()
    let below = sorted.reversed().drop { $0 >= centre }.prefix(while: isPossible)
    let above = sorted.drop { $0 <= centre }.prefix(while: isPossible)
    return below.reversed() + [centre] + above
  }
}

extension Model {
  /// The same model with every observation moved by the same distance.
  ///
  /// - Throws: `InferenceError` where they cannot be there.
  func shifted(by distance: Double) throws(InferenceError) -> Model {
    guard distance != 0 else { return self }
    func moved(_ x: Double) -> Double {
      // x + 0.1 as people write it.
      let digits = max(Model.decimals(x), Model.decimals(distance))
      guard digits < 16, abs(x) < 1e15 else { return x + distance }
      return Double(String(format: "%.\(digits)f", x + distance)) ?? x + distance
    }
    let observations = observations.map { observation -> Observation in
      switch observation {
      case .value(let x): .value(moved(x))
      case .interval(let lower, let upper):
        .interval(
          from: lower.isFinite ? moved(lower) : lower, to: upper.isFinite ? moved(upper) : upper)
      }
    }
    if let logJointText {
      return try Model(
        logJoint: logJointText, support: support, observation: observations.first?.value)
    }
    guard let prior, let likelihood else { throw .model(.noLikelihood) }
    return try Model(prior: prior, likelihood: likelihood, observations: observations)
  }

  /// How many digits a number has behind the point.
  private static func decimals(_ value: Double) -> Int {
    let text = "\(value)"
    guard let point = text.firstIndex(of: ".") else { return 0 }
    if let sign = text.firstIndex(of: "e") {
      let power = Int(text[text.index(after: sign)...]) ?? 0
      return max(0, text.distance(from: point, to: sign) - 1 - power)
    }
    return text.hasSuffix(".0") ? 0 : text.distance(from: point, to: text.endIndex) - 1
  }
}
