#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Log densities at huge shapes and counts, from products of Gamma functions in 700 digits.

    pip install mpmath && python3 Tests/Fixtures/generate_shapes.py

Each row: the family, x, its arguments, and the log density as the sum of two doubles. Inputs are doubles,
taken exactly: some next to the mode, where the density is, some far from it.
"""

import math
from pathlib import Path

from mpmath import exp, log, log1p, loggamma, mp, mpf, pi

mp.dps = 700  # at shapes of 1e150, log Gamma cancels to less than one


def gamma(z, shape, rate):
    return shape * log(rate) - loggamma(shape) + (shape - 1) * log(z) - rate * z


def inv_gamma(z, shape, scale):
    return shape * log(scale) - loggamma(shape) - (shape + 1) * log(z) - scale / z


def chi_square(z, nu):
    return gamma(z, nu / 2, mpf(1) / 2)


def beta(z, a, b):
    return loggamma(a + b) - loggamma(a) - loggamma(b) + (a - 1) * log(z) + (b - 1) * log1p(-z)


def student_t(z, nu, mu, sigma):
    return (loggamma((nu + 1) / 2) - loggamma(nu / 2) - log(nu * pi) / 2 - log(sigma)
            - (nu + 1) / 2 * log1p(((z - mu) / sigma) ** 2 / nu))


def poisson(x, rate):
    return x * log(rate) - rate - loggamma(x + 1)


def poisson_log(x, alpha):
    return x * alpha - exp(alpha) - loggamma(x + 1)


def binomial(x, n, theta):
    return (loggamma(n + 1) - loggamma(x + 1) - loggamma(n - x + 1) + x * log(theta)
            + (n - x) * log1p(-theta))


def binomial_logit(x, n, alpha):
    return binomial(x, n, 1 / (1 + exp(-alpha)))


def neg_binomial_2(x, mu, phi):
    return (loggamma(x + phi) - loggamma(x + 1) - loggamma(phi) + phi * log(phi / (mu + phi))
            + x * log(mu / (mu + phi)))


def rows():
    for k in (3e8, 1e9, 1e12, 1e15, 1e20, 1e40, 1e60, 1e150):
        deviation = k**-0.5
        for scale in (1.0, 3e-5, 7e10):
            rate = k / scale
            for step in (-3, 0, 0.3, 30):
                yield gamma, float(mpf(k) / mpf(rate) * (1 + step * deviation)), k, rate
                yield inv_gamma, float(mpf(rate) / mpf(k) * (1 + step * deviation)), k, rate
            yield gamma, scale * 1e-5, k, rate
            yield inv_gamma, rate / k * 5, k, rate
        for step in (-3, 0, 2):
            yield chi_square, 2 * k * (1 + step * deviation), 2 * k
        for other in (1e-16, 1e-3, 2.0, 30.0, 1e8, k, k * 1e4, 1e60):
            for step in (0, 0.3, 2):
                near = mpf(other) / (mpf(k) + other) * (1 + step / math.sqrt(max(other, 1) + 1))
                for z, a, b in ((near, other, k), (mpf(k) / (mpf(k) + other) * (1 - step * 1e-9), k, other)):
                    if 0 < float(z) < 1:
                        yield beta, float(z), a, b
        for t in (0.0, 0.5, 40.0):
            yield student_t, t, k, 0.0, 1.0
            yield student_t, 1e6 + t * 1e-3, k, 1e6, 1e-3
        if k < 1e16:
            for step in (-3, 0, 1):
                yield poisson, k, k * (1 + step * deviation)
                yield poisson_log, k, math.log(k) + step * deviation
        for x in (0.0, 1.0, 1e6, 1e9, k / 4):
            if x < k and x == int(x):
                for step in (-0.5, 0, 1):
                    share = max(x, 1) / k * (1 + step / math.sqrt(max(x, 1) + 1))
                    yield binomial, x, k, share
                    yield binomial_logit, x, k, math.log(share / (1 - share))
                    yield neg_binomial_2, x, max(x, 1) * (1 + step / math.sqrt(x + 1)), k
    for k in (1e10, 1e19, 1e30):
        for z in (1e-60, 1e-20, 1e20, 1e60):
            yield gamma, z, k, k
            yield inv_gamma, z, k, k
            yield poisson, k, z
            if k < 1e20:
                yield neg_binomial_2, k, z, k * 2
            if z < 1:
                yield beta, z, k, k * 1e5
                yield beta, z, k * 1e5, k
                yield binomial, k, k * 3, z
        for alpha in (-600.0, -30.0, 90.0, 500.0):
            yield poisson_log, k, alpha
            yield binomial_logit, k, 3 * k, alpha


def main():
    lines = ["family;x;arguments;head;tail"]
    for family, x, *arguments in rows():
        value = family(mpf(x), *map(mpf, arguments))
        head = float(value)
        cells = [family.__name__, repr(x), ",".join(map(repr, arguments)), repr(head), repr(float(value - head))]
        lines.append(";".join(cells))
    path = Path(__file__).with_name("shapes.csv")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
