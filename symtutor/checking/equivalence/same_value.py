"""Whether the value of a step is the one that is wanted: the question that most steps end with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from symtutor.verdict import Proof, Status, Verdict

__all__ = ["same_value"]


def same_value(wanted: Any, claimed: Any, domain: Mapping[Any, Any]) -> Verdict:
    """Compare two values: a cheap proof, a cheap refutation, then everything."""
    if wanted == claimed:
        return Verdict(Status.CORRECT, Proof("identical"))
    return _compared(wanted, claimed, tuple(sorted(domain.items(), key=str)))


@lru_cache(maxsize=4096)
def _compared(wanted: Any, claimed: Any, sets: tuple[tuple[Any, Any], ...]) -> Verdict:
    # most steps of most derivations end above, and a first answer need not wait for the whole verdict engine
    from symtutor.checking.equivalence.equivalence import equivalence, is_proved_equal  # noqa: PLC0415
    from symtutor.checking.equivalence.refutation import search  # noqa: PLC0415 (the same)

    if is_proved_equal(wanted, claimed):
        return Verdict(Status.CORRECT, Proof("normal form"))
    domain = dict(sets)
    found = search(wanted, claimed, domain)
    if found.witness is not None:
        return Verdict(Status.INCORRECT, found.witness)
    return equivalence(wanted, claimed, domain=domain)
