#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes functions.csv: every function that a formula may call at 24 points and more, by mpmath with 40 digits,
for FormulaFunctionTests. Arguments are doubles, the first one's column is what varies. Needs mpmath."""
import random
import mpmath as mp
import table

mp.mp.dps = 120

def log_Phi(t): return mp.log(mp.erfc(-t / mp.sqrt(2)) / 2) if t < 0 else mp.log1p(-mp.erfc(t / mp.sqrt(2)) / 2)
def log1m_exp(t): return mp.log(-mp.expm1(t)) if t > -1 else mp.log1p(-mp.exp(t))
def inv_logit(t): return 1 / (1 + mp.exp(-t))
def inv_Phi(p): return mp.sqrt(2) * mp.erfinv(2 * p - 1)
def softplus(t): return mp.log1p(mp.exp(t))
def log_bessel(order, t): return mp.log(mp.besseli(order, t))
def lbeta(a, b): return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)

REAL, POSITIVE, UNIT, ORDER = "real", "positive", "unit", "order"

# name: (function, kinds of arguments, largest size)
FUNCTIONS = {
    "abs": (abs, [REAL], 1e9),
    "atan": (mp.atan, [REAL], 1e9),
    "cbrt": (lambda t: mp.cbrt(t) if t > 0 else -mp.cbrt(-t), [REAL], 1e200),
    "cos": (mp.cos, [REAL], 1e12),
    "cosh": (mp.cosh, [REAL], 600),
    "digamma": (mp.digamma, [POSITIVE], 1e9),
    "erf": (mp.erf, [REAL], 20),
    "erfc": (mp.erfc, [REAL], 20),
    "exp": (mp.exp, [REAL], 600),
    "expm1": (mp.expm1, [REAL], 600),
    "fmax": (max, [REAL, REAL], 1e9),
    "fmin": (min, [REAL, REAL], 1e9),
    "inv_Phi": (inv_Phi, [UNIT], 1),
    "inv_logit": (inv_logit, [REAL], 600),
    "lgamma": (mp.loggamma, [POSITIVE], 1e9),
    "lbeta": (lbeta, [POSITIVE, POSITIVE], 1e6),
    "lchoose": (lambda n, k: -mp.log(n + 1) - lbeta(k + 1, n - k + 1), [POSITIVE, UNIT], 1e6),
    "log": (mp.log, [POSITIVE], 1e200),
    "log_modified_bessel_first_kind": (lambda n, t: log_bessel(n, t), [ORDER, POSITIVE], 1e6),
    "log1m": (lambda t: mp.log1p(-t), [UNIT], 1),
    "log1m_exp": (lambda t: log1m_exp(-t), [POSITIVE], 600),
    "log1m_inv_logit": (lambda t: -softplus(t), [REAL], 600),
    "log1p": (mp.log1p, [POSITIVE], 1e100),
    "log1p_exp": (softplus, [REAL], 600),
    "log_diff_exp": (lambda a, d: a + log1m_exp((a - d) - a), [REAL, POSITIVE], 600),
    "log_inv_logit": (lambda t: -softplus(-t), [REAL], 600),
    "log_mix": (lambda p, a, b: mp.log(p * mp.exp(a) + (1 - p) * mp.exp(b)), [UNIT, REAL, REAL], 600),
    "log_sum_exp": (lambda *t: mp.log(sum(mp.exp(a) for a in t)), [REAL, REAL, REAL], 600),
    "logit": (lambda p: mp.log(p) - mp.log1p(-p), [UNIT], 1),
    "Phi": (lambda t: mp.erfc(-t / mp.sqrt(2)) / 2, [REAL], 37),
    "pow": (mp.power, [POSITIVE, REAL], 30),
    "sin": (mp.sin, [REAL], 1e12),
    "sinh": (mp.sinh, [REAL], 600),
    "sqrt": (mp.sqrt, [POSITIVE], 1e200),
    "square": (lambda t: t * t, [REAL], 1e100),
    "std_normal_lcdf": (log_Phi, [REAL], 1e4),
    "step": (lambda t: mp.mpf(t >= 0), [REAL], 1e9),
    "tan": (mp.tan, [REAL], 1e3),
    "tanh": (mp.tanh, [REAL], 300),
}

def size(rng, largest):
    """From 1e-12 to the largest, a third of them within a factor of 10 of 1."""
    if largest == 1: return rng.uniform(0, 1)
    top = float(mp.log10(largest))
    return 10 ** (rng.uniform(-1, min(1, top)) if rng.random() < 0.4 else rng.uniform(-12, top))

def argument(rng, kind, largest):
    if kind == ORDER: return float(rng.choice([0, 0, 1, 1, 2, 7]))
    if kind == UNIT: return rng.choice([rng.uniform(0, 1), 10 ** rng.uniform(-12, 0), 1 - 10 ** rng.uniform(-12, -1)])
    value = size(rng, largest)
    return value * rng.choice([1, -1]) if kind == REAL else value

def written(name, arguments):
    """The arguments as the function takes them, from those that are drawn."""
    if name == "lchoose": return [arguments[0], arguments[0] * arguments[1]]
    if name == "log1m_exp": return [-arguments[0]]
    if name == "log_diff_exp": return [arguments[0], arguments[0] - arguments[1]]
    return arguments

def rows():
    for name, (function, kinds, largest) in FUNCTIONS.items():
        rng = random.Random(name)
        count = 0
        while count < 24:
            drawn = [argument(rng, kind, largest) for kind in kinds]
            numbers = written(name, drawn)
            if name == "log_diff_exp":
                if numbers[1] >= numbers[0]: continue
                value = numbers[0] + log1m_exp(mp.mpf(numbers[1]) - mp.mpf(numbers[0]))
            elif name == "lchoose":
                value = function(*(mp.mpf(number) for number in numbers))
            else:
                value = function(*(mp.mpf(number) for number in drawn))
            if value != 0 and not mp.mpf("1e-280") < abs(value) < mp.mpf("1e280"): continue
            yield name, " ".join(repr(number) for number in numbers), mp.nstr(value, 40, min_fixed=1, max_fixed=0)
            count += 1

table.write("functions.csv", ["function", "arguments", "value"], rows())
