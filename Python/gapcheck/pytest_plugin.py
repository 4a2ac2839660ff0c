# SPDX-License-Identifier: GPL-3.0-or-later
"""Says in a failure of pytest what is wrong with a number."""

from __future__ import annotations

from typing import Any, List, Optional

from . import approx


def pytest_assertrepr_compare(op: str, left: Any, right: Any) -> Optional[List[str]]:
    """The verdict of a comparison with `gapcheck.approx`."""
    expected = left if isinstance(left, approx) else right
    if op != "==" or not isinstance(expected, approx) or expected.verdict is None:
        return None
    verdict = expected.verdict
    lines = [str(verdict)]
    if verdict.deviation is not None:
        lines.append(f"deviation: {verdict.deviation:.3g}" + (" standard errors" if "se" in expected.arguments else ""))
    return lines
