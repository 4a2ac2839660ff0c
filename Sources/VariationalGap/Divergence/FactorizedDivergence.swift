// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
import Quadrature

/// The KL of two joint distributions, by one integral over all coordinates and by the sum of the
/// KLs of the marginals: problem 3 of the exercise sheet.
///
/// ```text
/// q(z) = Πᵢ qᵢ(zᵢ),  p(z) = Πᵢ pᵢ(zᵢ)   ⟹   KL(q‖p) = Σᵢ KL(qᵢ‖pᵢ)
/// ```
///
/// since log q(z) − log p(z) = Σᵢ (log qᵢ(zᵢ) − log pᵢ(zᵢ)), and each term depends on one zᵢ. If q has
/// the same marginals but is no product, then
///
/// ```text
/// KL(q‖p) = E_q[log q/Πᵢqᵢ] + Σᵢ E_q[log qᵢ/pᵢ] = I(q) + Σᵢ KL(qᵢ‖pᵢ)
/// ```
///
/// with the mutual information I(q) ≥ 0: −½ log(1 − ρ²) for two normals with correlation ρ.
public struct FactorizedDivergence: Sendable {
  /// qᵢ and pᵢ.
  public struct Pair: Sendable {
    /// qᵢ.
    public let q: any Distribution
    /// pᵢ.
    public let p: any Distribution

    /// Makes a pair.
    public init(q: any Distribution, p: any Distribution) {
      self.q = q
      self.p = p
    }
  }

  /// Two normal coordinates of q that are correlated.
  public struct Correlation: Sendable, Hashable {
    /// ρ.
    public let coefficient: Double
    /// The two, counted from 0.
    public let dimensions: [Int]

    /// −½ log(1 − ρ²).
    public var mutualInformation: Double {
      let square = coefficient * coefficient
      return square < 0.5
        ? -0.5 * logarithm(onePlus: -square)
        : -0.5 * (logarithm(1 - abs(coefficient)) + logarithm(1 + abs(coefficient)))
    }
  }

  /// How many coordinates there may be.
  public static let dimensions = 1...10

  /// How many coordinates a product of rules is used for, where q is a product.
  public static let productDimensions = 1...6

  /// How many coordinates nested quadrature is used for, where two of q are correlated.
  public static let nestedDimensions = 1...4

  /// How many evaluations nested quadrature may be expected to take: seconds.
  private static let affordable = 2e8

  /// The pairs.
  public let pairs: [Pair]

  /// The correlation, if q is no product.
  public let correlation: Correlation?

  /// KL(qᵢ‖pᵢ), each by a one-dimensional integral.
  public let marginals: [Quantity]

  /// Σᵢ KL(qᵢ‖pᵢ).
  public let sum: Quantity

  /// KL(q‖p), by one integral over all coordinates.
  public let joint: Quantity

  /// How ``joint`` was computed.
  public let method: JointMethod

  /// How many evaluations of log q(z) − log p(z) it took.
  public let evaluations: Int

  /// Its standard error, where it is a Monte Carlo estimate; its error is three of them. Widened by
  /// √(χ²/dof) where VEGAS' iterations scatter more than their errors say.
  public let standardError: Double?

  /// Computes both sides.
  ///
  /// - Parameters:
  ///   - pairs: from 1 to 10 of them.
  ///   - coefficient: ρ in (−1, 1), to correlate the first two coordinates whose q is normal.
  ///   - method: by default a product of rules up to six dimensions; for a q that is no product nested
  ///     quadrature up to four where it takes seconds; else VEGAS.
  ///   - calls: how many evaluations VEGAS may make, at least 10 000.
  ///   - seed: the seed of VEGAS.
  /// - Throws: ``InferenceError/argument(_:value:requirement:)`` for a wrong number of pairs or a
  ///   correlation that cannot be; another ``InferenceError`` where a number could not be had. A divergence of +∞ is
  ///   a result.
  public init(
    _ pairs: [Pair], correlation coefficient: Double? = nil, method: JointMethod? = nil,
    calls: Int = 2_000_000, seed: UInt64 = 1
  ) throws(InferenceError) {
    try Self.check(pairs)
    self.pairs = pairs
    correlation = try coefficient.map { value throws(InferenceError) in
      try Correlation(value, pairs)
    }
    var workspace = try Workspace.forInference()
    marginals = try Self.marginals(pairs, workspace: &workspace)
    sum = Self.sum(of: marginals)
    guard case .finite = sum else {
      // Where some pᵢ is 0 so is p, and q has mass there: that of qᵢ.
      (joint, self.method, evaluations, standardError) = (sum, .supports, 0, nil)
      return
    }
    let isProduct = correlation == nil && Self.productDimensions.contains(pairs.count)
    if isProduct, method == .product || method == nil,
      let rule = try ProductRule(pairs, workspace: &workspace)
    {
      joint = .finite(rule())
      (self.method, evaluations, standardError) = (.product, Int(rule.evaluations), nil)
      return
    }
    guard method != .product else {
      throw .argument(
        "the method", value: JointMethod.product.name,
        requirement: "for a q that is a product of at most \(Self.productDimensions.upperBound), "
          + "with few kinks")
    }
    let integral = try JointIntegral(pairs, correlation: correlation, workspace: &workspace)
    let isNested =
      correlation != nil && Self.nestedDimensions.contains(pairs.count)
      && integral.nestedEvaluations <= Self.affordable
    if method == .nested || (method == nil && isNested) {
      let computed = try integral.nested()
      joint = .finite(computed.estimate)
      (self.method, evaluations, standardError) = (.nested, computed.evaluations, nil)
    } else {
      let estimate = try integral.vegas(calls: calls, seed: seed)
      // Iterations that scatter more than their errors say make the error larger.
      let scatter = max(1, estimate.chiSquaredPerDegreeOfFreedom ?? 1).squareRoot()
      let standardError = scatter * estimate.standardError
      joint = .finite(Estimate(estimate.value, error: 3 * standardError + integral.rounding))
      (self.method, evaluations) = (.vegas, estimate.evaluations)
      self.standardError = standardError
    }
  }

  private static func check(_ pairs: [Pair]) throws(InferenceError) {
    guard dimensions.contains(pairs.count) else {
      throw .argument(
        "the number of pairs", value: "\(pairs.count)",
        requirement: "from \(dimensions.lowerBound) to \(dimensions.upperBound)")
    }
  }

  /// KL(qᵢ‖pᵢ) of each pair.
  static func marginals(
    _ pairs: [Pair], workspace: inout Workspace
  ) throws(InferenceError) -> [Quantity] {
    var marginals: [Quantity] = []
    for pair in pairs {
      marginals.append(
        try KullbackLeibler.divergence(from: pair.q, to: pair.p, workspace: &workspace))
    }
    return marginals
  }

  static func sum(of marginals: [Quantity]) -> Quantity {
    var total = DoubleDouble(0)
    var error = 0.0
    for (index, marginal) in marginals.enumerated() {
      switch marginal {
      case .finite(let estimate):
        total = total + DoubleDouble(estimate.value)
        error += estimate.error
      case .infinite(let sign, let reason):
        return .infinite(sign, reason: "in dimension \(index + 1) \(reason)")
      case .undefined: return marginal
      }
    }
    return .finite(Estimate(total.head, error: error + total.head.ulp / 2))
  }
}

extension FactorizedDivergence.Correlation {
  /// - Throws: ``InferenceError/argument(_:value:requirement:)`` unless |ρ| < 1 and two of the q are normal.
  init(
    _ coefficient: Double, _ pairs: [FactorizedDivergence.Pair]
  ) throws(InferenceError) {
    guard abs(coefficient) < 1 else {
      throw .argument(
        "the correlation", value: "\(coefficient)", requirement: "between -1 and 1")
    }
    let normals = pairs.indices.filter { pairs[$0].q is Normal }
    guard normals.count >= 2 else {
      throw .argument(
        "the number of normal q to correlate", value: "\(normals.count)",
        requirement: "at least 2")
    }
    self.coefficient = coefficient
    dimensions = Array(normals.prefix(2))
  }
}
