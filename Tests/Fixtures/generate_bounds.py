#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows that defend the error bounds: bounds_exercise.csv and bounds_normal.csv, 40 digits, by python-flint.

    pip install python-flint mpmath
    python3 Tests/Fixtures/generate_bounds.py            # the tables anew, for the inputs that they hold
    python3 Tests/Fixtures/generate_bounds.py --search 20000 --seed 7 --output DIR

The second form makes tables of random inputs, in which to search for more: put them in the place of the
committed ones, run the tests with a mutant, and keep a row that fails (see README.md). Every number is a
ball that is narrowed until its ends round to the same 40 digits, as in generate.py.
"""

import argparse
import csv
import random
from pathlib import Path

from flint import arb, ctx

from generate import (best_double, certified, exact, log_uniform, model_row, sign)

EXERCISE = ["theta", "x", "phi", "z", "p"]
NORMAL = ["prior_mean", "prior_deviation", "slope", "offset", "deviation", "x1", "x2", "mean", "spread",
          "z", "p"]
VALUES = ["log_evidence", "elbo", "kl", "posterior_mean", "posterior_variance", "cumulative", "quantile"]


def upper_tail(t):
    """1 - Phi(t)."""
    return (t / arb(2).sqrt()).erfc() / 2


def log_tail_slope(t):
    """d/dt log(1 - Phi(t))."""
    return -(-t * t / 2).exp() / (2 * arb.pi()).sqrt() / upper_tail(t)


def point_of_tail(logarithm, start):
    """The t with log(1 - Phi(t)) = logarithm: Newton's method, which comes from the right, since the
    function is concave; at last a ball that holds the root."""
    t = arb(start)
    for _ in range(200):
        step = ((upper_tail(t).log() - logarithm) / log_tail_slope(t)).mid()
        t = (t - step).mid()
        # It doubles the digits at each step.
        if abs(step) < (1 + abs(t)) * arb(2) ** (-ctx.prec // 2 - 8):
            break
    rest = upper_tail(t).log() - logarithm
    return arb(t, 2 * abs(rest / log_tail_slope(t)).upper())


def exercise_row(theta, x, phi, z, p):
    evidence, elbo, kl, _, _, _, _, mean, variance = model_row(theta, x, phi)
    m, z, p = arb(x - theta), arb(z), arb(p)
    whole = upper_tail(-m)
    cumulative = 1 - upper_tail(z - m) / whole
    quantile = m + point_of_tail((-p).log1p() + whole.log(), max(-m, arb(-1)))
    return [evidence, elbo, kl, mean, variance, cumulative, quantile]


def normal_row(m0, s0, a, b, s, x1, x2, mu, sg, z, p):
    precision = 1 / s0**2 + 2 * a * a / s**2
    score = m0 / s0**2 + a * (x1 + x2 - 2 * b) / s**2
    constant = -(m0 / s0)**2 / 2 - ((x1 - b)**2 + (x2 - b)**2) / (2 * s * s)
    centre = score / precision
    log_norm = arb(constant) - arb(s0).log() - 2 * arb(s).log() - 3 * (2 * arb.pi()).log() / 2
    log_evidence = (arb(score * score / precision) / 2 + (2 * arb.pi() / arb(precision)).log() / 2
                    + log_norm)
    elbo = (log_norm + arb(score * mu - precision * (mu * mu + sg * sg) / 2)
            + (2 * arb.pi() * arb(sg * sg)).log() / 2 + arb(1) / 2)
    ratio = precision * sg * sg
    kl = arb(ratio - 1) / 2 - arb(ratio - 1).log1p() / 2 + arb(precision * (mu - centre)**2) / 2
    deviation = 1 / arb(precision).sqrt()
    cumulative = upper_tail((arb(centre) - arb(z)) / deviation)
    quantile = arb(centre) - deviation * point_of_tail(arb(p).log(), 0)
    return [log_evidence, elbo, kl, arb(centre), 1 / arb(precision), cumulative, quantile]


def exercise_inputs(source, rows):
    for index in range(rows):
        theta, phi = log_uniform(source, -3, 3), log_uniform(source, -3, 3)
        x = source.uniform(-6, 12) if index % 3 else sign(source) * log_uniform(source, -2, 5)
        if index % 2:
            phi = best_double(theta, x)
            if index % 4 == 1:
                phi *= 1 + sign(source) * log_uniform(source, -13, -0.5)
        m = x - theta
        z = (max(m, 0) if m > -1 else 0) + abs(source.gauss(0, 1)) * (1 if m > -1 else -1 / m)
        yield theta, x, phi, z, probability(source)


def normal_inputs(source, rows):
    for index in range(rows):
        s0, a, s = log_uniform(source, -2, 2), sign(source) * log_uniform(source, -2, 2), log_uniform(source, -2, 2)
        reach = log_uniform(source, 0, 8 if index % 2 else 1)
        m0, b = source.uniform(-1, 1) * reach, source.uniform(-1, 1) * reach
        x1, x2 = source.uniform(-1, 1) * reach, source.uniform(-1, 1) * reach
        precision = 1 / s0**2 + 2 * a * a / s**2
        centre = (m0 / s0**2 + a * (x1 + x2 - 2 * b) / s**2) / precision
        deviation = precision**-0.5
        near = log_uniform(source, -12 if index % 3 else -1, 1.5)
        mean = centre + source.gauss(0, 1) * deviation * near
        spread = deviation * (1 + source.gauss(0, 1) * near if near < 0.1 else log_uniform(source, -1.5, 1.5))
        z = centre + deviation * source.gauss(0, 2)
        yield m0, s0, a, b, s, x1, x2, mean, spread, z, probability(source)


def probability(source):
    p = source.choice([source.random(), log_uniform(source, -12, -1), 1 - log_uniform(source, -12, -1)])
    return min(max(p, 1e-12), 1 - 2**-52)


def table(columns, inputs, row):
    rows = [columns + VALUES]
    for values in inputs:
        point = [exact(value) for value in values]
        rows.append([repr(value) for value in values] + certified(lambda: row(*point)))
    return rows


def committed(name, columns):
    with open(Path(__file__).parent / f"{name}.csv", newline="", encoding="ascii") as file:
        return [[float(row[column]) for column in columns] for row in csv.DictReader(file)]


def main():
    parser = argparse.ArgumentParser(description="Writes the rows that defend the error bounds.")
    parser.add_argument("--search", type=int, metavar="N", help="N random rows a table")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random inputs (default 1)")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent,
                        help="directory (default: beside this script)")
    arguments = parser.parse_args()
    kinds = [("bounds_exercise", EXERCISE, exercise_inputs, exercise_row),
             ("bounds_normal", NORMAL, normal_inputs, normal_row)]
    for name, columns, inputs, row in kinds:
        source = random.Random(f"{name} {arguments.seed}")
        values = inputs(source, arguments.search) if arguments.search else committed(name, columns)
        rows = table(columns, values, row)
        arguments.output.mkdir(parents=True, exist_ok=True)
        with open(arguments.output / f"{name}.csv", "w", newline="", encoding="ascii") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        print(f"{name}.csv: {len(rows) - 1} rows")


if __name__ == "__main__":
    main()
