#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes ball_functions.csv: every function of a formula at 20 real and complex points, by mpmath with 60
digits, for CertificateTests. Arguments are doubles. Needs mpmath."""
import random
import mpmath as mp
import table

mp.mp.dps = 80

def softplus(t): return mp.log1p(mp.exp(t)) if mp.re(t) < 0 else t + mp.log1p(mp.exp(-t))
def todd(t): return mp.mpf(1) if t == 0 else -t / mp.expm1(-t)

def log_Phi(t):
    # Without a turn about 0: by the scaled function on the left, by 1 − Φ(−t) on the right.
    u = t / mp.sqrt(2)
    if mp.re(t) > 0: return mp.log1p(-mp.erfc(u) / 2)
    return mp.log(mp.exp(u * u) * mp.erfc(-u) / 2) - u * u
def log_ratio(t): return log_Phi(t) + t * t / 2 + mp.log(2 * mp.pi) / 2

def log_bessel(n, t):
    return mp.log(mp.exp(-t) * mp.hyp0f1(n + 1, t * t / 4) / mp.factorial(n)) - n * mp.log(2)

# name: (function, smallest and largest real part, whether it is analytic)
FUNCTIONS = {
    "exp": (mp.exp, -60, 60, True),
    "expMinusOne": (mp.expm1, -40, 40, True),
    "log": (mp.log, 1e-9, 1e9, True),
    "logOnePlus": (mp.log1p, -0.999, 50, True),
    "logOnePlusMinus": (lambda t: mp.log1p(t) - t, -0.999, 50, True),
    "softplus": (softplus, -60, 60, True),
    "inverseLogit": (lambda t: 1 / (1 + mp.exp(-t)), -60, 60, True),
    "scaledInverseLogit": (lambda t: t / (1 + mp.exp(-t)), -60, 60, True),
    "todd": (todd, -40, 40, True),
    "toddSlope": (lambda t: 1 / t - 1 / mp.expm1(t), -40, 40, True),
    "logNormalCumulative": (log_Phi, -40, 12, True),
    "logNormalRatio": (log_ratio, -40, 12, True),
    "scaledNormalHazard": (lambda t: t * mp.exp(-log_ratio(t)), -40, 12, True),
    "errorFunction": (mp.erf, -6, 6, True),
    "inverseNormalCumulative": (lambda p: mp.sqrt(2) * mp.erfinv(2 * p - 1), 1e-9, 0.999, False),
    "sine": (mp.sin, -60, 60, True),
    "cosine": (mp.cos, -60, 60, True),
    "arcTangent": (mp.atan, -1e3, 1e3, True),
    "hyperbolicTangent": (mp.tanh, -40, 40, True),
    "logScaledBessel0": (lambda t: log_bessel(0, t), -100, 300, True),
    "logScaledBessel1": (lambda t: log_bessel(1, t), -100, 300, True),
    "squareRoot": (mp.sqrt, 1e-9, 1e9, True),
    "square": (lambda t: t * t, -1e3, 1e3, True),
    "magnitude": (abs, -1e3, 1e3, False),
    "sign": (mp.sign, -1e3, 1e3, False),
    "logGamma": (mp.loggamma, 1e-3, 300, True),
    "polygamma0": (lambda t: mp.digamma(t), 1e-2, 300, True),
    "polygamma1": (lambda t: mp.polygamma(1, t), 1e-2, 30, True),
    "polygamma2": (lambda t: mp.polygamma(2, t), 1e-2, 30, True),
    "logInverseCloglog": (lambda t: mp.log(-mp.expm1(-mp.exp(t))), -40, 4, True),
}

def points(name, low, high, analytic, rng):
    for i in range(20):
        if low > 0:
            t = float(mp.exp(rng.uniform(float(mp.log(low)), float(mp.log(high)))))
        else:
            t = rng.uniform(low, high) * rng.choice([1, 0.1, 0.01])
        # Towards the axis the imaginary part is small against what is singular there.
        y = rng.uniform(-1, 1) if analytic and i % 2 else 0.0
        yield t, y

def rows():
    for name, (function, low, high, analytic) in FUNCTIONS.items():
        rng = random.Random(name)
        for t, y in points(name, low, high, analytic, rng):
            value = function(mp.mpc(t, y) if y else mp.mpf(t))
            digits = [mp.nstr(part, 60, min_fixed=1, max_fixed=0) for part in (mp.re(value), mp.im(value))]
            yield [name, repr(t), repr(y), *digits]

table.write("ball_functions.csv", ["function", "real", "imaginary", "value_real", "value_imaginary"], rows())
