"""Evaluation of an expression at a point."""

from collections.abc import Iterable
from functools import partial

import sympy as sp

from symtutor.algorithms.real_roots import is_odd_root, value_with_real_roots
from symtutor.goals.core import Evaluated
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import at
from symtutor.term import ZERO, quote

__all__ = ["EVALUATION"]

_HUGHES_HALLETT = "D. Hughes-Hallett et al., Calculus, 7th ed., Wiley, 2017, sec. 2.2"

rule = partial(Rule, goal=Evaluated, cost=0, commit=True, source=_HUGHES_HALLETT)


_BINDING = (sp.Integral, sp.Limit, sp.Sum, sp.Product)


def _plain(goal: Evaluated) -> Bindings:
    return dict(zip(("expr", "variables", "values"), goal.args, strict=True))


def _value_at(goal: Evaluated) -> sp.Expr:
    expr, variables, values = goal.args
    pairs = dict(zip(variables, values, strict=True))
    if expr.has(*_BINDING):  # the letter of an integral, a limit or a sum is its own
        return expr.subs(pairs, simultaneous=True)
    return expr.xreplace(pairs)


def _finite(goal: Evaluated, _context: object) -> Iterable[Bindings]:
    return () if _value_at(goal).has(sp.zoo, sp.nan, sp.oo) else (_plain(goal),)


def _undefined(goal: Evaluated, _context: object) -> Iterable[Bindings]:
    return (_plain(goal),)


def _named(goal: Evaluated, _context: object) -> Iterable[Bindings]:
    """Find derivatives of functions known by name: f′(x) at x = 2 is f′(2)."""
    expr, variables, values = goal.args
    if not expr.has(sp.Derivative, sp.Subs):
        return ()
    result = expr.subs(list(zip(variables, values, strict=True)), simultaneous=True)
    return ({**_plain(goal), "result": result},)


def _odd_roots(goal: Evaluated, _context: object) -> Iterable[Bindings]:
    """Find odd roots of negative numbers, which SymPy would make complex."""
    expr, variables, values = goal.args
    if any(not v.is_number or not v.is_real for v in values) or not any(is_odd_root(p) for p in expr.atoms(sp.Pow)):
        return ()
    result = value_with_real_roots(expr, dict(zip(variables, values, strict=True)))
    return () if result == _value_at(goal) or result.has(sp.zoo, sp.nan, sp.oo) else ({**_plain(goal), "result": result},)


SUBSTITUTE = rule(
    id="eval.substitute",
    name="at the point",
    when=_finite,
    left=lambda expr, variables, values: Evaluated(expr, variables, values),
    right=lambda expr, variables, values: at(expr, variables, values),
    words="Put the numbers in place of the letters.",
    mistakes=(
        Mistake("not-evaluated", lambda expr: expr, "The letters still stand there: put in the numbers of the point."),
        Mistake(
            "zero", lambda: ZERO, "The numbers go in after differentiating: a number put in before makes a constant, whose derivative is 0."
        ),
    ),
)

NAMED_AT_POINT = rule(
    id="eval.named",
    name="at the point",
    when=_named,
    left=lambda expr, variables, values, result: Evaluated(expr, variables, values),
    right=lambda result: result,
    words="Put the numbers in place of the letters; a prime says that the derivative is taken first, the number put in after.",
)

REAL_ROOTS = rule(
    id="eval.real_roots",
    name="at the point, with real odd roots",
    when=_odd_roots,
    left=lambda expr, variables, values, result: Evaluated(expr, variables, values),
    right=lambda result: result,
    words="Put the numbers in place of the letters. An odd root of a negative number is real: the cube root of −8 is −2.",
    mistakes=(
        Mistake(
            "sign",
            lambda result: -result,
            "The sign of the root is wrong: an odd root of a negative number is negative, and its square is positive.",
        ),
    ),
    source="J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 1.2",
)

UNDEFINED = rule(
    id="eval.undefined",
    name="not defined at the point",
    when=_undefined,
    left=lambda expr, variables, values: Evaluated(expr, variables, values),
    right=lambda: quote(sp.nan),
    words="The expression is not defined there, so it has no value at this point.",
)

EVALUATION = (NAMED_AT_POINT, REAL_ROOTS, SUBSTITUTE, UNDEFINED)
