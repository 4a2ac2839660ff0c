#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""censored.csv: log p(x) of models with censored observations and truncated likelihoods, by mpmath.

Distribution functions are those of mpmath (erfc, incomplete gamma and beta functions) or textbook formulas, probabilities of
intervals are integrals of densities or sums, and evidences tanh-sinh quadrature, with 60 digits: nothing is shared with
the library.

    pip install mpmath && python3 Tests/Fixtures/generate_censored.py > Tests/Fixtures/censored.csv
"""

from mpmath import mp, mpf, exp, log, sqrt, pi, inf, quad, gamma, erfc, gammainc, betainc, beta, atan, log1p, expm1

mp.dps = 60


def normal_pdf(x, m, s):
    return exp(-((x - m) / s) ** 2 / 2) / (s * sqrt(2 * pi))


def normal_cdf(x, m, s):
    return erfc((m - x) / (s * sqrt(mpf(2)))) / 2


def normal_sf(x, m, s):
    return erfc((x - m) / (s * sqrt(mpf(2)))) / 2


def normal_between(a, b, m, s):
    """From the tail that is smaller, with twice the digits."""
    digits = mp.dps
    mp.dps = 2 * digits
    value = normal_sf(a, m, s) - normal_sf(b, m, s) if a + b > 2 * m else normal_cdf(b, m, s) - normal_cdf(a, m, s)
    mp.dps = digits
    return +value


def student_pdf(x, nu, m, s):
    t = (x - m) / s
    return (1 + t * t / nu) ** (-(nu + 1) / 2) / (s * sqrt(nu) * beta(nu / 2, mpf(1) / 2))


def student_sf(x, nu, m, s):
    t = (x - m) / s
    half = betainc(nu / 2, mpf(1) / 2, 0, nu / (nu + t * t), regularized=True) / 2
    return half if t > 0 else 1 - half


def poisson(k, rate):
    return exp(k * log(rate) - rate) / gamma(k + 1)


def poisson_sf(k, rate):
    """P(x >= k)."""
    return gammainc(k, 0, rate, regularized=True)


def negative_binomial(k, mu, phi):
    return gamma(k + phi) / gamma(k + 1) / gamma(phi) * (phi / (mu + phi)) ** phi * (mu / (mu + phi)) ** k


def negative_binomial_sf(k, mu, phi):
    return betainc(k, phi, 0, mu / (mu + phi), regularized=True)


def student_between(a, b, nu, m, s):
    """The same."""
    digits = mp.dps
    mp.dps = 2 * digits
    if a + b < 2 * m:
        a, b = 2 * m - b, 2 * m - a
    value = student_sf(a, nu, m, s) - student_sf(b, nu, m, s)
    mp.dps = digits
    return +value


N01 = lambda z: normal_pdf(z, 0, 1)
N05 = lambda z: normal_pdf(z, 0, 5)
# Beyond the ends of a normal prior, 60 standard deviations away, there is no digit of these evidences.
PRIORS = {
    "normal(0, 1)": (N01, [-60, -30, -16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16, 30, 60]),
    "normal(0, 5)": (N05, [-300, -100, -40, -20, -8, -4, -2, -1, 0, 1, 2, 4, 8, 20, 40, 100, 300]),
    "exponential(1)": (lambda z: exp(-z), [0, mpf(1) / 2, 1, 2, 4, 8, 16, 32, inf]),
    "gamma(2, 1)": (lambda z: z * exp(-z), [0, mpf(1) / 4, 1, 2, 4, 8, 16, 32, inf]),
    "beta(2, 1)": (lambda z: 2 * z, [0, mpf(1) / 4, mpf(1) / 2, mpf(3) / 4, 1]),
    "cauchy(0, 1)": (lambda z: 1 / (pi * (1 + z * z)), [-inf, -30, -8, -4, -2, -1, 0, 1, 2, 4, 8, 30, inf]),
}

one = mpf(1)
narrow = (mpf(0.3), mpf(0.30000001))


def weibull_sf(x, a, s):
    return exp(-((x / s) ** a))


def weibull_pdf(x, a, s):
    return a / s * (x / s) ** (a - 1) * exp(-((x / s) ** a))


def logistic(t):
    return 1 / (1 + exp(-t))


def gumbel_cdf(x, m, b):
    return exp(-exp(-(x - m) / b))


def laplace_sf(t):
    return exp(-t) / 2 if t > 0 else 1 - exp(t) / 2


def gev_cdf(x, m, s, xi):
    y = 1 + xi * (x - m) / s
    if y <= 0:
        return mpf(0) if xi > 0 else mpf(1)
    return exp(-y ** (-1 / xi))


x04, x12, x15, x01 = mpf(0.4), mpf(1.2), mpf(1.5), mpf(0.1)

# Prior, likelihood, x, p(x | z), and where the integrand is not smooth or has its mass.
ROWS = [
    ("normal(0, 5)", "weibull(1.5, exp(z))", "1.2,0.4,3..inf",
     lambda z: weibull_pdf(x12, x15, exp(z)) * weibull_pdf(x04, x15, exp(z)) * weibull_sf(mpf(3), x15, exp(z)), []),
    ("normal(0, 1)", "weibull(z^2 + 0.5, 2)", "1..3,-inf..1",
     lambda z: (weibull_sf(one, z * z + one / 2, 2) - weibull_sf(mpf(3), z * z + one / 2, 2))
     * -expm1(-((one / 2) ** (z * z + one / 2))), []),
    ("normal(0, 1)", "normal(z, 1)", "40..inf", lambda z: normal_sf(mpf(40), z, 1), [15, 18, 20, 22, 25]),
    ("normal(0, 1)", "normal(z, 1)", "-inf..-40", lambda z: normal_cdf(mpf(-40), z, 1), [-25, -22, -20, -18, -15]),
    ("normal(0, 1)", "normal(z, 1)", "0..1", lambda z: normal_between(0, one, z, 1), []),
    ("exponential(1)", "normal(z, 1)", "0..1", lambda z: normal_between(0, one, z, 1), []),
    ("normal(0, 1)", "normal(z, 1)", "0.3..0.30000001", lambda z: normal_between(*narrow, z, 1), []),
    ("normal(0, 1)", "normal(z, 1)", "9..9.5,-1..20",
     lambda z: normal_between(9, mpf(9.5), z, 1) * (normal_sf(-one, z, 1) - normal_sf(mpf(20), z, 1)), [4, 5, 6]),
    ("normal(0, 1)", "normal(0.5, exp(z))", "1..2,0.1,7..inf",
     lambda z: (normal_sf(one, one / 2, exp(z)) - normal_sf(mpf(2), one / 2, exp(z))) * normal_pdf(x01, one / 2, exp(z))
     * normal_sf(mpf(7), one / 2, exp(z)), []),
    ("normal(0, 1)", "normal(z, 1) T[0, ]", "0.3,1.2", lambda z: normal_pdf(mpf(0.3), z, 1) * normal_pdf(x12, z, 1) / normal_sf(0, z, 1) ** 2, []),
    ("normal(0, 5)", "normal(z, 1) T[-1, 2]", "0.3,1,1,2,-1",
     lambda z: normal_pdf(mpf(0.3), z, 1) * normal_pdf(1, z, 1) ** 2 * normal_pdf(2, z, 1) * normal_pdf(-1, z, 1)
     / normal_between(-1, 2, z, 1) ** 5, []),
    ("normal(0, 1)", "normal(z, 1) T[0, ]", "3..inf", lambda z: normal_sf(3, z, 1) / normal_sf(0, z, 1), []),
    ("normal(0, 1)", "lognormal(z, 0.5)", "1..3,20..inf",
     lambda z: (normal_sf(0, z, one / 2) - normal_sf(log(mpf(3)), z, one / 2)) * normal_sf(log(mpf(20)), z, one / 2), []),
    ("normal(0, 1)", "exponential(exp(z))", "0.3..0.7,1..inf,-inf..2",
     lambda z: (exp(-mpf(0.3) * exp(z)) - exp(-mpf(0.7) * exp(z))) * exp(-exp(z)) * -expm1(-2 * exp(z)), []),
    ("gamma(2, 1)", "exponential(z)", "0.3..0.30000001,50..inf",
     lambda z: exp(-narrow[0] * z) * -expm1(-z * (narrow[1] - narrow[0])) * exp(-50 * z), [mpf(1) / 16, mpf(1) / 64]),
    ("normal(0, 1)", "poisson(exp(z))", "3..inf,0..2,1",
     lambda z: poisson_sf(3, exp(z)) * sum(poisson(k, exp(z)) for k in range(3)) * poisson(1, exp(z)), []),
    ("normal(0, 1)", "poisson(exp(z)) T[1, ]", "1,4", lambda z: poisson(1, exp(z)) * poisson(4, exp(z)) / expm1(-exp(z)) ** 2, []),
    ("gamma(2, 1)", "poisson(z)", "30..inf,20..90",
     lambda z: poisson_sf(30, z) * sum(poisson(k, z) for k in range(20, 91)), [20, 24, 28, 40]),
    ("normal(0, 1)", "neg_binomial_2(exp(z), 3)", "2..inf,0..1,3",
     lambda z: negative_binomial_sf(2, exp(z), 3) * sum(negative_binomial(k, exp(z), mpf(3)) for k in range(2))
     * negative_binomial(3, exp(z), mpf(3)), []),
    ("beta(2, 1)", "binomial(10, z)", "3..inf,0..7",
     lambda z: sum(mp.binomial(10, k) * z**k * (1 - z) ** (10 - k) for k in range(3, 11))
     * sum(mp.binomial(10, k) * z**k * (1 - z) ** (10 - k) for k in range(8)), []),
    ("beta(2, 1)", "geometric(z)", "4..inf,2..5", lambda z: (1 - z) ** 4 * ((1 - z) ** 2 - (1 - z) ** 6), []),
    ("normal(0, 1)", "student_t(4, z, 1)", "2..inf", lambda z: student_sf(2, mpf(4), z, 1), [2]),
    ("normal(0, 1)", "student_t(4, z, 1)", "1.5..2,-30..-29",
     lambda z: student_between(x15, 2, mpf(4), z, 1) * student_between(-30, -29, mpf(4), z, 1), []),
    ("normal(0, 1)", "student_t(4, z, 1) T[0, ]", "0.1,2", lambda z: student_pdf(x01, mpf(4), z, 1) * student_pdf(2, mpf(4), z, 1) / student_sf(0, mpf(4), z, 1) ** 2, [0]),
    ("normal(0, 1)", "cauchy(z, 1)", "1.5..2,0.1,7..inf",
     lambda z: (atan(2 - z) - atan(x15 - z)) / pi / (pi * (1 + (x01 - z) ** 2)) * (pi / 2 - atan(7 - z)) / pi, []),
    ("cauchy(0, 1)", "logistic(z, 0.5)", "2..inf,-1..0.5",
     lambda z: logistic(2 * (z - 2)) * (logistic(2 * (one / 2 - z)) - logistic(2 * (-1 - z))), []),
    ("normal(0, 1)", "gumbel(z, 2)", "5..inf,-inf..-4,0..1",
     lambda z: -expm1(-exp((z - 5) / 2)) * gumbel_cdf(-4, z, 2) * (gumbel_cdf(1, z, 2) - gumbel_cdf(0, z, 2)), []),
    ("normal(0, 1)", "double_exponential(z, 1)", "1.5..2,7..inf,-inf..0",
     lambda z: (laplace_sf(x15 - z) - laplace_sf(2 - z)) * laplace_sf(7 - z) * laplace_sf(z), [x15, 2, 7, 0]),
    ("normal(0, 1)", "double_exponential(z, 1) T[0, ]", "0.1,2",
     lambda z: exp(-abs(x01 - z) - abs(2 - z)) / 4 / laplace_sf(-z) ** 2, [0, x01, 2]),
    ("normal(0, 1)", "gamma(2, exp(z))", "1.5..2,3..inf,0..1",
     lambda z: gammainc(2, x15 * exp(z), 2 * exp(z), regularized=True) * gammainc(2, 3 * exp(z), inf, regularized=True)
     * gammainc(2, 0, exp(z), regularized=True), []),
    ("gamma(2, 1)", "gamma(2.5, z) T[1, 3]", "1.5,2",
     lambda z: z**5 * (x15 * 2) ** x15 * exp(-z * mpf(3.5)) / (gamma(mpf(2.5)) * gammainc(mpf(2.5), z, 3 * z, regularized=True)) ** 2, []),
    ("gamma(2, 1)", "inv_gamma(3, z)", "1..2,4..inf,0..0.2",
     lambda z: gammainc(3, z / 2, z, regularized=True) * gammainc(3, 0, z / 4, regularized=True) * gammainc(3, z / mpf(0.2), inf, regularized=True), []),
    ("normal(0, 1)", "frechet(2, exp(z))", "1..2,9..inf", lambda z: (exp(-exp(2 * z) / 4) - exp(-exp(2 * z))) * -expm1(-exp(2 * z) / 81), []),
    ("gamma(2, 1)", "pareto(z, 2)", "3..4,5..inf",
     lambda z: (min(one, (z / 3) ** 2) - min(one, (z / 4) ** 2)) * min(one, (z / 5) ** 2), [3, 4, 5]),
    ("gamma(2, 1)", "pareto_type_2(0, z, 2)", "3..4,5..inf,-inf..1",
     lambda z: ((1 + 3 / z) ** -2 - (1 + 4 / z) ** -2) * (1 + 5 / z) ** -2 * (1 - (1 + 1 / z) ** -2), []),
    ("gamma(2, 1)", "rayleigh(z)", "1..2,3..inf", lambda z: (exp(-1 / (2 * z * z)) - exp(-2 / (z * z))) * exp(-9 / (2 * z * z)), []),
    ("gamma(2, 1)", "kumaraswamy(z, 2)", "0.3..0.6,0.9..inf",
     lambda z: ((1 - mpf(0.3) ** z) ** 2 - (1 - mpf(0.6) ** z) ** 2) * (1 - mpf(0.9) ** z) ** 2, []),
    ("normal(0, 1)", "gev(z, 1, 0.3)", "1..2,6..inf",
     lambda z: (gev_cdf(2, z, 1, mpf(0.3)) - gev_cdf(1, z, 1, mpf(0.3))) * (1 - gev_cdf(6, z, 1, mpf(0.3))),
     [1 + 1 / mpf(0.3), 2 + 1 / mpf(0.3)]),
    ("gamma(2, 1)", "loglogistic(z, 3)", "1..2,6..inf",
     lambda z: (1 / (1 + z**-3) - 1 / (1 + (z / 2) ** -3)) / (1 + (z / 6) ** -3), []),
    ("gamma(2, 1)", "uniform(0, z)", "1..2,3..inf", lambda z: (min(one, 2 / z) - min(one, 1 / z)) * max(0, 1 - 3 / z), [1, 2, 3]),
    ("normal(0, 1)", "mixture(0.3, normal(z, 1), normal(0, 10))", "1..2,5..inf",
     lambda z: (mpf(0.3) * (normal_sf(1, z, 1) - normal_sf(2, z, 1)) + (1 - mpf(0.3)) * (normal_sf(1, 0, 10) - normal_sf(2, 0, 10)))
     * (mpf(0.3) * normal_sf(5, z, 1) + (1 - mpf(0.3)) * normal_sf(5, 0, 10)), []),
    ("normal(0, 1)", "zero_inflated(0.2, poisson(exp(z)))", "3..inf", lambda z: (1 - mpf(0.2)) * poisson_sf(3, exp(z)), []),
    ("normal(0, 1)", "zero_inflated(0.2, poisson(exp(z)))", "0,0..2",
     lambda z: (mpf(0.2) + (1 - mpf(0.2)) * exp(-exp(z)))
     * (mpf(0.2) + (1 - mpf(0.2)) * sum(poisson(k, exp(z)) for k in range(3))), []),
    ("normal(0, 1)", "ordered_logistic(z, -1, 0.5, 2)", "2..3,3..inf",
     lambda z: (logistic(2 - z) - logistic(-1 - z)) * logistic(z - one / 2), []),
]


def evidence(prior, likelihood, points):
    density, places = PRIORS[prior]
    places = sorted(set(places) | {mpf(p) for p in points if places[0] < p < places[-1]})
    # mpmath's bound on the error is absolute: the integrand has to be of the size of 1.
    finite = [p for p in places if abs(p) < inf]
    middles = [a + (b - a) * k / 8 for a, b in zip(finite, finite[1:]) for k in range(1, 8)]
    size = max(density(z) * likelihood(z) for z in middles)
    values = []
    for digits in (60, 70):
        mp.dps = digits
        values.append(size * quad(lambda z: density(z) * likelihood(z) / size, places, maxdegree=12))
    assert abs(values[0] / values[1] - 1) < mpf(10) ** -38, (prior, values)
    return log(values[1])


def main():
    print("prior;likelihood;x;log_evidence")
    for prior, likelihood, x, density, points in ROWS:
        value = evidence(prior, density, points)
        mp.dps = 60
        print(";".join([prior, likelihood, x, mp.nstr(value, 40)]), flush=True)


if __name__ == "__main__":
    main()
