#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mixtures, zero-inflated and hurdle counts: evidence, posterior mean and KL, at 40 digits.

    pip install mpmath && python3 Tests/Fixtures/generate_mixtures.py

Each row: a kind, two specs, observations, and one or two numbers: log p(x) and the posterior mean of a model (prior,
likelihood, x), or KL(q‖p) of two distributions. Specs are read as Python, with every number the double nearest to it,
and densities are added as they stand, in 60 digits. The integrals are those of mpmath's tanh-sinh rule between break
points that stand beside each row, done twice, with other cuts, and have to agree in 32 digits.
"""

from pathlib import Path

from mpmath import cosh, exp, expm1, gamma as Gamma, inf, log, loggamma, log1p, mp, mpf, nstr, pi, quad, sqrt

mp.dps = 60


def normal(mu, sigma):
    mu, sigma = mpf(mu), mpf(sigma)
    return lambda x: exp(-((x - mu) / sigma) ** 2 / 2) / (sigma * sqrt(2 * pi))


def cauchy(mu, sigma):
    mu, sigma = mpf(mu), mpf(sigma)
    return lambda x: 1 / (pi * sigma * (1 + ((x - mu) / sigma) ** 2))


def logistic(mu, sigma):
    mu, sigma = mpf(mu), mpf(sigma)
    return lambda x: 1 / (4 * sigma * cosh((x - mu) / sigma / 2) ** 2)


def double_exponential(mu, sigma):
    mu, sigma = mpf(mu), mpf(sigma)
    return lambda x: exp(-abs(x - mu) / sigma) / (2 * sigma)


def student_t(nu, mu, sigma):
    nu, mu, sigma = mpf(nu), mpf(mu), mpf(sigma)
    c = Gamma((nu + 1) / 2) / Gamma(nu / 2) / sqrt(nu * pi) / sigma
    return lambda x: c * (1 + ((x - mu) / sigma) ** 2 / nu) ** (-(nu + 1) / 2)


def gamma(alpha, beta):
    alpha, beta = mpf(alpha), mpf(beta)
    return lambda x: beta**alpha / Gamma(alpha) * x ** (alpha - 1) * exp(-beta * x) if x > 0 else mpf(0)


def exponential(beta):
    beta = mpf(beta)
    return lambda x: beta * exp(-beta * x) if x > 0 else mpf(0)


def uniform(a, b):
    a, b = mpf(a), mpf(b)
    return lambda x: 1 / (b - a) if a < x < b else mpf(0)


def poisson(rate):
    rate = mpf(rate)
    return lambda x: exp(x * log(rate) - rate - loggamma(x + 1))


def binomial(n, p):
    p = mpf(p)
    return lambda x: exp(loggamma(n + 1) - loggamma(x + 1) - loggamma(n - x + 1)) * p**x * (1 - p) ** (n - x)


def neg_binomial_2(mu, phi):
    mu, phi = mpf(mu), mpf(phi)
    return lambda x: (exp(loggamma(x + phi) - loggamma(phi) - loggamma(x + 1))
                      * (phi / (mu + phi)) ** phi * (mu / (mu + phi)) ** x)


def mixture(*arguments):
    weights = [mpf(a) for a in arguments if not callable(a)]
    parts = [a for a in arguments if callable(a)]
    if len(weights) < len(parts):
        weights.append(1 - sum(weights))
    total = sum(weights)
    return lambda x: sum(w * part(x) for w, part in zip(weights, parts)) / total


def zero_inflated(p, counts):
    p = mpf(p)
    return lambda x: (p if x == 0 else 0) + (1 - p) * counts(x)


def hurdle(p, counts):
    p = mpf(p)
    return lambda x: p if x == 0 else (1 - p) * counts(x) / (1 - counts(0))


def inv_logit(t):
    return 1 / (1 + exp(-t))


def integral(f, points, scale=0):
    def cut(shift):
        inner = [p + shift * (points[i + 1] - p) if p not in (-inf, inf) and points[i + 1] != inf else p
                 for i, p in enumerate(points[:-1])]
        return sorted(set(points + [p for p in inner if p not in points]), key=float)
    first, second = quad(f, cut(mpf("0.37"))), quad(f, cut(mpf("0.61")))
    assert abs(first - second) <= mpf(10) ** -32 * max(abs(first), scale), (first, second)
    return first


NAMES = dict(globals())
# Under a normal prior nothing is left beyond 40, where 1 - Q(0) of a hurdle would cancel.
INNER = [-40, -12, -5, -2, 0, 1, 2, 3, 5, 12, 40]
LINE = [-inf] + INNER + [inf]

MODELS = [
    # The clutter problem of Minka (2001).
    ("normal(0, 5)", "mixture(0.3, normal(z, 1), normal(0, 10))", [1, 2, -3, 40], LINE),
    ("normal(0, 10)", "mixture(0.5, normal(z, 1), normal(0, 3))", [3.1, 2.7, -8, 3.3], LINE),
    ("normal(0, 1)", "mixture(0.3, normal(z, 1), 0.7, normal(0, 10))", [0.3], LINE),
    ("normal(0, 1)", "mixture(0.1, normal(z, 1), 0.2, normal(z + 3, 2), normal(0, 10))", [0.3, 4], LINE),
    ("normal(0, 1)", "mixture(inv_logit(z), normal(0, 1), normal(3, 1))", [0, 0, 3, 1], LINE),
    ("normal(0, 1)", "mixture(inv_logit(2*z), normal(0, 1), 1 - inv_logit(2*z), normal(3, 1))", [3.5], LINE),
    ("uniform(0, 1)", "mixture(z, normal(0, 1), cauchy(3, 1))", [0, 0.2, 3, 1], [0, mpf(1) / 2, 1]),
    ("normal(0, 1)", "mixture(0.5, mixture(0.5, normal(z, 1), normal(-z, 1)), student_t(3, 0, 2))", [1.5], LINE),
    ("normal(0, 2)", "mixture(0.4, logistic(z, 0.5), double_exponential(0, 4))", [1, 2], LINE),
    ("normal(0, 2)", "mixture(0.5, normal(z, 1), exponential(1))", [2, 0.5], LINE),
    ("mixture(0.3, normal(-2, 0.5), normal(2, 1))", "normal(z, 1)", [0.3], LINE),
    ("mixture(1e-100, normal(3, 1e-12), normal(0, 1))", "normal(z, 0.001)", [3],
     [2, mpf("2.97"), mpf("2.99"), 3 - mpf(10) ** -10, 3 - mpf(10) ** -12, 3, 3 + mpf(10) ** -12, 3 + mpf(10) ** -10,
      mpf("3.01"), mpf("3.03"), 4]),
    ("mixture(1e-3, normal(3, 1e-6), normal(0, 1))", "normal(z, 0.5)", [2],
     [-inf, -12, -5, 0, 1, 2, 3 - mpf(10) ** -4, 3 - mpf(10) ** -6, 3, 3 + mpf(10) ** -6, 3 + mpf(10) ** -4, 4, 8, inf]),
    ("mixture(0.5, gamma(2, 1), normal(0, 1))", "normal(z, 1)", [0.3], LINE),
    ("mixture(0.2, gamma(0.5, 1), 0.3, normal(0, 1), cauchy(1, 2))", "normal(z, 1)", [-1], LINE),
    ("mixture(0.5, exponential(1), normal(0, 1))", "normal(z, 1)", [0.3], LINE),
    ("mixture(0.5, uniform(0, 1), uniform(2, 3))", "normal(z, 1)", [0.3], [0, 1, 2, 3]),
    ("mixture(0.25, cauchy(0, 1), 0.25, logistic(4, 2), normal(0, 1))", "normal(z, 2)", [5], LINE),
    ("normal(0, 1)", "zero_inflated(0.2, poisson(exp(z)))", [0, 0, 3, 1], LINE),
    ("normal(0, 1)", "zero_inflated(inv_logit(z + 1), poisson(3))", [0, 0, 3], LINE),
    ("gamma(2, 1)", "zero_inflated(0.5, neg_binomial_2(z, 2))", [0, 4], [0, 1, 2, 5, 12, 40, inf]),
    ("normal(0, 1)", "hurdle(0.2, poisson(exp(z)))", [0, 0, 3, 1], INNER),
    ("normal(0, 1)", "mixture(0.3, poisson(exp(z)), poisson(10))", [2, 12], LINE),
]
DIVERGENCES = [
    ("mixture(0.5, normal(0, 1), normal(4, 1))", "normal(0, 2)", LINE),
    ("mixture(0.5, normal(0, 1), normal(0, 1))", "normal(0, 2)", LINE),
    ("normal(1, 2)", "mixture(0.5, normal(0, 1), normal(4, 1))", LINE),
    ("mixture(0.3, normal(0, 1), normal(4, 2))", "mixture(0.5, normal(1, 1), normal(3, 2))", LINE),
    ("mixture(0.5, exponential(1), exponential(3))", "gamma(2, 1)", [0, 1, 2, 5, 12, 40, 80]),
    ("mixture(0.3, uniform(0, 1), uniform(2, 3))", "normal(0, 1)", [0, 1, 2, 3]),
    ("normal(0, 1)", "mixture(0.5, normal(0, 1), cauchy(4, 1))", [-40, -12, -5, -2, 0, 1, 2, 3, 5, 12, 40]),
    ("mixture(0.9, gamma(2, 3), gamma(5, 1))", "mixture(0.5, gamma(3, 1), gamma(2, 2))", [0, 1, 2, 5, 12, 40, 120]),
]


def read(text, **names):
    return eval(text, dict(NAMES, **names))


def finite(points):
    """Beyond 300 nothing of these models is left in 40 digits."""
    return [max(mpf(-300), min(mpf(300), mpf(p))) for p in points]


def main():
    rows = ["kind;first;second;x;value;mean"]
    for prior, likelihood, xs, points in MODELS:
        p = read(prior)

        def joint(z):
            value = p(z)
            for x in xs:
                value *= read(likelihood, z=z)(x)
            return value

        mass = integral(joint, finite(points))
        mean = integral(lambda z: z * joint(z), finite(points), mass) / mass
        text = ",".join(str(x) for x in xs)
        rows.append(f"model;{prior};{likelihood};{text};{nstr(log(mass), 40)};{nstr(mean, 40)}")
        print(rows[-1], flush=True)
    for first, second, points in DIVERGENCES:
        q, p = read(first), read(second)
        value = integral(lambda z: q(z) * (log(q(z)) - log(p(z))) if q(z) else mpf(0), finite(points))
        rows.append(f"divergence;{first};{second};;{nstr(value, 40)};")
        print(rows[-1], flush=True)
    Path(__file__).with_name("mixtures.csv").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
