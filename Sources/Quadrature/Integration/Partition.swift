// SPDX-License-Identifier: GPL-3.0-or-later

/// Which routine integrates over what: the checked and resolved form of a request.
struct Partition {
  /// The routine; never ``Routine/automatic``.
  let routine: Routine
  /// The ends for the routine, ascending, in its own variable.
  let lower: Double
  let upper: Double
  /// The ends and the breakpoints for QAGP, ascending; empty for the other routines.
  var points: [Double] = []
  /// The map from the routine's variable to z, where there is one.
  var substitution: Substitution?

  /// The evaluations that CQUAD may take; `nil` where the limit of the workspace says so.
  var budget: Int?

  /// The part of an infinite interval beyond centre + reach, by QAGS.
  init(centre: Double, reach: Double) {
    routine = .qags
    (lower, upper) = (0, 1)
    substitution = .distantTail(centre: centre, reach: reach)
  }

  /// Resolves a request over the ascending, not empty interval (a, b).
  init(
    routine request: Routine, from a: Double, to b: Double, breakpoints: [Double]
  ) throws(QuadratureError) {
    let inner = try Partition.inner(breakpoints, from: a, to: b)
    routine = try Partition.resolve(request, from: a, to: b, breakpoint: inner.first)
    switch routine {
    case .qng, .qag, .qags, .qagp, .cquad, .romberg:
      if a.isFinite && b.isFinite {
        (lower, upper) = (a, b)
        if routine == .qagp { points = [a] + inner + [b] }
      } else {
        let map = Substitution(from: a, to: b, breakpoints: inner)
        (lower, upper) = map.range
        if routine == .qagp {
          var mapped: [Double] = []
          if case .anchored(let anchored) = map { mapped = anchored.breakpoints(inner) }
          points = [lower] + mapped + [upper]
        }
        substitution = map
      }
    default:
      (lower, upper) = (a, b)
    }
    guard (upper - lower).isFinite || !(a.isFinite && b.isFinite) else {
      throw .invalidInterval(from: a, to: b, requirement: "its length must be a finite number")
    }
  }

  /// The breakpoints strictly inside the interval, ascending, each once.
  static func inner(
    _ breakpoints: [Double], from a: Double, to b: Double
  ) throws(QuadratureError) -> [Double] {
    guard !breakpoints.isEmpty else { return [] }
    for point in breakpoints where !(point.isFinite && a <= point && point <= b) {
      throw .invalidBreakpoint(point, requirement: "breakpoints lie between \(a) and \(b)")
    }
    return Set(breakpoints).filter { a < $0 && $0 < b }.sorted()
  }

  private static func resolve(
    _ routine: Routine, from a: Double, to b: Double, breakpoint: Double?
  ) throws(QuadratureError) -> Routine {
    let shape = (a == -.infinity, b == .infinity)
    func requireInterval(_ holds: Bool, _ requirement: String) throws(QuadratureError) {
      guard holds else { throw .invalidInterval(from: a, to: b, requirement: requirement) }
    }
    switch routine {
    case .automatic:
      if breakpoint != nil { return .qagp }
      return switch shape {
      case (false, false): .qags
      case (false, true): .qagiu
      case (true, false): .qagil
      case (true, true): .qagi
      }
    case .qagi: try requireInterval(shape == (true, true), "QAGI takes (−∞, ∞)")
    case .qagiu: try requireInterval(shape == (false, true), "QAGIU takes (a, ∞), a finite")
    case .qagil: try requireInterval(shape == (true, false), "QAGIL takes (−∞, b), b finite")
    case .qawf: try requireInterval(shape == (false, true), "QAWF takes (a, ∞), a finite")
    case .qawc, .qaws, .qawo:
      try requireInterval(shape == (false, false), "\(routine.name) takes finite ends")
    case .qng, .qag, .qags, .qagp, .cquad, .romberg: break
    }
    if let breakpoint, routine != .qagp {
      throw .invalidBreakpoint(
        breakpoint, requirement: "\(routine.name) takes no breakpoints; QAGP does")
    }
    return routine
  }
}
