# SPDX-License-Identifier: GPL-3.0-or-later
"""Ground truth for variational inference with a one-dimensional latent.

    >>> import gapcheck
    >>> float(gapcheck.kl("normal(0, 1)", "normal(0, 2)"))
    0.3181471805599454

Distributions are specs in Stan's notation, or objects of NumPyro, PyTorch, TFP and scipy.stats. Lists and NumPy arrays of
them, and of observations, give lists of results, computed by all cores.
"""

from __future__ import annotations

import json
import math
import subprocess
from typing import Any, Dict, List, Optional

from ._process import BATCH, GapcheckError, command
from ._results import Check, Number, Posterior, Verdict, number
from ._specs import spec

__all__ = [
    "Check", "GapcheckError", "Number", "Posterior", "Verdict", "approx", "check", "kl", "posterior", "set_row_timeout",
    "spec", "verify"]


def _is_many(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or (type(value).__module__ == "numpy" and getattr(value, "ndim", 0) > 0)


def _text(x: Any) -> str:
    """Observations of one model, with commas between them."""
    if isinstance(x, str):
        return x
    return ",".join(repr(float(value)) for value in (x if _is_many(x) else [x]))


def _row(model: Dict[str, Any]) -> Dict[str, Any]:
    row = {}
    for name, value in model.items():
        if value is None:
            continue
        if name == "x":
            row[name] = _text(value)
        elif name in ("prior", "q", "p", "likelihood"):
            row[name] = spec(value)
        elif isinstance(value, (str, bool)):
            row[name] = value
        else:
            row[name] = str(float(value))
    return row


def _ask(model: Dict[str, Any], make: Any) -> Any:
    """One answer, or a list where an argument is a list: of x, one of lists."""
    sizes = {
        name: len(value) for name, value in model.items()
        if _is_many(value) and (name != "x" or any(_is_many(item) for item in value))}
    if len(set(sizes.values())) > 1:
        raise GapcheckError(f"lists must be of one length, got {sizes}")
    if not sizes:
        answers = BATCH.ask([_row(model)])
    else:
        count = next(iter(sizes.values()))
        answers = BATCH.ask(
            _row({name: value[i] if name in sizes else value for name, value in model.items()}) for i in range(count))
    for index, answer in enumerate(answers):
        if answer["status"] == "invalid":
            raise GapcheckError(f"row {index}: {answer['reason']}" if sizes else answer["reason"])
    results = [make(answer) for answer in answers]
    return results if sizes else results[0]


def set_row_timeout(seconds: Optional[float]) -> None:
    """How many seconds of processor time a row of `kl`, `check` and `posterior`, and a claim of `verify`, may take.

    One that takes longer has the status "timeout", and no numbers. None, as at first, is for the 8 s of the command.
    """
    BATCH.row_timeout = seconds


def kl(q: Any, p: Any) -> Any:
    """KL(q‖p), a Number; for lists a list of them."""
    return _ask({"q": q, "p": p}, lambda answer: number(answer, "kl"))


def check(
    *, q: Any, prior: Any = None, likelihood: Any = None, x: Any = None, log_joint: Optional[str] = None,
    support: Optional[str] = None,
) -> Any:
    """log p(x), ELBO, gap and KL(q‖posterior) of a model and a q, a Check; for lists a list.

    A list x is the observations of one model, a list of lists has those of one in each.
    """
    model = {"prior": prior, "likelihood": likelihood, "x": x, "q": q, "log_joint": log_joint, "support": support}
    return _ask(
        model,
        lambda answer: Check(
            *(number(answer, name) for name in ("log_evidence", "elbo", "gap", "kl")), answer["status"],
            answer["reason"], answer))


def posterior(
    *, prior: Any = None, likelihood: Any = None, x: Any = None, log_joint: Optional[str] = None,
    support: Optional[str] = None,
) -> Any:
    """log p(x), mean, sd, modes and quantiles of a model, a Posterior; for lists a list, as in `check`."""
    model = {"prior": prior, "likelihood": likelihood, "x": x, "log_joint": log_joint, "support": support}
    return _ask(
        model,
        lambda answer: Posterior(
            *(number(answer, name) for name in ("log_evidence", "mean", "sd")), answer["modes"] or [],
            [(item["probability"], number(item, "value")) for item in _quantiles(answer)], answer["status"],
            answer["reason"], answer))


def _quantiles(answer: Dict[str, Any]) -> List[Dict[str, Any]]:
    return [{**item, "value_error": item["error"]} for item in answer["quantiles"] or []]


def verify(
    value: Any, *, quantity: str, se: Optional[float] = None, tolerance: Optional[float] = None,
    dtype: Optional[str] = None, **model: Any,
) -> Verdict:
    """Whether a number is what a quantity of a model is, a Verdict with the explanation where it is not.

    What is allowed is 4 standard errors `se`, a relative `tolerance`, or what a `dtype` ("float32") loses; by default
    1e-6. The model: q and p; prior, likelihood, x, q; log_joint, support.
    """
    claimed = float(value.item() if hasattr(value, "item") else value)
    text = repr(claimed) if math.isfinite(claimed) else str(claimed)
    row = {**_row(model), "quantity": quantity, "value": text}
    for name, allowed in (("standard_error", se), ("tolerance", tolerance), ("dtype", dtype)):
        if allowed is not None:
            row[name] = allowed if isinstance(allowed, str) else str(float(allowed))
    run = subprocess.run(
        [command(), "verify", "--format", "ndjson", *BATCH.options], input=json.dumps(row) + "\n", capture_output=True, text=True,
        encoding="utf-8")
    if run.returncode not in (0, 1) or not run.stdout:
        raise GapcheckError(run.stderr.strip() or f"gapcheck verify ended with {run.returncode}")
    answer = json.loads(run.stdout)
    truth = None if answer["truth"] is None else number(answer, "truth")
    return Verdict(
        answer["verdict"], quantity, claimed, truth, answer["deviation"], answer["explanation"], answer["reason"])


class approx:
    """What a number is compared with: `assert gapcheck.approx("kl", q=…, p=…) == my_kl`.

    Takes what `verify` takes. With pytest a failure says by which known mistake the number is wrong.
    """

    def __init__(self, quantity: str, **arguments: Any) -> None:
        self.quantity = quantity
        self.arguments = arguments
        self.verdict: Optional[Verdict] = None

    def __eq__(self, value: Any) -> bool:
        self.verdict = verify(value, quantity=self.quantity, **self.arguments)
        return bool(self.verdict)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        if self.verdict and self.verdict.truth:
            return f"{self.verdict.truth.value!r} ({self.quantity})"
        return f"approx({self.quantity!r})"
