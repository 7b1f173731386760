"""Implicit differentiation: both sides of an equation, the derivative named, a linear equation solved."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.places.on_curve import one_fraction, reduced_on_curve
from symtutor.goals.core import D, Evaluated
from symtutor.goals.curves import CurveSlope, Divided, Inserted, Isolated, OnCurve, Renamed, SecondSlope, SideDerivative, Slope
from symtutor.rule import Bindings, Mistake, Relation, Rule
from symtutor.term import as_term

__all__ = ["IMPLICIT"]

_SOURCE = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 3.5"

rule = partial(Rule, cost=0, commit=True, source=_SOURCE)
_UNKNOWN = sp.Symbol("_unknown")


def _as_functions(letters: tuple[sp.Symbol, ...], x: sp.Symbol) -> dict[Any, Any]:
    """Return each letter with the function of the variable that it stands for."""
    return {letter: sp.Function(letter.name)(x) for letter in letters}


def _both_sides(goal: Slope, _context: object) -> Iterable[Bindings]:
    left, right, y, x, others = goal.args
    functions = _as_functions((y, *others), x)
    slope = sp.Derivative(functions[y], x)
    yield {
        "left": left,
        "right": right,
        "y": y,
        "x": x,
        "others": others,
        "f": left.xreplace(functions),
        "g": right.xreplace(functions),
        "slope": slope,
        "old": sp.Tuple(*functions.values()),
        "new": sp.Tuple(*functions),
    }


def _side(goal: SideDerivative, _context: object) -> Iterable[Bindings]:
    expr, x = goal.args
    return ({"f": expr, "x": x},)


def _alone(goal: Isolated, _context: object) -> Iterable[Bindings]:
    """Find an equation that is solved for the derivative as it stands."""
    f, g, unknown = goal.args
    return ({"f": f, "g": g, "unknown": unknown},) if f == unknown and not g.has(unknown) else ()


def _linear(goal: Isolated, _context: Any) -> Iterable[Bindings]:
    """Find factor and rest of an equation that is linear in the unknown."""
    left, right, unknown = goal.args
    difference = (left - right).xreplace({unknown: _UNKNOWN})
    factor = difference.diff(_UNKNOWN)
    if factor != 0 and not factor.has(_UNKNOWN):
        rest = -difference.xreplace({_UNKNOWN: sp.S.Zero})
        if factor.could_extract_minus_sign():
            factor, rest = -factor, -rest
        yield {"f": left, "g": right, "unknown": unknown, "factor": factor, "rest": rest}


def _divisible(goal: Divided, _context: object) -> Iterable[Bindings]:
    factor, rest, unknown = goal.args
    return ({"factor": factor, "rest": rest, "unknown": unknown, "result": sp.factor_terms(rest) / sp.factor_terms(factor)},)


def _renaming(goal: Renamed, _context: object) -> Iterable[Bindings]:
    expr, unknown, old, new = goal.args
    rates = {d: sp.Symbol(f"_rate_{i}") for i, d in enumerate(sorted(expr.atoms(sp.Derivative), key=sp.default_sort_key))}
    result = expr.xreplace(rates).xreplace(dict(zip(old, new, strict=True))).xreplace({letter: d for d, letter in rates.items()})
    return ({"expr": expr, "unknown": unknown, "old": old, "new": new, "result": result},)


def _twice(goal: SecondSlope, _context: object) -> Iterable[Bindings]:
    left, right, y, x = goal.args
    function = sp.Function(y.name)(x)
    return ({"left": left, "right": right, "y": y, "x": x, "function": function, "slope": sp.Derivative(function, x)},)


def _as_fraction(goal: OnCurve, _context: object) -> Iterable[Bindings]:
    """Find the one fraction that a sum or a fraction of fractions is, where the curve makes it shorter still."""
    expr, left, right = goal.args
    fraction = one_fraction(expr)
    if fraction != expr and reduced_on_curve(fraction, left - right) != fraction:
        yield {"expr": expr, "left": left, "right": right, "fraction": fraction}


def _shortened(goal: OnCurve, _context: object) -> Iterable[Bindings]:
    expr, left, right = goal.args
    yield {"expr": expr, "left": left, "right": right, "shorter": reduced_on_curve(one_fraction(expr), left - right)}


def _at_point(goal: CurveSlope, _context: Any) -> Iterable[Bindings]:
    left, right, y, x, b, a = goal.args
    return ({"left": left, "right": right, "y": y, "x": x, "a": a, "b": b},)


BOTH_SIDES = rule(
    id="implicit.both_sides",
    name="both sides differentiated",
    goal=Slope,
    when=_both_sides,
    left=lambda left, right, y, x, others, f, g, slope, old, new: Slope(left, right, y, x, others),
    right=lambda x, f, g, slope, old, new: Renamed(Isolated(SideDerivative(f, x), SideDerivative(g, x), slope), slope, old, new),
    words="On the curve both sides stay equal as {x} varies, so their derivatives are equal too. {y} depends on {x}: wherever it stands, "
    "the chain rule brings the factor {slope}.",
    why="The equation ties {y} to {x}, so {y} depends on {x}: differentiate both sides.",
    relation=Relation.IMPLIES,
    mistakes=(
        Mistake(
            "right-side-kept",
            lambda x, f, g, slope, old, new: Renamed(Isolated(SideDerivative(f, x), g, slope), slope, old, new),
            "The right side has to be differentiated as well; the derivative of a constant is 0.",
        ),
        Mistake(
            "inverted",
            lambda x, f, g, slope, old, new: (
                as_term(1) / Renamed(Isolated(SideDerivative(f, x), SideDerivative(g, x), slope), slope, old, new)
            ),
            "That is dx/dy: the coefficient of the derivative goes into the denominator.",
        ),
    ),
)

ONE_SIDE = rule(
    id="implicit.one_side",
    name="one side differentiated",
    goal=SideDerivative,
    when=_side,
    left=lambda f, x: SideDerivative(f, x),
    right=lambda f, x: D(f, x),
    words="Differentiate this side as usual; every letter that depends on {x} is a function of it.",
    minor=True,
    goes_without_saying=True,
)

ALONE = rule(
    id="implicit.alone",
    name="the derivative stands alone",
    goal=Isolated,
    when=_alone,
    left=lambda f, g, unknown: Isolated(f, g, unknown),
    right=lambda g: g,
    words="The derivative already stands alone on one side.",
    minor=True,
    samples=None,
)

COLLECT = rule(
    id="implicit.collect",
    name="terms with the derivative collected on one side",
    goal=Isolated,
    when=_linear,
    left=lambda f, g, unknown, factor, rest: Isolated(f, g, unknown),
    right=lambda unknown, factor, rest: Divided(factor, rest, unknown),
    words="The equation is linear in {unknown}: bring all terms with it to the left, all others to the right, and take it out.",
    relation=Relation.IFF,
    mistakes=(
        Mistake(
            "sign",
            lambda unknown, factor, rest: Divided(factor, -rest, unknown),
            "A term changes its sign when it is brought to the other side.",
        ),
        Mistake(
            "coefficient-dropped",
            lambda unknown, rest: Divided(1, rest, unknown),
            "The derivative has a coefficient, which the chain rule brought: it stays with it when the terms are collected.",
        ),
    ),
)

DIVIDE = rule(
    id="implicit.divide",
    name="divided by the coefficient of the derivative",
    goal=Divided,
    when=_divisible,
    left=lambda factor, rest, unknown, result: Divided(factor, rest, unknown),
    right=lambda result: result,
    words="Divide by {factor}; where that is 0 the curve has no slope, or this method does not find it.",
    relation=Relation.IFF,
    holds=lambda factor: (sp.Ne(factor.as_coeff_Mul()[1], 0),),
    mistakes=(
        Mistake(
            "upside-down", lambda factor, rest: factor / rest, "The fraction is upside down: divide by the coefficient of the derivative."
        ),
        Mistake(
            "subtracted", lambda factor, rest: rest - factor, "The coefficient multiplies the derivative: divide by it, do not subtract it."
        ),
    ),
)

LETTERS_BACK = rule(
    id="implicit.letters",
    name="letters written for the functions",
    goal=Renamed,
    when=_renaming,
    left=lambda expr, unknown, old, new, result: Renamed(expr, unknown, old, new),
    right=lambda result: result,
    words="Write plain letters for the functions again.",
    goes_without_saying=True,
)

SECOND = rule(
    id="implicit.second",
    name="the first derivative differentiated again",
    goal=SecondSlope,
    when=_twice,
    left=lambda left, right, y, x, function, slope: SecondSlope(left, right, y, x),
    right=lambda left, right, y, x, function, slope: OnCurve(
        Inserted(
            Inserted(D(Inserted(Slope(left, right, y, x, ()), y, function), x), slope, Inserted(Slope(left, right, y, x, ()), y, function)),
            function,
            y,
        ),
        left,
        right,
    ),
    why="Both sides of the equation give the first derivative; differentiate it once more, then put it in.",
    words="Differentiate the first derivative once more, {y} again as a function of {x}; then put in the first derivative for {slope}.",
    mistakes=(
        Mistake(
            "held",
            lambda left, right, y, x: D(Slope(left, right, y, x, ()), x),
            "In the second differentiation too the dependent letter is a function: the chain rule brings its derivative.",
        ),
        Mistake(
            "squared",
            lambda left, right, y, x: Slope(left, right, y, x, ()) ** 2,
            "The second derivative is the derivative of the first one, not its square.",
        ),
    ),
)

ONE_FRACTION = rule(
    id="implicit.one_fraction",
    name="one fraction",
    goal=OnCurve,
    when=_as_fraction,
    left=lambda expr, left, right, fraction: OnCurve(expr, left, right),
    right=lambda left, right, fraction: OnCurve(fraction, left, right),
    words="Bring everything over one denominator.",
)

SHORTER_ON_CURVE = rule(
    id="implicit.use_curve",
    name="the equation of the curve put in",
    goal=OnCurve,
    when=_shortened,
    left=lambda expr, left, right, shorter: OnCurve(expr, left, right),
    right=lambda shorter: shorter,
    words="On the curve {left} is {right}: put this in, and the expression is {shorter}.",
    mistakes=(
        Mistake("sign", lambda shorter: -shorter, "The sign was lost when the equation of the curve was put in."),
        Mistake(
            "left-side-dropped",
            lambda right, shorter: shorter / right,
            "On the curve the left side is the right side of the equation, not 1.",
        ),
    ),
)

SLOPE_AT_POINT = rule(
    id="implicit.at_point",
    name="slope at the point",
    goal=CurveSlope,
    when=_at_point,
    left=lambda left, right, y, x, a, b: CurveSlope(left, right, y, x, b, a),
    right=lambda left, right, y, x, a, b: Evaluated(Slope(left, right, y, x, ()), (x, y), (a, b)),
    words="First the slope in general, then the numbers {a} for {x} and {b} for {y}.",
    why="The equation ties {y} to {x}, so {y} depends on {x}: differentiate both sides, then put the point in.",
    mistakes=(
        Mistake(
            "swapped",
            lambda left, right, y, x, a, b: Evaluated(Slope(left, right, y, x, ()), (x, y), (b, a)),
            "The coordinates of the point were swapped.",
        ),
        Mistake(
            "sign",
            lambda left, right, y, x, a, b: -Evaluated(Slope(left, right, y, x, ()), (x, y), (a, b)),
            "The sign was lost when the numbers were put in.",
        ),
    ),
)

IMPLICIT = (BOTH_SIDES, ONE_SIDE, ALONE, COLLECT, DIVIDE, LETTERS_BACK, SECOND, ONE_FRACTION, SHORTER_ON_CURVE, SLOPE_AT_POINT)
