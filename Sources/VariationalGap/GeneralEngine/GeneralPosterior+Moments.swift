// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature

extension GeneralPosterior {
  /// A place in the bulk to take moments about: the mean over the nodes of the heaviest part and those next to it.
  private var centre: Double {
    guard let heaviest = parts.indices.max(by: { parts[$0].mass.value < parts[$1].mass.value })
    else { return 0 }
    var (mass, sum) = (0.0, 0.0)
    for part in parts[max(0, heaviest - 1)...min(parts.count - 1, heaviest + 1)] {
      let (panel, half) = (part.panel, part.panel.centre.half.head)
      let coordinate = cover.coordinates[panel.stretch.coordinate]
      for (point, weight) in zip(cover.samples(of: panel), Panel.rule.weights) {
        let share = half * weight * exponential(point.last.head - peak)
        mass += share
        sum += share * coordinate.z(point.u).head
      }
    }
    let place = sum / mass
    return place.isFinite ? place : min(max(middle(of: parts[heaviest]), -1e300), 1e300)
  }

  private func middle(of part: Part) -> Double {
    let stretch = part.panel.stretch
    return cover.coordinates[stretch.coordinate].z(DoubleDouble(stretch.middle)).head
  }

  /// The size of the distance from a point, to a factor or so: E[|z − centre|^power]^(1/power).
  private func width(_ power: Int, about centre: Double) -> Double {
    let logs = parts.map { part -> Double in
      let distance = abs(middle(of: part) - centre)
      return logarithm(part.mass.value / volume.value) + Double(power) * logarithm(distance)
    }
    let width = exponential(logs.reduce(-.infinity, logSum) / Double(power))
    return min(max(width, abs(centre).ulp, .leastNormalMagnitude), 1e300)
  }

  /// E[((z − centre)/width)^power], whose integrand is covered in its own right: under a heavy tail the
  /// mass of a moment lies farther out than that of the density.
  ///
  /// - Returns: the expectation, or `nil` where it is infinite or does not exist.
  private func moment(
    _ power: Int, about centre: DoubleDouble, width: Double, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate? {
    let distance = (Formula.latent - .constant(centre)) / .number(width)
    do throws(InferenceError) {
      let moment = try Expectation(
        of: logJoint, weight: power == 1 ? distance : distance.applying(.square), on: support,
        known: logEvidence.estimate.value,
        limit: cover.isEnclosed && !cover.isComplete
          ? MassSearch.limitAfterFailure : MassSearch.limit,
        quantity: "E[z | x]", workspace: &workspace)
      // The evidence that it is relative to is rounded.
      let factor = exponential(DoubleDouble(moment.peak) - sharpLogEvidence.value)
      let value = factor * moment.value
      return Estimate(
        value.value,
        error: value.error + 2 * (volume.relativeError + 4 * .ulpOfOne) * moment.magnitude)
    } catch .infinite {
      return nil
    }
  }

  /// E[z | x]; `nil` where it does not exist.
  func mean(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    try knownMean.value { () throws(InferenceError) in
      try integratedMean(workspace: &workspace)
    }
  }

  private func integratedMean(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    let centre = centre
    let width = width(1, about: centre)
    guard
      let offset = try moment(1, about: DoubleDouble(centre), width: width, workspace: &workspace)
    else { return nil }
    let mean = DoubleDouble(centre) + .product(width, offset.value)
    guard mean.isFinite else { throw .overflow(quantity: "E[z | x]") }
    return Estimate(mean, error: width * offset.error)
  }

  /// E[(z − mean)²]/width², with a width of about the standard deviation; `nil` where it is infinite.
  private func spread(
    workspace: inout Workspace
  ) throws(InferenceError) -> (width: Double, square: Estimate)? {
    guard let mean = try mean(workspace: &workspace) else { return nil }
    // About the mean, so that nothing cancels; what the mean is off by enters squared.
    // No wider than that 1/width² has its digits: where it underflows, so does a tail.
    let width = min(width(2, about: mean.value), 1e150)
    guard
      let second = try moment(
        2, about: DoubleDouble(mean.value), width: width, workspace: &workspace)
    else { return nil }
    let slip = mean.error / width
    return (width, Estimate(second.value, error: second.error + slip * slip))
  }

  /// Var[z | x]; `nil` where it is infinite.
  func variance(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    guard let (width, square) = try spread(workspace: &workspace) else { return nil }
    let variance = width * (width * square)
    guard variance.value.isFinite else { throw .overflow(quantity: "Var[z | x]") }
    return variance
  }

  /// √Var[z | x], also where the variance leaves the doubles; `nil` where it is infinite.
  func standardDeviation(workspace: inout Workspace) throws(InferenceError) -> Estimate? {
    guard let (width, square) = try spread(workspace: &workspace) else { return nil }
    return width * square.squareRoot
  }
}
