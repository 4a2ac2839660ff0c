#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes claims.csv: numbers as libraries' tests have them, right and wrong, from closed forms alone.

The verdict and the explanation that `gapcheck verify` has to find stand beside each: `|` separates explanations of which each
has to be named, and `-` is that no known mistake fits.
"""

import csv
import pathlib
import random

from mpmath import beta, digamma, exp, gamma, log, loggamma, mp, mpf, pi, quad, sqrt

mp.dps = 40
LOG_2PI_HALF = log(2 * pi) / 2


def kl_exponential(a, b):
    return log(mpf(a) / b) + mpf(b) / a - 1


def kl_normal(m, s, n, t):
    return log(mpf(t) / s) + (mpf(s) ** 2 + (mpf(m) - n) ** 2) / (2 * mpf(t) ** 2) - mpf(1) / 2


def entropy_cross(m, s, n, t):
    """E[log normal(z; n, t)] for z ~ normal(m, s)."""
    return -LOG_2PI_HALF - log(mpf(t)) - (mpf(s) ** 2 + (mpf(m) - n) ** 2) / (2 * mpf(t) ** 2)


def kl_gamma(a, b, c, d):
    a, b, c, d = map(mpf, (a, b, c, d))
    return (a - c) * digamma(a) - loggamma(a) + loggamma(c) + c * log(b / d) + a * (d - b) / b


def kl_beta(a, b, c, d):
    a, b, c, d = map(mpf, (a, b, c, d))
    return log(beta(c, d) / beta(a, b)) + (a - c) * digamma(a) + (b - d) * digamma(b) + (c - a + d - b) * digamma(a + b)


class Normal:
    """z ~ normal(0, s0), x_i | z ~ normal(z, s), q = normal(m, t)."""

    def __init__(self, s0, s, x, m, t):
        self.s0, self.s, self.x, self.m, self.t = mpf(s0), mpf(s), [mpf(v) for v in x], mpf(m), mpf(t)
        self.cells = {
            "prior": f"normal(0, {s0})", "likelihood": f"normal(z, {s})", "x": ",".join(map(str, x)), "q": f"normal({m}, {t})"}

    @property
    def likelihood(self):
        return sum(-LOG_2PI_HALF - log(self.s) - ((v - self.m) ** 2 + self.t ** 2) / (2 * self.s ** 2) for v in self.x)

    @property
    def kl_prior(self):
        return kl_normal(self.m, self.t, 0, self.s0)

    @property
    def elbo(self):
        return self.likelihood - self.kl_prior

    @property
    def posterior(self):
        precision = 1 / self.s0 ** 2 + len(self.x) / self.s ** 2
        return sum(self.x) / self.s ** 2 / precision, 1 / sqrt(precision)

    @property
    def log_evidence(self):
        mean, sd = self.posterior
        # log p(x) = log p(x, z) - log p(z | x) at z = mean.
        joint = -LOG_2PI_HALF - log(self.s0) - mean ** 2 / (2 * self.s0 ** 2)
        joint += sum(-LOG_2PI_HALF - log(self.s) - (v - mean) ** 2 / (2 * self.s ** 2) for v in self.x)
        return joint + LOG_2PI_HALF + log(sd)


class Counts:
    """z ~ gamma(a, b), x_i | z ~ poisson(z), q = gamma(c, d)."""

    def __init__(self, a, b, x, c, d):
        self.a, self.b, self.x, self.c, self.d = mpf(a), mpf(b), x, mpf(c), mpf(d)
        self.cells = {
            "prior": f"gamma({a}, {b})", "likelihood": "poisson(z)", "x": ",".join(map(str, x)), "q": f"gamma({c}, {d})"}

    @property
    def factorials(self):
        return sum(loggamma(v + 1) for v in self.x)

    @property
    def mean_log(self):
        return digamma(self.c) - log(self.d)

    @property
    def likelihood(self):
        return sum(self.x) * self.mean_log - len(self.x) * self.c / self.d - self.factorials

    @property
    def kl_prior(self):
        return kl_gamma(self.c, self.d, self.a, self.b)

    @property
    def elbo(self):
        return self.likelihood - self.kl_prior

    @property
    def log_evidence(self):
        shape, rate = self.a + sum(self.x), self.b + len(self.x)
        return self.a * log(self.b) - loggamma(self.a) + loggamma(shape) - shape * log(rate) - self.factorials


def sheet_elbo(theta, x, phi):
    theta, x, phi = map(mpf, (theta, x, phi))
    return -LOG_2PI_HALF - (x ** 2 - 2 * x / phi + 2 / phi ** 2) / 2 - kl_exponential(phi, theta)


rows = []


def claim(cells, quantity, value, verdict="agrees", why="", **rest):
    rows.append({**cells, "quantity": quantity, "value": mp.nstr(mpf(value), 17), "verdict": verdict, "explanation": why, **rest})


def wrong(cells, quantity, value, why, **rest):
    claim(cells, quantity, value, "differs", why, **rest)


def pair(q, p):
    return {"q": q, "p": p}


def main():
    normal = Normal(1.5, 0.7, [0.3, 1.1, -0.4], 0.25, 0.45)
    one = Normal(2, 0.5, [1.3], 1.1, 0.6)
    counts = Counts(2.5, 1.5, [3, 1, 4], 8, 3.5)
    sheet = {"theta": "1.3", "x": "0.3", "phi": "2"}
    e, g = pair("exponential(2)", "exponential(0.7)"), pair("gamma(3, 2)", "gamma(2, 0.5)")
    n, b = pair("normal(0.3, 0.5)", "normal(1, 2)"), pair("beta(2, 3)", "beta(4, 1.5)")

    # Right.
    claim(e, "kl", kl_exponential(2, 0.7))
    claim(g, "kl", kl_gamma(3, 2, 2, 0.5))
    claim(n, "kl", kl_normal(0.3, 0.5, 1, 2), tolerance="1e-12")
    claim(b, "kl", kl_beta(2, 3, 4, 1.5), dtype="float64")
    claim(normal.cells, "elbo", normal.elbo)
    claim(normal.cells, "log_evidence", normal.log_evidence)
    claim(normal.cells, "gap", normal.log_evidence - normal.elbo, tolerance="1e-9")
    claim(normal.cells, "mean", normal.posterior[0])
    claim(normal.cells, "sd", normal.posterior[1])
    claim(counts.cells, "elbo", counts.elbo)
    claim(counts.cells, "log_evidence", counts.log_evidence, tolerance="1e-12")
    claim(counts.cells, "quantile_0.5", quantile_gamma(counts))
    claim(sheet, "elbo", sheet_elbo(1.3, 0.3, 2))
    claim(sheet, "elbo_gradient_phi", sheet_gradient(1.3, 0.3, 2))
    claim(n, "kl", kl_normal(0.3, 0.5, 1, 2) + mpf("2e-7"), dtype="float32")
    claim(pair("cauchy(0, 1)", "normal(0, 1)"), "kl", mpf("inf"))
    claim(one.cells, "elbo", one.elbo + mpf("1e-9"))

    # Noisy.
    random.seed(16)
    for cells, quantity, value in [
        (normal.cells, "elbo", normal.elbo), (counts.cells, "elbo", counts.elbo), (e, "kl", kl_exponential(2, 0.7)),
        (sheet, "elbo", sheet_elbo(1.3, 0.3, 2)), (one.cells, "log_evidence", one.log_evidence),
    ]:
        claim(cells, quantity, value + mpf(random.gauss(0, 0.01)), standard_error="0.01")
    wrong(e, "kl", kl_exponential(2, 0.7) + mpf("0.08"), "-", standard_error="0.01")
    wrong(counts.cells, "elbo", counts.likelihood + mpf("0.004"), "without KL", standard_error="0.003")

    # Wrong in a known way.
    wrong(e, "kl", -kl_exponential(2, 0.7), "sign")
    wrong(normal.cells, "elbo", -normal.elbo, "sign")
    wrong(e, "kl", kl_exponential(0.7, 2), "other way round")
    wrong(g, "kl", kl_gamma(2, 0.5, 3, 2), "other way round")
    wrong(n, "kl", kl_normal(1, 2, 0.3, 0.5), "other way round")
    wrong(b, "kl", kl_beta(4, 1.5, 2, 3), "other way round")
    wrong(normal.cells, "elbo", normal.likelihood + normal.kl_prior, "added")
    wrong(counts.cells, "elbo", counts.likelihood + counts.kl_prior, "added")
    wrong(normal.cells, "elbo", normal.likelihood, "without KL")
    wrong(counts.cells, "elbo", counts.likelihood, "without KL")
    wrong(normal.cells, "elbo", normal.elbo + 3 * LOG_2PI_HALF, "1/2 log 2pi is left out 3 times")
    wrong(one.cells, "log_evidence", one.log_evidence + LOG_2PI_HALF, "1/2 log 2pi is left out")
    wrong(counts.cells, "elbo", counts.elbo + counts.factorials, "log x!")
    wrong(counts.cells, "log_evidence", counts.log_evidence + counts.factorials, "log x!")
    wrong(sheet, "elbo", sheet_elbo(1.3, 0.3, 2) - log(mpf("1.3")), "log beta of prior")
    wrong(counts.cells, "log_evidence", counts.log_evidence + loggamma(mpf("2.5")), "log Gamma(alpha) of prior")
    wrong(normal.cells, "elbo", normal.elbo + 3 * log(mpf("0.7")), "log sigma of likelihood is left out 3 times")
    wrong(e, "kl", kl_exponential(mpf(1) / 2, mpf(1) / mpf("0.7")), "in q and p")
    wrong(g, "kl", kl_gamma(3, 2, 2, 2), "in p")
    wrong(g, "kl", kl_gamma(3, mpf(1) / 2, 2, 2), "in q and p")
    wrong(n, "kl", kl_normal(0.3, 0.25, 1, 4), "variance for the standard deviation in q and p")
    wrong(n, "kl", kl_normal(0.3, sqrt(mpf("0.5")), 1, 2), "variance for the standard deviation in q")
    wrong(n, "kl", kl_normal(0.3, mpf("0.5") ** -2, 1, 2), "precision for the standard deviation in q")
    square = Normal(1.5, 0.49, [0.3, 1.1, -0.4], 0.25, 0.45)
    wrong(normal.cells, "elbo", square.elbo, "variance for the standard deviation in likelihood")
    wrong(counts.cells, "elbo", counts.elbo + counts.mean_log, "Jacobian, log z,")
    wrong(
        b, "kl", kl_beta(2, 3, 4, 1.5) - (digamma(mpf(2)) + digamma(mpf(3)) - 2 * digamma(mpf(5))), "Jacobian, log z(1 - z),")
    wrong(normal.cells, "log_evidence", normal.log_evidence / 3, "mean over the observations")
    wrong(normal.cells, "elbo", normal.likelihood / 3 - normal.kl_prior, "mean of log p(x | z)")
    wrong(e, "kl", kl_exponential(2, 0.7) / log(mpf(2)), "base 2")
    wrong(normal.cells, "elbo", (normal.elbo + 3 * normal.log_evidence) / 4, "-")
    wrong(normal.cells, "sd", normal.posterior[1] ** 2, "variance")
    wrong(n, "kl", kl_normal(0.3, 0.5, 1, 2) + mpf("8e-7"), "float32", tolerance="1e-9")

    # Parts, bounds and variances.
    mean, sd = normal.posterior
    forward = kl_normal(mean, sd, normal.m, normal.t)
    entropy = LOG_2PI_HALF + mpf(1) / 2 + log(normal.t)
    prior = entropy_cross(normal.m, normal.t, 0, normal.s0)
    claim(normal.cells, "expected_log_likelihood", normal.likelihood)
    claim(normal.cells, "kl_prior", normal.kl_prior)
    claim(normal.cells, "expected_log_prior", prior)
    claim(normal.cells, "entropy", entropy)
    claim(normal.cells, "expected_log_joint", normal.likelihood + prior, dtype="float64")
    claim(normal.cells, "forward_kl", forward)
    claim(normal.cells, "jeffreys", forward + normal.log_evidence - normal.elbo)
    claim(normal.cells, "eubo", normal.log_evidence + forward)
    claim(counts.cells, "expected_log_likelihood", counts.likelihood)
    claim(counts.cells, "kl_prior", counts.kl_prior)
    golden = {"theta": "1", "x": "2", "phi": "0.8"}
    claim(golden, "iwae_2", mpf("-1.75752908162"), tolerance="1e-10")
    claim(golden, "vr_0.5", mpf("-1.7641993975"), tolerance="1e-9")
    claim(golden, "cubo_2", mpf("-1.55325760"), tolerance="1e-8")
    claim(golden, "vr_2", mpf("-inf"))
    claim(golden, "ess", mpf("0.787421"))
    claim(golden, "variance_elbo", mpf("3.20703125"))
    claim(golden, "variance_score_beta", mpf("208.3631344651850"))
    claim(golden, "variance_score_baseline_beta", mpf("134.33227539062494"))
    claim(golden, "variance_pathwise_beta", mpf("54.32128906249998"))
    claim(golden, "variance_stl_beta", mpf("40.25878906249999"))
    claim(golden, "iwae_5", mpf("-1.7019"), standard_error="0.001")
    wrong(normal.cells, "entropy", -entropy, "sign")
    wrong(normal.cells, "kl_prior", kl_normal(0, normal.s0, normal.m, normal.t), "KL(prior||q), the other way round")
    wrong(normal.cells, "kl", forward, "KL(posterior||q), the other way round")
    wrong(normal.cells, "forward_kl", normal.log_evidence - normal.elbo, "KL(q||posterior), the other way round")
    wrong(normal.cells, "expected_log_likelihood", normal.likelihood / 3, "mean over the observations")
    wrong(normal.cells, "eubo", normal.log_evidence, "log p(x) instead")
    wrong(golden, "elbo", mpf("-1.75752908162"), "the importance-weighted bound of 2 draws")
    wrong(golden, "iwae_5", mpf("-1.75752908162"), "the importance-weighted bound of 2 draws")
    wrong(golden, "iwae_2", mpf("-1.7019414667"), "the importance-weighted bound of 5 draws")
    wrong(golden, "iwae_2", mpf("-1.75752908162") + log(2), "sum of the 2 weights", tolerance="1e-9")
    wrong(golden, "cubo_2", 2 * mpf("-1.55325760"), "not divided by n", tolerance="1e-8")
    wrong(golden, "vr_0.5", mpf("-1.7641993975") / 2, "not divided by 1 - alpha", tolerance="1e-8")
    wrong(golden, "variance_elbo", sqrt(mpf("3.20703125")), "the standard deviation for the variance")
    wrong(golden, "ess", 1 / mpf("0.787421"), "1/ESS", tolerance="1e-5")
    slope = 1 / normal.t - normal.t * (1 / normal.s0 ** 2 + 3 / normal.s ** 2)
    claim(normal.cells, "elbo_gradient_sigma", slope)
    wrong(normal.cells, "elbo_gradient_sigma", slope * normal.t, "the derivative by log sigma")
    wrong(normal.cells, "elbo_gradient_sigma", slope / (2 * normal.t), "the derivative by sigma^2")
    coin = {"prior": "beta(2, 3)", "likelihood": "binomial(9, z)", "x": "4"}
    evidence = log(beta(6, 8) / beta(2, 3))
    claim(coin, "log_evidence", evidence + log(126))
    wrong(coin, "log_evidence", evidence, "binomial coefficient")
    # A difference of numbers like 1, in float32.
    near, small = pair("normal(0, 1.001)", "normal(0, 1)"), kl_normal(0, mpf("1.001"), 0, 1)
    claim(near, "kl", small + mpf("1e-8"), dtype="float32")
    wrong(near, "kl", small + mpf("1e-5"), "-", dtype="float32")

    # What cancels are log Gamma of hundreds and thousands.
    large, back = (320, "1.3", 290, "1.25"), (290, "1.25", 320, "1.3")
    shapes = pair("gamma(320, 1.3)", "gamma(290, 1.25)")
    claim(shapes, "kl", kl_gamma(*large) + mpf("2e-4"), dtype="float32")
    wrong(shapes, "kl", kl_gamma(*large) + mpf("2e-4"), "float32")
    wrong(shapes, "kl", mpf("2e-4") - kl_gamma(*large), "the sign is wrong", dtype="float32")
    wrong(shapes, "kl", kl_gamma(*back) + mpf("2e-4"), "the other way round", dtype="float32")
    wrong(shapes, "kl", kl_gamma(*large) * mpf("1.02"), "-", dtype="float32")
    ratios = pair("beta(110, 120)", "beta(95, 111)")
    claim(ratios, "kl", kl_beta(110, 120, 95, 111) - mpf("9e-5"), dtype="float32")
    many = Counts("2.5", "0.01", [1100, 950], 2000, 2)
    claim(many.cells, "log_evidence", many.log_evidence + mpf("4e-4"), dtype="float32")
    wrong(many.cells, "elbo", many.elbo + many.factorials, "log x!", dtype="float32")

    # Divergences, and derivatives of parts.
    low, high = mpf("0.7"), mpf(2)  # Of exponentials of rate 2 and 0.7, one from 0.
    claim(e, "renyi_0.5", -2 * log(2 * sqrt(low * high) / (low + high)))
    wrong(e, "renyi_0.5", log(2 * sqrt(low * high) / (low + high)), "not divided by alpha - 1")
    wrong(e, "renyi_2", mpf("7.5"), "-")
    claim(e, "renyi_2", log(high ** 2 / (low * (2 * high - low))))
    wrong(e, "hellinger_squared", sqrt(1 - 2 * sqrt(low * high) / (low + high)), "the distance")
    wrong(e, "jeffreys", (high - low) ** 2 / (low * high) / 2, "mean of both")
    inner = pair("uniform(0, 1)", "uniform(0, 2)")
    wrong(inner, "kl", mpf("inf"), "KL(p||q), the other way round")
    wrong(pair("uniform(0, 2)", "uniform(0, 1)"), "kl", log(mpf(2)), "KL(p||q), the other way round")
    claim(golden, "variance_score_phi", mpf("208.3631344651850"))
    claim(golden, "tail_index_1000", mpf("-1.9612828966855"), tolerance="1e-12")
    wrong(golden, "tail_index_1000", mpf("-1.9"), "-")
    for_prior, for_q = -normal.t / normal.s0 ** 2, 1 / normal.t
    wrong(normal.cells, "elbo_gradient_sigma", slope - for_prior - for_q, "without KL(q||prior)")
    wrong(normal.cells, "elbo_gradient_sigma", slope - 2 * (for_prior + for_q), "is added")
    wrong(normal.cells, "elbo_gradient_sigma", slope - for_q, "the entropy of q is left out")
    wrong(normal.cells, "elbo_gradient_sigma", slope * normal.t / 2, "the derivative by log sigma^2")
    wrong(normal.cells, "elbo", normal.elbo - entropy, "without the entropy of q")
    wrong(normal.cells, "elbo", normal.elbo + 3 * (LOG_2PI_HALF + log(normal.s)), "1/2 log 2pi sigma^2 of likelihood is left out 3 times")
    claim(golden, "max_log_weight_at", mpf("1.8"), "cannot_tell")
    claim(golden, "pareto_k_1000", mpf("-1.6"), "cannot_tell")

    # Wrong in no known way.
    wrong(golden, "iwae_5", mpf("-1.731"), "-")
    wrong(normal.cells, "jeffreys", mpf("0.777"), "-")
    wrong(e, "kl", kl_exponential(2, 0.7) * mpf("1.013"), "-")
    wrong(g, "kl", kl_gamma(3, 2, 2, 0.5) + mpf("0.0173"), "-")
    wrong(normal.cells, "elbo", normal.elbo - mpf("0.37"), "-")
    wrong(counts.cells, "mean", mpf("1.7"), "-")

    # Nothing can be told.
    claim(pair("exponential(-1)", "exponential(1)"), "kl", 1, "cannot_tell")
    claim(e, "elbo", 1, "cannot_tell")
    claim(n, "kl", kl_normal(0.3, 0.5, 1, 2), "cannot_tell", tolerance="1e-18")
    for quantity in ("iwae_0", "cubo_-1", "variance_score_x", "vr_1_2_3"):
        claim(golden, quantity, 1, "cannot_tell")
    claim({"log_joint": "-z^2", "support": "-inf..inf", "q": "normal(0, 1)"}, "kl_prior", 1, "cannot_tell")

    names = ["name", "theta", "phi", "prior", "likelihood", "x", "q", "p", "quantity", "value", "standard_error", "tolerance",
             "dtype", "log_joint", "support", "verdict", "explanation"]
    with open(pathlib.Path(__file__).with_name("claims.csv"), "w", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        for index, row in enumerate(rows, 1):
            writer.writerow({"name": f"claim {index}", **{k: v.replace("+inf", "inf") for k, v in row.items()}})
    print(len(rows))


def quantile_gamma(model):
    """The median of the posterior, by bisection of its distribution function."""
    shape, rate = model.a + sum(model.x), model.b + len(model.x)
    low, high = mpf(0), mpf(20)
    for _ in range(80):
        middle = (low + high) / 2
        mass = quad(lambda z: z ** (shape - 1) * exp(-rate * z), [0, middle / 2, middle]) * rate ** shape / gamma(shape)
        low, high = (middle, high) if mass < 0.5 else (low, middle)
    return low


def sheet_gradient(theta, x, phi):
    theta, x, phi = map(mpf, (theta, x, phi))
    return -1 / phi + (theta - x) / phi ** 2 + 2 / phi ** 3


if __name__ == "__main__":
    main()
