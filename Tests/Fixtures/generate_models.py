#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Evidence, moments and quantiles of models with a one-dimensional latent, at 40 digits and more.

    pip install python-flint scipy && python3 Tests/Fixtures/generate_models.py

Each row: a prior and a likelihood in Stan's notation with observations, or a log joint density with its
support; log p(x), posterior mean, standard deviation and the 2.5, 50 and 97.5 % quantiles with 30 digits
("none" where a moment does not exist, empty where it is not part of the table), and the number of
modes. Numbers in the texts are doubles, taken exactly.

The integrals are those of line.py, cut at break points that stand beside each model; all are done twice, with
other cuts and other maps, and have to agree in 30 digits. Where prior and likelihood are conjugate, the
evidence is also the textbook's closed form, and has to agree with the integral.

What SciPy's quad says to the integrals in which it is silently wrong goes to standard output: run the
script with --quad to see it.
"""

import sys
import warnings
from multiprocessing import Pool
from pathlib import Path

import generate_kl as family
from line import exp, fabs, inf, integrate, log, log1p, loggamma, mpf, nstr, pi, sqrt, square

LEVELS = [mpf("0.025"), mpf("0.5"), mpf("0.975")]
MODELS = []


def norm(x, mean, sd):
    return -log(2 * pi) / 2 - log(sd) - square((x - mean) / sd) / 2


def poisson(x, rate):
    return (x * log(rate) if x else 0) - rate - loggamma(x + 1)


def binomial(x, n, z, w):
    return (loggamma(n + 1) - loggamma(x + 1) - loggamma(n - x + 1) + (x * log(z) if x else 0)
            + ((n - x) * log(w) if n > x else 0))


def log_sigmoid(t):
    return -log1p(exp(-t)) if t > 0 else t - log1p(exp(t))


def neg_binomial(x, mu, phi):
    return (loggamma(x + phi) - loggamma(phi) - loggamma(x + 1) + phi * log(phi / (mu + phi))
            + (x * log(mu / (mu + phi)) if x else 0))


def log_beta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def model(prior, likelihood, xs, density, ends, modes, closed=None, moments=2, quantiles=True):
    MODELS.append((prior, likelihood, ",".join(map(repr, xs)), density, ends, modes, closed, moments,
                   quantiles))


def joint(text, support, density, ends, modes, closed=None, moments=2, quantiles=True):
    MODELS.append((text, support, "", density, ends, modes, closed, moments, quantiles))


def number(value):
    return mpf(value)


def conjugate():
    for mu, tau, sigma, xs in ((0.0, 1.0, 1.0, [0.3, 1.2, 0.7]), (0.0, 1.0, 1.0, [1e4]), (0.0, 1e-3, 1.0, [1e4]),
                               (5.0, 1e3, 0.01, [-3.0, -3.02]), (0.0, 1000.0, 0.001, [700.0])):
        m, t, s, data = mpf(mu), mpf(tau), mpf(sigma), [mpf(x) for x in xs]
        precision = 1 / t ** 2 + len(data) / s ** 2
        centre = (m / t ** 2 + sum(data) / s ** 2) / precision
        closed = (norm(m, centre, t) + sum(norm(x, centre, s) for x in data)
                  + log(2 * pi / precision) / 2)
        model(f"normal({mu}, {tau})", f"normal(z, {sigma})", xs,
              lambda z, w, m=m, t=t, s=s, data=data: norm(z, m, t) + sum(norm(x, z, s) for x in data),
              [-inf, centre, inf], 1, closed)
    for a, b, xs in ((2.0, 3.0, [1, 0, 4]), (0.01, 1.0, [0]), (0.01, 1.0, [3]), (1e6, 1.0, [1000000]),
                     (0.5, 0.1, [200, 190])):
        A, B = mpf(a) + sum(xs), mpf(b) + len(xs)
        closed = (a * log(mpf(b)) - loggamma(mpf(a)) + loggamma(A) - A * log(B)
                  - sum(loggamma(mpf(x) + 1) for x in xs))
        prior = family.gamma(mpf(a), mpf(b))
        model(f"gamma({a}, {b})", "poisson(z)", xs,
              lambda z, w, prior=prior, xs=xs: prior(z, w) + sum(poisson(x, z) for x in xs),
              [mpf(0), A / B, inf], 1, closed, quantiles=a > 0.1)
    for a, b, n, x in ((2.0, 3.0, 10, 3), (0.5, 0.5, 10 ** 6, 0), (0.5, 0.5, 10 ** 6, 300000),
                       (0.5, 0.5, 10 ** 6, 10 ** 6), (1e-3, 5.0, 10, 3), (1e-3, 5.0, 10, 0), (1.0, 1.0, 10, 3),
                       (0.3, 1e-2, 7, 7)):
        A, B = mpf(a) + x, mpf(b) + n - x
        closed = (loggamma(mpf(n) + 1) - loggamma(mpf(x) + 1) - loggamma(mpf(n) - x + 1)
                  + log_beta(A, B) - log_beta(mpf(a), mpf(b)))
        prior = family.beta(mpf(a), mpf(b))
        name = f"beta({a}, {b})" if (a, b) != (1.0, 1.0) else "uniform(0, 1)"
        model(name, f"binomial({n}, z)", [x],
              lambda z, w, prior=prior, n=n, x=x: prior(z, w) + binomial(x, n, z, w),
              [mpf(0), A / (A + B), mpf(1)], 1, closed, quantiles=min(a, b) > 0.1)
    for a, b, xs in ((2.0, 3.0, [0.3, 1.0]), (0.05, 0.01, [1e-3])):
        data = [mpf(x) for x in xs]
        A, B = mpf(a) + len(xs), mpf(b) + sum(data)
        closed = a * log(mpf(b)) - loggamma(mpf(a)) + loggamma(A) - A * log(B)
        prior = family.gamma(mpf(a), mpf(b))
        model(f"gamma({a}, {b})", "exponential(z)", xs,
              lambda z, w, prior=prior, data=data: prior(z, w) + sum(log(z) - z * x for x in data),
              [mpf(0), A / B, inf], 1, closed)
    for a, b, xs in ((2.0, 3.0, [2.0, 3.0]), (7.0, 0.01, [1.5])):
        data = [mpf(x) - 1 for x in xs]
        A, B = mpf(a) + mpf(len(xs)) / 2, mpf(b) + sum(x * x for x in data) / 2
        closed = (a * log(mpf(b)) - loggamma(mpf(a)) + loggamma(A) - A * log(B)
                  - len(xs) * log(2 * pi) / 2)
        prior = family.inv_gamma(mpf(a), mpf(b))
        model(f"inv_gamma({a}, {b})", "normal(1, sqrt(z))", xs,
              lambda z, w, prior=prior, data=data: prior(z, w) + sum(norm(x, 0, sqrt(z)) for x in data),
              [mpf(0), B / (A + 1), inf], 1, closed)
    for y, a, xs in ((1.0, 2.0, [3.0, 5.0]), (1.0, 2.0, [0.5])):
        start, A = max([mpf(y)] + [mpf(x) for x in xs]), mpf(a) + len(xs)
        closed = log(mpf(a)) + a * log(mpf(y)) - log(A) - A * log(start)
        prior = family.pareto(mpf(y), mpf(a))
        model(f"pareto({y}, {a})", "uniform(0, z)", xs,
              lambda z, w, prior=prior, xs=xs: prior(z, w) - len(xs) * log(z), [start, inf], 1, closed)


def hard():
    one = family.normal(mpf(0), mpf(1))
    tenth = mpf(0.1)
    model("normal(0, 1)", "normal(z^2, 0.1)", [4.0], lambda z, w: one(z, w) + norm(mpf(4), z * z, tenth),
          [-inf, mpf(-2), mpf(0), mpf(2), inf], 2)
    model("student_t(2, 0, 1)", "student_t(2, z, 0.1)", [100.0],
          lambda z, w: family.student_t(mpf(2), mpf(0), mpf(1))(z, w)
          + family.student_t(mpf(2), z, tenth)(mpf(100), 0),
          [-inf, mpf(0), mpf(50), mpf(100), inf], 2)
    model("normal(0, 1)", "normal(0, exp(z/2))", [50.0],
          lambda z, w: one(z, w) + norm(mpf(50), 0, exp(z / 2)), [-inf, mpf(5), inf], 1)
    model("normal(0, 1)", "normal(0, exp(z/2))", [0.0],
          lambda z, w: one(z, w) + norm(mpf(0), 0, exp(z / 2)), [-inf, mpf(0), inf], 1)
    model("normal(0, 10)", "bernoulli_logit(z)", [1] * 20,
          lambda z, w: norm(z, 0, 10) + 20 * log_sigmoid(z), [-inf, mpf(0), mpf(6), inf], 1)
    cauchy = family.cauchy(mpf(0), mpf(1))
    model("cauchy(0, 1)", "cauchy(z, 0.1)", [-50.0, 3.0, 90.0],
          lambda z, w: cauchy(z, w) + sum(family.cauchy(z, tenth)(mpf(x), 0) for x in (-50, 3, 90)),
          [-inf, mpf(-50), mpf(0), mpf(3), mpf(90), inf], 4)
    model("normal(0, 1)", "poisson_log(z)", [0, 3, 50],
          lambda z, w: one(z, w) + sum(x * z - exp(z) - loggamma(mpf(x) + 1) for x in (0, 3, 50)),
          [-inf, mpf(3), inf], 1)
    model("normal(0, 1)", "neg_binomial_2(exp(z), 3)", [0, 3, 50],
          lambda z, w: one(z, w) + sum(neg_binomial(x, exp(z), mpf(3)) for x in (0, 3, 50)),
          [-inf, mpf(2.5), inf], 1)
    model("normal(0, 1)", "binomial(10, inv_logit(z))", [0, 3, 10],
          lambda z, w: one(z, w) + sum(loggamma(mpf(11)) - loggamma(mpf(x) + 1) - loggamma(mpf(11 - x))
                                       + x * log_sigmoid(z) + (10 - x) * log_sigmoid(-z)
                                       for x in (0, 3, 10)), [-inf, mpf(-0.25), inf], 1)
    model("weibull(0.3, 1)", "poisson(z)", [2],
          lambda z, w: family.weibull(mpf(0.3), mpf(1))(z, w) + poisson(2, z), [mpf(0), mpf(1), inf], 1)
    model("weibull(0.3, 1)", "normal(z, 1)", [-4.0],
          lambda z, w: family.weibull(mpf(0.3), mpf(1))(z, w) + norm(mpf(-4), z, 1),
          [mpf(0), mpf(1), inf], 1)
    model("lognormal(0, 10)", "poisson(z)", [2],
          lambda z, w: family.lognormal(mpf(0), mpf(10))(z, w) + poisson(2, z), [mpf(0), mpf(1), inf], 1)
    model("lognormal(0, 30)", "exponential(z)", [1e-6],
          lambda z, w: family.lognormal(mpf(0), mpf(30))(z, w) + log(z) - z * mpf(1e-6),
          [mpf(0), mpf(10) ** 6, inf], 1)
    model("half_cauchy(1)", "normal(0, z)", [0.001],
          lambda z, w: family.half_cauchy(mpf(1))(z, w) + norm(mpf(0.001), 0, z),
          [mpf(0), mpf(0.001), mpf(1), inf], 1, moments=1)
    for x in (0, 3, 10):
        model("kumaraswamy(0.3, 0.4)", "binomial(10, z)", [x],
              lambda z, w, x=x: family.kumaraswamy(mpf(0.3), mpf(0.4))(z, w) + binomial(x, 10, z, w),
              [mpf(0), mpf(0.3), mpf(1)], 1)
    gumbel, logistic = family.gumbel(mpf(0), mpf(1)), family.logistic(mpf(0), mpf(1))
    model("gumbel(0, 1)", "normal(z, 1)", [2.0, 3.0],
          lambda z, w: gumbel(z, w) + norm(mpf(2), z, 1) + norm(mpf(3), z, 1), [-inf, mpf(2), inf], 1)
    model("gumbel(0, 1)", "gumbel(z, 0.1)", [7.0, -3.0],
          lambda z, w: gumbel(z, w) + sum(family.gumbel(z, tenth)(mpf(x), 0) for x in (7, -3)),
          [-inf, mpf(-3), inf], 1)
    model("logistic(0, 1)", "logistic(z, 1)", [2.0, 30.0],
          lambda z, w: logistic(z, w) + logistic(z - 2, w) + logistic(z - 30, w),
          [-inf, mpf(0), mpf(2), mpf(30), inf], 1)
    model("rayleigh(2)", "normal(z, 0.5)", [2.0, 3.0],
          lambda z, w: family.rayleigh(mpf(2))(z, w) + norm(mpf(2), z, mpf(0.5)) + norm(mpf(3), z, mpf(0.5)),
          [mpf(0), mpf(2.5), inf], 1)
    model("double_exponential(0, 1)", "double_exponential(z, 0.2)", [4.0, -4.0, 0.5],
          lambda z, w: -log(mpf(2)) - fabs(z) + sum(-log(2 * mpf(0.2)) - fabs(z - x) / mpf(0.2)
                                                   for x in (mpf(4), mpf(-4), mpf(0.5))),
          [-inf, mpf(-4), mpf(0), mpf(0.5), mpf(4), inf], 1)
    half = -log(mpf(2))
    model("cauchy(0, 1) T[0, ]", "normal(z, 1)", [-3.0],
          lambda z, w: cauchy(z, w) - half + norm(mpf(-3), z, 1), [mpf(0), mpf(0.3), inf], 1)
    # P(z > 10) of t with 2 degrees of freedom.
    kept = log((1 - 10 / sqrt(mpf(102))) / 2)
    model("student_t(2, 0, 1) T[10, ]", "normal(0, z)", [-3.0],
          lambda z, w: family.student_t(mpf(2), mpf(0), mpf(1))(z, w) - kept + norm(mpf(-3), 0, z),
          [mpf(10), inf], 1)
    joint("-0.5*log(z) - z", "0..inf", lambda z, w: -log(z) / 2 - z, [mpf(0), mpf(1), inf], 1, log(pi) / 2)
    joint("log(-log(z))", "0..1", lambda z, w: log(-log(z) if z < 0.5 else -log1p(-w)),
          [mpf(0), mpf(1)], 1, mpf(0))
    joint("-0.9*log(1 - z) - 0.9*log(z)", "0..1", lambda z, w: -mpf(0.9) * (log(z) + log(w)),
          [mpf(0), mpf(1)], 2, log_beta(1 - mpf(0.9), 1 - mpf(0.9)))
    joint("log(0.3*exp(-0.5*(z+5)^2) + 0.5*exp(-0.5*(z-2)^2/0.01) + 1e-6*exp(-0.5*(z-40)^2/1e-8))",
          "-inf..inf", lambda z, w: log(mpf(0.3) * exp(-square(z + 5) / 2) + mpf(0.5) * exp(
              -square(z - 2) / 2 / mpf(0.01)) + mpf(1e-6) * exp(-square(z - 40) / 2 / mpf(1e-8))),
          [-inf, mpf(-5), mpf(0), mpf(2), mpf(20), mpf(40), inf], 3,
          log(sqrt(2 * pi) * (mpf(0.3) + mpf(0.5) * sqrt(mpf(0.01)) + mpf(1e-6) * sqrt(mpf(1e-8)))))


def wrong_in_quad():
    """Integrals in which SciPy's quad is silently wrong: none of them says so."""
    joint("-(z - 1e4)^2", "0..inf", lambda z, w: -square(z - 10 ** 4), [mpf(0), mpf(10 ** 4), inf], 1)
    joint("-(z + 1e6)^2", "-inf..inf", lambda z, w: -square(z + 10 ** 6), [-inf, mpf(-10 ** 6), inf], 1,
          log(pi) / 2)
    joint("-0.5*((z - 0.3)/1e-5)^2", "0..1", lambda z, w: -square((z - mpf(0.3)) / mpf(1e-5)) / 2,
          [mpf(0), mpf(0.3), mpf(1)], 1)
    joint("log(exp(-(z-100)^2) + exp(-(z+200)^2) + exp(-z^2/100))", "-inf..inf",
          lambda z, w: log(exp(-square(z - 100)) + exp(-square(z + 200)) + exp(-z * z / 100)),
          [-inf, mpf(-200), mpf(-100), mpf(0), mpf(60), mpf(100), inf], 3, log(12 * sqrt(pi)))
    joint("log(1e-3*exp(-z) + exp(-0.5*((z - 57.3)/1e-4)^2))", "0..inf",
          lambda z, w: log(mpf(1e-3) * exp(-z) + exp(-square((z - mpf(57.3)) / mpf(1e-4)) / 2)),
          [mpf(0), mpf(1), mpf(57.3), inf], 2, quantiles=False)
    joint("-1e5*(z^2 - 2)^2", "0..100", lambda z, w: -10 ** 5 * square(z * z - 2),
          [mpf(0), sqrt(mpf(2)), mpf(100)], 1)
    joint("-log1p(((z - 12345)/1e-3)^2)", "-inf..inf",
          lambda z, w: -log1p(square((z - 12345) / mpf(1e-3))), [-inf, mpf(12345), inf], 1,
          log(pi * mpf(1e-3)), moments=0)
    joint("-5*log1p(((z - 777)/0.01)^2)", "0..inf",
          lambda z, w: -5 * log1p(square((z - 777) / mpf(0.01))), [mpf(0), mpf(777), inf], 1)
    joint("1000*log(z) - z - 5912", "0..inf", lambda z, w: 1000 * log(z) - z - 5912,
          [mpf(0), mpf(1000), inf], 1, loggamma(mpf(1001)) - 5912)
    joint("-0.5*(log(z)/0.01)^2 - 0.5*((z - 1)/1e-6)^2", "0..1000",
          lambda z, w: -square(log(z) / mpf(0.01)) / 2 - square((z - 1) / mpf(1e-6)) / 2,
          [mpf(0), mpf(1), mpf(1000)], 1)
    joint("-exp(z - 500) + 50*(z - 500)", "-inf..inf", lambda z, w: -exp(z - 500) + 50 * (z - 500),
          [-inf, mpf(500) + log(mpf(50)), inf], 1, loggamma(mpf(50)))
    joint("-abs(z - 300)/0.01", "-inf..inf", lambda z, w: -fabs(z - 300) / mpf(0.01),
          [-inf, mpf(300), inf], 1, log(2 * mpf(0.01)))


def cut(ends):
    """The same line, cut elsewhere."""
    more = []
    for a, b in zip(ends, ends[1:]):
        if a == -inf:
            more += [a, b - mpf("0.37") * (1 + fabs(b) / 1000)]
        elif b == inf:
            more += [a, a + mpf("0.37") * (1 + fabs(a) / 1000)]
        else:
            more += [a, a + (b - a) * mpf("0.93")]
    return more + [ends[-1]]


def statistics(density, ends, double, moments):
    """log Z, mean, standard deviation; relative to the largest density at a cut."""
    finite = [e for e in ends[1:-1]] or [ends[0] + 1 if ends[1] == inf else (ends[0] + ends[1]) / 2]
    peak = max(density(e, 1 - e) for e in finite)
    centre = max(finite, key=lambda e: density(e, 1 - e))

    def power(k):
        return lambda z, w: exp(density(z, w) - peak) * (1, z - centre, square(z - centre))[k]

    z0 = integrate(power(0), ends, double)
    values = [peak + log(z0)]
    if moments > 0:
        first = integrate(power(1), ends, double) / z0
        values.append(centre + first)
    if moments > 1:
        second = integrate(power(2), ends, double) / z0
        values.append(sqrt(second - first * first))
    return values, peak, z0


def quantiles(density, ends, peak, z0):
    """By Newton's method, from a guess by rough sums."""
    def f(z, w):
        return exp(density(z, w) - peak)

    masses = [integrate(f, [a, b]) for a, b in zip(ends, ends[1:])]
    results = []
    for level in LEVELS:
        rest, k = level * z0, 0
        while k < len(masses) - 1 and rest > masses[k]:
            rest -= masses[k]
            k += 1
        a, b = ends[k], ends[k + 1]
        # Bisection on a coarse sum, then Newton.
        points = []
        for n in range(-1200, 1201):
            r = exp(mpf(n) / 40)
            if b == inf:
                z, weight = a + r, r
            elif a == -inf:
                z, weight = b - 1 / r, 1 / r
            else:
                z, weight = a + (b - a) * r / (1 + r), (b - a) * r / square(1 + r)
            if a < z < b:
                points.append((z, f(z, 1 - z) * weight / 40))
        total, z = mpf(0), points[0][0]
        for z, mass in points:
            total += mass
            if total >= rest:
                break
        for _ in range(12):
            below = integrate(f, [a, z])
            step = ((below - rest) / f(z, 1 - z)).mid()
            new = z - step
            if new >= b:
                new = b if b != ends[-1] else (b + z) / 2
            elif new <= a:
                new = (a + z) / 2
            z = new.mid()
            if fabs(step) < mpf(10) ** -18 * max(fabs(z), mpf(10) ** -10):
                break
        else:
            raise ArithmeticError("a quantile has not settled")
        results.append(z)
    return results


def row(index):
    prior, likelihood, xs, density, ends, modes, closed, moments, wanted = MODELS[index]
    try:
        values, peak, z0 = statistics(density, ends, False, moments)
        again, _, _ = statistics(density, cut(ends), True, moments)
    except ArithmeticError as error:
        return None, f"{prior} | {likelihood} | {xs}: {error}"
    if closed is not None:
        again.append(closed)
    for a, b in zip(values + [values[0]] * (closed is not None), again):
        if fabs(a - b) > mpf(10) ** -29 * max(1, fabs(a)):
            return None, f"{prior} | {likelihood} | {xs}: {nstr(a, 35)} != {nstr(b, 35)}"
    cells = [nstr(v, 30) for v in values] + ["none"] * (2 - moments)
    try:
        cells += [nstr(v, 30) for v in quantiles(density, ends, peak, z0)] if wanted else [""] * 3
    except ArithmeticError as error:
        return None, f"{prior} | {likelihood} | {xs}: {error}"
    return ";".join([prior, likelihood, xs] + cells + [str(modes)]), None


def quad():
    """Prints what SciPy's quad says to the integrals of wrong_in_quad, and the truth."""
    from scipy.integrate import IntegrationWarning, quad as scipy_quad
    MODELS.clear()
    wrong_in_quad()
    for text, support, _, density, ends, *_ in MODELS:
        values, _, _ = statistics(density, ends, False, 0)
        truth = exp(values[0])
        with warnings.catch_warnings():
            warnings.simplefilter("error", IntegrationWarning)
            try:
                value, error = scipy_quad(lambda z: float(exp(density(mpf(z), 1 - mpf(z)))),
                                          float(ends[0]), float(ends[-1]))
                verdict = "silently wrong" if fabs(value - truth) > error else "right"
                print(f"{text} on {support}: quad {value} +- {error}, truth {nstr(truth, 12)}: {verdict}")
            except IntegrationWarning as warning:
                print(f"{text} on {support}: quad warns: {str(warning).splitlines()[0]}")


conjugate()
hard()
wrong_in_quad()


def main():
    if "--quad" in sys.argv:
        quad()
        return
    with Pool(2) as pool:
        rows = pool.map(row, range(len(MODELS)), chunksize=1)
    for _, error in rows:
        if error:
            print(error, file=sys.stderr)
    header = "prior;likelihood;x;log_evidence;mean;sd;q2.5;q50;q97.5;modes"
    text = "\n".join([header] + [r for r, _ in rows if r]) + "\n"
    Path(__file__).with_name("models.csv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
