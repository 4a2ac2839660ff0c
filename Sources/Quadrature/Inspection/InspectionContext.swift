// SPDX-License-Identifier: GPL-3.0-or-later

/// What a C callback sees of an integrand during a closer look: it counts, remembers the outermost nodes of
/// a panel, and never stops at a value that is not finite, which it keeps and takes for 0.
struct InspectionContext: ~Copyable {
  private let body: (Double) -> Double
  private(set) var evaluations = 0
  private(set) var nonzero = 0
  /// The first value that was not finite since it was last set to `nil`.
  var offence: (z: Double, value: Double)?
  /// The two lowest and the two highest nodes since ``beginPanel()``.
  private(set) var lowest = PanelEnd()
  private(set) var highest = PanelEnd()

  init(_ body: @escaping (Double) -> Double) { self.body = body }

  /// Forgets the nodes of the panel before.
  mutating func beginPanel() { (lowest, highest) = (PanelEnd(), PanelEnd()) }

  mutating func evaluate(at z: Double) -> Double {
    let value = value(at: z)
    lowest.insert(value, at: z)
    highest.insert(value, at: -z)
    return value
  }

  mutating func value(at z: Double) -> Double {
    evaluations &+= 1
    let value = body(z)
    guard value.isFinite else {
      offence = offence ?? (z, value)
      return 0
    }
    if value != 0 { nonzero &+= 1 }
    return value
  }

  static let callback: DirectIntegrand.Callback = { z, context in
    unsafe context.assumingMemoryBound(to: InspectionContext.self).pointee.evaluate(at: z)
  }
}

/// The values at the two nodes next to an end of a panel.
struct PanelEnd {
  private(set) var outer = (place: Double.infinity, value: 0.0)
  private(set) var inner = (place: Double.infinity, value: 0.0)

  /// Keeps the two nodes with the smallest places.
  @inline(__always)
  mutating func insert(_ value: Double, at place: Double) {
    if place < outer.place {
      (outer, inner) = ((place, value), outer)
    } else if place < inner.place {
      inner = (place, value)
    }
  }

  /// Whether the value at the end itself does not continue the two: there may be a jump in between.
  func breaks(with value: Double) -> Bool { gap(to: value) > 0.5 * abs(inner.value - outer.value) }

  /// The difference of the value at the end from the one next to it.
  func gap(to value: Double) -> Double { abs(value - outer.value) }
}
