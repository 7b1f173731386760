"""From a Term to the SymPy object it stands for, within the limits."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.errors import OutOfBudget, ReadError, SymtutorError
from symtutor.reading import size_limits as sizes
from symtutor.reading.building import BUILD, MATRICES, Meaningless, TooLarge, need_scalars
from symtutor.reading.size_limits import DEFAULT_LIMITS, Limits
from symtutor.term import (
    LEAVES,
    Approximate,
    Blank,
    Entry,
    Equivalence,
    Frobenius,
    Implication,
    Lines,
    MinusPlus,
    Nabla,
    PlusMinus,
    Prose,
    Term,
    Words,
    combine,
)

__all__ = ["elaborate"]


def elaborate(term: Term, *, text: str = "", limits: Limits = DEFAULT_LIMITS) -> sp.Basic:
    """Return the SymPy object of a Term.

    Numbers are combined as SymPy does; derivatives, integrals, limits, sums,
    products and relations stay as they are.

    Parameters
    ----------
    term : Term
        As read.
    text : str
        What it was read from, for messages.
    limits : Limits
        Limits of size, checked before each step of evaluation.

    Returns
    -------
    Basic, matrix or tuple
        A tuple for a chain a = b = c.

    Raises
    ------
    ReadError
        If a value would be too large, or does not exist.

    Examples
    --------
    >>> from symtutor.term import as_term
    >>> x = as_term(sp.Symbol("x"))
    >>> elaborate(Term(sp.Derivative, (x**2, x, as_term(1))))
    Derivative(x**2, x)
    """
    try:
        return _values(term, text, limits)
    except RecursionError:
        raise OutOfBudget("the expression is nested too deeply for SymPy: write it in several lines") from None


def _values(root: Term, text: str, limits: Limits) -> sp.Basic:
    """Return the value of a term, working on a list instead of the Python stack."""
    done: list[Any] = []
    todo: list[tuple[Term, bool]] = [(root, False)]
    while todo:
        term, ready = todo.pop()
        _refuse_without_value(term, text)
        if term.head in LEAVES:
            done.append(term.args[0])
            continue
        parts = [a for a in term.args if isinstance(a, Term)]
        if not ready:
            todo.append((term, True))
            todo.extend((a, False) for a in reversed(parts))
            continue
        values = done[len(done) - len(parts) :]
        del done[len(done) - len(parts) :]
        given = iter(values)
        args = [next(given) if isinstance(a, Term) else a for a in term.args]
        done.append(_checked(term, args, text, limits))
    return done[0]


_TWO_VALUES = ("± stands for two values", "Write the two cases on lines of their own.")
_WITHOUT_VALUE: dict[Any, tuple[str, str]] = {
    Blank: ("an expression cannot begin with a sign: what stands before it is missing", "Write both sides."),
    Words: ("{!r} is not a name", "Leave out words that are not part of the formula."),
    Prose: ("{!r} is not a name", "Leave out words that are not part of the formula."),
    Lines: ("one formula is read at a time", "Read each line by itself."),
    Implication: ("one formula is read at a time", "Read each line by itself."),
    Equivalence: ("one formula is read at a time", "Read each line by itself."),
    Approximate: ("this relation is not exact", "Write = with exact numbers, such as 2/3."),
    PlusMinus: _TWO_VALUES,
    MinusPlus: _TWO_VALUES,
    Nabla: ("∇ needs to know the variables", 'Write "gradient of x^2 + y^3".'),
    Entry: ("an entry of a bracket has no value of its own", "Write the entry itself."),
    Frobenius: ("the product A : B is one of matrices", MATRICES),
}
_LEFT_OUT: dict[Any, tuple[int, str, str]] = {  # how many arguments at least, and what is missing otherwise
    sp.Limit: (4, "an arrow is expected after the variable of a limit", "Write lim x->0 sin(x)/x."),
    sp.Sum: (4, "a sum or product needs its index, where it begins and where it ends", "Write sum_{i=1}^n i^2."),
    sp.Product: (4, "a sum or product needs its index, where it begins and where it ends", "Write prod_{i=1}^n i^2."),
}


def _refuse_without_value(term: Term, text: str) -> None:
    """Refuse what has a meaning only together with the text around it."""
    least, *_ = missing = _LEFT_OUT.get(term.head, (0, "", ""))
    found = _WITHOUT_VALUE.get(term.head) or (missing[1:] if len(term.args) < least else None)
    if found is None:
        return
    if term.head is Prose:
        term = next(part for part in term.args if part.head is Words)
    place = term.span[0] if term.span else 0
    if term.head in {Implication, Equivalence, Approximate, Lines} and term.args[0].head is not Blank and term.args[0].span:
        place = term.args[0].span[1]
        place += len(text[place:]) - len(text[place:].lstrip())
    raise ReadError(found[0].format(*term.args[:1]), text, place, found[1])


def _checked(term: Term, args: list[Any], text: str, limits: Limits) -> Any:
    """Return the value of one node, or say where it has none."""
    place = term.span[0] if term.span else 0
    typed = text[term.span[0] : term.span[1]].strip() if term.span else ""
    shown = f" {typed[:40]}" if typed else ""
    try:
        build = BUILD.get(term.head)
        made = _applied(term.head, args) if build is None else build(args, limits)
    except TooLarge:
        raise ReadError(
            f"the value of{shown or ' this'} has more than {limits.result_digits} digits", text, place, "Keep it as a power of a letter."
        ) from None
    except Meaningless as problem:
        raise ReadError(str(problem), text, place, problem.hint) from None
    except (SymtutorError, RecursionError):
        raise
    except (TypeError, ValueError, AttributeError, NotImplementedError, ArithmeticError, KeyError, IndexError):
        raise ReadError(f"the parts of{shown or ' this'} do not go together", text, place) from None
    if isinstance(made, sp.Basic):
        if made in {sp.zoo, sp.nan}:
            raise ReadError(
                f"{shown.strip() or 'this'} has no value", text, place, "Division by zero, or a point where the function is not defined."
            )
        if made.is_Rational and sizes.number_is_too_large(made, limits):
            raise ReadError(f"the value of{shown or ' this'} has more than {limits.result_digits} digits", text, place)
    return made


def _applied(head: Any, args: list[Any]) -> Any:
    """Return the value of a function without a builder of its own."""
    need_scalars(args)
    return combine(head, args)
