"""The verdicts that stand by themselves."""

from __future__ import annotations

from sympy.polys.polyerrors import BasePolynomialError

from symtutor.checking.values.slopes import NoSlope
from symtutor.errors import SymtutorError
from symtutor.verdict import Agreement, Proof, Status, Verdict

__all__ = ["FAILURES", "TRUE", "UNKNOWN", "wrong"]

# What leaves a line undecided and never makes it wrong: bad input, and engines that give up.
FAILURES = (
    SymtutorError,
    NoSlope,
    BasePolynomialError,
    ArithmeticError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
)

TRUE = Verdict(Status.CORRECT, Proof("by itself"))
UNKNOWN = Verdict(Status.UNDECIDED, Agreement(0, 0, "not decided"))


def wrong(reason: str) -> Verdict:
    """Return the verdict on a statement that is wrong for a reason in words."""
    return Verdict(Status.INCORRECT, Proof(reason), explanation=reason)
