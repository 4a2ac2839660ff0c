// SPDX-License-Identifier: GPL-3.0-or-later

/// A name that a library has for a family, with parameters that mean something else than those here.
public struct ForeignFamily: Sendable, Hashable {
  /// What it is called there, with its parameters.
  public let spec: String
  /// Whose it is.
  public let owner: String
  /// What to write instead, in the parameters of `spec`.
  public let replacement: String

  private let names: [String]

  /// - Parameter aliases: what it is called besides the name in the spec.
  private init(
    _ spec: String, of owner: String, is replacement: String, aliases: [String] = []
  ) {
    (self.spec, self.owner, self.replacement) = (spec, owner, replacement)
    names = [FamilyName.squeezed(String(spec.prefix { $0 != "(" }))] + aliases
  }

  /// Whether a name without capitals and underscores is this one's.
  func isCalled(_ name: String) -> Bool { names.contains(name) }

  /// All that are known.
  ///
  /// Sources: SciPy's reference, `scipy.stats`; R's `?NegBinomial` and the packages actuar and flexsurv;
  /// PyTorch's `torch.distributions`.
  static let all = scipys + others

  private static let scipys = [
    "expon(loc, scale)": "exponential(1/scale)",
    "halfnorm(loc, scale)": "half_normal(scale)",
    "lognorm(s, loc, scale)": "lognormal(log(scale), s)",
    "weibull_min(c, loc, scale)": "weibull(c, scale)",
    "fisk(c, loc, scale)": "loglogistic(scale, c)",
    "truncnorm(a, b, loc, scale)": "normal(loc, scale) T[loc + a*scale, loc + b*scale]",
    "geom(p)": "geometric(p), which counts the failures alone",
    "nct(df, nc, loc, scale)": "noncentral_t(df, nc)",
    "skewnorm(a, loc, scale)": "skew_normal(loc, scale, a)",
    "exponnorm(K, loc, scale)": "exp_mod_normal(loc, scale, 1/(K*scale))",
    "invgauss(mu, loc, scale)": "inv_gaussian(mu*scale, scale)",
    "genextreme(c, loc, scale)": "gev(loc, scale, -c)",
    "lomax(c, loc, scale)": "pareto_type_2(loc, scale, c)",
    "invweibull(c, loc, scale)": "frechet(c, scale)",
  ].map { ForeignFamily($0, of: "SciPy's", is: $1) }

  private static let others = [
    ForeignFamily(
      "truncated(SPEC, lower, upper)", of: "PyMC's and Julia's",
      is: "SPEC T[lower, upper], as in normal(0, 1) T[0, ]", aliases: ["truncate", "trunc"]),
    ForeignFamily(
      "TruncatedNormal(mu, sigma, lower, upper)", of: "PyMC's",
      is: "normal(mu, sigma) T[lower, upper]"),
    ForeignFamily(
      "dllogis(shape, scale)", of: "R's", is: "loglogistic(scale, shape)", aliases: ["llogis"]),
    ForeignFamily(
      "nbinom(size, prob)", of: "R's and SciPy's",
      is: "neg_binomial_2(size*(1 - prob)/prob, size)", aliases: ["dnbinom"]),
    ForeignFamily(
      "NegativeBinomial(total_count, probs)", of: "PyTorch's",
      is: "neg_binomial_2(total_count*probs/(1 - probs), total_count)"),
  ]
}

extension ForeignFamily: CustomStringConvertible {
  /// Whose it is, and what to write.
  public var description: String {
    "\(spec) is \(owner), with other parameters: write \(replacement)"
  }
}
