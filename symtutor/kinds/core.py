"""Kinds of problems in one variable: derivatives, limits, Taylor polynomials, integrals, sums."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.checking.meanings.definite_integrals import estimated_value, numeric_value
from symtutor.deriving.splitting import splitting
from symtutor.diagnosing.answers import judge_derivative
from symtutor.diagnosing.integral_answers import judge_definite_integral, judge_integral, judge_open_integral
from symtutor.goals import core as goals
from symtutor.goals.core import Goal
from symtutor.kinds.kind import Case, Kind, drawn, judged_by, kind_of
from symtutor.reading.answers import polynomial_of
from symtutor.term import as_term, quote
from symtutor.verdict import Verdict, with_numbers
from symtutor.writing.document import Paragraph

__all__ = ["KINDS", "ordinal"]

_ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SIDES = {"+": " from the right", "-": " from the left"}


def ordinal(number: Any) -> str:
    """Return third for 3 and 21st for 21.

    Examples
    --------
    >>> ordinal(sp.Integer(3)), ordinal(sp.Integer(12)), ordinal(sp.Symbol("n"))
    ('third', '12th', 'nth')
    """
    if number.is_Integer and 0 < number < len(_ORDINALS):
        return _ORDINALS[int(number)]
    digits = str(number)
    ending = "th" if digits[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1], "th")
    return digits + ending


def _at_a_point(goal: Goal) -> dict[str, Any]:
    asked, *point = goal.args
    short = {k: v[0] for k, v in zip(("variables", "values"), point, strict=True) if len(v) == 1}
    return {"asked": as_term(asked), **short}


def _side(goal: Goal) -> dict[str, str]:
    _, _, to, direction = goal.args
    return {"side": "" if to in (sp.oo, -sp.oo) else _SIDES.get(str(direction), "")}


# ---- integrals ----------------------------------------------------------------------------------
def _judged_integral(case: Case, found: Any) -> Verdict:
    if case.is_open:
        return judge_open_integral(case.problem, found)
    judge = judge_definite_integral if isinstance(case.goal, goals.DefiniteIntegral) else judge_integral
    return judged_by(judge)(case, found)


def _where_it_splits(case: Case) -> tuple[Paragraph, ...]:
    """Return the sentence about the intervals on which the constant may differ."""
    splits = None if case.is_open else splitting(case.goal)
    if splits is None:
        return ()
    return (Paragraph(("The domain falls into intervals, ", quote(splits), ": on each of them C may be another constant.")),)


_WITHOUT_VALUE = {
    sp.oo: "The integral diverges: it grows beyond all bounds.",
    -sp.oo: "The integral diverges: it falls below all bounds.",
    sp.nan: "The integral has no value.",
}


def _numeric(case: Case) -> Any:
    """Return a float with a rigorous bound on its error, None where the integral is improper or holds letters."""
    return numeric_value(*case.goal.args)


def _numerically(case: Case) -> tuple[Paragraph, ...]:
    """Return the sentence with the number; one without a bound only where nothing else is known, one in words where there is none."""
    if not case.is_open and case.value in _WITHOUT_VALUE:
        return (Paragraph((_WITHOUT_VALUE[case.value],)),)
    numeric = _numeric(case)
    if numeric is not None:
        return (Paragraph((with_numbers(f"Numerically {numeric}, by Simpson's rule with a bound on its error."),)),)
    about = estimated_value(*case.goal.args) if case.is_open else None
    if about is None:
        return ()
    number = f"{about:.11g}".replace("-", "−")
    return (Paragraph((f"Numerically about {number}: two quadratures agree, and their error has no proved bound.",)),)


def _numeric_data(case: Case) -> dict[str, dict[str, float]]:
    numeric = _numeric(case)
    return {} if numeric is None else {"numeric": {"value": numeric.value, "error": numeric.error}}


_derivative = judged_by(judge_derivative)


def _by_a_table(goal: Any) -> tuple[str, ...]:
    """Return the rule that makes a table of derivatives, for a function of which they are short."""
    expr, variable, _about, degree = (goal.args[0] if goal.head is sp.Tuple else goal).args[:4]
    return ("taylor.derivatives",) if degree <= _LONGEST_TABLE and _has_short_derivatives(expr, variable) else ()


def _has_short_derivatives(expr: Any, variable: Any) -> bool:
    """Tell whether a function is as simple as its derivatives, so that a table of them is the way of a textbook: e^x, cos x, √x."""
    if isinstance(expr, sp.Pow):
        base, exponent = expr.as_base_exp()
        is_shifted = base.is_polynomial(variable) and sp.degree(base, variable) == 1 and base.coeff(variable) == 1
        return bool(exponent.is_Rational and is_shifted)
    return isinstance(expr, sp.exp | sp.sin | sp.cos | sp.log) and expr.args[0] == variable


_LONGEST_TABLE = 5


def _read_polynomial(answer: Any, case: Case, reader: Inputs) -> Any:
    """Read a Taylor polynomial, after which the rest may be told, as in + O(x⁴)."""
    return reader.answer(polynomial_of(answer) if isinstance(answer, str) else answer, case.value)


KINDS: dict[type[Goal], Kind] = {
    goals.Derivative: Kind("Differentiate {expr} with respect to {variable}", judge=_derivative, picture=drawn("derivative")),
    goals.HigherDerivative: Kind(
        "Find the {ordinal} derivative of {expr} with respect to {variable}",
        words=lambda goal: {"ordinal": ordinal(goal.args[2])},
        judge=_derivative,
        picture=drawn("derivative"),
    ),
    goals.DerivativeFromDefinition: Kind(
        "Differentiate {expr} with respect to {variable}, from the definition", judge=_derivative, picture=drawn("derivative")
    ),
    goals.DerivativeFromDefinitionAt: Kind(
        "Differentiate {expr} at {variable} = {point}, from the definition", picture=drawn("slope_from_definition")
    ),
    goals.Evaluated: Kind(
        "Find {asked} at {variables} = {values}",
        words=_at_a_point,
        picture=drawn("at_a_point"),
        entries=lambda goal: kind_of(goal.args[0]).entries(goal.args[0]) if isinstance(goal.args[0], Goal) else 0,
    ),
    goals.Limit: Kind("Find the limit of {expr} as {variable} tends to {to}{side}", words=_side, picture=drawn("limit")),
    goals.TaylorPolynomial: Kind(
        "Find the Taylor polynomial of {expr} of degree {degree} about {variable} = {about}",
        read=_read_polynomial,
        begins=_by_a_table,
        picture=drawn("taylor_polynomial"),
    ),
    goals.TaylorRemainder: Kind(
        "Bound the remainder of the Taylor polynomial of {expr} of degree {degree} about {variable} = {about}, "
        "for {variable} from {low} to {high}",
        beside_name="bound",
        beside_title=", and bound its error for {variable} from {low} to {high}",
    ),
    goals.Integral: Kind(
        "Integrate {expr} with respect to {variable}",
        judge=_judged_integral,
        remarks=_where_it_splits,
        picture=drawn("antiderivative"),
        may_stay_open=True,
    ),
    goals.DefiniteIntegral: Kind(
        "Integrate {expr} from {variable} = {low} to {high}",
        judge=_judged_integral,
        remarks=_numerically,
        beside={"numeric": _numeric},
        data=_numeric_data,
        picture=drawn("area"),
        may_stay_open=True,
    ),
    goals.RiemannSum: Kind(
        "Find the Riemann sum of {expr} from {variable} = {low} to {high} with {count} cells", picture=drawn("riemann_sum")
    ),
}
