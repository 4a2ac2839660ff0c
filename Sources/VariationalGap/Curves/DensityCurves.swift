// SPDX-License-Identifier: GPL-3.0-or-later

package import Distributions
import Foundation
import Quadrature

/// What a picture of densities shows: prior, likelihood, posterior and q over the stretches of z where they
/// have mass.
package struct DensityCurves {
  /// The densities at a z; the likelihood is scaled to the posterior's height.
  package struct Point {
    package let z: Double
    package let prior: Double?
    package let likelihood: Double?
    package let posterior: Double
    package let family: Double?
  }

  /// A stretch of z.
  package struct View {
    package let lower: Double
    package let upper: Double
    package let points: [Point]
    /// The largest density that is to be seen.
    package let height: Double
    /// Whether densities of very different height are to be seen side by side.
    package let isLogarithmic: Bool
  }

  /// Why there is nothing to draw.
  package enum Failure: Error, CustomStringConvertible {
    case narrow(z: Double)
    case wide(from: Double, to: Double)

    package var description: String {
      switch self {
      case .narrow(let z):
        "the posterior is narrower than the distance between doubles at z = \(z): there is no "
          + "picture of it"
      case .wide(let lower, let upper):
        "the posterior reaches from \(lower) to \(upper): its width is too large for a double"
      }
    }
  }

  /// The model.
  package let model: Model
  /// q, where there is one.
  package let family: (any Distribution)?
  /// One view, or a close one and a wide one where posterior and q differ so much in width that no
  /// single one shows both.
  package let views: [View]
  /// KL(q‖posterior); `nil` without q, and where it cannot be had.
  package let divergence: Quantity?

  /// - Parameters:
  ///   - model: the model.
  ///   - family: q, if it is to be seen.
  /// - Throws: `InferenceError`, `QuadratureError`; ``Failure`` where there is nothing to draw.
  package init(of model: Model, family: (any Distribution)?) throws {
    var workspace = try Workspace()
    let posterior = try model.posterior(workspace: &workspace)
    var quantiles: [Double] = []
    for p in DensityCurves.probabilities {
      quantiles.append(try posterior.quantile(p, workspace: &workspace).value)
    }
    let modes = posterior.modes
    let curves = Curves(posterior: posterior, family: family)
    (self.model, self.family) = (model, family)
    let stretches = try DensityCurves.stretches(
      posterior: quantiles, family: family, prior: model.prior, support: model.support)
    let landmarks = DensityCurves.landmarks(quantiles: quantiles, modes: modes, family: family)
    let isPair = stretches.count > 1
    views = stretches.enumerated().map { index, stretch in
      curves.view(
        stretch, landmarks: landmarks, isClose: isPair && index == 0,
        isLogarithmic: isPair && index == 1)
    }
    divergence =
      family.flatMap { try? posterior.gap(of: $0, workspace: &workspace).divergence }
  }

  /// Where the posterior's bulk is found.
  private static let probabilities = [0.0005, 0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98, 0.9995]

  /// How many times as high as an even density over the whole view one may be, so that both are to be seen on a
  /// linear axis.
  fileprivate static let linearLimit = 80.0

  /// How many times as wide one density may be as another in one view.
  fileprivate static let factor = 15.0

  private static func stretches(
    posterior: [Double], family: (any Distribution)?, prior: (any Distribution)?, support: Interval
  ) throws -> [ClosedRange<Double>] {
    func range(_ d: any Distribution, _ tail: Double) -> ClosedRange<Double>? {
      let (a, b) = (d.quantile(tail), d.quantile(1 - tail))
      return (b - a).isFinite && a < b ? a...b : nil
    }
    /// The end of the support is the picture's, where it is near: q may lie beyond it.
    func widened(_ r: ClosedRange<Double>) -> ClosedRange<Double> {
      let width = r.upperBound - r.lowerBound
      func end(_ own: Double, _ end: Double, _ sign: Double) -> Double {
        abs(end - own) <= 0.16 * width ? end : own + sign * 0.06 * width
      }
      return end(r.lowerBound, support.lower, -1)...end(r.upperBound, support.upper, 1)
    }
    func union(_ a: ClosedRange<Double>, _ b: ClosedRange<Double>) -> ClosedRange<Double> {
      min(a.lowerBound, b.lowerBound)...max(a.upperBound, b.upperBound)
    }
    guard let first = posterior.first, let last = posterior.last, first < last else {
      throw Failure.narrow(z: posterior.first ?? .nan)
    }
    guard (last - first).isFinite else { throw Failure.wide(from: first, to: last) }
    let bulk = first...last
    let spread = family.flatMap { range($0, 0.005) }
    var all = spread.map { union(bulk, $0) } ?? bulk
    if let prior = prior.flatMap({ range($0, 0.005) }) {
      let both = union(all, prior)
      if length(both) <= 4 * length(all) { all = both }
    }
    let wide = widened(all)
    let narrow = spread.map { length($0) < length(bulk) ? $0 : bulk } ?? bulk
    return length(wide) > factor * length(narrow) ? [widened(narrow), wide] : [wide]
  }

  /// Without points that lie too close to be told apart, but for the tops.
  fileprivate static func thinned(
    _ places: [Double], distance: Double, keeping tops: Set<Double>
  ) -> [Double] {
    var result: [Double] = []
    for place in places {
      if let last = result.last, place - last < distance, !tops.contains(place),
        place != places.last
      {
        continue
      }
      result.append(place)
    }
    return result
  }

  private static func length(_ r: ClosedRange<Double>) -> Double { r.upperBound - r.lowerBound }

  /// Points that a curve must not jump over, and the width of what happens there.
  private static func landmarks(
    quantiles: [Double], modes: [Double], family: (any Distribution)?
  ) -> [Double] {
    let width = (quantiles.last ?? 0) - (quantiles.first ?? 0)
    // Any narrow peak is met at some power of 2.
    var points: [Double] = modes
    for mode in modes {
      for power in 0..<24 {
        let distance: Double = width * exp2(-Double(power))
        points += [mode - distance, mode + distance]
      }
    }
    if let first = quantiles.first {
      for step in 0...60 { points.append(first + width * Double(step) / 60) }
    }
    if let family {
      points += (1..<60).map { family.quantile(Double($0) / 60) } + [family.mode]
    }
    return points
  }
}

/// The densities as functions of z.
private struct Curves {
  let posterior: Posterior
  let family: (any Distribution)?

  func view(
    _ range: ClosedRange<Double>, landmarks: [Double], isClose: Bool, isLogarithmic: Bool
  ) -> DensityCurves.View {
    let width = range.upperBound - range.lowerBound
    let count = 160
    var places = (0...count).map { range.lowerBound + width * Double($0) / Double(count) }
    // The ends may be those of the support, where densities jump, or have no limit.
    places[0] = range.lowerBound + width * 1e-6
    places[count] = range.upperBound - width * 1e-6
    places += landmarks.filter { range.contains($0) && $0 > places[0] && $0 < places[count] }
    places = DensityCurves.thinned(
      Array(Set(places)).sorted(), distance: width / 1500,
      keeping: Set(posterior.modes + [family?.mode].compactMap { $0 }))
    let model = posterior.model
    let logLikelihoods = places.map { z in
      model.logLikelihood.map { $0(DoubleDouble(z)).head }
    }
    let densities = places.map(posterior.density)
    let peak = densities.filter(\.isFinite).max() ?? 1
    let best = logLikelihoods.compactMap { $0 }.filter(\.isFinite).max() ?? 0
    let points = places.indices.map { index in
      DensityCurves.Point(
        z: places[index], prior: model.prior?.density(places[index]),
        likelihood: logLikelihoods[index].map { exp($0 - best) * peak },
        posterior: densities[index], family: family?.density(places[index]))
    }
    func largest(_ value: (DensityCurves.Point) -> Double?) -> Double {
      points.compactMap(value).filter(\.isFinite).max() ?? 0
    }
    // A close view is of the higher one, the other one is seen in the wide view; in one view q is not cut off unless
    // it has a pole, or leaves no height for the posterior.
    let top = family.map { $0.density($0.mode) } ?? 0
    let hasTop = top > 0 && top.isFinite
    let most = isClose ? .infinity : (hasTop ? DensityCurves.factor : 4) * peak
    let main = max(peak, largest(\.family).finite(upTo: most))
    let height = max(main, largest(\.prior).finite(upTo: isLogarithmic ? .infinity : 1.5 * main))
    return DensityCurves.View(
      lower: range.lowerBound, upper: range.upperBound, points: points,
      height: isLogarithmic ? max(height, largest(\.family)) : height,
      isLogarithmic: isLogarithmic || main * width > DensityCurves.linearLimit)
  }
}

extension Double {
  /// A height, cut where it would leave no room for the others.
  fileprivate func finite(upTo limit: Double) -> Double { Swift.min(self, limit) }
}
