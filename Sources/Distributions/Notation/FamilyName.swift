// SPDX-License-Identifier: GPL-3.0-or-later

/// A family by a name that people use: `normal`, `Normal`, `N`, `gaussian` or R's `dnorm` are the same.
///
/// Stan's name comes first, then the same without regard to capitals and underscores, then the aliases of
/// ``aliases``. A name of a library whose parameters mean something else, such as SciPy's `expon`, is refused.
public struct FamilyName: Sendable {
  /// The family that is meant.
  public private(set) var family: Family

  /// The name, as it was written.
  public let written: String

  /// Other names of a family, by its name in Stan, besides those that differ in capitals and underscores
  /// alone. Capitals and underscores do not matter in them either.
  public static let aliases: [String: [String]] = [
    "bernoulli": ["bern", "dbern"],
    "beta": ["dbeta"],
    "beta_binomial": ["betabinom"],
    "binomial": ["binom", "dbinom"],
    "cauchy": ["dcauchy"],
    "chi_square": ["chi2", "chisq", "chi_squared", "dchisq"],
    "double_exponential": ["laplace", "dlaplace"],
    "exp_mod_normal": ["exponentially_modified_gaussian"],
    "exponential": ["Exp", "dexp"],
    "gamma": ["dgamma"],
    "geometric": ["dgeom"],
    "gev": ["dgev", "generalized_extreme_value"],
    "gumbel": ["gumbel_r"],
    "inv_gamma": ["inverse_gamma", "dinvgamma"],
    "inv_gaussian": ["inverse_gaussian", "wald"],
    "logistic": ["logis", "dlogis"],
    "lognormal": ["lnorm", "dlnorm"],
    "normal": ["N", "norm", "gaussian", "dnorm"],
    "poisson": ["pois", "dpois"],
    "student_t": ["t", "dt"],
    "uniform": ["U", "unif", "dunif"],
    "weibull": ["dweibull"],
  ]

  /// Finds the family that a name means.
  ///
  /// - Parameters:
  ///   - name: the name.
  ///   - families: those that can stand where the name does.
  /// - Throws: ``FamilyNameProblem`` with the nearest name, or what to write instead.
  public init(
    _ name: String, among families: [Family] = Families.all
  ) throws(FamilyNameProblem) {
    guard let family = FamilyName.family(name) else { throw FamilyNameProblem(name, families) }
    guard families.contains(family) else {
      throw family.isDiscrete ? .ofCounts(family.description) : FamilyNameProblem(name, families)
    }
    (self.family, written) = (family, name)
  }

  /// Finds the family at the beginning of a spec, such as `z ~ N(0, 1)`, or of what stands before its arguments.
  ///
  /// - Throws: ``FamilyNameError``, with the position of the name.
  public init(
    ofSpec text: String, among families: [Family] = Families.all
  ) throws(FamilyNameError) {
    var scanner = SpecScanner(text)
    self = try scanner.family(among: families)
    guard scanner.isAtEnd || scanner.next == "(" else {
      throw FamilyNameError(
        text: text, position: 0, problem: FamilyNameProblem(text, families))
    }
  }

  /// The same with as many parameters as there are arguments, where the family's last one may be repeated.
  func taking(_ count: Int) -> FamilyName {
    var name = self
    name.family = family.taking(count)
    return name
  }

  /// Whether it is `N`, which means the variance to as many people as the standard deviation that it is here.
  public var isAmbiguous: Bool { written == "N" }

  /// The values of the last parameters where they are left out: t(5) is student_t(5, 0, 1). Stan's own name
  /// takes all of them.
  var defaults: [Double] {
    family.name == "student_t" && written != family.name ? [0, 1] : []
  }

  /// What a name is compared by.
  static func squeezed(_ name: String) -> String { name.lowercased().filter { !"_-".contains($0) } }

  private static func family(_ name: String) -> Family? {
    Families.named(name) ?? byName[squeezed(name)]
  }

  private static let byName: [String: Family] = {
    var families: [String: Family] = [:]
    for family in Families.all {
      for alias in aliases[family.name] ?? [] { families[squeezed(alias)] = family }
    }
    for family in Families.all { families[squeezed(family.name)] = family }
    return families
  }()
}
