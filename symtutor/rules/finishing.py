"""The last lines of a solution: algebra that leaves an answer in the form in which a textbook would."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.algorithms.finishing import between, way
from symtutor.goals.core import Finished
from symtutor.rule import Bindings, Mistake, Rule

__all__ = ["FINISHING"]

_GELFAND = "I. M. Gelfand and A. Shen, Algebra, Birkhäuser, 1993, secs. 17-25"


def _when(wanted: str) -> Callable[[Finished, Any], Iterable[Bindings]]:
    """Return the bindings of a rule: it applies where this was done from the expression to its form."""

    def bindings(goal: Finished, _context: object) -> Iterable[Bindings]:
        expr, form = goal.args
        done = "nothing" if expr == form else "entries" if isinstance(expr, sp.MatrixBase) else way(expr, form)
        return ({"expr": expr, "form": form},) if done == wanted else ()

    return bindings


def _factor(bindings: Bindings, _values: tuple[Any, ...]) -> dict[str, Any]:
    """Return the factor that all terms shared."""
    shared = [f for f in sp.Mul.make_args(bindings["form"]) if not f.is_Add and not f.is_Rational and not _is_below(f)]
    return {"{} taken out": sp.Mul(*shared)} if shared else {}


def _is_below(factor: Any) -> bool:
    return bool(isinstance(factor, sp.Pow) and factor.exp.is_negative)


def _slip(words: str) -> tuple[Mistake, ...]:
    return (Mistake("sign", lambda form: -form, words),)


def _rule(kind: str, name: str, words: str, **more: Any) -> Rule:
    """Return the rule for one way to the form in which an answer is left."""
    return Rule(
        id=f"finish.{kind.replace(' ', '_')}",
        name=name,
        goal=Finished,
        when=_when(kind),
        left=lambda expr, form: Finished(expr, form),
        right=lambda form: form,
        words=words,
        samples=None,
        cost=0,
        commit=True,
        source=_GELFAND,
        **more,
    )


def _first(kind: str, rule: Rule) -> Rule:
    """Return the rule for the line before a product is written: the sum that it equals."""

    def bindings(goal: Finished, _context: object) -> Iterable[Bindings]:
        expr, form = goal.args
        found = None if expr == form else between(expr, form)
        return () if found is None or way(expr, found) != kind else ({"expr": expr, "form": form, "total": found},)

    return replace(
        rule,
        id=f"{rule.id}_first",
        when=bindings,
        left=lambda expr, form, total: Finished(expr, form),
        right=lambda expr, form, total: Finished(total, form),
        mistakes=(),
    )


AS_IT_IS = _rule("nothing", "finished", "Nothing is left to simplify.", minor=True)
COMMON_DENOMINATOR = _rule(
    "common denominator",
    "common denominator, like terms collected",
    "Write everything over one denominator, collect like terms above, and cancel what stands above and below.",
    mistakes=_slip("When fractions are brought over one denominator, a minus before one of them belongs to its whole numerator."),
)
NESTED_ROOTS = _rule(
    "roots",
    "roots simplified",
    "A root of p + q·√r that is the square of a sum of roots is that sum: compare (√a + √b)² = a + b + 2√(ab).",
    mistakes=_slip("A root is not negative: of the two sums with this square it is the positive one."),
)
TANGENT = _rule(
    "tangent",
    "sin/cos = tan, cos/sin = cot",
    "The sine over the cosine of one angle is its tangent, the cosine over the sine its cotangent.",
    mistakes=_slip("The quotient is written as one function with the sign that it has."),
)
CANCELLED = _rule(
    "cancelled",
    "cancelled",
    "A factor that stands above and below is cancelled.",
    mistakes=_slip("A factor is cancelled with its sign: (1 − x)/(x − 1) is −1."),
)
COMMON_FACTOR = _rule(
    "factor",
    "factored",
    "A factor that all terms share is written once, before a bracket.",
    shows=_factor,
    mistakes=_slip("When a minus is taken out, the sign of every term in the bracket changes."),
)
MULTIPLIED_OUT = _rule(
    "sum",
    "multiplied out, like terms collected",
    "Multiply out and collect like terms: many of them cancel.",
    mistakes=_slip("A minus before a bracket changes the sign of every term inside."),
)
FIRST = tuple(
    _first(kind, rule) for kind, rule in (("common denominator", COMMON_DENOMINATOR), ("cancelled", CANCELLED), ("sum", MULTIPLIED_OUT))
)
ENTRIES = _rule("entries", "each entry simplified", "Each entry is multiplied out, and like terms are collected.")

SOFTMAX = _rule("softmax", "e^z/(1ᵀ·e^z) is softmax(z)", "Exponentials divided by their sum are the softmax.")
NUMBER_IN_FRONT = _rule(
    "number in front", "the number 1ᵀ·y in front", "A row times a column is a number, which may stand anywhere: in front."
)
SHARED_ENDS = _rule(
    "shared ends",
    "common factor taken out",
    "A factor that terms share at the same end is written once, before or behind a bracket: matrices must not be exchanged.",
)
ENTRIES_COLLECTED = _rule(
    "entries collected",
    "multiplied out entry by entry, like terms collected",
    "Entry by entry this is algebra of numbers: multiply out, collect like terms, and write common factors once.",
)

FINISHING = (
    AS_IT_IS,
    ENTRIES,
    SOFTMAX,
    NUMBER_IN_FRONT,
    SHARED_ENDS,
    ENTRIES_COLLECTED,
    *FIRST,
    COMMON_DENOMINATOR,
    COMMON_FACTOR,
    NESTED_ROOTS,
    TANGENT,
    CANCELLED,
    MULTIPLIED_OUT,
)
