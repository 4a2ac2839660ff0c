// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import VariationalGap

/// The figure of prior, likelihood, posterior and q.
struct DensityFigure {
  private let figure: Figure
  /// Of the posterior that was asked for: it need not be drawn twice.
  private let own: PageSlots

  /// Where q is looked at besides, however narrow it is: few, since a quantile of a truncated tail is many integrals, and
  /// every place of a slider has a q.
  private static let probabilities =
    [0.002, 0.01] + (1..<20).map { Double($0) / 20 } + [0.99, 0.998]

  /// - Parameters:
  ///   - q: that of what was asked for.
  ///   - posterior: the same.
  ///   - slider: along which the posterior moves, if it does.
  init?(_ q: any Distribution, _ posterior: Posterior, along slider: ReportSlider? = nil) {
    guard var workspace = try? Workspace(),
      let bulk = DensityFigure.bulk(of: posterior, &workspace)
    else { return nil }
    var range = bulk
    if let slider {
      let room = 8 * (bulk.upperBound - bulk.lowerBound)
      for place in [slider.places.first, slider.places.last] {
        guard let other = place?.posterior.flatMap({ DensityFigure.bulk(of: $0, &workspace) })
        else { continue }
        range =
          min(
            range.lowerBound, max(other.lowerBound, bulk.lowerBound - room))...max(
            range.upperBound, min(other.upperBound, bulk.upperBound + room))
      }
    }
    range = DensityFigure.range(range, q: q, prior: posterior.model.prior)
    let x = FigureAxis("z", from: range.lowerBound, to: range.upperBound)
    // The even places tell how high the picture has to be.
    let posteriors = slider?.places.compactMap(\.posterior) ?? []
    let places = (1..<200).map { x.low + (x.high - x.low) * Double($0) / 200 }
    func peak(_ density: (Double) -> Double) -> Double {
      places.map(density).filter(\.isFinite).max() ?? 0
    }
    func tops(_ posterior: Posterior) -> Double {
      max(
        peak(posterior.density),
        posterior.modes.filter { x.low < $0 && $0 < x.high }.map(posterior.density)
          .filter(\.isFinite).max() ?? 0)
    }
    let mine = tops(posterior)
    let others = posteriors.map(tops).max() ?? mine
    let height = max(
      max(mine, min(others, 2.5 * mine)), min(peak(q.density), 3 * mine), 0)
    guard height > 0, height.isFinite, (x.high - x.low).isFinite else { return nil }
    figure = Figure(x: x, y: FigureAxis("density", from: 0, to: 1.06 * height))
    own = DensityFigure.ofModel(posterior.model, posterior, figure)
  }

  /// What is drawn at a place.
  func slots(_ place: ReportPlace) -> PageSlots {
    var slots = place.posterior.map { DensityFigure.ofModel($0.model, $0, figure) } ?? own
    let q = place.q
    let quantiles = DensityFigure.probabilities.map(q.quantile) + [q.mode]
    slots["densities-q"] = DensityFigure.path(
      q.density, near: quantiles, support: q.support, figure, isMountain: false)
    slots["densities-frame"] = figure.frame
    slots["densities-note"] = note(q)
    return slots
  }

  /// What of q is not to be seen.
  private func note(_ q: any Distribution) -> String {
    let (low, high) = (figure.x.low, figure.x.high)
    let median = q.quantile(0.5)
    if median < low { return "Most of q lies to the left of this picture." }
    if median > high { return "Most of q lies to the right of this picture." }
    let places = (0...400).map { low + (high - low) * Double($0) / 400 }
    let top = (places + [q.mode]).filter { low <= $0 && $0 <= high }.map(q.density).max() ?? 0
    if top == .infinity { return "q rises above every height." }
    return top > figure.y.high
      ? "q is higher than this picture: up to \(PlotText.short(top))." : ""
  }

  /// Prior, likelihood and posterior.
  private static func ofModel(
    _ model: Model, _ posterior: Posterior, _ figure: Figure
  ) -> PageSlots {
    let width = figure.x.high - figure.x.low
    let near = posterior.modes.flatMap { mode in
      [mode]
        + (0..<20).flatMap { power -> [Double] in
          let distance = width * exp2(-Double(power))
          return [mode - distance, mode + distance]
        }
    }
    func curve(_ density: (Double) -> Double, isMountain: Bool = false) -> String {
      path(density, near: near, support: model.support, figure, isMountain: isMountain)
    }
    var slots: PageSlots = ["densities-posterior": curve(posterior.density, isMountain: true)]
    slots["densities-prior"] = model.prior.map { curve($0.density) } ?? ""
    slots["densities-likelihood"] = ""
    if let logLikelihood = model.logLikelihood {
      let places = (1..<200).map { figure.x.low + width * Double($0) / 200 }
      let best = places.map { logLikelihood(DoubleDouble($0)).head }.filter(\.isFinite).max()
      let peak = places.map(posterior.density).filter(\.isFinite).max()
      if let best, let peak {
        slots["densities-likelihood"] = curve { z in
          posterior.support.contains(z)
            ? peak * exp(logLikelihood(DoubleDouble(z)).head - best) : .nan
        }
      }
    }
    return slots
  }

  private static func path(
    _ density: (Double) -> Double, near landmarks: [Double], support: Interval, _ figure: Figure,
    isMountain: Bool
  ) -> String {
    let (low, high) = (figure.x.low, figure.x.high)
    let width = high - low
    var places = Set((0...320).map { low + width * Double($0) / 320 })
    places.formUnion(landmarks.filter { low < $0 && $0 < high })
    // Where a density begins it may jump.
    for end in [support.lower, support.upper] where low <= end && end <= high {
      places.formUnion([end - width * 1e-6, end, end + width * 1e-6])
    }
    let values = places.sorted().map { z in (x: z, y: density(z)) }
      .map { $0.y == .infinity ? (x: $0.x, y: 3 * figure.y.high) : $0 }
    return isMountain ? figure.mountain(values) : figure.line(values)
  }

  /// Where nearly all of a posterior is; `nil` where that is a point, or cannot be had.
  private static func bulk(
    of posterior: Posterior, _ workspace: inout Workspace
  ) -> ClosedRange<Double>? {
    guard let low = try? posterior.quantile(0.0005, workspace: &workspace).value,
      let high = try? posterior.quantile(0.9995, workspace: &workspace).value,
      low < high, (high - low).isFinite
    else { return nil }
    return low...high
  }

  /// The stretch of z that is shown, for a bulk of the posterior.
  private static func range(
    _ bulk: ClosedRange<Double>, q: any Distribution, prior: (any Distribution)?
  ) -> ClosedRange<Double> {
    func with(_ other: any Distribution, upTo share: Double, cut: Bool) -> ClosedRange<Double> {
      let (a, b) = (other.quantile(0.005), other.quantile(0.995))
      guard a < b, (b - a).isFinite else { return bulk }
      let length = bulk.upperBound - bulk.lowerBound
      let (low, high) = (min(bulk.lowerBound, a), max(bulk.upperBound, b))
      if high - low <= share * length { return low...high }
      guard cut else { return bulk }
      return max(
        low, bulk.lowerBound - share * length)...min(
          high, bulk.upperBound + share * length)
    }
    let ranges =
      [with(q, upTo: 3, cut: true)] + (prior.map { [with($0, upTo: 2, cut: false)] } ?? [])
    let low = ranges.map(\.lowerBound).min() ?? bulk.lowerBound
    let high = ranges.map(\.upperBound).max() ?? bulk.upperBound
    let width = high - low
    let supports = [q.support] + (prior.map { [$0.support] } ?? [])
    // An end of a support that is near is the picture's.
    func end(_ own: Double, _ ends: [Double], _ sign: Double) -> Double {
      ends.first { abs($0 - own) <= 0.1 * width && sign * ($0 - own) >= 0 }
        ?? own + sign * 0.04 * width
    }
    return end(low, supports.map(\.lower), -1)...end(high, supports.map(\.upper), 1)
  }
}
