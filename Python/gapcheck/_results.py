# SPDX-License-Identifier: GPL-3.0-or-later
"""What is answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Optional, Tuple


@dataclass(frozen=True)
class Number:
    """A number with a bound on its absolute error; infinite where that is so by theorem."""

    value: float
    error: float
    status: str = "ok"
    reason: Optional[str] = None

    def __float__(self) -> float:
        return self.value


@dataclass(frozen=True)
class Check:
    """All numbers of a model and a q."""

    log_evidence: Number
    elbo: Number
    gap: Number
    kl: Number
    status: str
    reason: Optional[str]
    fields: Dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Posterior:
    """Evidence and moments of a model; `quantiles` are pairs of a probability and a number."""

    log_evidence: Number
    mean: Number
    sd: Number
    modes: List[float]
    quantiles: List[Tuple[float, Number]]
    status: str
    reason: Optional[str]
    fields: Dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Verdict:
    """What is to be said of a number: `agrees`, `differs` or `cannot_tell`; true where it agrees."""

    verdict: str
    quantity: str
    value: float
    truth: Optional[Number]
    deviation: Optional[float]
    explanation: Optional[str]
    reason: Optional[str]

    def __bool__(self) -> bool:
        return self.verdict == "agrees"

    def __str__(self) -> str:
        truth = f", is {self.truth.value!r} ± {self.truth.error:.1e}" if self.truth else ""
        why = self.explanation or self.reason or ("no known mistake" if self.verdict == "differs" else "")
        return f"{self.quantity} = {self.value!r} {self.verdict.replace('_', ' ')}{truth}{': ' + why if why else ''}"


def number(row: Dict[str, Any], name: str) -> Number:
    """A field of an answer with its bound; NaN where there is none."""
    value, error = row.get(name), row.get(name + "_error")
    return Number(
        float("nan") if value is None else float(value), float("inf") if error is None else float(error),
        row.get("status") or "ok", row.get("reason"))
