#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes tilted_moments.csv and noncentral_t.csv: the integral that the noncentral t density has in it, with its
derivative, and that density, by mpmath with 40 digits, by a sum of equally
spaced points that is done twice. Needs mpmath."""
import random
import mpmath as mp
from mpmath import mpf
import table

mp.mp.dps = 75

def moments(nu, t):
    """log of the integral of y^nu exp(-(y - t)^2/2) over y > 0, and E[y] - t under it."""
    nu, t = mpf(nu), mpf(t)
    # In s = log y about the largest value, as wide as 1/sqrt(-second derivative).
    peak = (t + mp.sqrt(t * t + 4 * (nu + 1))) / 2
    top = (nu + 1) * mp.log(peak) - (peak - t)**2 / 2
    width = 1 / mp.sqrt(nu + 1 + peak * peak)

    def sums(step):
        mass = offset = mpf(0)
        for sign in (1, -1):
            k = 0 if sign > 0 else 1
            while True:
                y = peak * mp.exp(sign * k * step)
                weight = mp.exp((nu + 1) * mp.log(y / peak) + (peak - y) * (peak + y - 2 * t) / 2)
                mass += weight
                offset += weight * (y - t)
                if weight < mpf(10)**-55: break
                k += 1
        return mass * step, offset / mass

    # Equally spaced points in log y; their error is of the order exp(-(2 pi/step)^2/2), and shows in half the step.
    step = min(width / 4, mpf(1) / 60)
    (mass, slope), (again, other) = sums(step), sums(step * mpf(0.7))
    assert abs(mass - again) < mpf(10)**-45 * mass, (nu, t)
    assert abs(slope - other) < mpf(10)**-42 * (abs(t) + slope), (nu, t)
    return top + mp.log(mass), slope

def log_density(x, nu, delta):
    x, nu, delta = mpf(x), mpf(nu), mpf(delta)
    log = nu / 2 * mp.log(nu) - mp.log(mp.pi) / 2 - mp.loggamma(nu / 2) - (nu - 1) / 2 * mp.log(2)
    return (log - (nu + 1) / 2 * mp.log(nu + x * x) - delta**2 * nu / (2 * (nu + x * x))
            + moments(nu, delta * x / mp.sqrt(x * x + nu))[0])

def text(value): return mp.nstr(value, 40, min_fixed=0, max_fixed=0)

def tilted_moments():
    for nu in [0.1, 0.5, 1.0, 2.5, 7.0, 39.0, 250.0, 1e4, 1e6]:
        for t in [-1e3, -30.0, -3.0, -0.2, 0.0, 0.2, 3.0, 30.0, 1e3]:
            value, slope = moments(nu, t)
            k = mpf(nu) + 1
            value -= k / 2 * (mp.log(k) - 1) + mp.log(mp.pi / k) / 2
            yield repr(nu), repr(t), text(value), text(slope)

def densities():
    rng = random.Random(20261126)
    for nu in [0.1, 1.0, 2.5, 39.0, 1e3, 1e6]:
        for delta in [-1e3, -30.0, -0.5, 0.0, 2.0, 1e3]:
            for x in [0.0, rng.uniform(-10, 10), rng.choice([-1, 1]) * 10**rng.uniform(1, 6)]:
                yield repr(nu), repr(delta), repr(x), text(log_density(x, nu, delta))

if __name__ == "__main__":
    table.write("tilted_moments.csv", ["order", "t", "value", "slope"], tilted_moments())
    table.write("noncentral_t.csv", ["nu", "delta", "x", "value"], densities())
