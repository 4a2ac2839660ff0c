#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""KL(q||p) of distributions of counts, to 40 digits, by plain sums in 90 digits' arithmetic.

    pip install mpmath && python3 Tests/Fixtures/generate_count_kl.py

Each row: q, p and KL(q||p), or inf. Inputs are doubles, taken exactly. The sum runs over the whole of the support, or
from the mean outwards until 50 terms on end are below 1e-60 of it. Of a bell with a standard deviation above
1000 every n-th term is taken, n an eighth of the standard deviation: for an analytic bell that trapezoidal rule is off by
exp(-2 pi^2 64) of the sum, and next to nothing else.
Every ordered pair of the seven families is there twice, then extremes.
"""

import random
from pathlib import Path

from mpmath import exp, inf, log, log1p, loggamma, mp, mpf, nstr, sqrt

mp.dps = 90


def softplus(t):
    return log1p(exp(t)) if t < 0 else t + log1p(exp(-t))


class Law:
    """g(k) is log P(k) + log k!, top the largest count, None without end."""

    def __init__(self, name, *arguments):
        self.spec = f"{name}({', '.join(repr(a) for a in arguments)})"
        a = [mpf(x) for x in arguments]
        self.top = None
        if name in ("poisson", "poisson_log"):
            rate, alpha = (a[0], log(a[0])) if name == "poisson" else (exp(a[0]), a[0])
            self.mean = self.variance = rate
            self.g = lambda k: k * alpha - rate
        elif name == "neg_binomial_2":
            mu, phi = a
            self.mean, self.variance = mu, mu + mu * mu / phi
            c, d = -log1p(phi / mu), -phi * log1p(mu / phi)
            self.g = lambda k: k * c + d + loggamma(k + phi) - loggamma(phi)
        else:
            n = mpf(1) if name.startswith("bernoulli") else a[0]
            if name.endswith("logit"):
                yes, no = -softplus(-a[-1]), -softplus(a[-1])
                theta = exp(yes)
            else:
                theta = a[-1]
                yes = log(theta) if theta else -inf
                no = log1p(-theta) if theta < 1 else -inf
            self.top = n
            self.mean, self.variance = n * theta, n * theta * (1 - theta)
            if theta in (0, 1) and not name.endswith("logit") or n == 0:
                self.point = n * theta
            self.g = lambda k: (
                loggamma(n + 1) - loggamma(n - k + 1)
                + (k * yes if k else 0) + ((n - k) * no if n - k else 0))

    point = None


def divergence(q, p):
    if q.point is not None:
        if p.point is not None:
            return mpf(0) if p.point == q.point else inf
        if p.top is not None and q.point > p.top:
            return inf
        return loggamma(q.point + 1) - p.g(q.point)
    if p.point is not None:
        return inf
    if p.top is not None and (q.top is None or q.top > p.top):
        return inf

    def term(k):
        ratio = q.g(k) - p.g(k)
        return exp(q.g(k) - loggamma(k + 1)) * ratio

    # Of a bell as wide as this, every stride-th count has the digits.
    stride = max(1, int(sqrt(q.variance) / 8)) if q.variance > 10**6 else 1
    mode = int(q.mean)
    total = mpf(0)
    for start, step in ((mode, stride), (mode - stride, -stride)):
        k, small = start, 0
        while k >= 0 and (q.top is None or k <= q.top) and small < 50:
            value = term(mpf(k))
            total += value
            small = small + 1 if abs(value) <= mpf(10) ** -60 * abs(total) else 0
            k += step
    return total * stride


def draw(name, source, bound=None):
    """A member, whose parameters are short numbers."""
    def number(low, high):
        return float(f"{10 ** source.uniform(low, high):.4g}")
    if name == "poisson":
        return Law(name, number(-2, 2))
    if name == "poisson_log":
        return Law(name, round(source.uniform(-4, 4), 3))
    if name == "neg_binomial_2":
        return Law(name, number(-2, 1), number(-0.5, 3))
    trials = [] if name.startswith("bernoulli") else [bound or source.randint(2, 60)]
    if name.endswith("logit"):
        return Law(name, *trials, round(source.uniform(-5, 5), 3))
    return Law(name, *trials, round(source.random(), 4))


NAMES = [
    "bernoulli", "bernoulli_logit", "binomial", "binomial_logit", "neg_binomial_2", "poisson",
    "poisson_log",
]

EXTREMES = [
    ("poisson", [3], "poisson", [4]), ("binomial", [10, 0.3], "poisson", [3]),
    ("poisson", [3], "binomial", [10, 0.3]), ("poisson", [1e-300], "poisson", [2e-300]),
    ("poisson", [1e-300], "poisson", [1e15]), ("poisson", [3], "poisson", [1e-300]),
    ("poisson", [1e4], "neg_binomial_2", [1e4, 10.0]), ("poisson", [1e7], "neg_binomial_2", [1e7, 1e9]),
    ("poisson", [1e15], "neg_binomial_2", [1e15, 1e10]), ("poisson", [1e15], "neg_binomial_2", [1.1e15, 2.0]),
    ("poisson", [1e12], "neg_binomial_2", [1e12, 1e-3]), ("poisson", [1e10], "neg_binomial_2", [1e10, 1e16]),
    ("binomial", [10**15, 0.5], "poisson", [5e14]), ("binomial", [10**15, 1e-15], "poisson", [1.0]),
    ("binomial", [10**15, 0.25], "binomial", [10**15 + 1000, 0.25]),
    ("binomial", [10**12, 0.999], "neg_binomial_2", [1e12, 3.0]),
    ("binomial", [10**9, 3e-9], "poisson", [3]), ("binomial", [10**9, 1 - 1e-9], "binomial", [10**9 + 3, 1 - 1e-9]),
    ("binomial", [0, 0.5], "poisson", [2]), ("binomial", [5, 0], "poisson", [2]),
    ("binomial", [5, 1], "poisson", [2]), ("binomial", [5, 1], "binomial", [7, 0.25]),
    ("poisson", [2], "binomial", [0, 0.5]), ("binomial", [5, 0], "binomial", [7, 0]),
    ("bernoulli", [1e-300], "bernoulli", [0.5]), ("bernoulli", [0.5], "bernoulli", [1e-300]),
    ("bernoulli", [1e-12], "poisson", [1e-12]), ("bernoulli", [1e-9], "neg_binomial_2", [1e-9, 1e-3]),
    ("bernoulli_logit", [700], "bernoulli_logit", [-700]), ("bernoulli_logit", [-800], "poisson", [1]),
    ("bernoulli_logit", [800], "bernoulli_logit", [-800]),
    ("binomial_logit", [4, 750], "poisson_log", [-800]), ("poisson_log", [-800], "poisson", [3]),
    ("neg_binomial_2", [3, 1e12], "poisson", [3]), ("poisson", [3], "neg_binomial_2", [3, 1e9]),
    ("neg_binomial_2", [1e-300, 2.0], "poisson", [1e-3]),
    ("poisson", [1e-3], "neg_binomial_2", [1e-3, 1e-300]), ("neg_binomial_2", [30, 0.2], "neg_binomial_2", [31, 0.21]),
    ("neg_binomial_2", [1e8, 1e7], "poisson", [1e8]), ("neg_binomial_2", [1e10, 1e5], "neg_binomial_2", [1e10, 2e5]),
    ("neg_binomial_2", [300, 20], "poisson", [1e6]), ("neg_binomial_2", [5.0, 0.1], "neg_binomial_2", [6.0, 0.1]),
]


def main():
    source = random.Random(20)
    pairs = []
    for first in NAMES:
        for second in NAMES:
            for _ in range(2):
                q = draw(first, source)
                # Half of the pairs of binomial distributions have a KL.
                bound = int(q.top) + source.randint(0, 3) if q.top is not None and q.top > 1 else None
                pairs.append((q, draw(second, source, bound)))
    pairs += [(Law(a, *b), Law(c, *d)) for a, b, c, d in EXTREMES]
    lines = ["q;p;kl"]
    for q, p in pairs:
        value = divergence(q, p)
        lines.append(f"{q.spec};{p.spec};{'inf' if value == inf else nstr(value, 40)}")
    path = Path(__file__).with_name("count_kl.csv")
    path.write_text("\n".join(lines) + "\n")
    print(path.name, len(pairs))


main()
