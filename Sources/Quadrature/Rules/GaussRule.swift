// SPDX-License-Identifier: GPL-3.0-or-later

internal import CGSL

/// A Gauss rule: n nodes and weights that integrate every polynomial of degree 2n − 1 or less
/// against a weight function exactly, up to rounding.
///
/// ```text
/// ∫ w(z) f(z) dz ≈ Σᵢ weights[i] · f(nodes[i])
/// ```
///
/// There is no error estimate. It is the right tool where f is close to a polynomial over the whole
/// interval, and the cheapest one there; where f has structure of its own, integrate adaptively.
///
/// Source: Elhay, Kautsky, "Algorithm 655: IQPACK", ACM TOMS 13 (1987), as in GSL.
public struct GaussRule: Sendable, Hashable {
  /// The weight function w.
  public let weight: GaussWeight

  /// The points of evaluation, ascending, inside the interval of the weight function.
  public let nodes: [Double]

  /// The weights wᵢ of the nodes, in the same order; positive, or 0 where they underflow.
  public let weights: [Double]

  /// The largest number of points.
  private static let largestCount = 100_000

  /// Makes the rule for a weight function.
  ///
  /// - Parameters:
  ///   - weight: the weight function; its parameters are checked here.
  ///   - points: the number of nodes, from 1 to 100 000. The time grows with its square.
  /// - Throws: ``QuadratureError/invalidInterval(from:to:requirement:)`` and
  ///   ``QuadratureError/invalidParameter(name:value:requirement:)`` for parameters outside their
  ///   domain, or so large that ∫ w(z) dz is no finite number (Γ overflows at 171.6).
  public init(_ weight: GaussWeight, points: Int) throws(QuadratureError) {
    guard (1...GaussRule.largestCount).contains(points) else {
      throw .invalidParameter(
        name: "the number of points", value: Double(points),
        requirement: "from 1 to \(GaussRule.largestCount)")
    }
    try weight.check(points: points)
    GSL.silenceErrorHandler
    guard let table = unsafe weight.table(points: points) else {
      throw GaussRule.impossible(weight, points)
    }
    defer { unsafe gsl_integration_fixed_free(table) }
    nodes = unsafe Array(
      UnsafeBufferPointer(start: gsl_integration_fixed_nodes(table), count: points))
    weights = unsafe Array(
      UnsafeBufferPointer(start: gsl_integration_fixed_weights(table), count: points))
    guard nodes.allSatisfy(\.isFinite), weights.allSatisfy(\.isFinite) else {
      throw GaussRule.impossible(weight, points)
    }
    self.weight = weight
  }

  private static func impossible(_ weight: GaussWeight, _ points: Int) -> QuadratureError {
    .invalidParameter(
      name: "the number of points", value: Double(points),
      requirement: "one for which the rule of \(weight) has finite nodes and weights")
  }

  /// Σᵢ weights[i] · f(nodes[i]), summed in order.
  ///
  /// - Parameter integrand: f, without the weight function; its values have to be finite.
  /// - Throws: ``QuadratureError/nonFiniteIntegrand(at:value:)`` at the first node where f is not
  ///   finite. Nothing is evaluated after it.
  public func integrate(_ integrand: (Double) -> Double) throws(QuadratureError) -> Double {
    var sum = 0.0
    for (node, weight) in zip(nodes, weights) {
      let value = integrand(node)
      guard value.isFinite else { throw .nonFiniteIntegrand(at: node, value: value) }
      sum += weight * value
    }
    return sum
  }

  /// Σᵢ weights[i] · f(nodes[i]) for a function that may throw.
  ///
  /// As ``integrate(_:)-((Double)->Double)``. An error of the integrand arrives unchanged, and the
  /// integrand is not evaluated after it.
  public func integrate(_ integrand: (Double) throws -> Double) throws -> Double {
    var sum = 0.0
    for (node, weight) in zip(nodes, weights) {
      let value = try integrand(node)
      guard value.isFinite else { throw QuadratureError.nonFiniteIntegrand(at: node, value: value) }
      sum += weight * value
    }
    return sum
  }
}

extension GaussWeight {
  /// GSL's table of nodes and weights, to be freed by the caller; `nil` if there is none.
  fileprivate func table(
    points: Int
  ) -> UnsafeMutablePointer<gsl_integration_fixed_workspace>? {
    // GSL's order of parameters is a, b, α, β.
    switch self {
    case .legendre(let a, let b):
      unsafe gsl_integration_fixed_alloc(cgsl_fixed_legendre(), points, a, b, 0, 0)
    case .chebyshevFirstKind(let a, let b):
      unsafe gsl_integration_fixed_alloc(cgsl_fixed_chebyshev(), points, a, b, 0, 0)
    case .chebyshevSecondKind(let a, let b):
      unsafe gsl_integration_fixed_alloc(cgsl_fixed_chebyshev2(), points, a, b, 0, 0)
    case .gegenbauer(let a, let b, let exponent):
      unsafe gsl_integration_fixed_alloc(cgsl_fixed_gegenbauer(), points, a, b, exponent, 0)
    case .jacobi(let a, let b, let lowerExponent, let upperExponent):
      unsafe gsl_integration_fixed_alloc(
        cgsl_fixed_jacobi(), points, a, b, upperExponent, lowerExponent)
    case .laguerre(let a, let rate, let exponent):
      unsafe gsl_integration_fixed_alloc(cgsl_fixed_laguerre(), points, a, rate, exponent, 0)
    case .hermite(let center, let rate, let exponent):
      unsafe gsl_integration_fixed_alloc(cgsl_fixed_hermite(), points, center, rate, exponent, 0)
    case .exponential(let a, let b, let exponent):
      unsafe gsl_integration_fixed_alloc(cgsl_fixed_exponential(), points, a, b, exponent, 0)
    case .rational(let a, let shift, let exponent, let decay):
      unsafe gsl_integration_fixed_alloc(
        cgsl_fixed_rational(), points, a, shift, exponent, decay)
    }
  }
}
