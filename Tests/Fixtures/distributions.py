# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of distributions, by mpmath in 60 digits and again in 90: a value is written only where both
give the same 30 digits, or else 90 and 400 digits do. The incomplete gamma and beta functions come from ball
arithmetic (python-flint).

Log densities, moments and probabilities come from the closed forms of textbooks, not from the formulas in
the sources, which are arranged for doubles; self_check() compares them with quadrature.
"""

import mpmath
from flint import arb, ctx, fmpz
from mpmath import mp, mpf

DIGITS = 30
PRECISIONS = [60, 90, 400]

SPECS = [
    "exponential(2)", "normal(-3, 2)", "half_normal(0.5)",
    "gamma(2, 3)", "gamma(0.5, 1)", "gamma(0.01, 1)", "gamma(1e6, 1)", "gamma(30.5, 1e-3)", "gamma(1, 2)",
    "gamma(1e5, 2)",
    "inv_gamma(3, 2)", "inv_gamma(0.5, 1)", "inv_gamma(1.5, 0.1)", "inv_gamma(200, 1e3)",
    "lognormal(0, 1)", "lognormal(-2, 0.25)", "lognormal(3, 4)",
    "weibull(2, 1.5)", "weibull(0.3, 2)", "weibull(100, 3)", "weibull(1, 1)", "weibull(1e4, 1)",
    "beta(2, 3)", "beta(0.5, 0.5)", "beta(1e5, 1e5)", "beta(0.01, 5)", "beta(30, 0.2)", "beta(1, 1)",
    "beta(400, 3)",
    "uniform(0, 1)", "uniform(-3, 2.5)", "uniform(-1e308, 1e308)", "uniform(1e6, 1000001)",
    "student_t(3, 0, 1)", "student_t(0.5, 0, 1)", "student_t(1e10, 0, 1)", "student_t(2, 1, 0.1)",
    "student_t(30, -2, 3)", "student_t(1, 0, 2)", "student_t(200000, 0, 1)", "student_t(1.5, 0, 1)",
    "cauchy(0, 1)", "cauchy(-3, 0.2)", "cauchy(1e3, 10)",
    "half_cauchy(1)", "half_cauchy(0.01)", "half_cauchy(25)",
    "double_exponential(0, 1)", "double_exponential(-3, 0.2)", "double_exponential(1e3, 10)",
    "logistic(0, 1)", "logistic(-3, 0.2)", "logistic(1e3, 10)",
    "gumbel(0, 1)", "gumbel(-3, 0.2)", "gumbel(1e3, 10)",
    "chi_square(3)", "chi_square(0.2)", "chi_square(100)", "chi_square(2)",
    "rayleigh(1)", "rayleigh(0.01)", "rayleigh(300)",
    "pareto(1, 3)", "pareto(1e-3, 0.1)", "pareto(5, 1.5)", "pareto(2, 100)",
    "kumaraswamy(2, 2)", "kumaraswamy(0.5, 0.5)", "kumaraswamy(100, 3)", "kumaraswamy(1, 0.3)",
    "kumaraswamy(5, 1e4)",
    "loglogistic(2, 3)", "loglogistic(0.01, 0.5)", "loglogistic(1e3, 1.25)", "loglogistic(1, 200)",
]

LEVELS = ["1e-300", "1e-100", "1e-20", "1e-9", "1e-3", "0.2", "0.5"]
UPPER = ["1e-16", "1e-9", "1e-3", "0.2"]
FAR = ["1e-20", "1e-300", "1e-1000"]

UNDEFINED = "undefined"
INFINITE = "infinite"


class Distribution:
    """A family at the current precision: log density f, log cdf F, log survival S and the moments."""

    def __init__(self, spec):
        name, arguments = spec[:-1].split("(")
        self.values = [mpf(float(a)) for a in arguments.split(",")]
        getattr(self, name)(*self.values)

    lower, upper = -mpmath.inf, mpmath.inf

    # Tails of one another: log(1 - exp(t)).
    @staticmethod
    def other(t):
        return mpmath.log1p(-mpmath.exp(t)) if t < -1 else mpmath.log(-mpmath.expm1(t))

    def exponential(self, rate):
        self.lower = mpf(0)
        self.f = lambda z: mpmath.log(rate) - rate * z
        self.S = lambda z: -rate * z
        self.F = lambda z: self.other(-rate * z)
        self.moments = (1 / rate, 1 / rate**2, mpf(0), 1 - mpmath.log(rate))

    def normal(self, mu, sigma):
        self.f = lambda z: -((z - mu) / sigma)**2 / 2 - mpmath.log(sigma) - mpmath.log(2 * mp.pi) / 2
        self.S = lambda z: mpmath.log(mpmath.erfc((z - mu) / sigma / mpmath.sqrt(2)) / 2)
        self.F = lambda z: mpmath.log(mpmath.erfc((mu - z) / sigma / mpmath.sqrt(2)) / 2)
        self.moments = (mu, sigma**2, mu, mpmath.log(2 * mp.pi * mp.e * sigma**2) / 2)

    def half_normal(self, sigma):
        self.lower = mpf(0)
        self.f = lambda z: -(z / sigma)**2 / 2 - mpmath.log(sigma) + mpmath.log(2 / mp.pi) / 2
        self.S = lambda z: mpmath.log(mpmath.erfc(z / sigma / mpmath.sqrt(2)))
        self.F = lambda z: mpmath.log(mpmath.erf(z / sigma / mpmath.sqrt(2)))
        self.moments = (sigma * mpmath.sqrt(2 / mp.pi), sigma**2 * (1 - 2 / mp.pi), mpf(0),
                        mpmath.log(mp.pi * mp.e * sigma**2 / 2) / 2)

    def gamma(self, a, b):
        self.lower = mpf(0)
        self.f = lambda z: a * mpmath.log(b) - mpmath.loggamma(a) + (a - 1) * mpmath.log(z) - b * z
        self.F = lambda z: log_gamma_lower(a, b * z)
        self.S = lambda z: log_gamma_upper(a, b * z)
        self.moments = (a / b, a / b**2, max(a - 1, mpf(0)) / b,
                        a - mpmath.log(b) + mpmath.loggamma(a) + (1 - a) * mpmath.psi(0, a))

    def chi_square(self, nu):
        self.gamma(nu / 2, mpf(1) / 2)

    def inv_gamma(self, a, b):
        self.lower = mpf(0)
        self.f = lambda z: a * mpmath.log(b) - mpmath.loggamma(a) - (a + 1) * mpmath.log(z) - b / z
        self.F = lambda z: log_gamma_upper(a, b / z)
        self.S = lambda z: log_gamma_lower(a, b / z)
        mean = b / (a - 1) if a > 1 else INFINITE
        variance = b**2 / (a - 1)**2 / (a - 2) if a > 2 else INFINITE if a > 1 else UNDEFINED
        self.moments = (mean, variance, b / (a + 1),
                        a + mpmath.log(b) + mpmath.loggamma(a) - (1 + a) * mpmath.psi(0, a))

    def lognormal(self, mu, sigma):
        self.lower = mpf(0)
        t = lambda z: (mpmath.log(z) - mu) / sigma
        self.f = lambda z: -t(z)**2 / 2 - mpmath.log(z * sigma) - mpmath.log(2 * mp.pi) / 2
        self.S = lambda z: mpmath.log(mpmath.erfc(t(z) / mpmath.sqrt(2)) / 2)
        self.F = lambda z: mpmath.log(mpmath.erfc(-t(z) / mpmath.sqrt(2)) / 2)
        self.moments = (mpmath.exp(mu + sigma**2 / 2),
                        mpmath.exp(2 * mu + sigma**2) * mpmath.expm1(sigma**2),
                        mpmath.exp(mu - sigma**2), mpmath.log(2 * mp.pi * mp.e * sigma**2) / 2 + mu)

    def weibull(self, a, s):
        self.lower = mpf(0)
        self.f = lambda z: mpmath.log(a / s) + (a - 1) * mpmath.log(z / s) - (z / s)**a
        self.S = lambda z: -(z / s)**a
        self.F = lambda z: self.other(-(z / s)**a)
        mean = s * mpmath.gamma(1 + 1 / a)
        self.moments = (mean, s**2 * mpmath.gamma(1 + 2 / a) - mean**2,
                        s * ((a - 1) / a)**(1 / a) if a > 1 else mpf(0),
                        mp.euler * (1 - 1 / a) + mpmath.log(s / a) + 1)

    def beta(self, a, b):
        self.lower, self.upper = mpf(0), mpf(1)
        log_b = mpmath.loggamma(a) + mpmath.loggamma(b) - mpmath.loggamma(a + b)
        self.f = lambda z: (a - 1) * mpmath.log(z) + (b - 1) * mpmath.log(1 - z) - log_b
        self.F = lambda z: log_beta_lower(a, b, z, 1 - z)
        self.S = lambda z: log_beta_lower(b, a, 1 - z, z)
        mode = (mpf(0) if a < 1 and a <= b else mpf(1) if b < 1 else mpf(1) / 2 if a == b == 1
                else (a - 1) / (a + b - 2))
        self.moments = (a / (a + b), a * b / (a + b)**2 / (a + b + 1), mode,
                        log_b - (a - 1) * mpmath.psi(0, a) - (b - 1) * mpmath.psi(0, b)
                        + (a + b - 2) * mpmath.psi(0, a + b))

    def uniform(self, a, b):
        self.lower, self.upper = a, b
        self.f = lambda z: -mpmath.log(b - a)
        self.F = lambda z: mpmath.log((z - a) / (b - a))
        self.S = lambda z: mpmath.log((b - z) / (b - a))
        variance = (b - a)**2 / 12
        self.moments = ((a + b) / 2, variance if variance < mpf(2)**1024 else INFINITE, (a + b) / 2,
                        mpmath.log(b - a))

    def student_t(self, nu, mu, sigma):
        constant = (mpmath.loggamma((nu + 1) / 2) - mpmath.loggamma(nu / 2)
                    - mpmath.log(nu * mp.pi * sigma**2) / 2)
        t = lambda z: (z - mu) / sigma
        self.f = lambda z: constant - (nu + 1) / 2 * mpmath.log(1 + t(z)**2 / nu)

        def tail(t):
            if t < 0:
                return self.other(tail(-t))
            if nu > 1000:               # FLINT takes minutes here
                step = 1 / max(mpf(1), t)
                ratio = lambda s: ((nu + t**2) / (nu + (t + s)**2))**((nu + 1) / 2)
                ends = [step * end for end in (0, 1, 3, 8, 20, 60, 300)]
                height = constant + mpmath.log(sigma) - (nu + 1) / 2 * mpmath.log(1 + t**2 / nu)
                return height + mpmath.log(mpmath.quad(ratio, ends))
            square = t**2
            return log_beta_lower(nu / 2, mpf(1) / 2, nu / (nu + square), square / (nu + square)) \
                - mpmath.log(2)
        self.S = lambda z: tail(t(z))
        self.F = lambda z: tail(-t(z))
        half = (nu + 1) / 2
        variance = sigma**2 * nu / (nu - 2) if nu > 2 else INFINITE if nu > 1 else UNDEFINED
        log_b = mpmath.loggamma(nu / 2) + mpmath.loggamma(mpf(1) / 2) - mpmath.loggamma(half)
        self.moments = (mu if nu > 1 else UNDEFINED, variance, mu,
                        half * (mpmath.psi(0, half) - mpmath.psi(0, nu / 2)) + mpmath.log(nu) / 2 + log_b
                        + mpmath.log(sigma))

    def cauchy(self, mu, sigma):
        self.f = lambda z: -mpmath.log(mp.pi * sigma * (1 + ((z - mu) / sigma)**2))
        self.S = lambda z: mpmath.log(mpmath.atan2(sigma, z - mu) / mp.pi)
        self.F = lambda z: mpmath.log(mpmath.atan2(sigma, mu - z) / mp.pi)
        self.moments = (UNDEFINED, UNDEFINED, mu, mpmath.log(4 * mp.pi * sigma))

    def half_cauchy(self, sigma):
        self.lower = mpf(0)
        self.f = lambda z: mpmath.log(2 / mp.pi / sigma / (1 + (z / sigma)**2))
        self.S = lambda z: mpmath.log(2 * mpmath.atan2(sigma, z) / mp.pi)
        self.F = lambda z: mpmath.log(2 * mpmath.atan2(z, sigma) / mp.pi)
        self.moments = (INFINITE, UNDEFINED, mpf(0), mpmath.log(2 * mp.pi * sigma))

    def double_exponential(self, mu, sigma):
        self.f = lambda z: -abs(z - mu) / sigma - mpmath.log(2 * sigma)

        def tail(t):
            return -t - mpmath.log(2) if t > 0 else mpmath.log(1 - mpmath.exp(t) / 2)
        self.S = lambda z: tail((z - mu) / sigma)
        self.F = lambda z: tail((mu - z) / sigma)
        self.moments = (mu, 2 * sigma**2, mu, 1 + mpmath.log(2 * sigma))

    def logistic(self, mu, sigma):
        t = lambda z: (z - mu) / sigma
        self.f = lambda z: -t(z) - 2 * mpmath.log1p(mpmath.exp(-t(z))) - mpmath.log(sigma)
        self.S = lambda z: -mpmath.log1p(mpmath.exp(t(z)))
        self.F = lambda z: -mpmath.log1p(mpmath.exp(-t(z)))
        self.moments = (mu, (sigma * mp.pi)**2 / 3, mu, 2 + mpmath.log(sigma))

    def gumbel(self, mu, b):
        t = lambda z: (z - mu) / b
        self.f = lambda z: -t(z) - mpmath.exp(-t(z)) - mpmath.log(b)
        self.F = lambda z: -mpmath.exp(-t(z))
        self.S = lambda z: self.other(-mpmath.exp(-t(z)))
        self.moments = (mu + mp.euler * b, (b * mp.pi)**2 / 6, mu, mpmath.log(b) + mp.euler + 1)

    def rayleigh(self, sigma):
        self.lower = mpf(0)
        self.f = lambda z: mpmath.log(z) - 2 * mpmath.log(sigma) - (z / sigma)**2 / 2
        self.S = lambda z: -(z / sigma)**2 / 2
        self.F = lambda z: self.other(-(z / sigma)**2 / 2)
        self.moments = (sigma * mpmath.sqrt(mp.pi / 2), sigma**2 * (4 - mp.pi) / 2, sigma,
                        1 + mpmath.log(sigma / mpmath.sqrt(2)) + mp.euler / 2)

    def pareto(self, minimum, a):
        self.lower = minimum
        self.f = lambda z: mpmath.log(a) + a * mpmath.log(minimum) - (a + 1) * mpmath.log(z)
        self.S = lambda z: -a * mpmath.log(z / minimum)
        self.F = lambda z: self.other(-a * mpmath.log(z / minimum))
        mean = a * minimum / (a - 1) if a > 1 else INFINITE
        variance = (minimum**2 * a / (a - 1)**2 / (a - 2) if a > 2 else INFINITE if a > 1
                    else UNDEFINED)
        self.moments = (mean, variance, minimum, mpmath.log(minimum / a) + 1 / a + 1)

    def kumaraswamy(self, a, b):
        self.lower, self.upper = mpf(0), mpf(1)
        self.f = lambda z: mpmath.log(a * b) + (a - 1) * mpmath.log(z) + (b - 1) * mpmath.log(1 - z**a)
        self.S = lambda z: b * mpmath.log1p(-z**a)
        self.F = lambda z: self.other(b * mpmath.log1p(-z**a))
        moment = lambda n: b * mpmath.beta(1 + n / a, b)
        mode = (mpf(0) if a < 1 and a <= b else mpf(1) if b < 1 else mpf(1) / 2 if a == b == 1
                else ((a - 1) / (a * b - 1))**(1 / a))
        harmonic = mpmath.psi(0, b + 1) + mp.euler
        self.moments = (moment(1), moment(2) - moment(1)**2, mode,
                        1 - 1 / b + (1 - 1 / a) * harmonic - mpmath.log(a * b))

    def loglogistic(self, a, b):
        self.lower = mpf(0)
        odds = lambda z: (z / a)**b
        self.f = lambda z: mpmath.log(b / z) + mpmath.log(odds(z)) - 2 * mpmath.log1p(odds(z))
        self.F = lambda z: -mpmath.log1p(1 / odds(z))
        self.S = lambda z: -mpmath.log1p(odds(z))
        moment = lambda n: a**n * (n * mp.pi / b) / mpmath.sin(n * mp.pi / b)
        mean = moment(1) if b > 1 else INFINITE
        variance = moment(2) - moment(1)**2 if b > 2 else INFINITE if b > 1 else UNDEFINED
        self.moments = (mean, variance, a * ((b - 1) / (b + 1))**(1 / b) if b > 1 else mpf(0),
                        2 + mpmath.log(a / b))


def ball(value):
    """A number of mpmath as a ball, exactly."""
    sign, mantissa, exponent, _ = value._mpf_
    return arb(fmpz(-int(mantissa) if sign else int(mantissa))) * arb(2)**int(exponent)


def from_ball(function):
    """A ball-valued function at the precision that gives as many digits as mpmath works with."""
    bits = mp.prec + 64
    while True:
        with ctx.workprec(bits):
            value = function()
            if value.is_finite() and value.rel_accuracy_bits() > mp.prec:
                mantissa, exponent = value.mid().man_exp()
                return mpmath.ldexp(mpf(int(mantissa)), int(exponent))
        bits *= 2
        if bits > 1 << 16:
            raise ArithmeticError("no digits")


def log_gamma_lower(a, x):
    """log P(a, x), by the series where that is the smaller tail."""
    if x > a + 1:
        return mpmath.log1p(-mpmath.exp(log_gamma_upper(a, x)))

    def series():
        shape, point = ball(a), ball(x)
        term = total = arb(1)
        n = 1
        while n % 16 or not term < total * arb(2)**(-mp.prec - 32):
            term *= point / (shape + n)
            total += term
            n += 1
        return total
    return (a * mpmath.log(x) - x - mpmath.loggamma(a + 1) + mpmath.log(from_ball(series)))


def log_gamma_upper(a, x):
    """log Q(a, x), from the other tail where that is the smaller one."""
    if x < a + 1:
        return mpmath.log(-mpmath.expm1(log_gamma_lower(a, x)))

    def fraction():
        shape, b = ball(a), ball(x) + 1 - ball(a)
        d = 1 / b
        c, value, n = None, d, 1
        while True:
            numerator = -n * (n - shape)
            b += 2
            d = 1 / (numerator * d + b)
            c = b + numerator / c if c is not None else b
            factor = c * d
            value *= factor
            if n % 16 == 0 and not factor.is_finite():
                return factor
            if n % 16 == 0 and abs(factor - 1) < arb(2)**(-mp.prec - 16):
                return value
            n += 1
    return a * mpmath.log(x) - x - mpmath.loggamma(a) + mpmath.log(from_ball(fraction))


def log_beta_lower(a, b, x, y):
    """log I(x; a, b), y = 1 - x, from the other tail where that is the smaller one."""
    if x > (a + 1) / (a + b + 2):
        return mpmath.log(-mpmath.expm1(log_beta_smaller(b, a, y)))
    return log_beta_smaller(a, b, x)


def log_beta_smaller(a, b, x):
    if a + b < 1000 or b < 1:
        return mpmath.log(from_ball(lambda: ball(x).beta_lower(ball(a), ball(b), regularized=1)))

    # FLINT takes minutes where both shapes are large.
    def series():
        first, both, point = ball(a), ball(a) + ball(b), ball(x)
        term = total = arb(1)
        n = 0
        while n % 16 or not term < total * arb(2)**(-mp.prec - 32):
            term *= point * (both + n) / (first + 1 + n)
            total += term
            n += 1
        return total
    log_b = mpmath.loggamma(a) + mpmath.loggamma(b) - mpmath.loggamma(a + b)
    return (a * mpmath.log(x) + b * mpmath.log1p(-x) - mpmath.log(a) - log_b
            + mpmath.log(from_ball(series)))


def agreed(function):
    """The value of a function, to 30 digits that two precisions agree on."""
    previous = None
    for precision in PRECISIONS:
        with mp.workdps(precision):
            value = function()
            if isinstance(value, str):
                return value
            text = mpmath.nstr(value, DIGITS, min_fixed=1, max_fixed=0)
        if text == previous:
            return text
        previous = text
    raise ArithmeticError(f"no {DIGITS} digits: {text}")


def quantile(spec, probability, is_upper=False):
    """The z with P(z' <= z) = probability, or with P(z' > z) = probability, by Newton's method."""
    distribution = Distribution(spec)
    target = mpmath.log(probability)

    def below(z):
        return distribution.S(z) > target if is_upper else distribution.F(z) < target

    # z by an increasing map of the line onto the support.
    if distribution.lower == -mpmath.inf:
        centre, scale = distribution.values[-2], distribution.values[-1]
        place = lambda s: centre + scale * mpmath.sinh(s)
    elif distribution.upper == mpmath.inf:
        place = lambda s: distribution.lower + mpmath.exp(s)
    else:
        width = distribution.upper - distribution.lower
        place = lambda s: distribution.lower + width / (1 + mpmath.exp(-s))
    low, high = mpf(-4), mpf(4)
    while below(place(high)):
        high *= 2
        if high > 1500:
            return mpmath.inf
    while not below(place(low)):
        low *= 2
        if low < -1500:
            return distribution.lower
    for _ in range(12):
        middle = (low + high) / 2
        if below(place(middle)):
            low = middle
        else:
            high = middle
    # Newton's method for the logarithm, inside the bracket.
    low, high = place(low), place(high)
    z, width = (low + high) / 2, high - low
    while True:
        log_tail = distribution.S(z) if is_upper else distribution.F(z)
        if (log_tail > target) == is_upper:
            low = z
        else:
            high = z
        step = (log_tail - target) * mpmath.exp(log_tail - distribution.f(z))
        following = z + step if is_upper else z - step
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - z) <= max(abs(z), width * mpf(10)**-5) * mpf(10)**(3 - mp.dps):
            return following
        z = following


def points(spec):
    """Doubles from tail to tail."""
    with mp.workdps(25):
        distribution = Distribution(spec)
        places = [quantile(spec, mpf(p)) for p in LEVELS]
        places += [quantile(spec, mpf(p), True) for p in UPPER + FAR]
        values = {float(z) for z in places}
        return sorted(z for z in values
                      if max(distribution.lower, -mpf(10)**308) < z < min(distribution.upper, mpf(10)**308)
                      and (z == 0 or abs(z) > 1e-290))


def rows(spec):
    for index, name in enumerate(["mean", "variance", "mode", "entropy"]):
        yield spec, name, "", agreed(lambda: Distribution(spec).moments[index])
    for z in points(spec):
        argument = repr(z)
        yield spec, "log_density", argument, agreed(lambda: Distribution(spec).f(mpf(z)))
        yield spec, "log_cdf", argument, agreed(lambda: Distribution(spec).F(mpf(z)))
        yield spec, "log_survival", argument, agreed(lambda: Distribution(spec).S(mpf(z)))
    with mp.workdps(40):
        for text in LEVELS + [repr(1 - float(p)) for p in UPPER]:
            p = mpf(float(text))
            z = quantile(spec, 1 - p, True) if p > 0.5 else quantile(spec, p)
            if mpf(10)**-290 < abs(z) < mpf(10)**300:
                yield spec, "quantile", text, mpmath.nstr(z, 25, min_fixed=1, max_fixed=0)


def table():
    result = [["spec", "quantity", "argument", "value"]]
    for spec in SPECS:
        result.extend(rows(spec))
    return result


def self_check():
    """Moments and probabilities against quadrature of the densities, at tame parameters."""
    for spec in ["gamma(2, 3)", "inv_gamma(3, 2)", "lognormal(-2, 0.25)", "weibull(2, 1.5)", "beta(2, 3)",
                 "student_t(3, 0, 1)", "double_exponential(-3, 0.2)", "logistic(-3, 0.2)", "gumbel(0, 1)",
                 "chi_square(3)", "rayleigh(1)", "pareto(1, 3)", "kumaraswamy(2, 2)", "cauchy(0, 1)",
                 "half_cauchy(1)", "uniform(-3, 2.5)", "loglogistic(2, 3)"]:
        with mp.workdps(20):
            distribution = Distribution(spec)
            ends = [distribution.lower] + [quantile(spec, mpf(p) / 8) for p in (1, 4, 7)] \
                + [distribution.upper]
            density = lambda z: mpmath.exp(distribution.f(z)) if distribution.f(z) > -1e5 else mpf(0)
            middle = ends[2]
            half = mpmath.quad(density, ends[:3])
            assert abs(half - mpmath.exp(distribution.F(middle))) < 1e-8, spec
            assert abs(mpmath.exp(distribution.F(middle)) + mpmath.exp(distribution.S(middle)) - 1) < 1e-15
            mean, variance, mode, entropy = distribution.moments
            assert mode in ends or distribution.f(mode) >= distribution.f(middle), spec
            value = mpmath.quad(lambda z: -density(z) * distribution.f(z) if density(z) > 0 else mpf(0),
                                ends)
            assert abs(value - entropy) < 1e-6, (spec, value, entropy)
            if not isinstance(variance, str):
                value = mpmath.quad(lambda z: density(z) * (z - mean)**2, ends)
                assert abs(value / variance - 1) < 1e-4, (spec, value, variance)
