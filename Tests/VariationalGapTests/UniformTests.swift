// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Quadrature
import Testing
import VariationalGap

/// The general engine with a log density that is constant.
struct UniformTests {
  /// KL(U(a, b)‖p), by its closed form.
  @Test func divergenceFromAUniformDistribution() throws {
    var workspace = try Workspace()
    let unit = try Uniform(from: 0, to: 1)
    let wide = try Uniform(from: -1, to: 1)
    func check(_ divergence: Quantity, _ truth: Double) {
      let estimate = divergence.bounded
      #expect(abs(estimate.value - truth) <= estimate.error + truth.ulp, "\(estimate)")
      #expect(estimate.error < 1e-12)
    }
    // E[z] = ½.
    check(
      try KullbackLeibler.divergence(
        from: unit, to: try Exponential(rate: 1), workspace: &workspace), 0.5)
    // −log 2 + ½ log 2π + ⅙, by mpmath.
    check(
      try KullbackLeibler.divergence(from: wide, to: Normal.standard, workspace: &workspace),
      0.39245801931139409847)
    // log 2.
    check(
      try KullbackLeibler.divergence(from: unit, to: wide, workspace: &workspace),
      0.69314718055994530942)
    let infinite = try KullbackLeibler.divergence(
      from: Normal.standard, to: wide, workspace: &workspace)
    #expect(infinite.value == .infinity && infinite.estimate == nil)
  }
}
