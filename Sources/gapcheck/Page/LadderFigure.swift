// SPDX-License-Identifier: GPL-3.0-or-later

import Quadrature
import VariationalGap

/// The figure of bounds on log p(x) from below and from above, by their distance to it.
struct LadderFigure {
  /// A bound with its distance to log p(x).
  struct Rung {
    let bound: EvidenceBound
    let name: String
    let meaning: String
    let distance: Double
  }

  /// From the top: the largest first.
  let rungs: [Rung]
  private let figure: Figure?

  init(_ bounds: EvidenceBounds) {
    let evidence = bounds.logEvidence.value
    rungs = bounds.bounds.filter { !$0.isTimedOut }.map { bound in
      let (name, meaning) = LadderFigure.words(bound)
      return Rung(
        bound: bound, name: name, meaning: meaning, distance: bound.value.value - evidence)
    }.sorted { $0.distance > $1.distance || $1.distance.isNaN && !$0.distance.isNaN }
    // One that is far away must not push the others together.
    let finite = rungs.map(\.distance).filter(\.isFinite)
    let elbo = rungs.first { $0.bound.kind == .elbo }.map { abs($0.distance) } ?? 0
    let reach = elbo > 0 && elbo.isFinite ? 3 * elbo : .infinity
    let low = max(finite.min() ?? 0, -reach)
    let high = min(finite.max() ?? 0, reach)
    guard low < high, (high - low).isFinite else {
      figure = nil
      return
    }
    let room = (high - low) * 0.12
    figure = Figure(
      x: FigureAxis("nats above log p(x)", from: low - room, to: high + room),
      y: FigureAxis(rows: rungs.map(\.name)))
  }

  /// The figure; empty where all bounds are the same, or none is a number.
  var markup: String {
    guard let figure else { return "" }
    var text = figure.frame + "<path class=\"evidence\" d=\"\(figure.upright(0))\"/>"
    for (index, rung) in rungs.enumerated() where !rung.distance.isNaN {
      let height = figure.y.height(ofRow: index)
      let isInside = (0...1).contains(figure.x.share(rung.distance))
      let style = rung.bound.side == .upper ? "above" : "below"
      text += "<path class=\"\(style)\" d=\"\(figure.dot(rung.distance, height, radius: 5))\"/>"
      guard rung.bound.kind != .evidence else { continue }
      let isRight = rung.distance > 0
      let place =
        isInside
        ? figure.point(rung.distance, height)
        : Figure.Point(
          x: isRight ? Figure.right : Figure.left + 4, y: figure.point(0, height).y)
      let words = isInside ? PageNumber.short(rung.distance) : outside(rung.distance)
      // Towards the middle, where there is room; but not over the line of log p(x).
      let length = 9 + 7 * Double(words.count)
      let zero = figure.point(0, height).x
      let isLeft =
        isRight
        ? place.x - length > zero || place.x + length > Figure.width
        : place.x + length > zero && place.x - length > Figure.left
      text += Figure.label(
        words, at: Figure.Point(x: place.x + (isInside ? (isLeft ? -9 : 9) : 0), y: place.y + 4),
        isLeft ? "end" : "start")
    }
    return text
  }

  private func outside(_ distance: Double) -> String {
    let text = PageNumber.short(distance)
    return distance > 0 ? "\(text) →" : "← \(text)"
  }

  /// What a bound is called by people, and what it is.
  private static func words(_ bound: EvidenceBound) -> (name: String, meaning: String) {
    switch bound.kind {
    case .elbo: return ("ELBO", "E_q[log w] with w = p(x, z)/q(z)")
    case .importance(let count):
      return ("IWAE \(count)", "the mean of the log of the mean of \(count) w")
    case .cubo(let order):
      let n = PlotText.short(order)
      return ("CUBO \(n)", "log E_q[wⁿ]/n with n = \(n), an upper bound")
    case .eubo: return ("EUBO", "the mean of log w under the posterior, an upper bound")
    case .evidence: return ("log p(x)", "what they are bounds of")
    case .renyi, .sampledRenyi, .thermodynamicLower, .thermodynamicUpper, .thermodynamicIntegral:
      return (bound.name, "")
    }
  }
}
