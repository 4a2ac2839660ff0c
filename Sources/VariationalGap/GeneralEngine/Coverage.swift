// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// What there is to integrate over: panels on which a density is smooth, and the pieces at the ends
/// whose mass is known from a power law.
struct Coverage: Sendable {
  /// A stretch of a chart in which the density varies by a few powers of e.
  struct Panel: Sendable {
    let chart: Int
    let lower: Double
    let upper: Double
    /// Whether it is integrated over log t: where the ends differ by orders of magnitude.
    let isLogarithmic: Bool

    /// Half way between the ends.
    var middle: Double { lower + 0.5 * (upper - lower) }
  }

  let charts: [Chart]
  let panels: [Panel]
  /// The cells that the panels are made of, by chart and position.
  let cells: [BulkSearch.Cell]
  /// Cells at the ends of charts, each with the power law that it follows.
  let ends: [BulkSearch.Cell]
  /// Bounds on the logarithm of the mass outside, for each term of the search.
  let excluded: [Double]
  /// A bound on the logarithm of the mass in cells that the search could not resolve, for each term.
  let unresolved: [Double]

  /// Whether all of the mass is in the panels and pieces, up to what is excluded.
  var isComplete: Bool { unresolved.allSatisfy { $0 == -.infinity } }

  init(_ search: BulkSearch, on charts: [Chart], terms: [BulkSearch.Term]) {
    self.charts = charts
    excluded = search.excluded
    var unresolved = terms.map { _ in -Double.infinity }
    var ends: [BulkSearch.Cell] = []
    var panels: [Panel] = []
    var merged: Stretch?
    func flush() {
      if let stretch = merged { panels.append(stretch.panel(terms)) }
      merged = nil
    }
    for cell in search.cells {
      for term in unresolved.indices {
        let bounds = cell.bounds[term]
        if !bounds.isResolved, !bounds.isNegligible {
          unresolved[term] = logSum(unresolved[term], bounds.mass.upper)
        }
      }
      guard Coverage.isRegular(cell) else {
        ends.append(cell)
        continue
      }
      let stretch = Stretch(cell, terms)
      if let sum = merged?.joined(with: stretch) {
        merged = sum
      } else {
        flush()
        merged = stretch
      }
    }
    flush()
    self.ends = ends
    cells = search.cells.filter(Coverage.isRegular)
    self.panels = panels
    self.unresolved = unresolved
  }

  private static func isRegular(_ cell: BulkSearch.Cell) -> Bool {
    cell.upper.isFinite && !cell.bounds.contains { $0.isEnd && !$0.isNegligible }
      && (cell.lower > 0
        || cell.bounds.allSatisfy { $0.isNegligible || $0.range.upper < .infinity })
  }
}

/// Neighbouring cells on the way to a panel, with the values of the densities in them.
private struct Stretch {
  private let chart: Int
  private let lower: Double
  private let upper: Double
  /// The least and the largest value of each log density, where it matters.
  private let ranges: [(low: Double, high: Double)]

  /// How much log f may vary in a panel.
  private static let smooth = 9.0

  init(_ cell: BulkSearch.Cell, _ terms: [BulkSearch.Term]) {
    self.init(
      chart: cell.chart, lower: cell.lower, upper: cell.upper,
      ranges: terms.indices.map { index in
        guard !cell.bounds[index].isNegligible else { return (.infinity, -.infinity) }
        let density = terms[index].density[cell.chart]
        let values = [cell.lower, 0.5 * (cell.lower + cell.upper), cell.upper].map { density($0) }
          .filter(\.isFinite)
        return (values.min() ?? .infinity, values.max() ?? -.infinity)
      })
  }

  private init(
    chart: Int, lower: Double, upper: Double, ranges: [(low: Double, high: Double)]
  ) {
    self.chart = chart
    self.lower = lower
    self.upper = upper
    self.ranges = ranges
  }

  /// Both, where they meet and the densities vary little over the two.
  func joined(with next: Stretch) -> Stretch? {
    guard chart == next.chart, upper == next.lower else { return nil }
    let ranges = zip(ranges, next.ranges).map { (min($0.low, $1.low), max($0.high, $1.high)) }
    guard ranges.allSatisfy({ $0.1 - $0.0 <= Stretch.smooth }) else { return nil }
    return Stretch(chart: chart, lower: lower, upper: next.upper, ranges: ranges)
  }

  func panel(_ terms: [BulkSearch.Term]) -> Coverage.Panel {
    // Linear where neither densities nor weights have structure at the scale of the lower end.
    let (near, far) = (max(lower, upper * 1e-6), upper / 8)
    let isFlat = terms.allSatisfy { term in
      let density = term.density[chart]
      guard abs(density(near) - density(far)) < 0.5 else { return false }
      guard let weight = term.weight?[chart] else { return true }
      return abs(weight(near) - weight(far)) < 0.5 * (1 + abs(weight(far)))
    }
    return Coverage.Panel(
      chart: chart, lower: lower, upper: upper,
      isLogarithmic: lower > 0 && upper / lower > 8 && !isFlat)
  }
}

extension Coverage {
  /// Integrates a function of z over the panels.
  ///
  /// - Parameters:
  ///   - parts: the panels, or parts of them; all by default.
  ///   - allowed: an absolute error that is small enough for every panel.
  ///   - value: the integrand at the point t of a chart.
  func integral(
    over parts: [Panel]? = nil, using routine: Routine = .qag(.points31), allowed: Double,
    of quantity: String,
    workspace: inout Workspace,
    _ value: @escaping @Sendable (_ chart: Int, _ t: DoubleDouble) -> Double
  ) throws(InferenceError) -> Integral {
    var total = Integral.empty
    let panels = parts ?? panels
    for panel in panels where panel.lower < panel.upper {
      let (a, b) = (panel.lower, panel.upper)
      let chart = panel.chart
      let part: Integral
      let tolerance = Tolerance(
        relative: 1e-13, absolute: max(allowed / Double(panels.count), 1e-16 * abs(total.value)))
      do throws(QuadratureError) {
        if panel.isLogarithmic {
          part = try workspace.integrate(
            from: logarithm(a), to: logarithm(b), using: routine, tolerance: tolerance
          ) { s in
            let t = exponential(s)
            return t * value(chart, DoubleDouble(t))
          }
        } else {
          // From the middle, so that a narrow panel far from the origin keeps its digits.
          let middle = a + (b - a) / 2
          let (low, high) = (
            (DoubleDouble(a) - DoubleDouble(middle)).head,
            (DoubleDouble(b) - DoubleDouble(middle)).head
          )
          part = try workspace.integrate(
            from: low, to: high, using: routine, tolerance: tolerance
          ) { value(chart, DoubleDouble(middle) + DoubleDouble($0)) }
        }
      } catch .notConverged(let best, _) {
        total += best
        total.status = .roundoff
        continue
      } catch {
        throw .quadrature(quantity: quantity, error)
      }
      total += part
    }
    return total
  }

  /// An integral to a few digits, for the size of things: one pass of a rule.
  func roughIntegral(
    of quantity: String, workspace: inout Workspace,
    _ value: @escaping @Sendable (_ chart: Int, _ t: DoubleDouble) -> Double
  ) throws(InferenceError) -> Integral {
    try integral(
      using: .qag(.points15), allowed: .greatestFiniteMagnitude, of: quantity,
      workspace: &workspace, value)
  }

  /// A bound on the mass of a term outside the panels and pieces, over exp(peak).
  func outside(_ term: Int, relativeTo peak: Double = 0) -> Double {
    exponential(excluded[term] - peak) + exponential(unresolved[term] - peak)
  }
}
