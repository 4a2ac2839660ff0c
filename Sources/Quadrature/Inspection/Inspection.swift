// SPDX-License-Identifier: GPL-3.0-or-later

/// A first pass over the panels of a grid by the 21-point rule: the sum of those where it is content, and the
/// others, which are still to be integrated.
struct Inspection {
  /// The part of the integral that is known.
  private(set) var closed = Estimate(0, error: 0)
  /// The panels where the rule is not content, the worst first, each with the rule's estimate; ∞ where there is none.
  private(set) var open: [(lower: Double, upper: Double, estimate: Estimate)] = []
  /// How many panels there are.
  private(set) var panels = 0
  private(set) var evaluations = 0
  /// How many of the values were not 0, as long as they are few.
  private(set) var nonzero = 0
  /// A value within sight that is not finite, where that is no single point.
  private(set) var offence: (z: Double, value: Double)?

  /// The part of a panel's length that lies between an end and the node next to it.
  private static let endGap = 0.00109
  /// The part of two panels that a panel of its own takes around a jump at the edge between them.
  private static let jumpWidth = 0.1
  /// How many values that are not 0 are next to none.
  private static let fewValues = 2
  /// How many single points without a finite value are looked around.
  private static let mostHoles = 8

  /// A panel that was looked at.
  private struct Panel {
    let lower: Double
    let upper: Double
    var estimate = Estimate(0, error: .infinity)
    var isOpen = true
    var lowest = PanelEnd()
    var highest = PanelEnd()
  }

  /// Looks.
  ///
  /// - Parameters:
  ///   - grid: where.
  ///   - share: the absolute error that a panel may have.
  ///   - samples: memory for the values at the nodes of a panel.
  ///   - body: the integrand.
  init(
    _ grid: InspectionGrid, share: Double, _ samples: UnsafeMutablePointer<Double>,
    _ body: (Double) -> Double
  ) {
    let rule = PanelRule.points21

    /// A panel, or a value that is not finite.
    func panel(_ lower: Double, _ upper: Double) -> (Panel, hole: (z: Double, value: Double)?) {
      var panel = Panel(lower: lower, upper: upper)
      let sums = unsafe rule(from: lower, to: upper, into: samples, body)
      evaluations += PanelRule.points
      if nonzero <= Inspection.fewValues {
        for index in 0..<PanelRule.points where unsafe samples[index].isFinite {
          if unsafe samples[index] != 0 { nonzero += 1 }
        }
      }
      guard sums.magnitude.isFinite else {
        return unsafe (panel, rule.hole(in: samples, from: lower, to: upper))
      }
      // The sum of large numbers overflows.
      guard sums.value.isFinite, sums.error.isFinite else { return (panel, nil) }
      panel.estimate = Estimate(sums.value, error: sums.error)
      panel.isOpen = sums.error > max(share, 100 * .ulpOfOne * sums.magnitude)
      panel.lowest = unsafe PanelEnd(
        outer: samples[rule.lowest.outer], inner: samples[rule.lowest.inner])
      panel.highest = unsafe PanelEnd(
        outer: samples[rule.highest.outer], inner: samples[rule.highest.inner])
      return (panel, nil)
    }

    var seen: [Panel] = []
    seen.reserveCapacity(grid.panels.count + grid.farPanels.count)
    var holes = 0
    for (lower, upper) in grid.panels {
      let (next, hole) = panel(lower, upper)
      guard let hole else {
        seen.append(next)
        continue
      }
      // A single point without a finite value may be a root or a removable gap: it becomes an end.
      holes += 1
      guard holes <= Inspection.mostHoles else {
        offence = hole
        return
      }
      for (lower, upper) in [(lower, hole.z), (hole.z, upper)] where lower < upper {
        seen.append(Panel(lower: lower, upper: upper))
      }
    }
    lookAtEdges(&seen, share, body)
    for (lower, upper) in grid.farPanels {
      let (next, hole) = panel(lower, upper)
      guard hole == nil else { break }
      seen.append(next)
    }

    panels = seen.count
    for panel in seen {
      if panel.isOpen {
        open.append((panel.lower, panel.upper, panel.estimate))
      } else {
        closed = Estimate(
          closed.value + panel.estimate.value, error: closed.error + panel.estimate.error)
      }
    }
    open.sort { $0.estimate.error > $1.estimate.error }
  }

  /// Looks for jumps between an edge and the nodes next to it, and lays a panel over each.
  private mutating func lookAtEdges(
    _ panels: inout [Panel], _ share: Double, _ body: (Double) -> Double
  ) {
    var mended: [Panel] = []
    mended.reserveCapacity(panels.count)
    for panel in panels {
      guard let last = mended.last, last.upper == panel.lower else {
        mended.append(panel)
        continue
      }
      let value = body(panel.lower)
      evaluations += 1
      guard value.isFinite else {
        // A root at the edge: both panels have it at their ends, where it belongs.
        mended[mended.count - 1].isOpen = true
        mended.append(panel)
        mended[mended.count - 1].isOpen = true
        continue
      }
      if value != 0 { nonzero += 1 }
      func isBroken(_ end: PanelEnd, _ length: Double) -> Bool {
        end.breaks(with: value) && end.gap(to: value) * length * Inspection.endGap > share
      }
      let length = min(last.upper - last.lower, panel.upper - panel.lower)
      let step = Inspection.jumpWidth * length
      let (before, after) = (panel.lower - step, panel.lower + step)
      guard
        isBroken(last.highest, last.upper - last.lower)
          || isBroken(panel.lowest, panel.upper - panel.lower),
        last.lower < before, before < after, after < panel.upper
      else {
        mended.append(panel)
        continue
      }
      mended.removeLast()
      mended.append(Panel(lower: last.lower, upper: before, lowest: last.lowest))
      mended.append(Panel(lower: before, upper: after))
      mended.append(Panel(lower: after, upper: panel.upper, highest: panel.highest))
    }
    panels = mended
  }

  /// Whether next to none of the values is not 0.
  var isNearlyAllZero: Bool { nonzero <= Inspection.fewValues }
}
