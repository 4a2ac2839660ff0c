// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// ELBO and gradient by every method there is, and whether each pair agrees (the sheet's problems 1b and
/// 1c).
public struct GradientComparison: Sendable, Hashable {
  /// What the ELBO is differentiated by.
  public struct Parameter: Sendable, Hashable {
    /// The name in Stan's manner, as in "theta".
    public let name: String
    /// How a formula writes it, as in "θ".
    public let symbol: String
  }

  /// One way to get the numbers.
  ///
  /// A Monte Carlo error is four standard errors, and ∞ where the variance is infinite: standard errors
  /// say nothing then.
  public struct Method: Sendable, Hashable {
    /// What it is called.
    public let name: String
    /// The ELBO; `nil` where the method is for derivatives only.
    public let elbo: Estimate?
    /// ∂ELBO/∂η for each parameter; `nil` where another method has the same estimator.
    public let components: [Estimate?]
    /// The variances of estimates by one draw: exact, or from the draws; `nil` where the method has none.
    public let variances: Variances?

    init(
      name: String, elbo: Estimate?, components: [Estimate?], variances: Variances? = nil
    ) {
      (self.name, self.elbo, self.components) = (name, elbo, components)
      self.variances = variances
    }
  }

  /// The variances of estimates by one draw. What comes from draws has NaN for its error: it has no bound.
  public struct Variances: Sendable, Hashable {
    /// Of an estimate of the ELBO.
    public let elbo: Quantity?
    /// Of ∂ELBO/∂η for each parameter and each estimator; `nil` for a parameter that is none of q.
    public let estimators: [[Estimator: Quantity]?]
  }

  /// An estimator of ∂ELBO/∂η; see ``GradientVariances``.
  public enum Estimator: String, Sendable, Hashable, CaseIterable {
    /// The score function.
    case score
    /// The score function with the best constant baseline.
    case scoreWithBaseline = "score_baseline"
    /// The path of a draw.
    case pathwise
    /// The path without the score.
    case stickingTheLanding = "stl"
  }

  /// Two methods whose numbers differ by more than the sum of their errors.
  public struct Disagreement: Sendable, Hashable {
    /// The name of one method.
    public let first: String
    /// The name of the other.
    public let second: String
    /// What they differ in, as in "∂ELBO/∂θ".
    public let quantity: String
  }

  /// The parameters, in the order of the components.
  public let parameters: [Parameter]

  /// The methods, from the most exact to the least.
  public let methods: [Method]

  /// The ELBO and the components of a method, by their names.
  private func numbers(of method: Method) -> [(name: String, value: Estimate?)] {
    [("ELBO", method.elbo)]
      + zip(parameters, method.components).map { ("∂ELBO/∂\($0.symbol)", $1) }
  }

  /// The pairs of methods whose numbers differ by more than the sum of their errors.
  public var disagreements: [Disagreement] {
    var found: [Disagreement] = []
    for (index, first) in methods.enumerated() {
      for second in methods[(index + 1)...] {
        for (a, b) in zip(numbers(of: first), numbers(of: second)) {
          guard let one = a.value, let other = b.value, !one.agrees(with: other) else { continue }
          found.append(Disagreement(first: first.name, second: second.name, quantity: a.name))
        }
      }
    }
    return found
  }

  /// Whether all methods agree: no where a pair differs; cannot tell where the variance of a Monte Carlo
  /// estimate is infinite, since its standard error decides nothing.
  public var verdict: Verdict {
    let differing = disagreements.map { "\($0.quantity): \($0.first), \($0.second)" }
    guard differing.isEmpty else { return .no }
    let undecided = methods.flatMap { method in
      numbers(of: method).filter { $0.value?.error == .infinity }
        .map { "\($0.name): \(method.name)" }
    }
    return undecided.isEmpty
      ? .yes
      : .cannotTell(
        reason: "the variance is infinite, and a standard error says nothing: "
          + undecided.joined(separator: "; "))
  }
}

extension Posterior {
  /// ELBO and gradient at a q by every method: quadrature, numerical derivative, pathwise (where the
  /// family is an affine image of noise), score function.
  ///
  /// For an exponential q in the exercise sheet's model the parameters are θ and φ, and the closed forms are
  /// a method too.
  ///
  /// - Parameters:
  ///   - member: q, with a support that does not depend on its parameters.
  ///   - sampleCount: the number of Monte Carlo samples, at least 2.
  ///   - seed: the seed of the samples.
  ///   - hasVariances: whether the exact variances of one draw are wanted, which take seconds.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``.
  public func compareGradients(
    of member: FamilyMember, sampleCount: Int, seed: UInt64, hasVariances: Bool = false,
    workspace: inout Workspace
  ) throws(InferenceError) -> GradientComparison {
    if let closedForm, let q = member.distribution as? Exponential {
      let (theta, x) = (closedForm.rate, closedForm.observation)
      return try Exercise(theta: theta, x: x, workspace: &workspace).compareGradients(
        of: q, sampleCount: sampleCount, seed: seed, hasVariances: hasVariances,
        workspace: &workspace)
    }
    let gradient = try elboGradient(of: member, workspace: &workspace)
    let slopes = try numericalGradient(of: member)
    let sampled = try monteCarlo(of: gradient, count: sampleCount, seed: seed)
    // What comes now takes longest, and is not needed for the rest.
    try TimeLimit.check()
    let variances = try hasVariances ? gradientVariances(of: gradient, workspace: &workspace) : nil
    return GradientComparison(
      parameters: member.family.parameters.map { .init(name: $0.name, symbol: $0.name) },
      methods: [
        .init(
          name: "quadrature", elbo: gradient.gap.elbo.estimate, components: gradient.components,
          variances: variances.map { GradientComparison.Variances($0) }),
        .init(name: "numerical derivative", elbo: nil, components: slopes),
      ] + sampled.methods(isBare: member.truncation == nil))
  }

  private func numericalGradient(of member: FamilyMember) throws(InferenceError) -> [Estimate] {
    let q = member.distribution
    let width = q.quantile(0.75) - q.quantile(0.25)
    var gradient: [Estimate] = []
    for (index, parameter) in member.family.parameters.enumerated() {
      let point = member.parameters[index]
      let step = 1e-3 * (parameter.domain == .positive ? point : width)
      gradient.append(
        try GradientComparison.numericalSlope(at: point, step: step) { value, workspace in
          var parameters = member.parameters
          parameters[index] = value
          return try engine.gap(
            of: member.with(parameters).distribution, workspace: &workspace
          ).elbo.bounded
        })
    }
    return gradient
  }
}

extension GradientComparison.Variances {
  /// The exact ones.
  ///
  /// - Parameter others: how many parameters come before those of q.
  init(_ exact: GradientVariances, after others: Int = 0) {
    let own: [[GradientComparison.Estimator: Quantity]?] = exact.parameters.map { parameter in
      Dictionary(
        uniqueKeysWithValues: GradientComparison.Estimator.allCases.map {
          ($0, parameter.value(of: $0))
        })
    }
    self.init(
      elbo: exact.elbo,
      estimators: [[GradientComparison.Estimator: Quantity]?](repeating: nil, count: others) + own)
  }

  /// Those from draws.
  init(
    _ estimator: GradientComparison.Estimator, elbo: SampledValue?, _ samples: [SampledValue?]
  ) {
    self.init(
      elbo: elbo?.variance, estimators: samples.map { $0.map { [estimator: $0.variance] } })
  }
}

extension GradientComparison {
  /// The slope of an ELBO by quadrature, by GSL's adaptive central differences.
  ///
  /// The error is GSL's estimate of truncation and rounding, plus what the bound of the ELBO allows
  /// over the step, which is made shorter where the ELBO beside the point is infinite.
  static func numericalSlope(
    at point: Double, step: Double, of elbo: @escaping (Double, inout Workspace) throws -> Estimate
  ) throws(InferenceError) -> Estimate {
    func value(_ point: Double) throws -> Estimate {
      var workspace = try Workspace()
      return try elbo(point, &workspace)
    }
    func slope(_ step: Double) throws(InferenceError) -> Estimate {
      try InferenceError.solving(for: "the numerical derivative") {
        let slope = try NumericalDerivative(step: step).derivative(at: point) {
          (point: Double) throws -> Double in try value(point).value
        }
        let noise = try value(point).error / step
        return Estimate(slope.value, error: slope.error + 4 * noise)
      }
    }
    for shorter in [1.0, 16, 256, 4096] {
      if let slope = try? slope(step / shorter) { return slope }
    }
    return try slope(step / 65536)
  }
}
