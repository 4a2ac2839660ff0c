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

  private init(_ names: String..., spec: String, of owner: String, is replacement: String) {
    (self.names, self.spec, self.owner) = (names, spec, owner)
    self.replacement = replacement
  }

  /// Whether a name without capitals and underscores is this one's.
  func isCalled(_ name: String) -> Bool { names.contains(name) }

  /// All that are known.
  ///
  /// Sources: SciPy's reference, `scipy.stats`; R's `?NegBinomial` and the packages actuar and flexsurv;
  /// PyTorch's `torch.distributions`.
  static let all = [
    ForeignFamily(
      "expon", spec: "expon(loc, scale)", of: "SciPy's", is: "exponential(1/scale)"),
    ForeignFamily(
      "halfnorm", spec: "halfnorm(loc, scale)", of: "SciPy's", is: "half_normal(scale)"),
    ForeignFamily(
      "lognorm", spec: "lognorm(s, loc, scale)", of: "SciPy's", is: "lognormal(log(scale), s)"),
    ForeignFamily(
      "weibullmin", spec: "weibull_min(c, loc, scale)", of: "SciPy's", is: "weibull(c, scale)"),
    ForeignFamily(
      "fisk", spec: "fisk(c, loc, scale)", of: "SciPy's", is: "loglogistic(scale, c)"),
    ForeignFamily(
      "truncnorm", spec: "truncnorm(a, b, loc, scale)", of: "SciPy's",
      is: "normal(loc, scale) T[loc + a*scale, loc + b*scale]"),
    ForeignFamily(
      "truncated", "truncate", "trunc", spec: "truncated(SPEC, lower, upper)",
      of: "PyMC's and Julia's",
      is: "SPEC T[lower, upper], as in normal(0, 1) T[0, ]"),
    ForeignFamily(
      "truncatednormal", spec: "TruncatedNormal(mu, sigma, lower, upper)", of: "PyMC's",
      is: "normal(mu, sigma) T[lower, upper]"),
    ForeignFamily(
      "llogis", "dllogis", spec: "dllogis(shape, scale)", of: "R's",
      is: "loglogistic(scale, shape)"),
    ForeignFamily(
      "nbinom", "dnbinom", spec: "nbinom(size, prob)", of: "R's and SciPy's",
      is: "neg_binomial_2(size*(1 - prob)/prob, size)"),
    ForeignFamily(
      "negativebinomial", spec: "NegativeBinomial(total_count, probs)", of: "PyTorch's",
      is: "neg_binomial_2(total_count*probs/(1 - probs), total_count)"),
    ForeignFamily(
      "geom", spec: "geom(p)", of: "SciPy's", is: "geometric(p), which counts the failures alone"),
    ForeignFamily(
      "nct", spec: "nct(df, nc, loc, scale)", of: "SciPy's", is: "noncentral_t(df, nc)"),
    ForeignFamily(
      "skewnorm", spec: "skewnorm(a, loc, scale)", of: "SciPy's", is: "skew_normal(loc, scale, a)"),
    ForeignFamily(
      "exponnorm", spec: "exponnorm(K, loc, scale)", of: "SciPy's",
      is: "exp_mod_normal(loc, scale, 1/(K*scale))"),
    ForeignFamily(
      "invgauss", spec: "invgauss(mu, loc, scale)", of: "SciPy's",
      is: "inv_gaussian(mu*scale, scale)"),
    ForeignFamily(
      "genextreme", spec: "genextreme(c, loc, scale)", of: "SciPy's", is: "gev(loc, scale, -c)"),
    ForeignFamily(
      "lomax", spec: "lomax(c, loc, scale)", of: "SciPy's", is: "pareto_type_2(loc, scale, c)"),
    ForeignFamily(
      "invweibull", spec: "invweibull(c, loc, scale)", of: "SciPy's", is: "frechet(c, scale)"),
  ]
}

extension ForeignFamily: CustomStringConvertible {
  /// Whose it is, and what to write.
  public var description: String {
    "\(spec) is \(owner), with other parameters: write \(replacement)"
  }
}
