"""Groups of observations, and where the marginal likelihood of a model with free parameters is largest.

The closed forms of the marginal likelihoods, and of an ELBO, are maximised by mpmath's findroot on their derivatives, with
40 digits; for Student's t the marginal likelihood is integrated with 22.

    pip install mpmath && python3 Tests/Fixtures/generate_learning.py
"""

import math
import random

from mpmath import mp, mpf, diff, findroot, loggamma, log, pi, matrix, quad

import table

mp.dps = 40


def maximum(function, start):
    """The point where the gradient vanishes, in log coordinates, and the value; the Hessian has to be negative there."""
    size = len(start)

    def gradient(*u):
        result = []
        for k in range(size):
            part = lambda t, k=k: function(*[t if i == k else u[i] for i in range(size)])
            result.append(diff(part, u[k]))
        return result

    root = findroot(gradient, start, tol=1e-28, maxsteps=60) if size > 1 else matrix([findroot(
        lambda t: gradient(t)[0], start[0], tol=1e-28)])
    point = [root[k] for k in range(size)]
    value = function(*point)
    for k in range(size):
        for step in (mpf("0.01"), -mpf("0.01")):
            moved = [p + (step if i == k else 0) for i, p in enumerate(point)]
            assert function(*moved) < value, (k, step)
    return point, value


def counted(values):
    counts = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return sorted(counts.items())


def poisson(generator, rate):
    limit, count, product = math.exp(-rate), 0, generator.random()
    while product > limit:
        count += 1
        product *= generator.random()
    return count


def main():
    generator = random.Random(20261126)
    truth = []

    def add(case, parameter, value):
        truth.append([case, parameter, value if isinstance(value, str) else mp.nstr(value, 25)])

    # gamma-Poisson: x is negative binomial.
    counts = [poisson(generator, generator.gammavariate(1.7, 1 / 0.6)) for _ in range(1000)]
    trials = [generator.randint(1, 30) for _ in counts]
    chances = [generator.betavariate(2.0, 5.0) for _ in counts]
    hits = [sum(generator.random() < p for _ in range(n)) for n, p in zip(trials, chances)]
    table.write("learning_counts.csv", ["n", "trials", "hits"], zip(counts, trials, hits))
    own = counted(counts)

    def gamma_poisson(a, b):
        alpha, beta = mp.exp(a), mp.exp(b)
        return sum(
            c * (loggamma(alpha + n) - loggamma(alpha) - loggamma(mpf(n + 1))
                 + alpha * log(beta / (1 + beta)) - n * log(1 + beta)) for n, c in own)

    (a, b), value = maximum(gamma_poisson, (math.log(1.7), math.log(0.6)))
    add("gamma_poisson", "prior_alpha", mp.exp(a))
    add("gamma_poisson", "prior_beta", mp.exp(b))
    add("gamma_poisson", "log_evidence", value)

    # beta-binomial with a number of trials in each row.
    pairs = counted(zip(trials, hits))

    def beta_binomial(a, b):
        alpha, beta = mp.exp(a), mp.exp(b)
        whole = loggamma(alpha + beta) - loggamma(alpha) - loggamma(beta)
        return sum(
            c * (loggamma(mpf(n + 1)) - loggamma(mpf(k + 1)) - loggamma(mpf(n - k + 1)) + whole
                 + loggamma(alpha + k) + loggamma(beta + n - k) - loggamma(alpha + beta + n))
            for (n, k), c in pairs)

    (a, b), value = maximum(beta_binomial, (math.log(2), math.log(5)))
    add("beta_binomial", "prior_alpha", mp.exp(a))
    add("beta_binomial", "prior_beta", mp.exp(b))
    add("beta_binomial", "log_evidence", value)

    # normal-normal: 1000 groups of 1 to 4 rows.
    rows = []
    for group in range(1, 1001):
        centre = generator.gauss(1.5, 2.0)
        for _ in range(generator.randint(1, 4)):
            rows.append((group, round(generator.gauss(centre, 0.7), 6)))
    table.write("learning_groups.csv", ["group", "y"], rows)
    groups = {}
    for group, y in rows:
        groups.setdefault(group, []).append(mpf(repr(float(y))))
    # Sufficient statistics: n, mean, sum of squares about it.
    statistics = []
    for values in groups.values():
        n = len(values)
        mean = sum(values) / n
        statistics.append((n, mean, sum((y - mean) ** 2 for y in values)))

    def normal_normal(mu, prior, noise):
        s2, v = mp.exp(2 * prior), mp.exp(2 * noise)
        total = mpf(0)
        for n, mean, squares in statistics:
            total -= n * log(2 * pi * v) / 2 + log(1 + n * s2 / v) / 2 + squares / (2 * v)
            total -= n * (mean - mu) ** 2 / (2 * (v + n * s2))
        return total

    (mu, prior, noise), value = maximum(normal_normal, (1.5, math.log(2), math.log(0.7)))
    for name, parameter in (("prior_mu", mu), ("prior_sigma", mp.exp(prior)),
                            ("likelihood_sigma", mp.exp(noise)), ("log_evidence", value)):
        add("normal_normal", name, parameter)

    (mu, prior), value = maximum(lambda m, p: normal_normal(m, p, mpf(0)), (1.5, math.log(2)))
    for name, parameter in (("prior_mu", mu), ("prior_sigma", mp.exp(prior)), ("log_evidence", value)):
        add("normal_unit", name, parameter)
    # Student's t around z: the marginal likelihood by quadrature.
    mp.dps = 22
    observed = [mpf(3), mpf(1), mpf(-2), mpf(8)]

    def density(x, mu, sigma):
        scale = mpf("0.5")
        t = lambda z: (mp.gamma(mpf(5) / 2) / (mp.gamma(2) * mp.sqrt(4 * pi) * scale)
                       * (1 + ((x - z) / scale) ** 2 / 4) ** (-mpf(5) / 2))
        normal = lambda z: mp.exp(-((z - mu) / sigma) ** 2 / 2) / (sigma * mp.sqrt(2 * pi))
        places = sorted([mu - 12 * sigma, mu + 12 * sigma, x - 3, x - 1, x, x + 1, x + 3, mu])
        return quad(lambda z: t(z) * normal(z), places)

    def student(mu, s):
        return sum(log(density(x, mu, mp.exp(s))) for x in observed)

    def simple(mu, s):
        h = mpf("1e-6")
        return [(student(mu + h, s) - student(mu - h, s)) / (2 * h),
                (student(mu, s + h) - student(mu, s - h)) / (2 * h)]

    root = findroot(simple, (2.4987, math.log(3.577)), tol=1e-20, maxsteps=20)
    add("student_t", "prior_mu", mp.nstr(root[0], 10))
    add("student_t", "prior_sigma", mp.nstr(mp.exp(root[1]), 10))
    add("student_t", "log_evidence", student(root[0], root[1]))

    # The ELBO of a normal prior, poisson(exp(z)) and a normal q for each count, in closed form.
    mp.dps = 40
    few = [3, 1, 2, 8, 15]

    def equations(*v):
        mu, s2 = v[0], mp.exp(2 * v[1])
        m, w = v[2::2], v[3::2]
        own = [mu - sum(m) / len(m),
               s2 - sum(mp.exp(2 * b) + (a - mu) ** 2 for a, b in zip(m, w)) / len(m)]
        for n, a, b in zip(few, m, w):
            rate = mp.exp(a + mp.exp(2 * b) / 2)
            own += [n - rate - (a - mu) / s2, 1 - mp.exp(2 * b) * (rate + 1 / s2)]
        return own

    start = [1.43, math.log(0.83)]
    for n in few:
        start += [math.log(n + 0.3) * 0.8 + 0.3, math.log(0.5) - 0.3 * math.log(n + 1)]
    v = findroot(equations, start, tol=1e-30, maxsteps=80)
    mu, s2 = v[0], mp.exp(2 * v[1])
    value = mpf(0)
    for index, n in enumerate(few):
        a, b2 = v[2 + 2 * index], mp.exp(2 * v[3 + 2 * index])
        value += n * a - mp.exp(a + b2 / 2) - loggamma(mpf(n + 1))
        value -= log(s2 / b2) / 2 + (b2 + (a - mu) ** 2) / (2 * s2) - mpf(1) / 2
    add("poisson_lognormal", "elbo_prior_mu", mu)
    add("poisson_lognormal", "elbo_prior_sigma", mp.sqrt(s2))
    add("poisson_lognormal", "elbo", value)
    table.write("learning_truth.csv", ["case", "field", "truth"], truth)


main()
