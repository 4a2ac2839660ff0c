// SPDX-License-Identifier: GPL-3.0-or-later

public import Distributions
public import Quadrature

/// KL(q‖p) = E_q[log q(z) − log p(z)] of two distributions on the line.
public enum KullbackLeibler {
  /// KL(q‖p): as E_q[log q − log p] where that has nearly all digits, else by an integral whose
  /// integrand is never negative.
  ///
  /// p is taken for the posterior of a model whose evidence is 1. Where both log densities are
  /// quadratic the relative accuracy holds however near q and p are, and KL(q‖q) is exactly 0;
  /// elsewhere the bound cannot be below the rounding of the log densities.
  ///
  /// - Parameters:
  ///   - q: the distribution that is averaged over.
  ///   - p: the one that it is compared with.
  ///   - workspace: the memory that the integrators work in.
  /// - Returns: KL(q‖p) ≥ 0 with a bound on its error; infinite where q has mass that p has not, or a
  ///   tail that is too heavy.
  /// - Throws: ``InferenceError`` where the number could not be had, or q or p does not integrate to 1.
  public static func divergence(
    from q: some Distribution, to p: some Distribution, workspace: inout Workspace
  ) throws(InferenceError) -> Quantity {
    try comparison(of: q, with: p, workspace: &workspace).divergence
  }

  /// KL(q‖p), as ``divergence(from:to:workspace:)`` has it, and what is known about it.
  ///
  /// - Throws: as there.
  public static func comparison(
    of q: some Distribution, with p: some Distribution, workspace: inout Workspace
  ) throws(InferenceError) -> Comparison {
    try q.checkMass(workspace: &workspace)
    try p.checkMass(workspace: &workspace)
    guard p.support.contains(q.support) else {
      return Comparison(infinite: "q puts mass on \(q.support), p only on \(p.support)")
    }
    do throws(InferenceError) {
      if let own = q.quadraticExponent, let other = p.quadraticExponent, !own.isFlat,
        !other.isFlat
      {
        return try quadratic(own, q.support, other, p.support, &workspace)
      }
      return try general(q, p, &workspace)
    } catch .infinite(_, let reason) {
      return Comparison(infinite: reason)
    } catch {
      throw error.about(quantity)
    }
  }

  private static let quantity = "KL(q‖p)"

  private static func quadratic(
    _ q: QuadraticExponent, _ support: Interval, _ p: QuadraticExponent, _ wider: Interval,
    _ workspace: inout Workspace
  ) throws(InferenceError) -> Comparison {
    let reference = try QuadraticPosterior(joint: p, support: wider, workspace: &workspace)
    let comparison = try reference.compare(with: q, on: support, workspace: &workspace)
    let evaluations = comparison.elbo.evaluations
    // A factor 1 + δ in the normalisation of q is one in the integrals.
    let moment = 1 + abs(comparison.mean.value)
    var direct = comparison.elbo.estimate
    direct = Estimate(-direct.value, error: direct.error + 2 * q.constantError * moment)
    // Far apart nothing cancels in E_q[log q − log p], and its bound is a few ulps.
    if direct.error <= Accuracy.full.relative * direct.value {
      return Comparison(
        divergence: .finite(direct), evaluations: evaluations, isTight: false, errorKind: .estimated
      )
    }
    let integral = try reference.divergence(of: comparison, workspace: &workspace)
    var divergence = integral.estimate
    divergence.error += 2 * q.constantError * moment * divergence.value
    return Comparison(
      divergence: .finite(
        direct.error < divergence.error && direct.value > 0 ? direct : divergence),
      evaluations: evaluations + integral.evaluations,
      isTight: comparison.isTight(as: reference), errorKind: .estimated)
  }

  /// By the formulas of both, whatever they are.
  static func general(
    _ q: some Distribution, _ p: some Distribution, _ workspace: inout Workspace
  ) throws(InferenceError) -> Comparison {
    let mass = try p.logMass(workspace: &workspace)
    let comparison = try FormulaComparison(
      of: q,
      with: FormulaComparison.Target(
        LatentFunction(p.formula), support: p.support,
        normalizer: p.normalization == .exact ? .known(0) : .computed(mass.value),
        name: "p"),
      workspace: &workspace)
    return Comparison(
      divergence: .finite(comparison.divergence.estimate),
      evaluations: comparison.elbo.evaluations + comparison.divergence.evaluations,
      isTight: comparison.isTight, errorKind: comparison.errorKind)
  }
}

extension KullbackLeibler {
  /// KL(q‖p), and how it came about.
  public struct Comparison: Sendable, Hashable {
    /// KL(q‖p).
    public let divergence: Quantity

    /// How many evaluations of integrands it took.
    public let evaluations: Int

    /// Whether q and p are the same, up to the rounding of their parameters to doubles: KL is 0.
    public let isTight: Bool

    /// What the bound rests on.
    public let errorKind: ErrorKind

    /// That KL(q‖p) is infinite is a theorem, and takes no integral.
    init(infinite reason: String) {
      self.init(
        divergence: .infinite(.plus, reason: reason), evaluations: 0, isTight: false,
        errorKind: .proven)
    }

    init(divergence: Quantity, evaluations: Int, isTight: Bool, errorKind: ErrorKind) {
      self.divergence = divergence
      self.evaluations = evaluations
      self.isTight = isTight
      self.errorKind = errorKind
    }

    /// Whether the bound is as tight as a relative tolerance asks.
    public func status(tolerance: Double) -> Status {
      guard let divergence = divergence.estimate else { return .infinite }
      guard errorKind.isVerified else { return .unverified }
      return isTight || divergence.error <= tolerance * divergence.value ? .ok : .roundoff
    }
  }
}

extension InferenceError {
  /// The same failure, of the quantity that was asked for.
  func about(_ quantity: String) -> InferenceError {
    switch self {
    case .overflow: .overflow(quantity: quantity)
    case .infinite(_, let reason): .infinite(quantity: quantity, reason: reason)
    case .quadrature(_, let error): .quadrature(quantity: quantity, error)
    case .noEvidence, .noBestMember, .model, .distribution, .argument, .timeLimit: self
    }
  }
}
