#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models of the rows of a table: rows.csv, and rows_truth.csv with what they come to.

    pip install mpmath && python3 Tests/Fixtures/generate_rows.py

rows.csv has 40 rows of random numbers with few digits. Each row of rows_truth.csv is a command, a group
(empty for all rows, `total` for the sum over the groups), a field of its JSON and the truth to 20 digits, by
quadrature done twice: with 25 and 32 digits, on different pieces of the line. Inputs are doubles, taken
exactly.
"""

import random

from mpmath import exp, fabs, log, log1p, loggamma, mp, mpf, nstr, pi, quad

import table

DATA = "--data Tests/Fixtures/rows.csv"


def draw():
    source = random.Random(7)
    rows = []
    for _ in range(40):
        w = round(source.gauss(0, 1), 2)
        y = int(source.random() < 1 / (1 + 2.718281828 ** (0.5 - 0.8 * w)))
        rows.append((y, w, source.choice(["north", "south", "east"]), source.choice([0, 0.5, 1, 2.25]),
                     source.randrange(8), round(source.gauss(1, 2), 3)))
    table.write("rows.csv", ["y", "w", "site", "weight", "count", "height"], rows)
    return [dict(y=mpf(y), w=mpf(w), site=site, weight=mpf(weight), count=mpf(count), height=mpf(height))
            for y, w, site, weight, count, height in rows]


def normal(x, mu, sigma):
    return -((x - mu) / sigma) ** 2 / 2 - log(sigma) - log(2 * pi) / 2


def bernoulli_logit(y, t):
    return y * t - (t + log1p(exp(-t)) if t > 0 else log1p(exp(t)))


def poisson_log(x, t):
    return x * t - exp(t) - loggamma(x + 1)


def student_t(x, nu, mu, sigma):
    return (loggamma((nu + 1) / 2) - loggamma(nu / 2) - log(nu * pi) / 2 - log(sigma)
            - (nu + 1) / 2 * log1p(((x - mu) / sigma) ** 2 / nu))


# Options, and the log likelihood of a row r at z.
LIKELIHOODS = {
    "logistic": ("--likelihood 'bernoulli_logit(-0.5 + w*z)' --x y",
                 lambda r, z: bernoulli_logit(r["y"], -mpf(0.5) + r["w"] * z)),
    "formula": ("--log-likelihood 'x*(w*z - 0.5) - log1p(exp(w*z - 0.5))' --x y",
                lambda r, z: bernoulli_logit(r["y"], -mpf(0.5) + r["w"] * z)),
    "weights": ("--likelihood 'bernoulli_logit(-0.5 + w*z)' --x y --weight weight",
                lambda r, z: r["weight"] * bernoulli_logit(r["y"], -mpf(0.5) + r["w"] * z)),
    "several": ("--likelihood 'poisson(exp(z))' --x count --likelihood 'student_t(4, z + w, 1.5)' --x height",
                lambda r, z: poisson_log(r["count"], z) + student_t(r["height"], mpf(4), z + r["w"], mpf(1.5))),
    "kinks": ("--likelihood 'double_exponential(z + w, 2)' --x height",
              lambda r, z: -fabs(r["height"] - z - r["w"]) / 2 - log(mpf(4))),
    "number": ("--likelihood 'normal(w*z, 1)' --x 3",
               lambda r, z: normal(mpf(3), r["w"] * z, mpf(1))),
}


def integral(f, points):
    return quad(f, points, method="gauss-legendre")


def integrals(rows, term, kinks, shift):
    """log p(x) and the ELBO of normal(0.8, 0.3)."""
    def joint(z):
        return normal(z, mpf(0), mpf(1)) + sum(term(r, z) for r in rows)

    mu, sigma = mpf(0.8), mpf(0.3)
    grid = [mpf(k) / 2 + shift for k in range(-28, 29)]
    best = max(joint(p) for p in grid)
    # What lies beyond falls at least as fast as the prior.
    near = [p for p in grid if joint(p) > best - 75]
    points = sorted([near[0] - 1, near[-1] + 1] + near + [k for k in kinks if near[0] < k < near[-1]])
    evidence = best + log(integral(lambda z: exp(joint(z) - best), points))
    ends = [mu + sigma * (k + shift) for k in range(-13, 14)]
    points = sorted(ends + [k for k in kinks if ends[0] < k < ends[-1]])
    elbo = integral(lambda z: exp(normal(z, mu, sigma)) * (joint(z) - normal(z, mu, sigma)), points)
    return evidence, elbo


def truth(rows, name):
    term = LIKELIHOODS[name][1]
    kinks = [r["height"] - r["w"] for r in rows] if name == "kinks" else []
    results = []
    for digits, shift in [(25, mpf(0)), (32, mpf(1) / 7)]:
        mp.dps = digits
        results.append(integrals(rows, term, kinks, shift))
    for a, b in zip(*results):
        assert fabs(a - b) < mpf(10) ** -21 * max(1, fabs(b)), (name, a, b)
    return results[1]


def main():
    mp.dps = 32
    rows = draw()
    sites = list(dict.fromkeys(r["site"] for r in rows))
    answers = []

    def add(arguments, group, evidence, elbo):
        for field, value in [("log_evidence", evidence), ("elbo", elbo), ("gap", evidence - elbo),
                             ("kl", evidence - elbo)]:
            answers.append((arguments, group, field, nstr(value, 20)))

    for name, (options, _) in LIKELIHOODS.items():
        arguments = f"check --prior 'normal(0, 1)' {options} {DATA} --q 'normal(0.8, 0.3)'"
        add(arguments, "", *truth(rows, name))
        if name in ("logistic", "weights", "several"):
            parts = [truth([r for r in rows if r["site"] == site], name) for site in sites]
            for site, part in zip(sites, parts):
                add(arguments + " --group site", site, *part)
            add(arguments + " --group site", "total", sum(p[0] for p in parts), sum(p[1] for p in parts))
    table.write("rows_truth.csv", ["arguments", "group", "field", "truth"], answers)


if __name__ == "__main__":
    main()
