// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

/// A posterior density seen from its mode, z = centre + s, relative to its value there: for the
/// expectations that are not asked for in inner loops.
struct CentredDensity: Sendable {
  let centre: DoubleDouble
  /// The scale: where the density has dropped by exp(−1), to a factor of 2.
  let unit: Double
  /// The window in s beyond which there is only `tail`.
  let window: (lower: Double, upper: Double)
  let breakpoints: [Double]
  let density: @Sendable (Double) -> Double
  /// ∫ density ds.
  let volume: Estimate
  /// A bound on ∫ density ds outside the window.
  let tail: Double
  /// A bound on the relative error of the density.
  let rounding: Double
  /// The relative tolerance of its integrals.
  var relative = Accuracy.full.relative
}

extension CentredDensity {
  init(_ posterior: QuadraticPosterior) {
    let form = posterior.form
    relative = form.accuracy.relative
    (centre, unit) = (form.centre, form.unit)
    let reach = form.window(drop: form.accuracy.momentDrop)
    window = (reach.lower * form.unit, reach.upper * form.unit)
    breakpoints = form.panels(reach, drops: (3, 12)).array.map { $0 * form.unit }
    density = { exponential(form.bell.exponent($0 / form.unit)) }
    volume = Estimate(
      posterior.normalizer.value * form.unit, error: posterior.normalizer.error * form.unit)
    tail = form.tails(outside: reach).second * form.unit
    // That of an exponential over the bulk, and of the quotient by the volume.
    rounding = 6 * .ulpOfOne + form.drift
  }

  /// ∫ value(s)·density(s) ds over the part of the window between two points, over the volume.
  ///
  /// - Parameters:
  ///   - magnitude: an absolute error of the tolerance times this is small enough.
  ///   - largest: what |value| is compared with in the tails, where it is at most that times the
  ///     square of the distance in units of the scale.
  func expectation(
    from lower: Double = -.infinity, to upper: Double = .infinity, magnitude: Double,
    largest: Double, of value: @escaping @Sendable (Double) -> Double, quantity: String,
    workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let (a, b) = (max(lower, window.lower), min(upper, window.upper))
    guard a < b else { return Estimate(0, error: tail * largest / volume.value) }
    let density = density
    let integral: Integral
    do throws(QuadratureError) {
      integral = try workspace.integrate(
        from: a, to: b, breakpoints: breakpoints.filter { a < $0 && $0 < b }, using: .qagp,
        tolerance: Tolerance(relative: relative, absolute: relative * magnitude * volume.value),
        onSuspicion: .ignore
      ) { density($0) * value($0) }
    } catch .notConverged(let best, _) {
      integral = best
    } catch {
      throw .quadrature(quantity: quantity, error)
    }
    let result = integral.value / volume.value
    let perturbation = volume.relativeError + rounding
    return Estimate(
      result,
      error: (integral.error + tail * largest) / volume.value
        + perturbation * max(abs(result), magnitude))
  }
}
