# SPDX-License-Identifier: GPL-3.0-or-later
"""Integrals over the line by the trapezoidal rule in 57 digits (python-flint), for the scripts that make the tables.

A piece of the line is mapped so that both of its ends go to infinity and every power law at an end becomes
an exponential: there the rule converges exponentially (Trefethen, Weideman, "The exponentially convergent
trapezoidal rule", SIAM Review 56, 2014). The step is halved until the sum has settled.
"""

from flint import arb, ctx

ctx.prec = 192
inf = float("inf")
pi = arb.pi()


def mpf(value):
    """A number: a double, exactly, or a decimal."""
    return value if isinstance(value, float) and value in (inf, -inf) else arb(value).mid()


def log(x):
    return mpf(x).log()


def log1p(x):
    return mpf(x).log1p()


def expm1(x):
    return mpf(x).expm1()


def sqrt(x):
    return mpf(x).sqrt()


def square(x):
    return x * x


def fabs(x):
    return abs(x)


def loggamma(x):
    return mpf(x).lgamma()


def nstr(x, digits):
    return x.mid().str(digits, radius=False)


AGREEMENT = mpf(10) ** -32


def exp(t):
    """e^t, or a number beyond all reckoning instead of one that fills the memory."""
    return mpf(-10 ** 6 if t < -10 ** 6 else 10 ** 6 if t > 10 ** 6 else t).exp()


def trapezoid(f):
    """The integral of f over the line; f has its bulk where a scan finds it."""
    scan = [(fabs(f(mpf(k) / 4)).mid(), mpf(k) / 4) for k in range(-400, 401)]
    largest, start = max(scan, key=lambda pair: float(pair[0].log() if pair[0] > 0 else -inf))
    if largest == 0:
        return mpf(0)
    left = min(s for v, s in scan if v > largest * mpf(10) ** -45) - start
    right = max(s for v, s in scan if v > largest * mpf(10) ** -45) - start

    def walk(first, step):
        total, size, quiet, s = mpf(0), mpf(0), 0, first
        while quiet < 12 and fabs(s) < 10 ** 5:
            v = f(start + s).mid()
            total, size = total + v, size + fabs(v)
            beyond = s < left if step < 0 else s > right
            quiet = quiet + 1 if fabs(v) <= mpf(10) ** -45 * largest and beyond else 0
            s += step
        return total, size

    h = mpf(1) / 2
    parts = [walk(mpf(0), h), walk(-h, -h)]
    total, size = (sum(p[k] for p in parts) for k in (0, 1))
    last = None
    for _ in range(9):
        value = total * h
        if last is not None and fabs(value - last) <= AGREEMENT / 100 * size * h:
            return value
        last = value
        parts = [walk(h / 2, h), walk(-h / 2, -h)]
        total += parts[0][0] + parts[1][0]
        size += parts[0][1] + parts[1][1]
        h /= 2
    raise ArithmeticError("the trapezoidal rule has not settled")


def piece(f, a, b, double=False):
    """The integral of f(z, 1 - z) from a to b, one of which may be infinite, by simple or double
    exponential maps."""
    def mapped(s):
        # s to r in (0, inf) with dr/ds.
        if double:
            u = mpf(s).sinh()
            if fabs(u) > 10 ** 5:
                return mpf(0)
            r = exp(u)
            rate = r * mpf(s).cosh()
        else:
            r = rate = exp(s)
        if b == inf:
            return f(a + r, 1 - a - r) * rate
        if a == -inf:
            return f(b - r, 1 - b + r) * rate
        # t = L r/(1 + r) from a, L/(1 + r) from b.
        length = b - a
        t, rest = length * r / (1 + r), length / (1 + r)
        z = a + t if t < rest else b - rest
        w = (1 - b) + rest if rest < t else 1 - a - t
        return f(z, w) * length * rate / square(1 + r)
    return trapezoid(mapped)


def integrate(f, ends, double=False):
    """The integral of f(z, 1 - z) over consecutive pieces."""
    ends = [end if isinstance(end, float) else end.mid() for end in ends]
    return sum(piece(f, a, b, double) for a, b in zip(ends, ends[1:]))
