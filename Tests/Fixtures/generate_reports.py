#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes reports.csv: integrals that people reported some library to get wrong, with 30 digits of truth.

A row is facts of a public report: the integrand, as a formula of gapcheck's, and the interval. The truth is a closed form, or
mpmath's quad over the pieces named here, twice, with different precisions and pieces halved; only where 30 digits agree it is written.
`inf` is an integral that diverges, `none` one that is not defined but by summation methods, or converges by
cancellation only. `scale` and `centre` are hints for what is narrower than a thousandth of the interval, or of 1. Needs mpmath."""
import re
import mpmath as mp
import table

inf = mp.inf


def Phi(t): return mp.erfc(-t / mp.sqrt(2)) / 2
def step(t): return mp.mpf(t >= 0)


NAMES = {"exp": mp.exp, "log": mp.log, "sqrt": mp.sqrt, "abs": abs, "sin": mp.sin, "cos": mp.cos, "tan": mp.tan,
         "erfc": mp.erfc, "Phi": Phi, "step": step, "fmin": min, "fmax": max, "log1m": lambda t: mp.log1p(-t),
         "log1p": mp.log1p, "square": lambda t: t * t, "log1p_exp": lambda t: mp.log1p(mp.exp(t)),
         "expm1": mp.expm1, "mpf": mp.mpf}


def function(formula):
    """The formula in mpmath: its numbers are doubles, as they are in gapcheck."""
    text = re.sub(r"(?<![\w.])(\d+\.?\d*(?:e[+-]?\d+)?)(?![\w.])", r"mpf(\1)", formula)
    choice = re.fullmatch(r"(.*) < (.*) \? (.*) : (.*)", text)
    if choice:
        a, b, c, d = choice.groups()
        text = f"({c}) if ({a}) < ({b}) else ({d})"
    text = text.replace("^", "**").replace("pi()", "pi")
    return lambda z: eval(text, {**NAMES, "pi": +mp.pi, "z": z})  # noqa: S307: the formulas below, and no others


def bell(mean, deviation):
    """A normal density, and pieces around its mean."""
    text = f"exp(-((z - {mean})/{deviation})^2/2)/({deviation}*sqrt(2*pi()))".replace("- -", "+ ")
    return text, [mean + k * deviation for k in (-60, -30, -16, -10, -6, -3, 0, 3, 6, 10, 16, 30, 60)]


def edges(centre, *distances):
    return sorted([centre - d for d in distances] + [centre] + [centre + d for d in distances])


# (report, formula, lower, upper, pieces or the truth as a function, hints)
def rows():
    def normal(report, mean, deviation, a, b, hints=()):
        text, pieces = bell(mean, deviation)
        return report, text, a, b, pieces, hints
    wave = [k * mp.mpf(1) / 2 for k in range(1, 200)]
    gauss = [0, 1, 2, 3, 4, 6, 8, 12, 20, 40]
    both = sorted({-t for t in gauss} | set(gauss))
    lognormal = "exp(-(log(z) + 0.005)^2/0.02)/(0.1*sqrt(2*pi()))"
    return [
        normal("scipy/scipy#11571", 0.64449662, 0.19, -1000, 0.5, (0.19, 0.64449662 - 0.19)),
        normal("scipy/scipy#11571", 0.64449662, 0.19, -100, 0.5),
        normal("scipy/scipy#17443", 116.0, 3.81, 0, inf),
        normal("scipy/scipy#15990", 0.0, 0.0005, 0.0015, inf, (0.0005, 0.0015)),
        ("scipy/scipy#7204", "step(-z)", -1, 100, lambda: mp.mpf(1), ()),
        ("scipy/scipy#7204", "step(-z)", -1, 10000, lambda: mp.mpf(1), (1, -1)),
        ("scipy/scipy#5735", "z*" + bell(800.0, 1.0)[0], -inf, inf, lambda: mp.mpf(800), ()),
        ("sigma-py/quadpy#390", "(exp(-(20 - z)^2/2) - exp(-200)*exp(-z^2/2))/z", 0, inf, edges(20, 1, 3, 6, 10, 15, 19), ()),
        ("stackoverflow: lognormal, quad and a large end", lognormal, 1, 10, [1.05, 1.1, 1.2, 1.5, 2, 3], ()),
        ("stackoverflow: lognormal, quad and a large end", lognormal, 1, 832, [1.05, 1.1, 1.2, 1.5, 2, 3, 10], (0.1, 1)),
        ("stackoverflow: lognormal, quad and a large end", lognormal, 1, 1000, [1.05, 1.1, 1.2, 1.5, 2, 3, 10], (0.1, 1)),
        ("stackoverflow: lognormal, quad and a large end", lognormal, 1, inf, [1.05, 1.1, 1.2, 1.5, 2, 3, 10], ()),
        ("scipy/scipy#10305", "exp(-z^2)", -inf, 38, both, ()),
        ("MatthewReid854/reliability#8",
         "exp(-((log(z) - 9.826147748745854)/0.16739388240778247)^2/2)/(z*0.16739388240778247*sqrt(2*pi()))*Phi((z - 189000)/34020)",
         0, 300000, [3e3, 6e3, 9e3, 12e3, 15e3, 18e3, 21e3, 25e3, 30e3, 4e4, 6e4, 1e5, 2e5], ()),
        ("numpy-discussion, May 2014",
         "exp(-2334.0090702455204/2 - 5*1936.9610182100055*log(z)/log(10) - 12.5*2132.5498892927189*(log(z)/log(10))^2)",
         0, inf, edges(0.658, 0.003, 0.006, 0.012, 0.02, 0.03, 0.05, 0.1, 0.2) + [1], ()),
        ("scipy-user, September 2008", "exp(z)", -1000, 0, [-800, -500, -300, -200, -100, -50, -20, -10, -5, -2], ()),
        normal("JuliaLang/julia#9682", 1.0, 0.65, 0.35, 30),
        ("JuliaMath/QuadGK.jl#26", "exp(abs(z - 0.499))", 0, 1, [0.499], ()),
        ("JuliaMath/QuadGK.jl#26", "exp(abs(z - 0.4999))", 0, 1, [0.4999], ()),
        ("numworks/epsilon#258", "exp(-z^2)", 0, 1005, gauss, ()),
        ("numworks/epsilon#258", "exp(-z^2)", 0, 10000, gauss, (1, 0)),
        ("SciML/Integrals.jl#315", "z < 1e-6 ? z/sqrt(1e-6 - z + 1e-8) : 0", 0, 2e-6, [0.5e-6, 0.9e-6, 1e-6], ()),
        ("SciML/Integrals.jl#315", "z < 1e-6 ? 100*z/sqrt(1e-6 - z + 1e-8) : 0", 0, 2e-6, [0.5e-6, 0.9e-6, 1e-6], ()),
        ("SciML/Integrals.jl#85", "exp(-z^2/2)/(sqrt(2*pi())*(exp(z + 10) + 1))", -100, 100, sorted(both + [-10, -9, -7, -5]), ()),
        ("SciML/Integrals.jl#85", "exp(-z^2/2)/(sqrt(2*pi())*(exp(z + 10) + 1))", -1000, 1000, sorted(both + [-100, -10, -9, -7, -5]), (1, 0)),
        ("SciML/Integrals.jl#85", "exp(-z^2/2)/(sqrt(2*pi())*(exp(z + 30) + 1))", -1000, 1000,
         sorted(both + [-100, -50, -34, -32, -30, -28, -26, -25, -15, -10]), (1, 0)),
        ("SciML/Integrals.jl#269", "z < 1 ? exp(z) : exp(2*z)", 0.997, 2, [1], ()),
        ("sigma-py/quadpy#172", "cos(z)", -1, 100, lambda: mp.sin(100) + mp.sin(1), ()),
        ("sigma-py/quadpy#172", "sin(z)", -1, 100, lambda: mp.cos(1) - mp.cos(100), ()),
        ("boostorg/math#423", "z/sqrt(z^2 - 0.25)", 0.5, float(mp.sqrt(1.25)), lambda: mp.sqrt(mp.mpf(float(mp.sqrt(1.25))) ** 2 - 0.25), ()),
        ("boostorg/math#706", "1/sqrt(sin(pi()*z))", 0, 1, lambda: mp.gamma(mp.mpf(1) / 4) / (mp.sqrt(mp.pi) * mp.gamma(mp.mpf(3) / 4)), ()),
        ("boostorg/math#706", "1/sqrt(-log1m(z))", 0, 1, lambda: mp.sqrt(mp.pi), ()),
        ("boostorg/math#706", "1/sqrt(-log(z))", 0, 1, lambda: mp.sqrt(mp.pi), ()),
        ("boostorg/math#706", "(1 - z)^-0.8", 0, 1, lambda: 1 / (1 + mp.mpf(-0.8)), ()),
        ("boostorg/math#702", "2", -10, 10, lambda: mp.mpf(40), ()),
        ("boostorg/math#92", "sqrt(-log(z))", 0, 1, lambda: mp.sqrt(mp.pi) / 2, ()),
        ("boostorg/math#717", "cos(log(z))", 0, 1, lambda: mp.mpf(1) / 2, ()),
        ("boostorg/math#66", "z^(0.05 - 1)*(1 - z)^2", 0, 0.0005, lambda: mp.betainc(mp.mpf(0.05), 3, 0, mp.mpf(0.0005)), ()),
        ("mpmath/mpmath#650", "1/((z - 2)*((1 - z)*(1 + z)^3)^(1/4))", -1, 1, lambda: -mp.pi * mp.sqrt(2) / mp.mpf(27) ** (mp.mpf(1) / 4), ()),
        ("mpmath/mpmath#603", "z^(-99999999/100000000)", 0, 1, lambda: mp.mpf(10) ** 8, ()),
        ("mpmath/mpmath#271", "1/sqrt(0.0000812*(1 + z)^4 + 0.2719188*(1 + z)^3 + 0.728)", 0, 1e13,
         [0.5, 1, 2, 5, 10, 30, 100, 1e3, 3e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12], (1, 0)),
        ("mpmath/mpmath#1156", "(sin(pi()*z)/(pi()*z))^2", -inf, inf, lambda: mp.mpf(1), ()),
        ("mpmath/mpmath#535", "2*step(z) - 1", -0.5, 1, lambda: mp.mpf(1) / 2, ()),
        ("mpmath/mpmath#309", "exp(log(z)/z)*cos(pi()*z)", 1, inf, None, ()),
        ("sympy/sympy#15538", "sin(z^2)", 0, inf, None, ()),
        ("scipy/scipy#7555", "1/sqrt(1 - z^2)", -1, 1, lambda: +mp.pi, ()),
        ("scipy/scipy#15212", "1/z^2", 0, 1, inf, ()),
        ("scipy/scipy#15212", "sqrt(cos(z) + exp(-z))/z^2", 0, 0.1, inf, ()),
        ("scipy/scipy#5428", "1/z^3", 1e2, 1e6, lambda: (mp.mpf(1e2) ** -2 - mp.mpf(1e6) ** -2) / 2, (100, 100)),
        ("scipy/scipy#5428", "1/z^3", 1e2, 1e7, lambda: (mp.mpf(1e2) ** -2 - mp.mpf(1e7) ** -2) / 2, (100, 100)),
        ("scipy/scipy#7968", "exp(-z^2)", 0, inf, gauss, ()),
        ("stats.stackexchange: normal from -inf to 1e6", "exp(-z^2/2)", -inf, 19.33, both, ()),
        ("stats.stackexchange: normal from -inf to 1e6", "exp(-z^2/2)", -inf, 1e6, both, (1, 0)),
        normal("r-help, December 2010", 500.0, 50.0, -inf, inf),
        normal("r-help, December 2010", 400.0, 50.0, 0, inf),
        normal("r-help, December 2010", 0.0, 1.0, 0, 20000, (1, 0)),
        ("r-help, December 2010", "tan(z)", 0, float(mp.pi), None, ()),
        ("r-help, December 2010", "tan(z)^2", 0, float(mp.pi), inf, ()),
        ("r-help, December 2010", "1/(z - pi()/2)^2", 0, float(mp.pi), inf, ()),
        normal("r-help, February 2016", 0.0, 0.00001, -0.0001, 0.0001),
        ("sigma-py/quadpy#255", "fmin(z, pi())", 0, 4, [mp.pi], ()),
        ("JuliaMath/Cubature.jl#16", "exp(-(z - 0.05)^2/(2*0.7^2))*sin(2*pi()*0.1*z)", -5, 5, [-4, -3, -2, -1, 0, 1, 2, 3, 4], ()),
        ("JuliaMath/Cubature.jl#24", "sin(z)^2", 0, float(2 * mp.pi), [1, 2, 3, 4, 5, 6], ()),
        ("JuliaMath/Cubature.jl#53", "exp(-cos(4*pi()*z))", 0, 1, [k / 16 for k in range(1, 16)], ()),
        ("JuliaMath/Cubature.jl#8", "sin(z)", 0, float(2 * mp.pi), lambda: 1 - mp.cos(float(2 * mp.pi)), ()),
        ("MATLAB Answers, March 2019", "100*z*" + bell(350.0, 10.0)[0], 0, 49950, bell(350.0, 10.0)[1], (10, 350)),
        ("MATLAB Answers, March 2019", "100*z*" + bell(350.0, 10.0)[0], 0, 4950, bell(350.0, 10.0)[1], ()),
        ("MATLAB Answers, September 2019", "exp(-(1.4142*z/sqrt(2) - 8)^2/1.4142^2)/sqrt(2*pi())", 0, inf, edges(8, 1, 2, 3, 5, 7.5) + [24, 40], ()),
        ("MATLAB Answers, September 2019", "exp(-(1.4142*z/sqrt(2) - 8)^2/1.4142^2)/sqrt(2*pi())", 0, 1e24, edges(8, 1, 2, 3, 5, 7.5) + [24, 40, 100], (1, 8)),
        ("Mathematica, peaks and NIntegrate", "exp(-z^2)", -1000, 1000, both, (1, 0)),
        ("Mathematica, peaks and NIntegrate", "exp(-z^2)", -10000, 10000, both, (1, 0)),
        ("physicsforums, June 2010", "z*exp(-z^2/2)", 0, 1e10, gauss, (1, 0)),
        ("physicsforums, June 2010", "exp(-z^2/2)", 0, 1e10, gauss, (1, 0)),
    ] + [("stackoverflow 49460833", "exp(-z^2)", -100, 100 * n, both, ()) for n in (4, 5, 7, 9)]


def integral(formula, a, b, pieces):
    f = function(formula)
    inner = sorted({mp.mpf(p) for p in pieces if a < p < b})
    points = [mp.mpf(a)] + inner + [mp.mpf(b)]
    # quad's own tolerance is absolute.
    size = max(abs(f(p)) for p in inner)
    return mp.quad(lambda z: f(z) / size, points, maxdegree=12) * size


def halved(pieces):
    pieces = sorted(mp.mpf(p) for p in pieces)
    return pieces + [(p + q) / 2 for p, q in zip(pieces, pieces[1:])]


def truth(formula, a, b, source):
    if source is None:
        return "none"
    if source is inf:
        return "inf"
    if callable(source):
        with mp.workdps(60):
            return mp.nstr(source(), 30, min_fixed=-5, max_fixed=12)
    with mp.workdps(50):
        first = integral(formula, a, b, source)
    with mp.workdps(70):
        second = integral(formula, a, b, halved(source))
        assert abs(first - second) <= mp.mpf(10) ** -31 * abs(second), (formula, a, b, first, second)
        return mp.nstr(second, 30, min_fixed=-5, max_fixed=12)


def row(report, formula, a, b, source, hints):
    scale, centre = hints or ("", "")
    ends = [str(e) if e in (inf, -inf) else repr(float(e)) for e in (a, b)]
    ends = [e.replace("+", "") for e in ends]
    return [report, formula, *ends, scale, centre, truth(formula, a, b, source)]


def main():
    table.write(
        "reports.csv", ["report", "integrand", "from", "to", "scale", "centre", "truth"],
        (row(*report) for report in rows()))


if __name__ == "__main__":
    main()
