# SPDX-License-Identifier: GPL-3.0-or-later
"""Distribution objects of other libraries, as specs in Stan's notation.

They are told by the names of their classes and attributes: none of the libraries is imported.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, Tuple

from ._process import GapcheckError

# Of a class by its name, the family, and the attributes that are its arguments.
_SAME: Dict[str, Tuple[str, Tuple[str, ...]]] = {
    "Normal": ("normal", ("loc", "scale")),
    "LogNormal": ("lognormal", ("loc", "scale")),
    "Cauchy": ("cauchy", ("loc", "scale")),
    "Laplace": ("double_exponential", ("loc", "scale")),
    "Logistic": ("logistic", ("loc", "scale")),
    "Gumbel": ("gumbel", ("loc", "scale")),
    "StudentT": ("student_t", ("df", "loc", "scale")),
    "HalfNormal": ("half_normal", ("scale",)),
    "HalfCauchy": ("half_cauchy", ("scale",)),
    "Exponential": ("exponential", ("rate",)),
    "Gamma": ("gamma", ("concentration", "rate")),
    "Chi2": ("chi_square", ("df",)),
    "Beta": ("beta", ("concentration1", "concentration0")),
    "Kumaraswamy": ("kumaraswamy", ("concentration1", "concentration0")),
    "Uniform": ("uniform", ("low", "high")),
    "Weibull": ("weibull", ("concentration", "scale")),
    "Poisson": ("poisson", ("rate",)),
    "Binomial": ("binomial", ("total_count", "probs")),
    "Bernoulli": ("bernoulli", ("probs",)),
    "Geometric": ("geometric", ("probs",)),
    "ContinuousBernoulli": ("continuous_bernoulli", ("probs",)),
    "Chi": ("chi", ("df",)),
    "LogitNormal": ("logit_normal", ("loc", "scale")),
}

# What NumPyro and PyTorch call the rate of an inverse gamma is the scale of Stan's; TFP calls it so.
_OF_LIBRARY: Dict[Tuple[str, str], Tuple[str, Tuple[str, ...]]] = {
    ("numpyro", "InverseGamma"): ("inv_gamma", ("concentration", "rate")),
    ("torch", "InverseGamma"): ("inv_gamma", ("concentration", "rate")),
    ("tensorflow_probability", "InverseGamma"): ("inv_gamma", ("concentration", "scale")),
    ("numpyro", "Pareto"): ("pareto", ("scale", "alpha")),
    ("torch", "Pareto"): ("pareto", ("scale", "alpha")),
    ("tensorflow_probability", "Pareto"): ("pareto", ("scale", "concentration")),
    ("numpyro", "BinomialProbs"): ("binomial", ("total_count", "probs")),
    ("numpyro", "BernoulliProbs"): ("bernoulli", ("probs",)),
    ("numpyro", "BinomialLogits"): ("binomial", ("total_count", "probs")),
    ("numpyro", "BernoulliLogits"): ("bernoulli", ("probs",)),
    ("numpyro", "GeometricProbs"): ("geometric", ("probs",)),
    ("numpyro", "GeometricLogits"): ("geometric", ("probs",)),
    ("numpyro", "Rayleigh"): ("rayleigh", ("scale",)),
}

# Of scipy.stats, from the shapes, the location and the scale: the family, its arguments, and the location that it
# has to have.
_SCIPY: Dict[str, Callable[[Tuple[float, ...], float, float], Tuple[str, Tuple[float, ...], float]]] = {
    "norm": lambda s, loc, scale: ("normal", (loc, scale), loc),
    "cauchy": lambda s, loc, scale: ("cauchy", (loc, scale), loc),
    "laplace": lambda s, loc, scale: ("double_exponential", (loc, scale), loc),
    "logistic": lambda s, loc, scale: ("logistic", (loc, scale), loc),
    "gumbel_r": lambda s, loc, scale: ("gumbel", (loc, scale), loc),
    "t": lambda s, loc, scale: ("student_t", (s[0], loc, scale), loc),
    "uniform": lambda s, loc, scale: ("uniform", (loc, loc + scale), loc),
    "expon": lambda s, loc, scale: ("exponential", (1 / scale,), 0),
    "gamma": lambda s, loc, scale: ("gamma", (s[0], 1 / scale), 0),
    "invgamma": lambda s, loc, scale: ("inv_gamma", (s[0], scale), 0),
    "weibull_min": lambda s, loc, scale: ("weibull", (s[0], scale), 0),
    "pareto": lambda s, loc, scale: ("pareto", (scale, s[0]), 0),
    "halfcauchy": lambda s, loc, scale: ("half_cauchy", (scale,), 0),
    "halfnorm": lambda s, loc, scale: ("half_normal", (scale,), 0),
    "poisson": lambda s, loc, scale: ("poisson", (s[0],), 0),
    "binom": lambda s, loc, scale: ("binomial", (s[0], s[1]), 0),
    "bernoulli": lambda s, loc, scale: ("bernoulli", (s[0],), 0),
}


def _number(value: Any) -> str:
    number = float(value.item() if hasattr(value, "item") else value)
    return repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _scipy(frozen: Any) -> str:
    import math

    name = frozen.dist.name
    shapes, loc, scale = frozen.dist._parse_args(*frozen.args, **frozen.kwds)
    loc, scale = float(loc), float(scale)
    if name == "lognorm":
        family, arguments, needed = "lognormal", (math.log(scale), float(shapes[0])), 0.0
    elif name == "beta":
        family, arguments, needed = "beta", tuple(shapes), 0.0
        if scale != 1:
            raise GapcheckError(f"scipy.stats.beta must have scale 1 here, got {scale}")
    elif name == "chi2":
        # With a scale it is a gamma distribution.
        family, arguments, needed = "gamma", (float(shapes[0]) / 2, 1 / (2 * scale)), 0.0
    elif name in _SCIPY:
        family, arguments, needed = _SCIPY[name](tuple(shapes), loc, scale)
    else:
        raise GapcheckError(f"scipy.stats.{name} has no counterpart here: write a spec in Stan's notation")
    if loc != needed:
        raise GapcheckError(f"scipy.stats.{name} must have loc {needed:g} here, got {loc:g}")
    return f"{family}({', '.join(map(_number, arguments))})"


def spec(distribution: Any) -> str:
    """A distribution as a spec: a text as it is; an object of NumPyro, PyTorch, TFP or a frozen one of scipy.stats.

    Raises GapcheckError for one that has no counterpart, and for a batch of distributions.
    """
    if isinstance(distribution, str):
        return distribution
    if hasattr(distribution, "dist") and hasattr(distribution, "kwds"):
        return _scipy(distribution)
    kind = type(distribution)
    library = kind.__module__.split(".")[0]
    found = _OF_LIBRARY.get((library, kind.__name__)) or _SAME.get(kind.__name__)
    if not found:
        raise GapcheckError(
            f"{library}'s {kind.__name__} has no counterpart here: write a spec in Stan's notation")
    family, names = found
    try:
        arguments = [_number(getattr(distribution, name)) for name in names]
    except (AttributeError, TypeError, ValueError, RuntimeError) as error:
        raise GapcheckError(
            f"{kind.__name__} must be one distribution, with {', '.join(names)}: {error}") from error
    if family.startswith("half_") and float(getattr(distribution, "loc", 0)) != 0:
        raise GapcheckError(f"{kind.__name__} must have loc 0 here, got {distribution.loc}")
    return f"{family}({', '.join(arguments)})"

