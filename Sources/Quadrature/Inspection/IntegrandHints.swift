// SPDX-License-Identifier: GPL-3.0-or-later

/// What the caller knows of an integrand: the width of what is to be found, and about where it is.
struct IntegrandHints {
  let scale: Double?
  let centre: Double?

  /// Half the length of the part that the front door takes for itself around the centre, in scales.
  private static let halfWidth = 8.0

  /// Checks the hints for the ascending interval (a, b).
  init(scale: Double?, centre: Double?, from a: Double, to b: Double) throws(QuadratureError) {
    if let scale, !(scale > 0 && scale.isFinite) {
      throw .invalidParameter(name: "scale", value: scale, requirement: "positive and finite")
    }
    if let centre, !(centre.isFinite && a <= centre && centre <= b) {
      throw .invalidParameter(
        name: "centre", value: centre, requirement: "a finite number from \(a) to \(b)")
    }
    if let scale, centre == nil, a.isFinite, b.isFinite, (b - a) / scale > IntegrandHints.mostScales
    {
      throw .invalidParameter(
        name: "scale", value: scale,
        requirement:
          "at least \((b - a) / IntegrandHints.mostScales) on (\(a), \(b)) without a centre: give a centre"
      )
    }
    self.scale = scale
    self.centre = centre
  }

  /// The most scales in a finite interval that are looked at with even steps.
  private static let mostScales = 200.0

  /// How many panels of a length in scales make up a finite interval without a centre.
  func panels(from a: Double, to b: Double, _ length: Double, _ fineness: Double) -> Int {
    let scales = max(1, (b - a) / (scale ?? b - a))
    return Int((min(scales, IntegrandHints.mostScales) / length * fineness).rounded(.up))
  }

  /// The centre; without one, the end that is finite, or 0.
  func centre(from a: Double, to b: Double) -> Double {
    centre ?? (a.isFinite ? a : b.isFinite ? b : 0)
  }

  /// The caller's breakpoints, and about the centre those of the front door where anything is known.
  func breakpoints(from a: Double, to b: Double, beside points: [Double] = []) -> [Double] {
    guard scale != nil || centre != nil else { return points }
    let centre = centre(from: a, to: b)
    let step = IntegrandHints.halfWidth * (scale ?? 1)
    return points
      + [centre - step, centre, centre + step].filter { a < $0 && $0 < b && $0.isFinite }
  }
}
