#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts of the ELBO and bounds on log p(x), to 20 digits, in 45 digits' arithmetic: evidence_bounds.csv.

    pip install python-flint && python3 Tests/Fixtures/generate_evidence_bounds.py

Every integral over z is a sum of equidistant values in u, z = z(u) a double exponential map, which for analytic
integrands converges exponentially; E log of the mean of K weights is the integral of (exp(-t) - phi(t/K)^K)/t, by equidistant
values of log t, with phi from the same nodes, and of two weights a double integral. Both are done twice, the second time with half the steps: digits that the two do
not share are not written, and fewer than 15 are an error.
"""

from pathlib import Path

from flint import arb, ctx

ctx.prec = 150
PI = arb.pi()
COLUMNS = ["prior", "likelihood", "x", "q", "log_evidence", "elbo", "expected_log_likelihood", "kl_prior",
           "expected_log_prior", "entropy", "expected_log_joint", "kl", "forward_kl", "eubo", "vr_0.5", "cubo_2",
           "ess", "iwae_2", "iwae_5", "iwae_50", "iwae_1000000"]


def normal(m, s):
    return lambda z: -((z - m) / s) ** 2 / 2 - arb(s).log() - (2 * PI).log() / 2


def exponential(r):
    return lambda z: arb(r).log() - r * z


def gamma(a, b):
    return lambda z: a * arb(b).log() - arb(a).lgamma() + (a - 1) * z.log() - b * z


def beta(a, b):
    # z is a pair: its logarithm and that of 1 - z.
    return lambda z: ((a - 1) * z[0] + (b - 1) * z[1] + (arb(a) + b).lgamma() - arb(a).lgamma()
                      - arb(b).lgamma())


def lognormal(m, s):
    return lambda z: normal(m, s)(z.log()) - z.log()


def student(nu, m, s):
    nu = arb(nu)
    return lambda z: (((nu + 1) / 2).lgamma() - (nu / 2).lgamma() - (nu * PI).log() / 2 - arb(s).log()
                      - (nu + 1) / 2 * (1 + ((z - m) / s) ** 2 / nu).log())


def poisson(log_rate, counts):
    return lambda z: sum((k * log_rate(z) - log_rate(z).exp() - (arb(k) + 1).lgamma() for k in counts), arb(0))


# Maps from the line, with the logarithm of the slope.
def real(m, s):
    def place(u):
        t = u.sinh()
        return m + s * t.sinh(), (s * t.cosh() * u.cosh()).log()
    return place


def positive(s):
    def place(u):
        t = u.sinh() * PI / 2
        return s * t.exp(), (s * PI / 2 * u.cosh()).log() + t
    return place


def half_line(u):
    """Equidistant far out, where weights of a Gaussian posterior differ by orders of magnitude."""
    return (1 + u.exp()).log(), -(1 + (-u).exp()).log()


half_line.reach = 11


def unit(u):
    t = u.sinh() * PI
    low, high = -(1 + (-t).exp()).log(), -(1 + t.exp()).log()
    return (low, high), (PI * u.cosh()).log() + low + high


a = arb
CASES = [
    ("exponential(1)", "normal(z, 1)", "2", "exponential(0.8)", half_line,
     exponential(a(1)), lambda z: normal(z, a(1))(a(2)), exponential(a(0.8))),
    ("exponential(1)", "normal(z, 1)", "0.3", "exponential(2)", positive(a(1)),
     exponential(a(1)), lambda z: normal(z, a(1))(a(0.3)), exponential(a(2))),
    ("exponential(3)", "normal(z, 1)", "-2.5", "exponential(6)", positive(a(1) / 4),
     exponential(a(3)), lambda z: normal(z, a(1))(a(-2.5)), exponential(a(6))),
    ("gamma(2, 1)", "poisson(z)", "3,1", "lognormal(0.5, 0.5)", positive(a(1)),
     gamma(a(2), a(1)), poisson(lambda z: z.log(), [3, 1]), lognormal(a(0.5), a(0.5))),
    ("gamma(2, 1)", "poisson(z)", "3,1,4", "gamma(9, 4)", positive(a(2)),
     gamma(a(2), a(1)), poisson(lambda z: z.log(), [3, 1, 4]), gamma(a(9), a(4))),
    ("normal(0, 1)", "normal(z, 1)", "1.5", "normal(0.25, 1)", real(a(0), a(1)),
     normal(a(0), a(1)), lambda z: normal(z, a(1))(a(1.5)), normal(a(0.25), a(1))),
    ("normal(0, 1)", "poisson(exp(z))", "3,1,4", "normal(0.875, 0.25)", real(a(1), a(1)),
     normal(a(0), a(1)), poisson(lambda z: z, [3, 1, 4]), normal(a(0.875), a(0.25))),
    ("cauchy(0, 1)", "normal(z, 1)", "30", "normal(29, 1)", real(a(29), a(1)),
     student(1, a(0), a(1)), lambda z: normal(z, a(1))(a(30)), normal(a(29), a(1))),
    ("normal(0, 1)", "normal(z, 0.5)", "1", "student_t(5, 0.75, 0.5)", real(a(0.75), a(1) / 2),
     normal(a(0), a(1)), lambda z: normal(z, a(0.5))(a(1)), student(5, a(0.75), a(0.5))),
    ("beta(2, 3)", "bernoulli(z)", "1,0,0", "beta(2, 4)", unit,
     beta(a(2), a(3)), lambda z: z[0] + 2 * z[1], beta(a(2), a(4))),
    ("student_t(3, 0, 1)", "student_t(4, z, 1)", "2", "student_t(2.5, 1, 1)", real(a(1), a(1)),
     student(3, a(0), a(1)), lambda z: student(4, z, a(1))(a(2)), student(a(2.5), a(1), a(1))),
]


def nodes(place, step):
    """Pairs of z and the logarithm of its weight, as far as doubles would reach."""
    n = int(5.5 / step)
    step *= getattr(place, "reach", 1)
    for k in range(-n, n + 1):
        z, log_slope = place(arb(k) * step)
        if not isinstance(z, tuple) and not z.is_finite():
            continue
        yield z, log_slope + arb(step).log()


def sums(case, step):
    """What is averaged over q and over the posterior, and the masses and log weights of the nodes."""
    *_, place, prior, likelihood, family = case
    rows = []
    for z, log_weight in nodes(place, step):
        p, l, q = prior(z), likelihood(z), family(z)
        if not (p.is_finite() and l.is_finite() and q.is_finite()):
            continue
        # What is below 1e-60 of the whole.
        if float(q + log_weight) < -150 and float(p + l + log_weight) < -250:
            continue
        rows.append((log_weight, p.mid(), l.mid(), q.mid()))
    return rows


def add(terms):
    total = arb(0)
    for term in terms:
        total += term.mid()
    return total.mid()


def numbers(rows):
    q = [((w + f).exp(), p, l, f) for w, p, l, f in rows]
    evidence = add((w + p + l).exp() for w, p, l, f in rows).log()
    post = [((w + p + l - evidence).exp(), p + l - f) for w, p, l, f in rows]
    likelihood = add(m * l for m, p, l, f in q)
    prior = add(m * p for m, p, l, f in q)
    entropy = -add(m * f for m, p, l, f in q)
    elbo = likelihood + prior + entropy
    eubo = add(m * r for m, r in post)
    half = 2 * add(m * ((p + l - f) / 2).exp() for m, p, l, f in q).log()
    square = add((w + 2 * (p + l) - f).exp() for w, p, l, f in rows).log()
    return {
        "log_evidence": evidence, "elbo": elbo, "expected_log_likelihood": likelihood,
        "kl_prior": -entropy - prior, "expected_log_prior": prior, "entropy": entropy,
        "expected_log_joint": likelihood + prior, "kl": evidence - elbo, "forward_kl": eubo - evidence,
        "eubo": eubo, "vr_0.5": half, "cubo_2": square / 2, "ess": (2 * evidence - square).exp()}


def iwae(rows, evidence, count, step):
    """E log of the mean of count weights."""
    weights = sorted(((p + l - f - evidence), (w + f).exp().mid()) for w, p, l, f in rows)
    ratios = [(float(r), r.exp().mid(), m) for r, m in weights]
    # Masses of all that are smaller, and of all that are larger.
    below = [arb(0)]
    for _, _, m in ratios:
        below.append((below[-1] + m).mid())
    firsts = [arb(0)]
    for _, v, m in ratios:
        firsts.append((firsts[-1] + m * v).mid())
    total, mass = arb(0), below[-1]
    x = -70.0
    logs = [r for r, _, _ in ratios]
    import bisect
    log_count = float(arb(count).log())
    while True:
        t = arb(x).exp()
        s = (t / count).mid()
        # s v below 1e-42 is as good as 0 in exp, s v above 110 as infinite.
        low = bisect.bisect_left(logs, -97 - x + log_count)
        high = bisect.bisect_left(logs, 4.7 - x + log_count)
        gone = s * firsts[low] + (mass - below[high])
        for _, v, m in ratios[low:high]:
            gone -= (m * (-s * v).expm1()).mid()
        gone = gone.mid()
        power = (count * (-gone / mass).log1p()) if gone < mass * (1 - arb(2) ** -100) else arb(-1000)
        term = (-t).expm1() - power.expm1()
        total += term.mid()
        if x > 10 and abs(term) < arb(10) ** -26:
            break
        if x > 4000:
            return None
        x += step
    return (evidence + total * step).mid()


def of_two(case, step):
    """E log of the mean of two weights, as a double integral."""
    rows = sums(case, step)
    pairs = [((w + f).exp().mid(), (p + l - f).mid()) for w, p, l, f in rows]
    pairs = [(m, r, r.exp().mid()) for m, r in pairs if float(m) > 1e-60 or float(m * r.exp()) > 1e-60]
    total = arb(0)
    for i, (m, r, v) in enumerate(pairs):
        if float(m) < 1e-45:
            continue
        inner = m * r / 2
        for n, _, other in pairs[:i]:
            inner += n * ((v + other) / 2).log()
        total += (2 * m * inner).mid()
    return total.mid()


def shared(a, b):
    """The digits that two have in common, at most 22."""
    if a is None or b is None or not a.is_finite() or not b.is_finite():
        return ""
    scale = max(abs(float(a)), 1e-200)
    difference = max(abs(float(a - b)), scale * 1e-26)
    from math import floor, log10
    digits = min(22, floor(log10(scale / difference)))
    if digits < 15:
        return ""
    return b.str(digits, radius=False)


def main():
    here = Path(__file__).parent
    lines = [";".join(COLUMNS)]
    for case in CASES:
        first, second = sums(case, 1 / 256), sums(case, 1 / 512)
        coarse, fine = numbers(first), numbers(second)
        coarse["iwae_2"], fine["iwae_2"] = of_two(case, 1 / 192), of_two(case, 1 / 256)
        for count, steps in [(5, (1 / 6, 1 / 8)), (50, (1 / 6, 1 / 8)), (1000000, (1 / 6, 1 / 8))]:
            name = f"iwae_{count}"
            coarse[name] = iwae(first, coarse["log_evidence"], count, steps[0])
            fine[name] = iwae(second, fine["log_evidence"], count, steps[1])
        values = [shared(coarse[name], fine[name]) for name in COLUMNS[4:]]
        # Nothing is shared of a mean that diverges.
        if not values[COLUMNS.index("cubo_2") - 4]:
            values[COLUMNS.index("ess") - 4] = ""
        print(case[:4], [len(v) for v in values], flush=True)
        lines.append(";".join(list(case[:4]) + values))
    (here / "evidence_bounds.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
