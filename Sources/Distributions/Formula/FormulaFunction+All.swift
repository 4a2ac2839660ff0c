// SPDX-License-Identifier: GPL-3.0-or-later

extension FormulaFunction {
  /// All that there are, by their names.
  public static let all = [
    FormulaFunction("abs", .magnitude, "the distance from 0", aliases: ["fabs"]),
    FormulaFunction("atan", .arcTangent, "the arc tangent"),
    FormulaFunction("cbrt", "the cube root, also of a negative a") {
      let third = Formula(1) / 3
      return .choosing(
        $0[0].raised(to: third), else: -((-$0[0]).raised(to: third)), ifPositive: $0[0])
    },
    FormulaFunction("cos", .cosine, "the cosine of an angle in radians"),
    FormulaFunction("cosh", "the hyperbolic cosine; log(cosh(a)) does not overflow") {
      0.5 * ($0[0].applying(.exp) + (-$0[0]).applying(.exp))
    },
    FormulaFunction(
      "digamma", .polygamma(order: 0), where: "a > 0", "the derivative of lgamma"),
    FormulaFunction(
      "erf", .errorFunction, "the error function, 2 Phi(sqrt(2) a) - 1, accurate near 0"),
    FormulaFunction(
      "erfc", "1 - erf(a), accurate however small"
    ) { 2 * (-$0[0] * .constant(.squareRootOfTwo)).applying(.logNormalCumulative).applying(.exp) },
    FormulaFunction("exp", .exp, "e to the power of a"),
    FormulaFunction("expm1", .expMinusOne, "exp(a) - 1, accurate near 0"),
    FormulaFunction("fmax", of: "a, b", "the larger one") { .largest($0[0], $0[1]) },
    FormulaFunction("fmin", of: "a, b", "the smaller one") { .least($0[0], $0[1]) },
    FormulaFunction(
      "inv_logit", .inverseLogit, "1/(1 + exp(-a))", aliases: ["sigmoid", "expit"]),
    FormulaFunction(
      "lgamma", .logGamma, where: "a > 0", "the logarithm of the gamma function",
      aliases: ["gammaln"]),
    FormulaFunction(
      "inv_Phi", .inverseNormalCumulative, where: "0 < a < 1", "the inverse of Phi, the probit",
      aliases: ["qnorm", "probit"]),
    FormulaFunction(
      "lbeta", of: "a, b", where: "a > 0, b > 0", "lgamma(a) + lgamma(b) - lgamma(a + b)"
    ) { -Formula.minusLogBeta($0[0], $0[1]) },
    FormulaFunction(
      "lchoose", of: "n, k", where: "0 <= k <= n", "the logarithm of n over k"
    ) { .minusLogBeta($0[1] + 1, $0[0] - $0[1] + 1) - ($0[0] + 1).applying(.log) },
    FormulaFunction("log", .log, where: "a > 0", "the natural logarithm", aliases: ["ln"]),
    FormulaFunction(
      "log_modified_bessel_first_kind", of: "n, a", where: "n is a whole number to 10, a > 0",
      "the logarithm of the modified Bessel function I of order n", hasOrder: true
    ) {
      guard let n = $0[0].constantValue?.head, let order = Int(exactly: n), 0...10 ~= order else {
        return .number(.nan)
      }
      let power = order == 0 ? 0 : Formula(n) * $0[1].applying(.log)
      return $0[1].applying(.logScaledBessel(order: order)) + $0[1] + power
    },
    FormulaFunction("log1m", where: "a < 1", "log(1 - a), accurate near 0") { $0[0].logOfOneMinus },
    FormulaFunction(
      "log1m_exp", where: "a < 0", "log(1 - exp(a)), accurate near 0 and far below"
    ) { $0[0].logOfOneMinusExp },
    FormulaFunction("log1m_inv_logit", "log(1 - inv_logit(a)), which does not underflow") {
      $0[0].logOfOneMinusInverseLogit
    },
    FormulaFunction("log1p", .logOnePlus, where: "a > -1", "log(1 + a), accurate near 0"),
    FormulaFunction("log1p_exp", .softplus, "log(1 + exp(a))", aliases: ["softplus"]),
    FormulaFunction(
      "log_diff_exp", of: "a, b", where: "a > b", "log(exp(a) - exp(b)), which does not overflow"
    ) { $0[0] + ($0[1] - $0[0]).logOfOneMinusExp },
    FormulaFunction("log_inv_logit", "log(inv_logit(a)), which does not underflow") {
      $0[0].logOfInverseLogit
    },
    FormulaFunction(
      "log_mix", of: "p, a, b", where: "0 < p < 1",
      "log(p exp(a) + (1 - p) exp(b)), the log density of a mixture of two"
    ) { .logSumExp([$0[0].applying(.log) + $0[1], $0[0].logOfOneMinus + $0[2]]) },
    FormulaFunction(
      "log_sum_exp", of: "a, ...", "the logarithm of a sum of exponentials, exp(a) + ..."
    ) { .logSumExp($0) },
    FormulaFunction(
      "logit", where: "0 < a < 1", "log(a/(1 - a)), the inverse of inv_logit"
    ) { $0[0].applying(.log) - $0[0].logOfOneMinus },
    FormulaFunction(
      "Phi", "the standard normal distribution function; log(Phi(a)) does not underflow",
      aliases: ["pnorm", "std_normal_cdf"]
    ) { $0[0].applying(.logNormalCumulative).applying(.exp) },
    FormulaFunction(
      "pow", of: "a, b", where: "a > 0, or b is whole", "a to the power of b, as a^b"
    ) { $0[0].raised(to: $0[1]) },
    FormulaFunction("sin", .sine, "the sine of an angle in radians"),
    FormulaFunction("sinh", "the hyperbolic sine, accurate near 0") {
      0.5 * ($0[0].applying(.expMinusOne) - (-$0[0]).applying(.expMinusOne))
    },
    FormulaFunction("sqrt", .squareRoot, where: "a >= 0", "the square root"),
    FormulaFunction("square", .square, "a*a"),
    FormulaFunction(
      "std_normal_lcdf", .logNormalCumulative, "log(Phi(a))", aliases: ["log_Phi"]),
    FormulaFunction("step", "1 where a >= 0, else 0") {
      .choosing(0, else: 1, ifPositive: -$0[0])
    },
    FormulaFunction("tan", "the tangent, sin(a)/cos(a)") {
      $0[0].applying(.sine) / $0[0].applying(.cosine)
    },
    FormulaFunction("tanh", .hyperbolicTangent, "the hyperbolic tangent"),
  ]
}

extension Formula {
  /// log(1 − eᵗ), for t < 0: near 0 by the logarithm of −t.
  var logOfOneMinusExp: Formula { (-self).applying(.log).applying(.logInverseCloglog) }

  /// log(1 − exp(−|t|)), by the logarithms of the factors of t: also where t is e^u or log(1 + e^u), and u goes to −∞.
  static func logOfOneMinusExp(minus t: Formula) -> Formula {
    t.logMagnitude.applying(.logInverseCloglog)
  }
}
