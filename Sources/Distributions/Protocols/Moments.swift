// SPDX-License-Identifier: GPL-3.0-or-later

internal import Quadrature

/// Mean, variance and entropy of a density that is known up to a factor.
///
/// With z = origin + h·s and the density proportional to exp(w(s)),
///
/// ```text
/// W = ∫ exp(w) ds     E[z] = origin + h E[s]     var z = h² E[(s − E[s])²]     entropy = log hW − E[w]
/// ```
///
/// in which neither the factor nor the distance of the origin from 0 takes part. The integrals of
/// one sign are good to 1e-13 in relative terms and mostly to the last digits; E[s] is a difference
/// of two of them where the density has mass on both sides of the origin.
struct Moments {
  /// E[z] − origin.
  let offset: Double
  /// The variance of z.
  let variance: Double
  /// The entropy of z, in nats.
  let entropy: Double

  /// Integrates.
  ///
  /// - Parameters:
  ///   - points: s where the density starts, changes its scale, and ends, in any order; all of its
  ///     mass that matters lies between the first and the last, or beyond an infinite one.
  ///   - scale: h.
  ///   - logWeight: w, bounded by 700.
  init(points: [Double], scale: Double, logWeight: @escaping (Double) -> Double)
    throws(QuadratureError)
  {
    var workspace = try Workspace()
    let points = Set(points).union([0]).sorted()
    let (first, last) = (points.first ?? 0, points.last ?? 0)

    func integral(
      from a: Double, to b: Double, absolute: Double = 0, of value: @escaping (Double) -> Double
    ) throws(QuadratureError) -> Double {
      guard a < b else { return 0 }
      let inner = points.filter { a <= $0 && $0 <= b && $0.isFinite }
      let tolerance = Tolerance(relative: 1e-13, absolute: absolute)
      return try workspace.integrate(from: a, to: b, breakpoints: inner, tolerance: tolerance) {
        // 0 · ∞ where a heavy tail is mapped to a finite interval.
        let weight = exponential(logWeight($0))
        return weight == 0 ? 0 : weight * value($0)
      }.value
    }

    // The origin may be an end of the density, and the window may not reach it.
    let total = try integral(from: first, to: last) { _ in 1 }
    let above = try integral(from: max(first, 0), to: last) { $0 }
    let below = try integral(from: first, to: min(last, 0)) { -$0 }
    let mean = (above - below) / total
    let spread = try integral(from: first, to: last) { ($0 - mean) * ($0 - mean) }
    let meanLogWeight = try integral(from: first, to: last, absolute: 1e-15 * total, of: logWeight)
    offset = scale * mean
    variance = scale * scale * (spread / total)
    entropy = logarithm(scale) + logarithm(total) - meanLogWeight / total
  }
}
