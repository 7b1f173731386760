"""The verdicts that stand by themselves."""

from __future__ import annotations

from symtutor.verdict import Agreement, Proof, Status, Verdict

__all__ = ["FALSE", "TRUE", "UNKNOWN", "wrong"]

TRUE = Verdict(Status.CORRECT, Proof("by itself"))
UNKNOWN = Verdict(Status.UNDECIDED, Agreement(0, 0, "not decided"))
FALSE = Verdict(Status.INCORRECT, Proof("by itself"))


def wrong(reason: str) -> Verdict:
    """Return the verdict on a statement that is wrong for a reason in words."""
    return Verdict(Status.INCORRECT, Proof(reason), explanation=reason)
