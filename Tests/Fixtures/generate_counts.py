#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Log probabilities of the discrete families, from products of Gamma functions in 100 digits and more.

    pip install mpmath && python3 Tests/Fixtures/generate_counts.py

Each row: the family, x, its arguments (the second is empty where there is one), the log probability
as the sum of two doubles, and the magnitude of the largest term of the formula that the family is
evaluated by, which is what its rounding is relative to. Inputs are doubles, taken exactly.
"""

import random
from pathlib import Path

from mpmath import exp, fabs, log, log1p, loggamma, mp, mpf

mp.dps = 120  # 30 more than the most that cancels: log Gamma at 1e20 and above against 1


def coefficient(n, x):
    return [loggamma(n + 1), -loggamma(x + 1), -loggamma(n - x + 1)]


def softplus(t):
    return log1p(exp(t)) if t < 0 else t + log1p(exp(-t))


def times(n, a):
    """n a, with 0 log 0 = 0."""
    return n * a() if n else mpf(0)


def poisson(x, rate):
    return [times(x, lambda: log(rate)), -rate, -loggamma(x + 1)]


def poisson_log(x, alpha):
    return [x * alpha, -exp(alpha), -loggamma(x + 1)]


def binomial(x, n, theta):
    return coefficient(n, x) + [times(x, lambda: log(theta)), times(n - x, lambda: log1p(-theta))]


def binomial_logit(x, n, alpha):
    return coefficient(n, x) + [-x * softplus(-alpha), -(n - x) * softplus(alpha)]


def bernoulli(x, theta):
    return binomial(x, mpf(1), theta)


def bernoulli_logit(x, alpha):
    return binomial_logit(x, mpf(1), alpha)


def neg_binomial_2(x, mu, phi):
    rising = [loggamma(x + phi), -loggamma(phi)]
    if phi >= 1e6:  # where the family is evaluated by the sum of its small terms
        rising = [sum(rising) - x * log(phi), x * log(phi), x]
        rising[0] -= x
    return rising + [-loggamma(x + 1), -phi * log1p(mu / phi), -x * log1p(phi / mu)]


def rows():
    random.seed(6)

    def magnitude(low, high):
        return float(f"{10 ** random.uniform(low, high):.6g}")

    def real(high):
        return random.choice((-1, 1)) * magnitude(-2, high)

    def count(high):
        return random.choice((0, 1, 2, int(10 ** random.uniform(0, high))))

    def probability():
        return random.choice((magnitude(-20, 0), 1 - magnitude(-12, 0), 0.5))

    for x, theta in ((0, 0), (1, 1)):
        yield bernoulli, x, theta
    for x, n, theta in ((0, 7, 0), (7, 7, 1), (500000, 1000000, 0.5), (1000000, 1000000, 0.999999)):
        yield binomial, x, n, theta
    yield binomial_logit, 500000, 1000000, 0.0
    yield poisson, 1000000, 1e6
    yield neg_binomial_2, 1000000, 1e6, 1e6
    for _ in range(25):
        center = magnitude(-3, 6)
        n = random.choice((1, 10, 1000, 10**6))
        yield poisson, count(6), center
        yield poisson, round(center), center
        yield poisson_log, count(6), real(1)
        yield bernoulli, random.randint(0, 1), probability()
        yield bernoulli_logit, random.randint(0, 1), real(2.5)
        yield binomial, random.choice((0, n, random.randint(0, n))), n, probability()
        yield binomial_logit, random.choice((0, n, random.randint(0, n))), n, real(2.5)
        yield neg_binomial_2, count(5), center, magnitude(-3, 5)
        yield neg_binomial_2, count(5), center, magnitude(6, 30)


def main():
    lines = ["family,x,first,second,head,tail,largest"]
    for family, x, *arguments in rows():
        terms = family(mpf(x), *(mpf(a) for a in arguments))
        value = sum(terms)
        head = float(value)
        tail = float(value - head)
        largest = float(max(fabs(term) for term in terms))
        cells = [family.__name__, x, arguments[0], arguments[1] if arguments[1:] else ""]
        lines.append(",".join(map(str, cells + [head, tail, largest])))
    path = Path(__file__).with_name("counts.csv")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


main()
