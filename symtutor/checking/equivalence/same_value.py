"""Whether the value of a step is the one that is wanted: the question that most steps end with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symtutor.verdict import Proof, Status, Verdict

__all__ = ["same_value"]


def same_value(wanted: Any, claimed: Any, domain: Mapping[Any, Any]) -> Verdict:
    """Compare two values: a cheap proof, a cheap refutation, then everything."""
    if wanted == claimed:
        return Verdict(Status.CORRECT, Proof("identical"))
    # most steps of most derivations end above, and a first answer need not wait for the whole verdict engine
    from symtutor.checking.equivalence.equivalence import equivalence, is_proved_equal, refute  # noqa: PLC0415

    if is_proved_equal(wanted, claimed):
        return Verdict(Status.CORRECT, Proof("normal form"))
    witness = refute(wanted, claimed, domain=domain)
    if witness is not None:
        return Verdict(Status.INCORRECT, witness)
    return equivalence(wanted, claimed, domain=domain)
