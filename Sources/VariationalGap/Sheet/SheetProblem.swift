// SPDX-License-Identifier: GPL-3.0-or-later

/// A problem of the exercise sheet: z ~ Exp(θ), x | z ~ N(z, 1), q = Exp(φ), rates throughout.
public enum SheetProblem: String, Sendable, Hashable, CaseIterable {
  /// Can the ELBO be tight?
  case tightness = "1a"
  /// The ELBO in closed form.
  case elbo = "1b"
  /// Its two derivatives.
  case gradient = "1c"
  /// Where it is largest over θ and φ.
  case maximum = "max"
  /// Samples of q from exponential noise.
  case exponentialNoise = "2a"
  /// Samples of q from uniform noise.
  case uniformNoise = "2b"
  /// KL of products.
  case products = "3"

  /// The problem that a text names: `1a`, `2b`, `max` or `1`, in any case of letters.
  public init?(name: String) {
    let name = name.lowercased()
    switch name {
    case "1", "1d", "maximum": self = .maximum
    default: self.init(rawValue: name)
    }
  }

  /// What is asked, in one sentence.
  public var question: String {
    switch self {
    case .tightness: "Is there a φ for which the ELBO is tight, ELBO = log p(x)?"
    case .elbo: "The ELBO, E_q[log p(x, z) − log q(z)], as a formula in theta, phi and x."
    case .gradient: "∂ELBO/∂θ and ∂ELBO/∂φ, as formulas in theta, phi and x."
    case .maximum: "The θ and φ at which the ELBO is largest, as formulas in x > 0."
    case .exponentialNoise: "T with T(ε) ~ Exp(φ) for ε ~ Exp(1), as a formula in eps and phi."
    case .uniformNoise: "S with S(u) ~ Exp(φ) for u ~ U(0, 1), as a formula in u and phi."
    case .products: "KL(q‖p) of two products of distributions."
    }
  }

  /// The answer, as a sentence or as formulas.
  public var answer: String {
    switch self {
    case .tightness:
      "there is none: log q is linear in z, the log posterior quadratic, so that KL(q‖posterior) > 0"
    case .elbo: "ELBO = −½ log 2π − ½x² − 1/φ² + (x − θ)/φ + log θ − log φ + 1"
    case .gradient: "∂ELBO/∂θ = 1/θ − 1/φ, ∂ELBO/∂φ = 2/φ³ − (x − θ)/φ² − 1/φ"
    case .maximum: "θ = φ = 2/x, where the ELBO is −½ log 2π − ¼x²; for x ≤ 0 there is none"
    case .exponentialNoise: "T(ε) = ε/φ"
    case .uniformNoise: "S(u) = −log(1 − u)/φ, or −log(u)/φ, as 1 − u is U(0, 1) as well"
    case .products: "KL(q‖p) = KL(q₁‖p₁) + … + KL(q_D‖p_D)"
    }
  }

  /// What each formula of the answer is, in the order in which they are given.
  var parts: [SheetPart] {
    switch self {
    case .tightness, .products: []
    case .elbo: [.elbo]
    case .gradient: [.priorDerivative, .familyDerivative]
    case .maximum: [.bestPrior, .bestFamily]
    case .exponentialNoise: [.exponentialNoise]
    case .uniformNoise: [.uniformNoise]
    }
  }
}
