// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// The variances of what one draw of q gives for the ELBO and for its gradient, by every estimator that inference libraries
/// use: exact, each with a bound on its error, or infinite by theorem.
///
/// With w = p(x, z)/q(z), s = ∂ log q/∂η and v = ∂z/∂η at fixed noise,
///
/// ```text
/// score function          s·log w
/// with a baseline         s·(log w − b),        b = E_q[s² log w]/E_q[s²], the best one
/// pathwise                v·(log w)′ − s
/// sticking the landing    v·(log w)′
/// ```
///
/// Sources: Ranganath, Gerrish and Blei (2014); Kingma and Welling (2014); Roeder, Wu and Duvenaud (2017); Figurnov, Mohamed and
/// Mnih (2018) for v of any family.
public struct GradientVariances: Sendable, Hashable {
  /// Of log w, an estimate of the ELBO.
  public let elbo: Quantity

  /// Of estimates of ∂ELBO/∂η for each parameter of q, in the family's order.
  public let parameters: [Parameter]

  /// What the bounds rest on.
  public let errorKind: ErrorKind

  /// The variances for a parameter.
  public struct Parameter: Sendable, Hashable {
    /// The name in Stan's manner.
    public let name: String
    /// Score function.
    public let score: Quantity
    /// Score function with the best constant baseline.
    public let scoreWithBaseline: Quantity
    /// Pathwise.
    public let pathwise: Quantity
    /// Sticking the landing.
    public let stickingTheLanding: Quantity

    /// The variance of one of them.
    public func value(of estimator: GradientComparison.Estimator) -> Quantity {
      switch estimator {
      case .score: score
      case .scoreWithBaseline: scoreWithBaseline
      case .pathwise: pathwise
      case .stickingTheLanding: stickingTheLanding
      }
    }
  }
}

extension Posterior {
  /// The variances of estimators of the ELBO and its gradient, of one draw.
  ///
  /// - Parameters:
  ///   - member: q, with a support that does not depend on its parameters.
  ///   - workspace: the memory that the integrators work in.
  /// - Throws: ``InferenceError``, where ELBO or gradient are infinite, or could not be had.
  public func gradientVariances(
    of member: FamilyMember, workspace: inout Workspace
  ) throws(InferenceError) -> GradientVariances {
    try gradientVariances(
      of: try elboGradient(of: member, workspace: &workspace), workspace: &workspace)
  }

  /// The same of a gradient that is known.
  func gradientVariances(
    of gradient: ElboGradient, workspace: inout Workspace
  ) throws(InferenceError) -> GradientVariances {
    guard let elbo = gradient.gap.elbo.estimate else {
      throw .infinite(quantity: "the ELBO", reason: gradient.gap.elbo.reason ?? "")
    }
    var moments = EstimatorMoments(
      gradient.member, logJoint: engine.logJoint,
      logMass: try gradient.member.distribution.logMass(workspace: &workspace))
    let value = moments.variance(
      of: moments.logWeight, about: elbo, "the variance of log w", workspace: &workspace)
    var parameters: [GradientVariances.Parameter] = []
    for (index, parameter) in gradient.member.family.parameters.enumerated() {
      parameters.append(
        try moments.variances(
          by: index, parameter.name, gradient: gradient.components[index], elbo: elbo,
          spread: value, workspace: &workspace))
    }
    return GradientVariances(
      elbo: value, parameters: parameters, errorKind: min(gradient.errorKind, moments.errorKind))
  }
}

/// Second moments of estimators under q.
private struct EstimatorMoments {
  private let member: FamilyMember
  private let logDensity: Formula
  let logWeight: Formula
  /// A bound on the error of the constant in log q.
  private let constantError: Double
  private(set) var errorKind = ErrorKind.proven

  init(_ member: FamilyMember, logJoint: Formula, logMass: Estimate) {
    self.member = member
    constantError = logMass.error
    logDensity = member.distribution.formula - .number(logMass.value)
    logWeight = logJoint - logDensity
  }

  /// E_q[f].
  private mutating func mean(
    of function: Formula, _ quantity: String, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let mean = try integral(of: function, quantity, workspace: &workspace)
    errorKind = min(errorKind, mean.errorKind)
    return mean.value
  }

  /// E_q[f], infinitely uncertain where not all of the mass was shown to be covered.
  private func integral(
    of function: Formula, _ quantity: String, workspace: inout Workspace
  ) throws(InferenceError) -> (value: Estimate, errorKind: ErrorKind) {
    let mean = try Expectation(
      of: function, under: logDensity, on: member.distribution.support, quantity,
      workspace: &workspace)
    guard mean.value.value.isFinite else { throw .overflow(quantity: quantity) }
    let error = mean.errorKind.isVerified ? mean.value.error : .infinity
    return (Estimate(mean.value.value, error: error), mean.errorKind)
  }

  /// E_q[f²]: of f multiplied out, whose leading terms say how it grows, and of f as it is where that does not do.
  private mutating func meanSquare(
    of function: Formula, _ quantity: String, workspace: inout Workspace
  ) throws(InferenceError) -> Estimate {
    let expanded = GatheredSum(function).expanded.formula
    let found = try integral(of: expanded.applying(.square), quantity, workspace: &workspace)
    guard !found.errorKind.isVerified, expanded != function else {
      errorKind = min(errorKind, found.errorKind)
      return found.value
    }
    return try mean(of: function.applying(.square), quantity, workspace: &workspace)
  }

  /// E_q[(f − c)²] where c is E_q[f] but for its error; infinite by theorem.
  ///
  /// - Parameter slack: a bound on the root of E_q[δ²], where f is off by δ.
  mutating func variance(
    of function: Formula, about centre: Estimate, slack: Double = 0, _ quantity: String,
    workspace: inout Workspace
  ) -> Quantity {
    let scale = scale(of: function - .number(centre.value))
    let distance = (function - .number(centre.value)) / .number(scale)
    do throws(InferenceError) {
      let square = try meanSquare(of: distance, quantity, workspace: &workspace)
      let (slip, lost) = (centre.error / scale, slack / scale)
      let root = max(0, square.upperBound).squareRoot()
      let unit = Estimate(
        max(0, square.value),
        error: square.error + slip * slip + lost * (2 * root + lost)
          + 2 * constantError * square.upperBound)
      let value = Estimate(scale, error: 0) * (Estimate(scale, error: 0) * unit)
      // A part of it may be unfinished.
      try TimeLimit.check()
      guard value.isFinite || square.error == .infinity else {
        return .undefined(reason: "\(quantity) is too large for a double")
      }
      return .finite(value)
    } catch {
      return failed(error, quantity)
    }
  }

  /// What a number is whose integral could not be had.
  private mutating func failed(_ error: InferenceError, _ quantity: String) -> Quantity {
    if case .infinite(_, let reason) = error {
      return .infinite(.plus, reason: "\(quantity): \(reason)")
    }
    errorKind = .unverified
    // Said of all of them at once.
    if case .timeLimit = error { return .undefined(reason: "\(error)") }
    return .undefined(reason: "\(quantity) could not be had: \(error)")
  }

  /// A power of two of the size that a function has where q has its mass.
  private func scale(of function: Formula) -> Double {
    member.distribution.typicalSize(of: function)?.binade ?? 1
  }

  /// The variances for a parameter.
  mutating func variances(
    by index: Int, _ name: String, gradient: Estimate, elbo: Estimate, spread: Quantity,
    workspace: inout Workspace
  ) throws(InferenceError) -> GradientVariances.Parameter {
    let bare = member.family.scores[index].setting(member.parameters)
    var score = bare
    var slack = 0.0
    if member.truncation != nil {
      // The score of a truncated q is that of its base less its mean.
      let centre = try mean(of: bare, "E_q[s]", workspace: &workspace)
      score = bare - .number(centre.value)
      let information = try mean(of: score.applying(.square), "E_q[s²]", workspace: &workspace)
      slack =
        centre.error * (spread.bounded.upperBound + elbo.value * elbo.value).squareRoot()
        + constantError * max(0, information.upperBound).squareRoot()
    }
    let title = "the variance of ∂ELBO/∂\(name) by "
    let plain = variance(
      of: score * logWeight, about: gradient, slack: slack, title + "score function",
      workspace: &workspace)
    let controlled = baselineVariance(
      of: score, gradient, elbo, slack: slack, title + "score function with a baseline",
      workspace: &workspace)
    let velocity = PathVelocity(of: member, score: bare)
    guard let velocity = TimeLimit.inTime(velocity) else {
      let paths = implicitPaths(
        score: score, gradient, slack: slack, title + "a path", workspace: &workspace)
      return GradientVariances.Parameter(
        name: name, score: plain, scoreWithBaseline: controlled, pathwise: paths.pathwise,
        stickingTheLanding: paths.stickingTheLanding)
    }
    let landing = velocity.formula * logWeight.derivative()
    return GradientVariances.Parameter(
      name: name, score: plain, scoreWithBaseline: controlled,
      pathwise: variance(
        of: landing - score, about: gradient, title + "path", workspace: &workspace),
      stickingTheLanding: variance(
        of: landing, about: gradient, title + "sticking the landing", workspace: &workspace))
  }

  /// Where ∂z/∂η has no formula.
  private mutating func implicitPaths(
    score: Formula, _ gradient: Estimate, slack: Double, _ quantity: String,
    workspace: inout Workspace
  ) -> (pathwise: Quantity, stickingTheLanding: Quantity) {
    do throws(InferenceError) {
      let q = member.distribution
      let path = try ImplicitPath(
        of: logDensity, score: score, logWeight: logWeight, gradient: gradient,
        reach: PathVelocity.reach(on: q.support, about: q.quantile(0.5)),
        on: q.support, quantity, workspace: &workspace)
      errorKind = min(errorKind, path.errorKind)
      func widened(_ value: Estimate) -> Quantity {
        .finite(
          Estimate(
            value.value,
            error: value.error + slack * (2 * max(0, value.value).squareRoot() + slack)))
      }
      return (widened(path.pathwise), widened(path.stickingTheLanding))
    } catch .infinite(_, let reason) {
      // That of a bound on it.
      let error = InferenceError.noEvidence(reason: "it may be infinite: \(reason)")
      let missing = failed(error, quantity)
      return (missing, missing)
    } catch {
      let missing = failed(error, quantity)
      return (missing, missing)
    }
  }

  /// The least variance over constant baselines. About a baseline b that is off by δ it is larger by δ² E_q[s²].
  private mutating func baselineVariance(
    of score: Formula, _ gradient: Estimate, _ elbo: Estimate, slack: Double, _ quantity: String,
    workspace: inout Workspace
  ) -> Quantity {
    let scale = scale(of: score)
    let scaled = score / .number(scale)
    let square = scaled.applying(.square)
    do throws(InferenceError) {
      let information = try mean(of: square, "E_q[s²]", workspace: &workspace)
      let product = try mean(
        of: square * (logWeight - .number(elbo.value)), "E_q[s² log w]", workspace: &workspace)
      let offset = product / information
      let baseline = elbo.value + offset.value
      let value = variance(
        of: score * (logWeight - .number(baseline)), about: gradient, slack: slack, quantity,
        workspace: &workspace)
      let slip = offset.error * scale
      return value.map {
        Estimate($0.value, error: $0.error + slip * slip * information.upperBound)
      }
    } catch {
      return failed(error, quantity)
    }
  }
}
