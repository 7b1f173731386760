"""Differentiation of functions with kinks and jumps that can be written by cases: |·|, max, min, sign, steps."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.places.cases import by_cases, has_switch
from symtutor.context import Context
from symtutor.goals.core import D, Derivative
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import absolute, sign
from symtutor.term import ONE, ZERO, Term, function, total

__all__ = ["BY_CASES"]

rule = partial(Rule, goal=Derivative, cost=0, commit=True)

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_DEEP_LEARNING = "I. Goodfellow, Y. Bengio and A. Courville, Deep Learning, MIT Press, 2016, sec. 6.3"
_heaviside = function(sp.Heaviside)


def _cases(expr: sp.Expr, x: sp.Symbol) -> Any:
    """Return a function as a Piecewise, or None: where it has no value at a join, its formula needs no cases."""
    if not has_switch(expr, x):
        return None
    found = by_cases(expr, x)
    if found is None or (found.places and all(value is sp.nan for value in found.values)):
        return None
    return found.as_piecewise(x) if found.places else found.pieces[0]


def _of_argument(goal: Derivative, _context: object) -> Iterator[Bindings]:
    """Find |f| and sign f."""
    expr, x = goal.args
    cases = _cases(expr, x)
    if cases is not None:
        yield {"f": expr.args[0], "cases": cases, "x": x}


def _of_step(goal: Derivative, _context: object) -> Iterator[Bindings]:
    expr, x = goal.args
    cases = _cases(expr, x)
    if cases is not None:
        yield {"f": expr.args[0], "h": expr.args[1], "cases": cases, "x": x}


def _of_several(goal: Derivative, context: Context) -> Iterator[Bindings]:
    """Find the arguments of Max and Min, those that vary first."""
    expr, x = goal.args
    cases = _cases(expr, x)
    if cases is not None:
        terms = sorted(expr.args, key=lambda t: (not context.depends(t, x), sp.default_sort_key(t)))
        yield {"terms": tuple(terms), "cases": cases, "x": x}


def _of_composed(goal: Derivative, _context: object) -> Iterator[Bindings]:
    """Find an expression in which such functions stand."""
    expr, x = goal.args
    if type(expr) in _OWN:
        return
    cases = _cases(expr, x)
    if cases is not None and not (isinstance(expr, sp.Piecewise) and isinstance(cases, sp.Piecewise)):
        yield {"f": expr, "bare": _bare(expr), "cases": cases, "x": x}


def _bare(expr: Any) -> sp.Basic:
    """Return an expression with the inside in the place of |·|, the first argument in that of Max and Min."""
    if not expr.has(*_BARE):
        return expr
    args = [_bare(a) for a in expr.args]
    return args[0] if isinstance(expr, _BARE) else expr.func(*args)


_BARE = (sp.Abs, sp.Max, sp.Min)
_OWN = {*_BARE, sp.sign, sp.Heaviside}


def _swapped(head: Any) -> Callable[..., Term]:
    """Return the wrong right side in which the other extreme is taken."""
    return lambda terms, cases, x: D(Term(head, tuple(terms)), x)


def _of_extreme(head: Any, other: Any, *, word: str, superlative: str, opposite: str) -> Rule:
    """Return the rule for the largest or the smallest of several functions."""
    key = head.__name__.lower()
    return rule(
        id=f"diff.{key}_by_cases",
        name=f"{word} by cases",
        heads=(head,),
        when=_of_several,
        left=lambda terms, cases, x: D(Term(head, tuple(terms)), x),
        right=lambda cases, x: D(cases, x),
        words=f"The {word} is whichever argument is {superlative}: compare the arguments, and write the function by cases. Where "
        "two of them cross, both sides are examined.",
        why="Where two of these functions cross the graph may have a corner: write it by cases, differentiate each, and look at each join "
        "from both sides.",
        mistakes=(
            Mistake(
                "one-branch",
                lambda terms, x: D(terms[0], x),
                f"Only one argument was differentiated: where another one is {superlative}, that one's derivative counts.",
            ),
            Mistake(
                "other-branch",
                lambda terms, x: D(terms[-1], x),
                f"Only one argument was differentiated: where another one is {superlative}, that one's derivative counts.",
            ),
            Mistake(
                f"{key}-of-derivatives",
                lambda terms, x: Term(head, tuple(D(t, x) for t in terms)),
                f"The derivative of a {word} is not the {word} of the derivatives: compare the functions, then differentiate the "
                f"{superlative}.",
            ),
            Mistake(
                "swapped",
                _swapped(other),
                f"The branches were swapped: the derivative of the {superlative} argument counts, not of the {opposite}.",
            ),
            Mistake(
                "sum",
                lambda terms, x: total([D(t, x) for t in terms]),
                f"A {word} is no sum: only the {superlative} argument is differentiated.",
            ),
        ),
        source=_DEEP_LEARNING,
        samples={"cases": _two_cases(head)},
    )


def _two_cases(head: Any) -> sp.Expr:
    """Return the largest or smallest of f(x) and g(x), written by cases for a general statement."""
    x = sp.Symbol("x")
    f, g = sp.Function("f")(x), sp.Function("g")(x)
    return sp.Piecewise((f, f > g if head is sp.Max else f < g), (g, True))


def _signed(below: Any, above: Any) -> sp.Expr:
    """Return cases by the sign of f(x) for a general statement."""
    f = sp.Function("f")(sp.Symbol("x"))
    return sp.Piecewise((below(f), f < 0), (above(f), True))


ABSOLUTE_BY_CASES = rule(
    id="diff.abs_by_cases",
    name="absolute value by cases",
    heads=(sp.Abs,),
    when=_of_argument,
    left=lambda f, cases, x: D(absolute(f), x),
    right=lambda cases, x: D(cases, x),
    why="At a zero of {f} the graph may have a corner: write it by cases, differentiate each, and look at each join from both sides.",
    words="The absolute value is the inside where this is positive and its negative where it is negative: find the zeros of {f} and write "
    "the function by cases. At each zero, both sides are examined.",
    mistakes=(
        Mistake(
            "bars-dropped",
            lambda f, x: D(f, x),
            "Without the bars this is right only where the inside is positive; where it is negative the sign turns.",
        ),
        Mistake(
            "absolute-of-derivative",
            lambda f, x: absolute(D(f, x)),
            "The derivative of |f| is not |f′|: where f is negative it is −f′, whatever the sign of f′.",
        ),
        Mistake("sign-only", lambda f: sign(f), "The derivative of the inside is missing: (|f|)′ = sign(f)·f′ where f is not 0."),
    ),
    source=f"{_STEWART}, sec. 2.8, example 5",
    samples={"cases": _signed(lambda f: -f, lambda f: f)},
)

SIGN_BY_CASES = rule(
    id="diff.sign_by_cases",
    name="sign by cases",
    heads=(sp.sign,),
    when=_of_argument,
    left=lambda f, cases, x: D(sign(f), x),
    right=lambda cases, x: D(cases, x),
    words="The sign is 1 where {f} is positive, −1 where it is negative and 0 where it is 0: it is constant but for its jumps.",
    mistakes=(
        Mistake("kept", lambda f: sign(f), "The sign does not change on either side of a jump: its derivative is 0 there."),
        Mistake("one", lambda: ONE, "The sign is constant on each side of a jump, and the derivative of a constant is 0."),
    ),
    source=f"{_STEWART}, sec. 2.2 and 2.8",
    samples={"cases": _signed(lambda _f: sp.Integer(-1), lambda _f: sp.Integer(1))},
)

STEP_BY_CASES = rule(
    id="diff.step_by_cases",
    name="unit step by cases",
    heads=(sp.Heaviside,),
    when=_of_step,
    left=lambda f, h, cases, x: D(_heaviside(f, h), x),
    right=lambda cases, x: D(cases, x),
    words="The unit step is 0 where {f} is negative and 1 where it is positive: it is constant but for its jumps.",
    mistakes=(
        Mistake("kept", lambda f, h: _heaviside(f, h), "The step does not change on either side of its jump: its derivative is 0 there."),
        Mistake("one", lambda: ONE, "The step is constant on each side of its jump, and the derivative of a constant is 0."),
    ),
    source=f"{_STEWART}, sec. 2.2 and 2.8",
    samples={"cases": _signed(lambda _f: sp.Integer(0), lambda _f: sp.Integer(1)), "h": sp.S.Half},
)

COMPOSED_BY_CASES = rule(
    id="diff.by_cases",
    name="written by cases",
    heads=(sp.Add, sp.Mul, sp.Pow, sp.Function),
    when=_of_composed,
    left=lambda f, bare, cases, x: D(f, x),
    right=lambda cases, x: D(cases, x),
    words="Between the places where its formula changes, the function has one formula: write it by cases, and examine both sides where "
    "they meet.",
    why="The formula changes from place to place: treat each piece, then the places where they meet.",
    mistakes=(
        Mistake(
            "bars-dropped",
            lambda bare, x: D(bare, x),
            "This takes one case for the whole function: where the other case holds, its derivative counts.",
        ),
        Mistake("zero", lambda: ZERO, "A kink at one point does not make the derivative 0 elsewhere: differentiate each case."),
    ),
    source=f"{_STEWART}, sec. 2.8",
    samples=None,
)

BY_CASES = (
    ABSOLUTE_BY_CASES,
    _of_extreme(sp.Max, sp.Min, word="maximum", superlative="largest", opposite="smallest"),
    _of_extreme(sp.Min, sp.Max, word="minimum", superlative="smallest", opposite="largest"),
    SIGN_BY_CASES,
    STEP_BY_CASES,
    COMPOSED_BY_CASES,
)
