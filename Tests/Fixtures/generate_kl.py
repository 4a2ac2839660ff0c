#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""KL(q||p) of every ordered pair of the families of distributions, by quadrature at 50 digits.

    pip install python-flint && python3 Tests/Fixtures/generate_kl.py

Each row: q and p in Stan's notation, and KL(q||p) with 30 digits, or "inf". Parameters are doubles,
taken exactly.

Whether it is infinite is decided from supports and tails alone. A finite one is the integral of
q (log q - log p) over the support of q, cut wherever one of the densities has a kink or an end. Each
piece is integrated as line.py says. All of it is done twice, with other cuts and other
maps, and a row is written only where both agree in 30 digits.
"""

import random
import sys
from multiprocessing import Pool
from pathlib import Path

from line import exp, expm1, fabs, inf, integrate, log, log1p, loggamma, mpf, nstr, pi, square


# A density takes z and w = 1 - z, which has the digits that z has lost near 1.

def exponential(b):
    return lambda z, w: log(b) - b * z


def half_normal(s):
    return lambda z, w: log(2 / pi) / 2 - log(s) - square(z / s) / 2


def normal(m, s):
    return lambda z, w: -log(2 * pi) / 2 - log(s) - square((z - m) / s) / 2


def gamma(a, b):
    return lambda z, w: a * log(b) - loggamma(a) + (a - 1) * log(z) - b * z


def inv_gamma(a, b):
    return lambda z, w: a * log(b) - loggamma(a) - (a + 1) * log(z) - b / z


def lognormal(m, s):
    return lambda z, w: -log(2 * pi) / 2 - log(s) - log(z) - square((log(z) - m) / s) / 2


def weibull(a, s):
    return lambda z, w: log(a / s) + (a - 1) * log(z / s) - (z / s) ** a


def beta(a, b):
    return lambda z, w: (loggamma(a + b) - loggamma(a) - loggamma(b) + (a - 1) * log(z)
                         + (b - 1) * log(w))


def uniform(a, b):
    return lambda z, w: -log(b - a)


def student_t(n, m, s):
    return lambda z, w: (loggamma((n + 1) / 2) - loggamma(n / 2) - log(n * pi) / 2 - log(s)
                         - (n + 1) / 2 * log1p(square((z - m) / s) / n))


def cauchy(m, s):
    return lambda z, w: -log(pi * s) - log1p(square((z - m) / s))


def half_cauchy(s):
    return lambda z, w: log(2) - log(pi * s) - log1p(square(z / s))


def double_exponential(m, s):
    return lambda z, w: -log(2 * s) - fabs(z - m) / s


def logistic(m, s):
    return lambda z, w: -fabs(z - m) / s - log(s) - 2 * log1p(exp(-fabs(z - m) / s))


def gumbel(m, s):
    return lambda z, w: -log(s) - (z - m) / s - exp(-(z - m) / s)


def chi_square(n):
    return gamma(n / 2, mpf(1) / 2)


def rayleigh(s):
    return lambda z, w: log(z) - 2 * log(s) - square(z / s) / 2


def pareto(y, a):
    return lambda z, w: log(a) + a * log(y) - (a + 1) * log(z)


def kumaraswamy(a, b):
    def density(z, w):
        # log z from the side that has its digits.
        fall = a * (log(z) if z < 0.5 else log1p(-w))
        return log(a * b) + (a - 1) * fall / a + (b - 1) * log(-expm1(fall))
    return density


# A tail: ("power", k), the density is like t^k; ("log2",), like exp(-log(t)^2); ("stretched", c, r), like
# exp(-c t^r), with r < 0 towards an end at 0; ("double", r), like exp(-exp(r t)); ("jump",).

REAL, POSITIVE, UNIT = (-inf, inf), (mpf(0), inf), (mpf(0), mpf(1))

FAMILIES = {
    # name: (draw, support, kinks, lower tail, upper tail)
    "exponential": ("S", lambda b: POSITIVE, (), lambda b: ("power", 0), lambda b: ("stretched", b, 1)),
    "half_normal": ("S", lambda s: POSITIVE, (), lambda s: ("power", 0),
                    lambda s: ("stretched", 1 / (2 * s * s), 2)),
    "normal": ("LS", lambda m, s: REAL, (), lambda m, s: ("stretched", 1 / (2 * s * s), 2),
               lambda m, s: ("stretched", 1 / (2 * s * s), 2)),
    "gamma": ("AS", lambda a, b: POSITIVE, (), lambda a, b: ("power", a - 1),
              lambda a, b: ("stretched", b, 1)),
    "inv_gamma": ("AS", lambda a, b: POSITIVE, (), lambda a, b: ("stretched", b, -1),
                  lambda a, b: ("power", -a - 1)),
    "lognormal": ("LS", lambda m, s: POSITIVE, (), lambda m, s: ("log2",), lambda m, s: ("log2",)),
    "weibull": ("AS", lambda a, s: POSITIVE, (), lambda a, s: ("power", a - 1),
                lambda a, s: ("stretched", s ** -a, a)),
    "beta": ("AA", lambda a, b: UNIT, (), lambda a, b: ("power", a - 1), lambda a, b: ("power", b - 1)),
    "uniform": ("U", lambda a, b: (a, b), (), lambda a, b: ("power", 0), lambda a, b: ("power", 0)),
    "student_t": ("ALS", lambda n, m, s: REAL, (1,), lambda n, m, s: ("power", -n - 1),
                  lambda n, m, s: ("power", -n - 1)),
    "cauchy": ("LS", lambda m, s: REAL, (0,), lambda m, s: ("power", -2), lambda m, s: ("power", -2)),
    "half_cauchy": ("S", lambda s: POSITIVE, (), lambda s: ("power", 0), lambda s: ("power", -2)),
    "double_exponential": ("LS", lambda m, s: REAL, (0,), lambda m, s: ("stretched", 1 / s, 1),
                           lambda m, s: ("stretched", 1 / s, 1)),
    "logistic": ("LS", lambda m, s: REAL, (0,), lambda m, s: ("stretched", 1 / s, 1),
                 lambda m, s: ("stretched", 1 / s, 1)),
    "gumbel": ("LS", lambda m, s: REAL, (), lambda m, s: ("double", 1 / s),
               lambda m, s: ("stretched", 1 / s, 1)),
    "chi_square": ("A", lambda n: POSITIVE, (), lambda n: ("power", n / 2 - 1),
                   lambda n: ("stretched", mpf(1) / 2, 1)),
    "rayleigh": ("S", lambda s: POSITIVE, (), lambda s: ("power", 1),
                 lambda s: ("stretched", 1 / (2 * s * s), 2)),
    "pareto": ("SA", lambda y, a: (y, inf), (), lambda y, a: ("power", 0), lambda y, a: ("power", -a - 1)),
    "kumaraswamy": ("AA", lambda a, b: UNIT, (), lambda a, b: ("power", a - 1),
                    lambda a, b: ("power", b - 1)),
}


class Member:
    def __init__(self, name, values):
        self.text = f"{name}({', '.join(map(repr, values))})"
        _, support, kinks, lower, upper = FAMILIES[name]
        exact = [mpf(v) for v in values]
        self.log = globals()[name](*exact)
        self.support = support(*exact)
        self.tails = (lower(*exact), upper(*exact))
        self.kinks = [exact[k] for k in kinks]
        location = [exact[k] for k, c in enumerate(FAMILIES[name][0]) if c == "L"]
        self.centre = location[0] if location and self.support == REAL else None


def is_infinite(q, p):
    """By supports, and by whether the integral of q (-log p) diverges at an end that both have."""
    if q.support[0] < p.support[0] or q.support[1] > p.support[1]:
        return True
    for side in (0, 1):
        end = q.support[side]
        if end != p.support[side]:
            continue
        a, b = q.tails[side], p.tails[side]
        far = fabs(end) == inf
        if b[0] == "stretched" and a[0] == "power":
            # The integral of t^k t^r, towards infinity or towards 0.
            power = a[1] + b[2]
            if power >= -1 if far else power <= -1:
                return True
        if b[0] == "double":
            # E[exp(r t)] under exp(-c t^s).
            if a[0] in ("power", "log2") or (
                    a[0] == "stretched" and (a[2] < 1 or (a[2] == 1 and a[1] <= b[1]))):
                return True
    return False


def divergence(q, p, extra, double):
    """The integral, cut at the given points too, with simple or double exponential maps."""
    lower, upper = q.support
    cuts = {c.mid() for c in q.kinks + p.kinks + list(extra) if lower < c < upper}
    cuts |= {c for c in p.support if lower < c < upper}
    ends = [lower] + sorted(cuts) + [upper]

    def integrand(z, w):
        a = q.log(z, w)
        return exp(a) * (a - p.log(z, w)) if a > -2000 else mpf(0)

    return integrate(integrand, ends, double)


def draw(kind, awkward):
    values = []
    for c in kind:
        if c == "L":
            values.append(round(random.uniform(-3, 3), 3))
        elif c == "S":
            values.append(float(f"{10 ** random.uniform(-0.7, 0.7):.3g}"))
        elif c == "A" and awkward:
            values.append(float(f"{random.choice((10 ** random.uniform(-1, -0.5), 10 ** random.uniform(1, 1.7))):.3g}"))
        elif c == "A":
            values.append(float(f"{10 ** random.uniform(-0.5, 0.9):.3g}"))
        else:
            start = random.choice((0.0, 0.0, round(random.uniform(0, 0.5), 3), round(random.uniform(-2, 2), 3)))
            values += [start, round(start + random.choice((random.uniform(0.1, 0.5), random.uniform(1, 4))), 3)]
    return values


def row(pair):
    q, p = (Member(*m) for m in pair)
    if is_infinite(q, p):
        return f"{q.text};{p.text};inf"
    middle = [mpf(0)] if q.support == REAL else []
    try:
        first = divergence(q, p, [q.centre] if q.centre is not None else middle, False)
        shift = [(q.centre or 0) + mpf(37) / 100] if q.support == REAL else (
            [q.support[0] + mpf(61) / 100] if q.support[1] == inf else
            [q.support[0] + (q.support[1] - q.support[0]) * mpf(3) / 10])
        second = divergence(q, p, shift, True)
        if fabs(first - second) > mpf(10) ** -31 * max(fabs(first), 1):
            raise ArithmeticError(f"{nstr(first, 35)} != {nstr(second, 35)}")
        return f"{q.text};{p.text};{nstr(first, 30)}"
    except (ArithmeticError, ValueError) as error:
        print(f"{q.text} {p.text}: {error}", file=sys.stderr)
        return None


def main():
    random.seed(6)
    pairs = []
    for a in FAMILIES:
        for b in FAMILIES:
            for awkward in (False, True):
                pairs.append(((a, draw(FAMILIES[a][0], awkward)), (b, draw(FAMILIES[b][0], awkward))))
    # Truth that is known otherwise: a published value, and one scale far below the other.
    pairs.append((("kumaraswamy", [2.0, 2.0]), ("beta", [2.0, 2.0])))
    pairs.append((("gamma", [2.0, 1e3]), ("gamma", [3.0, 0.5])))
    with Pool(2) as pool:
        rows = pool.map(row, pairs, chunksize=4)
    path = Path(__file__).with_name("kl_pairs.csv")
    text = "\n".join(["q;p;kl"] + [r for r in rows if r]) + "\n"
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
