// SPDX-License-Identifier: GPL-3.0-or-later

/// The first bisections of an integral over a finite interval, of the segment with the largest error, with no C between the
/// rule and a closure.
///
/// A smooth integrand needs no more, and QAGS would do the same. For another one QAGS begins anew, and is given the values
/// that are known here.
@safe
struct Bisection {
  /// The most segments.
  private static let mostSegments = 9
  /// What is kept of a panel: the values at its nodes, and where its centre is.
  private static let stride = PanelRule.points + 1
  /// How many numbers are kept.
  static let capacity = (2 * mostSegments - 1) * stride

  private struct Segment {
    let lower: Double
    let upper: Double
    let value: Double
    let error: Double
  }

  /// The values at the nodes of all panels so far, each panel's followed by its centre.
  private let samples: UnsafeMutablePointer<Double>
  private var panels = 0
  /// Where GSL is in a panel that it asks for, and which one that is.
  private var position = 0
  private var recalled: Int?

  /// - Parameter samples: memory for ``capacity`` numbers, lent for as long as this value is used.
  init(_ samples: UnsafeMutablePointer<Double>) { unsafe self.samples = samples }

  /// How often the integrand was evaluated.
  var evaluations: Int { panels * PanelRule.points }

  /// The integral over (a, b), if a few bisections suffice.
  ///
  /// - Parameter limit: one more than the number of segments that there may be.
  mutating func integral(
    from a: Double, to b: Double, limit: Int, _ tolerance: Tolerance,
    _ integrand: (Double) -> Double
  ) throws(QuadratureError) -> (estimate: Estimate, intervals: Int)? {
    let rule = PanelRule.points21
    let whole = try sums(from: a, to: b, rule, integrand)
    let (error, allowed) = (whole.error, tolerance.allowedError(for: whole.value))
    // A sum that overflows is no integral.
    guard allowed.isFinite, error.isFinite else { return nil }
    if error == 0 || error <= allowed && error != whole.spread {
      return (Estimate(whole.value, error: error), 1)
    }
    guard error > 100 * .ulpOfOne * whole.magnitude else { return nil }
    return try bisected(
      Segment(lower: a, upper: b, value: whole.value, error: error), rule, limit, tolerance,
      integrand)
  }

  @inline(never)
  private mutating func bisected(
    _ whole: Segment, _ rule: PanelRule, _ limit: Int, _ tolerance: Tolerance,
    _ integrand: (Double) -> Double
  ) throws(QuadratureError) -> (estimate: Estimate, intervals: Int)? {
    var segments = [whole]
    segments.reserveCapacity(Bisection.mostSegments)
    while segments.count < min(Bisection.mostSegments, limit - 1) {
      var worst = 0
      for index in segments.indices where segments[index].error > segments[worst].error {
        worst = index
      }
      let old = segments[worst]
      let middle = PanelRule.centre(from: old.lower, to: old.upper)
      guard old.lower < middle, middle < old.upper else { return nil }
      func half(_ lower: Double, _ upper: Double) throws(QuadratureError) -> Segment {
        let sums = try sums(from: lower, to: upper, rule, integrand)
        return Segment(lower: lower, upper: upper, value: sums.value, error: sums.error)
      }
      segments[worst] = try half(old.lower, middle)
      segments.append(try half(middle, old.upper))
      var sum = Estimate(0, error: 0)
      for segment in segments {
        sum = Estimate(sum.value + segment.value, error: sum.error + segment.error)
      }
      guard sum.isFinite else { return nil }
      if sum.error <= tolerance.allowedError(for: sum.value) { return (sum, segments.count) }
    }
    return nil
  }

  /// What the rule says of a panel, whose values are kept.
  @inline(__always)
  private mutating func sums(
    from a: Double, to b: Double, _ rule: PanelRule, _ integrand: (Double) -> Double
  ) throws(QuadratureError) -> PanelSums {
    let values = unsafe samples + panels * Bisection.stride
    let sums = unsafe try rule(from: a, to: b, into: values) { z throws(QuadratureError) in
      let value = integrand(z)
      // As isFinite, in one comparison.
      guard abs(value) <= .greatestFiniteMagnitude else {
        throw .nonFiniteIntegrand(at: z, value: value)
      }
      return value
    }
    unsafe values[PanelRule.points] = PanelRule.centre(from: a, to: b)
    panels += 1
    return sums
  }

  /// The value at the next node of GSL's 21-point rule, where it belongs to a panel that was sampled.
  mutating func recall(_ z: Double) -> Double? {
    if position == 0 {
      recalled = (0..<panels).first {
        unsafe samples[$0 * Bisection.stride + PanelRule.points] == z
      }
    }
    let place = PanelRule.place(ofCall: position)
    position = position + 1 < PanelRule.points ? position + 1 : 0
    return recalled.map { unsafe samples[$0 * Bisection.stride + place] }
  }
}
