// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions

/// A formula that a problem of the sheet asks for: those that are right, and those that are known mistakes.
struct SheetPart: Sendable {
  /// What the formula is, as in "∂ELBO/∂φ".
  let name: String

  /// The names that stand in it, with the values that it is compared at.
  let variables: [(name: String, values: [Double])]

  /// Formulas that are right, and what there is to say of each.
  let right: [(text: String, note: String?)]

  /// Formulas that are wrong, and why.
  let mistakes: [(text: String, reason: String)]

  /// The summands of the right formula; none where it is no sum.
  var terms: [SheetTerm] = []

  /// Formulas that are wrong with any factor, and why.
  var multiples: [(text: String, reason: String)] = []

  /// Whether a term without θ and φ may be left out, since it changes no maximum.
  var isUpToConstant = false

  /// The noise that is the first variable, where any function of it with the distribution Exp(φ) is right.
  var noise: NoiseTransform.Noise?
}

extension SheetPart {
  private static let point: [(name: String, values: [Double])] = [
    ("theta", [1, 0.7, 2.3, 3.1]), ("x", [0.3, 2, -1.4, 5.1]), ("phi", [2, 0.6, 1.3, 4.2]),
  ]
  private static let observation: [(name: String, values: [Double])] = [("x", [2, 0.3, 1.4, 5.1])]

  private static let meanSquare =
    "E[z²] is 2/φ² under Exp(φ): the variance 1/φ² plus the square of the mean"
  private static let rate = "φ is the rate of Exp(φ): its mean is 1/φ"
  private static let expectedLogPrior = "E_q[log p(z)] is log θ − θ/φ"
  private static let entropy = "−E_q[log q] is 1 − log φ: the sign of log φ"
  private static let priorMean = "E_q[log p(z)] is log θ − θ/φ: the sign of θ/φ"
  private static let withoutLogPhi = "log φ is forgotten: the entropy −E_q[log q] is 1 − log φ"
  private static let withoutLogTheta = "log θ is forgotten: E_q[log p(z)] is log θ − θ/φ"
  private static let sign = "the sign"

  /// Problem 1b.
  static let elbo = SheetPart(
    name: "ELBO", variables: point,
    right: [
      (
        "1 - log(2*pi)/2 - x^2/2 - 1/phi^2 + (x - theta)/phi + log(theta) - log(phi)", nil
      )
    ],
    mistakes: [
      ("-1/(2*phi^2) + (x - theta)/phi + log(theta) - log(phi)", meanSquare),
      (
        "-2/phi^2 + (x - theta)/phi + log(theta) - log(phi)",
        "½E[z²] is 1/φ²: the ½ of −½(x − z)² belongs to z² as well"
      ),
      ("-phi^2 + (x - theta)*phi + log(theta) - log(phi)", rate),
      ("-phi^2 + (x - theta)*phi + log(theta) - log(phi) + phi^2", rate),
      ("-phi^2/2 + (x - theta)*phi + log(theta) - log(phi)", rate),
      ("-1/phi^2 + (x - theta)/phi + log(theta)", withoutLogPhi),
      ("-1/phi^2 + (x - theta)/phi - log(phi)", withoutLogTheta),
      ("-1/phi^2 + (x - theta)/phi", "log θ − log φ is forgotten: the constants of the densities"),
      ("-1/phi^2 + (x - theta)/phi + log(theta) + log(phi)", entropy),
      ("-1/phi^2 + (x - theta)/phi - log(theta) - log(phi)", "E_q[log p(z)]: the sign of log θ"),
      ("-1/phi^2 + (x + theta)/phi + log(theta) - log(phi)", priorMean),
      (
        "1/phi^2 + (x - theta)/phi + log(theta) - log(phi)",
        "E_q[log p(x | z)] has −½E[z²] = −1/φ²: its sign"
      ),
      (
        "-1/phi^2 - (x + theta)/phi + log(theta) - log(phi)",
        "E_q[log p(x | z)] has x·E[z] = x/φ: its sign"
      ),
      ("1/phi^2 - (x - theta)/phi - log(theta) + log(phi)", "the sign: this is −ELBO"),
      (
        "-1/phi^2 + x/phi + log(theta) - log(phi)",
        "θ/φ is forgotten: E_q[log p(z)] is log θ − θ/φ"
      ),
      (
        "-1/phi^2 + x/phi",
        "KL(q‖prior) is missing: this is E_q[log p(x | z)], the first part of the ELBO"
      ),
      (
        "-1/phi^2 + (x + theta)/phi - log(theta) + log(phi)",
        "KL(q‖prior) is added to E_q[log p(x | z)]; the ELBO is that minus KL"
      ),
      (
        "-theta/phi + log(theta) - log(phi)",
        "E_q[log p(x | z)] is missing: this is −KL(q‖prior)"
      ),
    ],
    terms: [
      SheetTerm(text: "log(theta)", name: "log θ", origin: expectedLogPrior),
      SheetTerm(text: "-theta/phi", name: "θ/φ", origin: expectedLogPrior),
      SheetTerm(text: "x/phi", name: "x/φ", origin: "E_q[log p(x | z)] has x·E[z] = x/φ"),
      SheetTerm(
        text: "-1/phi^2", name: "1/φ²", origin: "E_q[log p(x | z)] has −½E[z²] = −1/φ²"),
      SheetTerm(text: "-log(phi)", name: "log φ", origin: "the entropy −E_q[log q] is 1 − log φ"),
    ], isUpToConstant: true)

  /// Problem 1c, for θ.
  static let priorDerivative = SheetPart(
    name: "∂ELBO/∂θ", variables: point, right: [("1/theta - 1/phi", nil)],
    mistakes: [
      ("1/theta + 1/phi", priorMean), ("1/phi - 1/theta", sign), ("1/theta - phi", rate),
      ("-1/phi", withoutLogTheta), ("1/theta", "θ/φ is forgotten: E_q[log p(z)] is log θ − θ/φ"),
      ("theta - 1/phi", "the derivative of log θ is 1/θ"),
      ("-1/theta - 1/phi", "the derivative of log θ is 1/θ, with +"),
      (
        "2/phi^3 - (x - theta)/phi^2 - 1/phi",
        "this is ∂ELBO/∂φ: the derivative by θ comes first"
      ),
      ("theta - phi", rate),
    ],
    terms: [
      SheetTerm(text: "1/theta", name: "1/θ", origin: "the derivative of log θ is 1/θ"),
      SheetTerm(text: "-1/phi", name: "1/φ", origin: "the derivative of −θ/φ is −1/φ"),
    ])

  /// Problem 1c, for φ.
  static let familyDerivative = SheetPart(
    name: "∂ELBO/∂φ", variables: point,
    right: [("2/phi^3 - (x - theta)/phi^2 - 1/phi", nil)],
    mistakes: [
      ("1/phi^3 - (x - theta)/phi^2 - 1/phi", meanSquare),
      (
        "4/phi^3 - (x - theta)/phi^2 - 1/phi",
        "½E[z²] is 1/φ²: the ½ of −½(x − z)² belongs to z² as well"
      ),
      ("2/phi^3 - (x - theta)/phi^2 + 1/phi", entropy),
      ("2/phi^3 - (x - theta)/phi^2", withoutLogPhi),
      ("2/phi^3 + (x - theta)/phi^2 - 1/phi", "the derivative of 1/φ is −1/φ²"),
      ("-2/phi^3 - (x - theta)/phi^2 - 1/phi", "the derivative of −1/φ² is +2/φ³"),
      ("-2/phi^3 + (x - theta)/phi^2 - 1/phi", "the derivative of φ⁻ⁿ is −n φ⁻ⁿ⁻¹: its sign"),
      ("2/phi^3 - (x + theta)/phi^2 - 1/phi", priorMean),
      ("2/phi^3 - x/phi^2 - 1/phi", "θ is forgotten: −θE[z] = −θ/φ depends on φ as well"),
      ("-2/phi^3 + (x - theta)/phi^2 + 1/phi", "the sign: this is −∂ELBO/∂φ"),
      ("(x - theta) - 2*phi - 1/phi", rate), ("(x - theta) - phi - 1/phi", rate),
      ("(x - theta) - 1/phi", rate),
      ("2/phi - (x - theta)/phi^2 - 1/phi", "the derivative of −1/φ² is 2/φ³"),
      ("1/theta - 1/phi", "this is ∂ELBO/∂θ: the derivative by φ comes second"),
      ("2*phi^3 - (x - theta)*phi^2 - phi", rate),
    ],
    terms: [
      SheetTerm(text: "2/phi^3", name: "2/φ³", origin: "the derivative of −1/φ² is 2/φ³"),
      SheetTerm(text: "-x/phi^2", name: "x/φ²", origin: "the derivative of x/φ is −x/φ²"),
      SheetTerm(text: "theta/phi^2", name: "θ/φ²", origin: "the derivative of −θ/φ is θ/φ²"),
      SheetTerm(text: "-1/phi", name: "1/φ", origin: "the derivative of −log φ is −1/φ"),
    ])

  /// The maximum, for θ.
  static let bestPrior = maximum("θ")
  /// The maximum, for φ.
  static let bestFamily = maximum("φ")

  private static func maximum(_ name: String) -> SheetPart {
    SheetPart(
      name: name, variables: observation, right: [("2/x", nil)],
      mistakes: [
        ("1/x", meanSquare), ("4/x", "½E[z²] is 1/φ²: the ½ of −½(x − z)² belongs to z² as well"),
        ("x/2", "θ and φ are rates: this is the mean 1/θ = 1/φ"), ("-2/x", sign),
        ("x", "θ and φ are rates, and E[z²] is 2/φ²: the best mean is x/2, not x"),
        ("sqrt(2)", "this is the best φ where x = θ; here θ varies too"),
        (
          "(sqrt(x^2 + 8) - x)/2",
          "this is the best φ of a prior with θ → 0; here θ is at its best, θ = φ"
        ),
      ],
      multiples: [
        (
          "1/x",
          "the factor: at θ = φ the derivative of the ELBO by φ is 2/φ³ − x/φ², and is 0 at 2/x"
        ),
        ("x", "upside down: the larger x, the larger z, and the smaller its rate"),
        ("1/x^2", "the square: the ELBO at θ = φ has x/φ − 1/φ², which is largest at 1/φ = x/2"),
        ("1", "x is not in it, and what is best depends on it"),
      ])
  }

  /// Problem 2a.
  static let exponentialNoise = SheetPart(
    name: "T", variables: [("eps", [0.5, 2, 0.1, 5]), ("phi", [2, 0.6, 1.3, 4.2])],
    right: [
      ("eps/phi", nil),
      ("-log(1 - exp(-eps))/phi", "it falls with ε, and is right all the same: exp(−ε) is uniform"),
    ],
    mistakes: [
      ("eps*phi", rate), ("eps", "φ is not in it: this is a sample of Exp(1)"),
      ("-eps/phi", "the sign: samples of Exp(φ) are positive"),
      ("eps/phi^2", "divided by φ² where φ scales once: P(ε/φ > z) = exp(−φz)"),
      ("eps + phi", "φ scales, and does not shift"), ("eps - phi", "φ scales, and does not shift"),
      ("phi*exp(-phi*eps)", "this is the density of q at ε, not a sample"),
      ("1 - exp(-phi*eps)", "this is the distribution function of q at ε, not a sample"),
      ("-log(1 - eps)/phi", "this is S of problem 2b: ε is exponential here, not uniform"),
      ("-log(eps)/phi", "this is S of problem 2b: ε is exponential here, not uniform"),
      ("phi/eps", "the fraction is upside down: ε/φ"),
      ("e()/phi", "e is Euler's number here: ε is written eps"),
    ], noise: .exponential)

  /// Problem 2b.
  static let uniformNoise = SheetPart(
    name: "S", variables: [("u", [0.25, 0.7, 0.03, 0.9]), ("phi", [2, 0.6, 1.3, 4.2])],
    right: [
      ("-log(1 - u)/phi", "with u for 1 − u it is right as well: both are U(0, 1)"),
      ("-log(u)/phi", "with 1 − u for u it is right as well: both are U(0, 1)"),
    ],
    mistakes: [
      ("log(1 - u)/phi", "the sign: log(1 − u) is negative, samples of Exp(φ) are positive"),
      ("log(u)/phi", "the sign: log u is negative, samples of Exp(φ) are positive"),
      ("-phi*log(1 - u)", rate), ("-phi*log(u)", rate),
      ("phi*log(1 - u)", "the sign; and \(rate)"), ("phi*log(u)", "the sign; and \(rate)"),
      ("-log(1 - u)", "φ is not in it: this is a sample of Exp(1)"),
      ("-log(u)", "φ is not in it: this is a sample of Exp(1)"),
      ("1 - exp(-phi*u)", "this is F(u): the inverse of F is asked for"),
      ("exp(-phi*u)", "this is 1 − F(u): the inverse of F is asked for"),
      ("phi*exp(-phi*u)", "this is the density of q at u, not a sample"),
      (
        "-log(u/phi)/phi", "this inverts the density φ exp(−φz), not the distribution function"
      ),
      ("-log(1 - u/phi)/phi", "F(z) is 1 − exp(−φz), without a factor 1/φ or φ"),
      ("u/phi", "this is T of problem 2a: u is uniform here, not exponential"),
      ("-log(u/phi)", "φ belongs outside of the logarithm: S(u) = −log(u)/φ"),
      ("-log(1 - u/phi)", "φ belongs outside of the logarithm: S(u) = −log(1 − u)/φ"),
      ("-log(phi*u)", "φ belongs outside of the logarithm: S(u) = −log(u)/φ"),
      ("-log(1 - phi*u)", "φ belongs outside of the logarithm: S(u) = −log(1 − u)/φ"),
      ("log(1 + u)/phi", "solve 1 − exp(−φz) = u: exp(−φz) is 1 − u, not 1 + u"),
      ("-log(1 + u)/phi", "solve 1 − exp(−φz) = u: exp(−φz) is 1 − u, not 1 + u"),
    ], noise: .uniform)
}
