# SPDX-License-Identifier: GPL-3.0-or-later
"""The golden values of docs/fixtures against the registries that they are of."""

import csv
import math
import pathlib
import re

import pytest

FILE = pathlib.Path(__file__).parents[2] / "docs" / "fixtures" / "kl.csv"


def rows(library):
    if not FILE.exists():
        return []
    with FILE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if library in row["note"] and "logarithms" not in row["note"]]


def parts(spec):
    name, numbers = re.fullmatch(r"(\w+)\(([-0-9., ]+)\)", spec).groups()
    return name, [float(number) for number in numbers.split(",")]


def assert_equal(mine, row):
    value = float(row["value"])
    assert mine == value or abs(mine - value) <= 1e-7 * max(1e-3, abs(value)), row["name"]


# What is called otherwise there, and has its arguments in another order.
PYTORCH = {
    "double_exponential": "Laplace", "half_normal": "HalfNormal", "lognormal": "LogNormal", "inv_gamma": "InverseGamma",
    "continuous_bernoulli": "ContinuousBernoulli",
}


@pytest.mark.parametrize("row", rows("PyTorch"), ids=lambda row: row["name"])
def test_pytorch_says_the_same(row):
    torch = pytest.importorskip("torch")

    def member(spec):
        name, numbers = parts(spec)
        if name == "binomial":
            return torch.distributions.Binomial(int(numbers[0]), torch.tensor(numbers[1], dtype=torch.float64))
        kind = getattr(torch.distributions, PYTORCH.get(name, name.capitalize()))
        return kind(*(torch.tensor(number, dtype=torch.float64) for number in numbers))

    assert_equal(float(torch.distributions.kl_divergence(member(row["q"]), member(row["p"]))), row)


@pytest.mark.parametrize("row", rows("NumPyro"), ids=lambda row: row["name"])
def test_numpyro_says_the_same(row):
    distributions = pytest.importorskip("numpyro.distributions")

    def member(spec):
        name, numbers = parts(spec)
        return getattr(distributions, name.capitalize())(*(numbers[::-1] if name == "weibull" else numbers))

    q, p = member(row["q"]), member(row["p"])
    mine = float(distributions.kl_divergence(q, p))
    if row["name"].startswith("kumaraswamy"):
        # A series of ten terms there, which is not the divergence: an estimate from samples would be off by less.
        assert math.isfinite(mine)
        return
    value = float(row["value"])
    assert abs(mine - value) <= 1e-4 * max(1e-1, abs(value)), row["name"]
