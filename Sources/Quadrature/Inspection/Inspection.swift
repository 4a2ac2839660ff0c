// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

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
  /// How many of the values were not 0.
  private(set) var nonzero = 0
  /// A value within sight that is not finite, where that is no single point.
  private(set) var offence: (z: Double, value: Double)?

  /// The part of a panel's length that lies between an end and the node next to it.
  private static let endGap = 0.00109
  /// The part of two panels that a panel of its own takes around a jump at the edge between them.
  private static let jumpWidth = 0.1
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
  ///   - body: the integrand.
  init(_ grid: InspectionGrid, share: Double, _ body: @escaping (Double) -> Double) {
    var context = InspectionContext(body)
    unsafe withUnsafeMutablePointer(to: &context) { context in
      unsafe look(grid, share, context)
    }
    evaluations = context.evaluations
    nonzero = context.nonzero
  }

  private mutating func look(
    _ grid: InspectionGrid, _ share: Double, _ context: UnsafeMutablePointer<InspectionContext>
  ) {
    var function = unsafe gsl_function(
      function: gslCallback(InspectionContext.callback), params: context)

    func panel(_ lower: Double, _ upper: Double) -> Panel {
      var (value, error, magnitude, spread) = (0.0, 0.0, 0.0, 0.0)
      unsafe context.pointee.beginPanel()
      unsafe gsl_integration_qk21(&function, lower, upper, &value, &error, &magnitude, &spread)
      // The sum of large numbers overflows.
      guard value.isFinite, error.isFinite else { return Panel(lower: lower, upper: upper) }
      return unsafe Panel(
        lower: lower, upper: upper, estimate: Estimate(value, error: error),
        isOpen: error > max(share, 100 * .ulpOfOne * magnitude), lowest: context.pointee.lowest,
        highest: context.pointee.highest)
    }

    var seen: [Panel] = []
    var holes = 0
    for (lower, upper) in grid.panels {
      let next = panel(lower, upper)
      guard let hole = unsafe context.pointee.offence else {
        seen.append(next)
        continue
      }
      // A single point without a finite value may be a root or a removable gap: it becomes an end.
      unsafe context.pointee.offence = nil
      holes += 1
      guard holes <= Inspection.mostHoles else {
        offence = hole
        return
      }
      for (lower, upper) in [(lower, hole.z), (hole.z, upper)] where lower < upper {
        seen.append(Panel(lower: lower, upper: upper))
      }
    }
    unsafe lookAtEdges(&seen, context, share)
    for (lower, upper) in grid.farPanels {
      let next = panel(lower, upper)
      guard unsafe context.pointee.offence == nil else { break }
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
  private func lookAtEdges(
    _ panels: inout [Panel], _ context: UnsafeMutablePointer<InspectionContext>, _ share: Double
  ) {
    var mended: [Panel] = []
    for panel in panels {
      guard let last = mended.last, last.upper == panel.lower else {
        mended.append(panel)
        continue
      }
      let value = unsafe context.pointee.value(at: panel.lower)
      if unsafe context.pointee.offence != nil {
        // A root at the edge: both panels have it at their ends, where it belongs.
        unsafe context.pointee.offence = nil
        mended[mended.count - 1].isOpen = true
        mended.append(panel)
        mended[mended.count - 1].isOpen = true
        continue
      }
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
  var isNearlyAllZero: Bool { nonzero <= 2 }
}
