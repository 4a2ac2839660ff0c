#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes families.csv: log densities of families that have no rows in distributions.csv, 24 rows each, by mpmath with
40 digits, from the formulas of textbooks and not from those of the sources. Arguments are doubles. Needs mpmath."""
import random
import mpmath as mp
from mpmath import mpf
import table

mp.mp.dps = 120

def log_Phi(t): return mp.log(mp.erfc(-t / mp.sqrt(2)) / 2)
def phi(t): return mp.exp(-t * t / 2) / mp.sqrt(2 * mp.pi)
def F(t): return 1 / (1 + mp.exp(-t))
def choose(n, k): return mp.binomial(n, k)
def inv_gamma(x, a, b): return a * mp.log(b) - mp.loggamma(a) - (a + 1) * mp.log(x) - b / x
def beta(x, a, b): return (a - 1) * mp.log(x) + (b - 1) * mp.log(1 - x) - mp.log(mp.beta(a, b))

def gev(x, mu, sigma, xi):
    t = (x - mu) / sigma
    s = mp.exp(-t) if xi == 0 else (1 + xi * t) ** (-1 / xi)
    return mp.log(s ** (xi + 1) * mp.exp(-s) / sigma)

def continuous_bernoulli(x, lam):
    c = mpf(2) if lam == 0.5 else 2 * mp.atanh(1 - 2 * lam) / (1 - 2 * lam)
    return mp.log(c) + x * mp.log(lam) + (1 - x) * mp.log(1 - lam)

def exp_mod_normal(x, mu, sigma, lam):
    return mp.log(lam / 2) + lam / 2 * (2 * mu + lam * sigma**2 - 2 * x) + mp.log(
        mp.erfc((mu + lam * sigma**2 - x) / (mp.sqrt(2) * sigma)))

def ordered(cdf):
    def density(x, eta, *cuts):
        top = cdf(cuts[int(x) - 1] - eta) if x <= len(cuts) else mpf(1)
        bottom = cdf(cuts[int(x) - 2] - eta) if x > 1 else mpf(0)
        return mp.log(top - bottom)
    return density

def any_of(rng, low, high): return rng.uniform(low, high)
def size(rng, low=-2, high=2): return 10 ** rng.uniform(low, high)

def noncentral_t(x, nu, delta):
    a = delta * x / mp.sqrt(x * x + nu)
    integral = mp.quad(lambda y: mp.exp(nu * mp.log(y) - (y - a)**2 / 2) if y > 0 else mpf(0),
                       [0, 1, 3, 6, 10, 15, 20, 30, 60, 120], maxdegree=12)
    log = nu / 2 * mp.log(nu) - mp.log(mp.pi) / 2 - mp.loggamma(nu / 2) - (nu - 1) / 2 * mp.log(2)
    return log - (nu + 1) / 2 * mp.log(nu + x * x) - delta**2 * nu / (2 * (nu + x * x)) + mp.log(integral)

# name: (log density, parameters, x)
FAMILIES = {
    "std_normal": (lambda x: -x * x / 2 - mp.log(2 * mp.pi) / 2, lambda r: [], lambda r: any_of(r, -30, 30)),
    "skew_normal": (lambda x, xi, w, a: mp.log(2 / w * phi((x - xi) / w)) + log_Phi(a * (x - xi) / w),
                    lambda r: [any_of(r, -5, 5), size(r), any_of(r, -20, 20)], lambda r: any_of(r, -10, 10)),
    "exp_mod_normal": (exp_mod_normal, lambda r: [any_of(r, -5, 5), size(r), size(r)], lambda r: any_of(r, -10, 30)),
    "von_mises": (lambda x, mu, k: k * mp.cos(x - mu) - mp.log(2 * mp.pi * mp.besseli(0, k)),
                  lambda r: [any_of(r, -3, 3), size(r, -3, 5)], lambda r: None),
    "noncentral_t": (noncentral_t, lambda r: [r.choice([1.0, 2.5, 39.0, size(r, 0, 2)]), any_of(r, -8, 8)],
                     lambda r: any_of(r, -10, 10)),
    "inv_gaussian": (lambda x, m, l: mp.log(mp.sqrt(l / (2 * mp.pi * x**3))) - l * (x - m)**2 / (2 * m * m * x),
                     lambda r: [size(r), size(r)], lambda r: size(r)),
    "frechet": (lambda x, a, s: mp.log(a / s) - (a + 1) * mp.log(x / s) - (x / s)**-a,
                lambda r: [size(r, -1, 1), size(r)], lambda r: size(r)),
    "gev": (gev, lambda r: [any_of(r, -3, 3), size(r, -1, 1), r.choice([any_of(r, -0.9, 0.9), size(r, -6, 0)])],
            lambda r: any_of(r, -5, 10)),
    "pareto_type_2": (lambda x, m, l, a: mp.log(a / l) - (a + 1) * mp.log(1 + (x - m) / l),
                      lambda r: [any_of(r, -3, 0), size(r), size(r)], lambda r: size(r, -6, 6)),
    "inv_chi_square": (lambda x, n: inv_gamma(x, n / 2, mpf(0.5)), lambda r: [size(r)], lambda r: size(r)),
    "scaled_inv_chi_square": (lambda x, n, s: inv_gamma(x, n / 2, n * s * s / 2),
                              lambda r: [size(r), size(r)], lambda r: size(r)),
    "chi": (lambda x, n: (1 - n / 2) * mp.log(2) + (n - 1) * mp.log(x) - x * x / 2 - mp.loggamma(n / 2),
            lambda r: [size(r)], lambda r: size(r, -2, 1)),
    "beta_proportion": (lambda x, m, k: beta(x, m * k, (1 - m) * k),
                        lambda r: [any_of(r, 0.01, 0.99), size(r)], lambda r: any_of(r, 0, 1)),
    "logit_normal": (lambda x, m, s: mp.log(phi((mp.log(x / (1 - x)) - m) / s) / s / x / (1 - x)),
                     lambda r: [any_of(r, -3, 3), size(r, -1, 1)], lambda r: any_of(r, 0, 1)),
    "continuous_bernoulli": (continuous_bernoulli, lambda r: [r.choice([0.5, any_of(r, 0.01, 0.99), size(r, -9, -1)])],
                             lambda r: any_of(r, 0, 1)),
    "beta_binomial": (lambda x, n, a, b: mp.log(choose(n, x) * mp.beta(x + a, n - x + b) / mp.beta(a, b)),
                      lambda r: [float(r.randint(5, 200)), size(r), size(r)], lambda r: float(r.randint(0, 5))),
    "geometric": (lambda x, t: mp.log(t) + x * mp.log(1 - t), lambda r: [any_of(r, 0.01, 1)],
                  lambda r: float(r.randint(0, 300))),
    "neg_binomial": (lambda x, a, b: mp.log(choose(x + a - 1, x)) + a * mp.log(b / (b + 1)) - x * mp.log(b + 1),
                     lambda r: [size(r), size(r)], lambda r: float(r.randint(0, 300))),
    "ordered_logistic": (ordered(F), lambda r: [any_of(r, -5, 5)] + sorted(any_of(r, -5, 5) for _ in range(3)),
                         lambda r: float(r.randint(1, 4))),
    "ordered_probit": (ordered(lambda t: mp.exp(log_Phi(t))),
                       lambda r: [any_of(r, -8, 8)] + sorted(any_of(r, -5, 5) for _ in range(3)),
                       lambda r: float(r.randint(1, 4))),
}

def rows():
    for name, (density, parameters, point) in FAMILIES.items():
        rng, count = random.Random(name), 0
        while count < 24:
            values, x = parameters(rng), point(rng)
            if x is None: x = values[0] + rng.uniform(-3, 3)
            value = density(mpf(x), *(mpf(value) for value in values))
            if not isinstance(value, mpf) or not mp.isfinite(value) or abs(value) > 1e6: continue
            spec = f"{name}({', '.join(repr(v) for v in values)})"
            yield spec, repr(x), mp.nstr(value, 40, min_fixed=1, max_fixed=0)
            count += 1

table.write("families.csv", ["spec", "x", "value"], rows())
