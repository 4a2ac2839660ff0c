#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reference tables for the tests, in ball arithmetic (python-flint, which wraps FLINT's Arb).

    pip install python-flint mpmath
    python3 Tests/Fixtures/generate.py [--rows N] [--seed S] [--output DIR]

Model: z ~ Exp(rate theta), x | z ~ N(z, 1), q = Exp(rate phi), m = x - theta. The inputs of a row are
doubles, and every output is the value of the exact mathematical function at exactly these doubles:
m is a rational number here, never a rounded difference.

An output is a ball, an interval that is proven to contain the true value. Working precision is doubled
until both ends of the ball round to the same 40-digit decimal; only then is that decimal written. So all
40 digits are right (each decimal is the correctly rounded one), and the tables depend neither on the
starting precision nor on the version of the library; rounded() tells of the one exception. The random
inputs come from Python's Mersenne Twister and powers are correctly rounded, hence the same seed gives the
same bytes everywhere.
"""

import argparse
import csv
import decimal
import math
import random
from fractions import Fraction
from pathlib import Path

from flint import acb, arb, ctx, fmpq

import distributions

DIGITS = 40
FIRST_PRECISION = 256        # bits
LAST_PRECISION = 1 << 14     # bits; see rounded()
FORTY = decimal.Context(prec=DIGITS, rounding=decimal.ROUND_HALF_EVEN, Emax=decimal.MAX_EMAX,
                        Emin=decimal.MIN_EMIN)

MODEL_COLUMNS = ["theta", "x", "phi", "log_evidence", "elbo", "kl", "elbo_gradient_theta",
                 "elbo_gradient_phi", "phi_star", "minimum_gap", "posterior_mean", "posterior_variance"]


# --- From doubles to balls and from balls to decimals -------------------------------------------------

def exact(value):
    """The rational number a double stands for."""
    numerator, denominator = value.as_integer_ratio()
    return fmpq(numerator, denominator)


def ends(ball):
    """Both ends of a ball as exact fractions."""
    def fraction(end):
        mantissa, exponent = (int(part) for part in end.man_exp())
        return Fraction(mantissa << exponent) if exponent >= 0 else Fraction(mantissa, 1 << -exponent)
    return fraction(ball.lower()), fraction(ball.upper())


def rounded(ball, rounding, last):
    """rounding(ball), or None where the ball is too wide to tell.

    A double plus a positive number below 10^-5000, which is what the posterior mean at a large m is, can
    lie so close above the midpoint between two decimals that no affordable precision tells the sides
    apart. At the last precision the larger one is taken there: the correct one for such a mean, and off by
    no more than half a unit of the 40th digit (and 10^-2000 of it) for anything else."""
    if not ball.is_finite():
        return None
    if not ball.is_exact() and ball.rel_accuracy_bits() < 53:
        return None
    lower, upper = (rounding(end) for end in ends(ball))
    if lower == upper or (last and ball.rel_accuracy_bits() > LAST_PRECISION // 2):
        return upper
    return None


def decimal_string(fraction):
    """A fraction, correctly rounded to 40 significant digits, such as -1.234...e-33."""
    if fraction == 0:
        return "0"
    quotient = FORTY.divide(decimal.Decimal(fraction.numerator), decimal.Decimal(fraction.denominator))
    return format(quotient, f".{DIGITS - 1}e")


def certified(function, rounding=decimal_string):
    """Evaluates `function`, which returns a list of balls, at rising precision until each one rounds
    uniquely. Returns the list of rounded values."""
    precision = FIRST_PRECISION
    while precision <= LAST_PRECISION:
        with ctx.workprec(precision):
            values = [rounded(ball, rounding, precision == LAST_PRECISION) for ball in function()]
        if None not in values:
            return values
        precision *= 2
    raise ArithmeticError(f"no {DIGITS} digits within {LAST_PRECISION} bits")


def nearest_double(function):
    """The double nearest to a ball-valued function (Python's division of integers rounds correctly)."""
    return certified(lambda: [function()], lambda end: end.numerator / end.denominator)[0]


# --- The model ----------------------------------------------------------------------------------------

def integral_by_erfc(m):
    """I(m), the integral of exp(m z - z^2/2) over z > 0, by the complementary error function."""
    return (m * m / 2).exp() * (arb.pi() / 2).sqrt() * (-m / arb(2).sqrt()).erfc()


def integral_by_tricomi(m):
    """I(m) for m < 0, by Tricomi's confluent hypergeometric function U."""
    half = arb(1) / 2
    return (m * m / 2).hypgeom_u(half, half) / arb(2).sqrt()


def log_integral(m):
    """log I(m). For m >= 0 without exp(m^2/2); far below 0 without the vanishing erfc."""
    if m >= 0:
        return m * m / 2 + (arb.pi() / 2).sqrt().log() + (-m / arb(2).sqrt()).erfc().log()
    if m > -4:
        return integral_by_erfc(m).log()
    return integral_by_tricomi(m).log()


def best_rate(m):
    """phi*, the rate at which the gap is smallest: the positive root of phi^2 + m phi - 2."""
    root = (m * m + 8).sqrt()
    return 4 / (m + root) if m > 0 else (root - m) / 2


def divergence(m, phi):
    """KL(q || posterior), which is the gap log p(x) - ELBO."""
    return log_integral(m) + 1 / phi**2 - m / phi + phi.log() - 1


def model_row(theta, x, phi):
    """The outputs for one row, as balls at the current precision; theta, x and phi are rationals."""
    m_exact = x - theta
    m, t, p, square = arb(m_exact), arb(theta), arb(phi), arb(x * x) / 2
    half_log_two_pi = (2 * arb.pi()).log() / 2
    log_i = log_integral(m)
    log_evidence = t.log() - half_log_two_pi - square + log_i
    elbo = -half_log_two_pi - square - 1 / p**2 + m / p + t.log() - p.log() + 1
    kl = divergence(m, p)
    # The gradients can be exactly 0: they are rational, so they are computed as rationals.
    gradient_theta = arb(1 / theta - 1 / phi)
    gradient_phi = arb(2 / phi**3 - m_exact / phi**2 - 1 / phi)
    star = best_rate(m)
    minimum = divergence(m, star)
    hazard = (-log_i).exp()                 # density(m) / Phi(m)
    mean = m + hazard
    variance = 1 - hazard * mean
    # A ball that misses the point refutes the row; these hold at every precision.
    assert (log_evidence - elbo - kl).contains(0), "log evidence - ELBO - KL does not contain 0"
    assert not kl < minimum, "KL below its minimum"
    assert not minimum <= 0 and not mean <= 0 and not variance <= 0 and not variance > 1
    return [log_evidence, elbo, kl, gradient_theta, gradient_phi, star, minimum, mean, variance]


def model_table(cases):
    rows = [MODEL_COLUMNS]
    for theta, x, phi in cases:
        point = [exact(value) for value in (theta, x, phi)]
        rows.append([repr(theta), repr(x), repr(phi)] + certified(lambda: model_row(*point)))
    return rows


def best_double(theta, x):
    """The double nearest to phi*."""
    m = exact(x) - exact(theta)
    return nearest_double(lambda: best_rate(arb(m)))


# --- Random inputs ------------------------------------------------------------------------------------

def power_of_ten(exponent):
    return nearest_double(lambda: arb(10) ** arb(exact(float(exponent))))


def log_uniform(source, low, high):
    """10^u, u uniform in [low, high)."""
    return power_of_ten(source.uniform(low, high))


def sign(source):
    return source.choice([-1.0, 1.0])


def everyday(source, rows):
    return [(log_uniform(source, -2, 2), source.uniform(-6, 12), log_uniform(source, -2, 2))
            for _ in range(rows)]


def optimum(cases):
    return [(theta, x, best_double(theta, x)) for theta, x, _ in cases]


def tight(source, rows):
    """m from -10 to -1e8. By turns: x near 0 and theta large, or |m| split at random; phi the double
    nearest to phi*, or a little off it."""
    for index in range(rows):
        magnitude = log_uniform(source, 1, 8)
        if index % 2 == 0:
            x = source.uniform(-6, 12)
            theta = x + magnitude
        else:
            theta = magnitude * (1 - source.random())
            x = theta - magnitude
        phi = best_double(theta, x)
        offset = sign(source) * log_uniform(source, -12, -2)
        yield theta, x, phi if index % 4 < 2 else phi * (1 + offset)


def far_peak(source, rows):
    """x up to 1e7. By turns phi within a factor 10 of phi* (about 2/m) and anywhere in 10^±2."""
    for index in range(rows):
        x, theta = log_uniform(source, 1, 7), log_uniform(source, -6, 2)
        if index % 2 == 0:
            phi = best_double(theta, x) * log_uniform(source, -1, 1)
        else:
            phi = log_uniform(source, -2, 2)
        yield theta, x, phi


def mismatched(source, rows):
    for _ in range(rows):
        theta, phi = log_uniform(source, -6, 6), log_uniform(source, -6, 6)
        yield theta, sign(source) * log_uniform(source, -2, 4), phi


def extreme(source, rows):
    for _ in range(rows):
        theta, phi = log_uniform(source, -100, 100), log_uniform(source, -50, 100)
        yield theta, sign(source) * log_uniform(source, -50, 50), phi


# --- Tables of one variable ---------------------------------------------------------------------------

def spaced(low, high, count):
    """`count` doubles from low to high, both included, evenly spaced."""
    return [low + (high - low) * index / (count - 1) for index in range(count)]


def log_spaced(low, high, count):
    return [power_of_ten(exponent) for exponent in spaced(low, high, count)]


def upper_tail(t):
    """log(1 - Phi(t)), (1 - Phi(t)) / density(t) and density(t) / (1 - Phi(t)) - t."""
    if t < 0:
        logarithm = (-(-t / arb(2).sqrt()).erfc() / 2).log1p()
    else:
        logarithm = log_integral(-t) - t * t / 2 - (2 * arb.pi()).log() / 2
    log_mills = log_integral(-t)
    return [logarithm, log_mills.exp(), (-log_mills).exp() - t]


def normal_tail(rows):
    """Even steps over [-35, 40], the range where formulas are switched, and powers up to 1e8. Below -35
    doubles run out: at -40 the Mills ratio overflows and the logarithm of the tail underflows."""
    even = rows // 2
    small = rows // 10
    points = set(spaced(-35.0, 40.0, even)) | {0.0}
    points |= {-t for t in log_spaced(-8, 0.9, small)} | set(log_spaced(-8, 8, rows - even - small - 1))
    table = [["t", "log_upper_tail", "mills_ratio", "hazard_excess"]]
    for t in sorted(points):
        value = exact(t)
        table.append([repr(t)] + certified(lambda: upper_tail(arb(value))))
    return table


def expm1_minus(rows):
    """Both signs of magnitudes from 1e-200 to 700, most of them above 1e-8, and the places where
    implementations switch formulas."""
    special = [0.00199, 0.002, 0.00201, 0.5, 1.0, 700.0]
    half = rows // 2 - len(special)
    tiny = half // 4
    magnitudes = special + log_spaced(-200, -8.5, tiny) + log_spaced(-8, 2.8, half - tiny)
    table = [["t", "value"]]
    for t in sorted({s * magnitude for magnitude in magnitudes for s in (-1.0, 1.0)}):
        value = exact(t)
        table.append([repr(t)] + certified(lambda: [arb(value).expm1() - arb(value)]))
    return table


# --- Numbers of 31 digits ------------------------------------------------------------------------------

DOUBLE_DOUBLE_COLUMNS = ["function", "argument_head", "argument_tail", "exponent_head", "exponent_tail",
                         "value_head", "value_tail"]


def polygamma(order):
    """The derivatives of digamma, by Hurwitz' zeta function."""
    if order == 0:
        return lambda t: t.digamma()
    factor = (-1) ** (order + 1) * math.factorial(order)
    return lambda t: factor * arb(order + 1).zeta(t)


DOUBLE_DOUBLE_FUNCTIONS = {
    "exp": lambda t: t.exp(),
    "expm1": lambda t: t.expm1(),
    "log": lambda t: t.log(),
    "log1p": lambda t: t.log1p(),
    "log1p_exp": lambda t: t.exp().log1p(),
    "inv_logit": lambda t: 1 / (1 + (-t).exp()),
    "sqrt": lambda t: t.sqrt(),
    "square": lambda t: t * t,
    "lgamma": lambda t: t.lgamma(),
    "digamma": polygamma(0),
    "trigamma": polygamma(1),
    "tetragamma": polygamma(2),
    "pentagamma": polygamma(3),
}


def head_and_tail(fraction):
    """The double nearest to a fraction, and the one nearest to the rest."""
    head = fraction.numerator / fraction.denominator
    rest = fraction - Fraction(head)
    return [head, rest.numerator / rest.denominator]


def with_tail(source, head):
    """head and a random tail below half a unit in its last place; every fifth tail is 0."""
    return [head, 0.0 if source.random() < 0.2 else math.ulp(head) * source.uniform(-0.49, 0.49)]


def double_double_heads(source, name, rows):
    """Arguments at which no part of argument or value underflows, where each function is hard."""
    def either(low, high):
        return sign(source) * log_uniform(source, low, high)

    def near(centres):
        return source.choice(centres) * (1 + either(-16, -0.5))

    for index in range(rows):
        if name in ("exp", "expm1", "log1p_exp", "inv_logit"):
            yield source.uniform(-660, 700) if index % 3 == 0 else either(-280 if index % 3 == 1 else -3, 2.8)
        elif name == "log":
            yield near([1.0, 2.0**0.5, 0.5**0.5]) if index % 2 == 0 else log_uniform(source, -280, 305)
        elif name == "log1p":
            yield [either(-280, -0.1), near([-1.0, -0.29, 0.41]), log_uniform(source, -1, 305)][index % 3]
        elif name == "lgamma":
            yield [log_uniform(source, -280, 300), near([1.0, 2.0, 1.4616, 0.5, 16.0]),
                   log_uniform(source, -2, 2)][index % 3]
        elif name.endswith("gamma"):
            yield near([1.4616, 1.0, 5.0]) if index % 2 == 0 else log_uniform(source, -60, 60)
        elif name == "sqrt":
            yield log_uniform(source, -280, 305)
        else:
            yield either(-140, 150)


def powers(source, rows):
    """By turns: whole exponents, of either sign and for either sign of the base, and any exponents of a
    positive base, with a value between 1e-270 and 1e270."""
    for index in range(rows):
        if index % 2 == 0:
            exponent = sign(source) * source.randint(2, 90)
            reach = 270 / abs(exponent)
            base = sign(source) * power_of_ten(source.uniform(-reach, reach))
            yield [base, 0.0] if index % 4 == 0 else with_tail(source, base), [float(exponent), 0.0]
        else:
            exponent = sign(source) * log_uniform(source, -3, 2)
            reach = min(270.0, 270 / abs(exponent))
            yield (with_tail(source, power_of_ten(source.uniform(-reach, reach))),
                   with_tail(source, exponent))


def double_double(source, rows):
    """A quarter as many rows a function as other tables have."""
    table = [DOUBLE_DOUBLE_COLUMNS]

    def add(name, function, *arguments):
        exacts = [exact(head) + exact(tail) for head, tail in arguments]
        value = certified(lambda: [function(*(arb(each) for each in exacts))], head_and_tail)[0]
        numbers = [number for argument in arguments for number in argument]
        table.append([name] + [repr(number) for number in numbers] + [""] * (4 - len(numbers))
                     + [repr(number) for number in value])
    for name, function in DOUBLE_DOUBLE_FUNCTIONS.items():
        for head in double_double_heads(source, name, rows // 4):
            # Some of the numbers near -1 are below it, where log1p has no value.
            argument = with_tail(source, head)
            if not (name == "log1p" and head <= -1):
                add(name, function, argument)
    for base, exponent in powers(source, rows // 4):
        add("pow", power, base, exponent)
    for index in range(rows // 4):
        head = [sign(source) * log_uniform(source, -130, -0.3), -1 + log_uniform(source, -10, -0.1),
                log_uniform(source, -1, 100)][index % 3]
        add("log1p_minus", lambda t: t.log1p() - t, with_tail(source, head))
    return table


def power(base, exponent):
    """base^exponent, also of a negative base."""
    if base > 0:
        return base ** exponent
    even = int(float(exponent)) % 2 == 0
    return (-base) ** exponent * (1 if even else -1)


# --- Self-check ---------------------------------------------------------------------------------------

def self_check():
    """Known values, and every closed form against rigorous quadrature (acb.integral), which shares no
    formula with it. Cheap, so it always runs."""
    def row(theta, x, phi):
        values = certified(lambda: model_row(exact(theta), exact(x), exact(phi)))
        return dict(zip(MODEL_COLUMNS[3:], map(float, values)))

    def agree(value, known):
        assert abs(value - known) <= 1e-14 * max(1.0, abs(known)), (value, known)

    point = row(1.0, 2.0, 0.8)
    agree(point["log_evidence"], -1.67275377902345)
    agree(point["elbo"], -2.00829498189046)
    agree(point["kl"], 0.335541202867013)
    point = row(1.0, 0.3, 2.0)
    agree(point["minimum_gap"], 0.0302765390663852)
    agree(point["phi_star"], 1.80688022843335)
    point = row(1.0, 2.0, 1.0)                  # phi* = 1 = theta: both gradients vanish
    assert point["elbo_gradient_theta"] == 0 and point["elbo_gradient_phi"] == 0

    with ctx.workprec(FIRST_PRECISION):
        for numerator in (-100, -37, -12, -9, -8, -5, -1):      # the two forms of I(m)
            m = arb(numerator) / 2
            difference = integral_by_erfc(m) - integral_by_tricomi(m)
            assert difference.contains(0) and difference.rad() < arb("1e-40"), m
        for numerator in (-40, -17, -7, -1, 0, 1, 5, 16):       # closed forms against quadrature
            m, phi = arb(numerator) / 2, arb(7) / 5
            # Beyond the end the integrand is below 1e-90 of the whole for these m, times z^2.
            end = 40 if numerator > -10 else 40 - m / 2

            def moment(power):
                def integrand(z, _):
                    return z**power * (m * z - z * z / 2).exp()
                return acb.integral(integrand, 0, acb(end)).real
            mass = moment(0)
            mean = moment(1) / mass
            variance = moment(2) / mass - mean**2
            values = model_row(fmpq(1), fmpq(numerator, 2) + 1, fmpq(7, 5))
            elbo_part = acb.integral(             # E_q[log q - (m z - z^2/2)], up to the log of the mass
                lambda z, _: phi * (-phi * z).exp() * (phi.log() - phi * z - m * z + z * z / 2), 0, 250).real
            pairs = [(log_integral(m), mass.log()), (values[7], mean), (values[8], variance),
                     (values[2], elbo_part + mass.log())]
            for closed, quadrature in pairs:
                assert abs(closed - quadrature) < arb("1e-50"), (m, closed, quadrature)


# --- Main ---------------------------------------------------------------------------------------------

def main():
    parser = argparse.ArgumentParser(description="Writes the reference tables of the tests.")
    parser.add_argument("--rows", type=int, default=200, help="rows a table (default 200)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the random inputs (default 1)")
    parser.add_argument("--output", type=Path, default=Path(__file__).parent,
                        help="directory (default: beside this script)")
    arguments = parser.parse_args()
    if arguments.rows < 40:
        parser.error("--rows must be at least 40")

    self_check()
    distributions.self_check()

    def source(name):               # one stream a table: a change to one leaves the others as they are
        return random.Random(f"{name} {arguments.seed}")

    rows = arguments.rows
    common = everyday(source("everyday"), rows)
    tables = {
        "everyday": lambda: model_table(common),
        "optimum": lambda: model_table(optimum(common)),
        "tight": lambda: model_table(tight(source("tight"), rows)),
        "far_peak": lambda: model_table(far_peak(source("far_peak"), rows)),
        "mismatched": lambda: model_table(mismatched(source("mismatched"), rows)),
        "extreme": lambda: model_table(extreme(source("extreme"), rows)),
        "normal_tail": lambda: normal_tail(rows),
        "expm1_minus": lambda: expm1_minus(rows),
        "double_double": lambda: double_double(source("double_double"), rows),
        "distributions": distributions.table,
    }
    arguments.output.mkdir(parents=True, exist_ok=True)
    for name, make in tables.items():
        table = make()
        with open(arguments.output / f"{name}.csv", "w", newline="", encoding="ascii") as file:
            csv.writer(file, lineterminator="\n").writerows(table)
        print(f"{name}.csv: {len(table) - 1} rows")


if __name__ == "__main__":
    main()
