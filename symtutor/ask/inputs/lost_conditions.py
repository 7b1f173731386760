"""What a problem must require because its formulas were typed so that more is needed than of the values they were read as."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.checking.calculus.regions import solve_conditions
from symtutor.checking.equivalence.as_written import forgotten
from symtutor.checking.equivalence.declared import positive_letters
from symtutor.checking.equivalence.domains import condition_text
from symtutor.errors import InputError

__all__ = ["conditions_as_written", "constraints_as_written", "undefined_as_written"]

_KINDS: dict[tuple[Any, ...], str] = {(sp.Gt, sp.Lt): ">", (sp.Ge, sp.Le): "≥", (sp.Ne,): "≠"}


def conditions_as_written(inputs: Inputs) -> tuple[Any, ...]:
    """Return the conditions that what was typed so far needs and that were lost as it was read, such as x ≠ 0 of x²/x.

    Examples
    --------
    >>> inputs = Inputs()
    >>> inputs.expression("x^2/x"), conditions_as_written(inputs)
    (x, (Ne(x, 0),))
    """
    return forgotten(inputs.typed, positive_letters(inputs.domain))


def undefined_as_written(condition: Any) -> InputError:
    """Return the error that says where alone a formula has a value as it was written."""
    return InputError(
        f"as it is written this is defined only for {condition_text(condition)}, and the simpler form it was read as does not say so",
        "Write it in its shortest form, and state where it is asked for.",
    )


def constraints_as_written(
    inputs: Inputs, variables: Iterable[Any], inequalities: Iterable[Any], equations: Iterable[Any], strict: Iterable[Any]
) -> tuple[list[Any], list[Any]]:
    """Return what must be 0 or more and what must be positive besides, for the formulas to be defined as they were typed.

    Parameters
    ----------
    inputs : Inputs
        What was typed.
    variables : iterable of Symbol
        The variables of the problem.
    inequalities, equations, strict : iterable of Expr
        Constraints that are known: what is to be 0 or more, 0, or positive.

    Raises
    ------
    InputError
        If such a condition is none on polynomials, or no point has it besides the constraints.

    Notes
    -----
    f ≠ 0 is the same as f² > 0.

    Examples
    --------
    >>> inputs, x = Inputs(), sp.Symbol("x")
    >>> inputs.expression("x^2/x"), constraints_as_written(inputs, [x], [], [], [])
    (x, ([], [x**2]))
    >>> constraints_as_written(inputs, [x], [x - 1], [], [])
    ([], [])
    """
    letters = set(variables)
    known = [*((">", s) for s in strict), *(("≥", g) for g in inequalities), *(("≥", side) for h in equations for side in (h, -h))]
    found: tuple[list[Any], list[Any]] = ([], [])
    for condition in conditions_as_written(inputs):
        if not condition.free_symbols & letters:
            continue
        kind = next((kind for relations, kind in _KINDS.items() if isinstance(condition, relations)), None)
        gap = condition.gts - condition.lts if kind in {">", "≥"} else condition.lhs - condition.rhs if kind else sp.nan
        if kind is None or not gap.is_polynomial(*letters):
            raise undefined_as_written(condition)
        before, after = (solve_conditions(tuple(conditions)) for conditions in (known, [*known, (kind, gap)]))
        if after == sp.false != before:
            raise undefined_as_written(condition)
        if after != before:
            found[kind != "≥"].append(gap**2 if kind == "≠" else gap)
            known.append((kind, gap))
    return found
