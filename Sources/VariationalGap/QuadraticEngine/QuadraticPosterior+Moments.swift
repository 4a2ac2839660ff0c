// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension QuadraticPosterior {
  /// E[z | x].
  func mean(workspace: inout Workspace) throws(InferenceError) -> Estimate {
    let local = CentredDensity(self)
    let offset = try local.offset(workspace: &workspace)
    return Estimate(local.centre + DoubleDouble(offset.value), error: offset.error)
  }

  /// Var[z | x].
  func variance(workspace: inout Workspace) throws(InferenceError) -> Estimate {
    let (unit, square) = try spread(workspace: &workspace)
    return unit * (unit * square)
  }

  /// √Var[z | x], also where the variance leaves the doubles.
  func standardDeviation(workspace: inout Workspace) throws(InferenceError) -> Estimate {
    let (unit, square) = try spread(workspace: &workspace)
    return unit * square.squareRoot
  }

  /// The scale, and Var[z | x] over its square.
  private func spread(
    workspace: inout Workspace
  ) throws(InferenceError) -> (unit: Double, square: Estimate) {
    let local = CentredDensity(self)
    let offset = try local.offset(workspace: &workspace)
    return (local.unit, try local.spread(about: offset, workspace: &workspace))
  }

  /// P(z ≤ value | x), over the smaller of the two tails.
  func cumulativeProbability(
    _ value: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let local = CentredDensity(self)
    let s = (DoubleDouble(value) - local.centre).head
    let below = try local.mass(from: -.infinity, to: s, workspace: &workspace)
    return below.value <= 0.5
      ? below
      : Estimate(1, error: 0) - (try local.mass(from: s, to: .infinity, workspace: &workspace))
  }

  /// The quantile z with P(z ≤ value | x) = p, by Newton's method on the quadrature.
  ///
  /// The error is that of the probability over the density at the quantile.
  func quantile(_ p: Double, workspace: inout Workspace) throws(InferenceError) -> Estimate {
    let local = CentredDensity(self)
    // The smaller tail is the accurate one.
    let isBelow = p < 0.5
    let target = isBelow ? p : 1 - p
    func beyond(_ s: Double) throws(InferenceError) -> Estimate {
      isBelow
        ? try local.mass(from: -.infinity, to: s, workspace: &workspace)
        : try local.mass(from: s, to: .infinity, workspace: &workspace)
    }
    var (low, high) = local.window
    var s = (low + high) / 2
    var mass = try beyond(s)
    for _ in 0..<200 {
      let excess = mass.value - target
      // Where more mass than the target lies beyond, the quantile is further out.
      if (excess > 0) == isBelow { high = s } else { low = s }
      let slope = local.density(s) / local.volume.value
      let newton = isBelow ? s - excess / slope : s + excess / slope
      let next = low < newton && newton < high ? newton : (low + high) / 2
      if next == s || abs(next - s) <= 0.5 * .ulpOfOne * abs(s) || !(low < next && next < high) {
        break
      }
      s = next
      mass = try beyond(s)
    }
    let lost = mass.error + abs(mass.value - target)
    // The least density so far from s as the mass that is lost may reach, and twice.
    let reach = 2 * lost * local.volume.value / local.density(s)
    let slope = min(local.density(s - reach), local.density(s + reach)) / local.volume.value
    return Estimate(local.centre + DoubleDouble(s), error: lost / slope + s.ulp)
  }
}

extension CentredDensity {
  /// The half-width of the bulk: what moments are compared with.
  var reach: Double {
    let inner = breakpoints.map { abs($0) }.filter { $0 > 0 }.min() ?? 1
    return min(max(-window.lower, window.upper), inner)
  }

  /// E[s].
  func offset(workspace: inout Workspace) throws(InferenceError) -> Estimate {
    try expectation(
      magnitude: reach, largest: unit, of: { $0 }, quantity: "E[z | x]", workspace: &workspace)
  }

  /// E[(s − E[s])²] over the square of the scale.
  ///
  /// - Parameter offset: E[s].
  func spread(
    about offset: Estimate, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let (mean, unit) = (offset.value, unit)
    // In the tails the mean is nearer to the centre than 0.4 of the distance.
    var spread = try expectation(
      magnitude: (reach / unit) * (reach / unit), largest: 2,
      of: {
        let distance = ($0 - mean) / unit
        return distance * distance
      }, quantity: "Var[z | x]", workspace: &workspace)
    // About any point m' the second moment is the variance plus (m' − mean)².
    let slip = offset.error / unit
    spread.error += slip * slip
    return spread
  }

  /// The mass between two points.
  func mass(
    from lower: Double, to upper: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    try expectation(
      from: lower, to: upper, magnitude: 0, largest: 1, of: { _ in 1 }, quantity: "P(z | x)",
      workspace: &workspace)
  }
}
