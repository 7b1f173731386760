"""Goals about curves and pieces: slopes and lines, equations that define a function, pieces that meet."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.goals.core import FIRST, Derivative, Goal
from symtutor.term import LEAVES, ONE, At, Term, as_term, value

__all__ = [
    "KINDS",
    "CurveNormal",
    "CurveSlope",
    "CurveTangent",
    "Differential",
    "Divided",
    "Inserted",
    "InverseSlope",
    "Isolated",
    "Join",
    "JoinedSlopes",
    "JoinedValues",
    "Line",
    "LogarithmicDerivative",
    "Normal",
    "OnCurve",
    "OpenIntegral",
    "ParametricSlope",
    "PiecewiseSlope",
    "Renamed",
    "SecondSlope",
    "SideDerivative",
    "Slope",
    "SlopeAt",
    "SlopeAtJoin",
    "Tangent",
    "along_curve",
    "primed",
]


def along_curve(expr: Any, variable: Any, order: Any) -> Any:
    """Return a derivative in which other letters are functions of the variable; it is written with d."""
    return sp.Derivative(expr, (variable, order))


def primed(letter: Any, order: Any) -> Any:
    """Return the name of the derivative of a letter that stands for a function: y′."""
    return sp.Symbol(f"{letter}{'′' * int(order)}")


def _members(held: Term) -> tuple[Term, ...]:
    """Return the members of a tuple, written or held as a value."""
    return held.args if held.head is sp.Tuple else tuple(as_term(a) for a in held.args[0])


class Inserted(Goal, fields="expr old new", shown=FIRST, rewrites=True):
    """An expression in which things are replaced by others: one by one, or tuples of equal length."""


class OpenIntegral(Goal, fields="expr variable low high", shown=sp.Integral):
    """A definite integral that stays as it stands when the limits are not asked to be put in."""


class SlopeAt(Goal, fields="expr variable point"):
    """The derivative of an expression at a point."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        expr, variable, point = args
        return Term(At, (Derivative(expr, variable), variable, point))


class PiecewiseSlope(Goal, fields="derivatives slopes breaks variable"):
    """The derivative of a function given by pieces, from the pieces' derivatives and the slopes where they meet."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        derivatives, slopes, breaks = (_members(a) for a in args[:3])
        variable = args[3]
        cases = []
        for i, derivative in enumerate(derivatives):
            above = [Term(sp.Gt, (variable, breaks[i - 1]))] if i else []
            below = [Term(sp.Lt, (variable, breaks[i]))] if i < len(breaks) else []
            if not _is_undefined(derivative):
                bounds = (*above, *below)
                cases.append(Term(sp.Tuple, (derivative, bounds[0] if len(bounds) == 1 else Term(sp.And, bounds))))
            if below and not all(map(_is_undefined, derivatives[i : i + 2])):
                cases.append(Term(sp.Tuple, (slopes[i], Term(sp.Eq, (variable, breaks[i])))))
        return Term(sp.Piecewise, tuple(cases))


def _is_undefined(held: Term) -> bool:
    return held.head in LEAVES and held.args[0] is sp.nan


class Join(Goal, fields="below above slope_below slope_above variable point value"):
    """The derivative where two formulas meet, given the value there: nan where there is none."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        below, above, _before, _after, variable, point, middle = args
        fits = [_is_value(piece, variable, point, middle) for piece in (below, above)]
        cases = [(below, sp.Le if fits[0] else sp.Lt), (above, sp.Ge if fits[1] and not fits[0] else sp.Gt)]
        pieces = [Term(sp.Tuple, (piece, Term(mark, (variable, point)))) for piece, mark in cases]
        if not any(fits):
            pieces.insert(1, Term(sp.Tuple, (middle, Term(sp.Eq, (variable, point)))))
        return Term(At, (Derivative(Term(sp.Piecewise, tuple(pieces)), variable), variable, point))


def _is_value(piece: Term, variable: Term, point: Term, middle: Term) -> bool:
    """Tell whether a formula has a value at a point."""
    held = (piece, variable, point, middle)
    if any(term.head not in LEAVES for term in held):
        return False
    formula, letter, place, wanted = (term.args[0] for term in held)
    return bool(formula.xreplace({letter: place}) == wanted)


class SlopeAtJoin(Goal, fields="expr variable order point"):
    """The derivative of some order at a point where formulas meet, as at a kink: nan where there is none."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        expr, variable, order, point = args
        return Term(At, (Term(sp.Derivative, (expr, variable, order)), variable, point))


class JoinedValues(Goal, fields="one other", shown=sp.Tuple):
    """Two different values where formulas meet: there is no derivative."""


class JoinedSlopes(Goal, fields="below above", shown=sp.Tuple):
    """The slopes from below and from above where two pieces meet: the derivative if they agree."""


class LogarithmicDerivative(Goal, fields="expr variable"):
    """The derivative of an expression by way of its logarithm."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Derivative, (*args, ONE))


class SideDerivative(Goal, fields="expr variable"):
    """The derivative of one side of an equation, all that depends on the variable written as functions of it."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Derivative, (*args, ONE))


class Slope(Goal, fields="left right dependent variable others"):
    """The derivative of a letter on a curve; `others` are further letters that depend on the variable."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Eq, args[:2])


class CurveSlope(Goal, fields="left right dependent variable height point"):
    """The slope of a curve at one of its points."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        letter, variable = (value(a) for a in args[2:4])
        return Term(
            At,
            (
                Derivative(sp.Function(letter.name)(variable), variable),
                Term(sp.Tuple, (args[3], args[2])),
                Term(sp.Tuple, (args[5], args[4])),
            ),
        )


class Renamed(Goal, fields="expr unknown old new", rewrites=True):
    """What was found for an unknown, with plain letters in place of functions."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Eq, (args[1], args[0])) if args[0].head in LEAVES else args[0]


class SecondSlope(Goal, fields="left right dependent variable"):
    """The second derivative of a letter on a curve."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        letter, variable = (value(a) for a in args[2:4])
        return Term(sp.Derivative, (as_term(sp.Function(letter.name)(variable)), as_term(variable), as_term(2)))


class OnCurve(Goal, fields="expr left right", shown=FIRST, rewrites=True):
    """An expression written shorter where an equation holds."""


class Isolated(Goal, fields="left right unknown", rewrites=True):
    """The unknown of an equation that is linear in it."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Eq, args[:2])


class Divided(Goal, fields="factor rest unknown", rewrites=True):
    """The unknown of factor · unknown = rest."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        factor, rest, unknown = args
        return Term(sp.Eq, (factor * unknown, rest))


class ParametricSlope(Goal, fields="x y parameter order"):
    """The derivative dy/dx of a curve x(t), y(t), of the first or second order."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        letter = sp.Symbol("x")
        return Term(sp.Derivative, (as_term(sp.Function("y")(letter)), as_term(letter), args[3]))


class InverseSlope(Goal, fields="expr variable value point"):
    """The derivative of an inverse function at a value that the function takes at a point."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        letter = sp.Symbol("y")
        return Term(At, (Derivative(sp.Function("x")(letter), letter), as_term(letter), args[2]))


class Differential(Goal, fields="expr variable"):
    """The differential of an expression: its derivative times that of the variable."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Function("d"), args[:1])


class Tangent(Goal, fields="expr variable point letter"):
    """The tangent line of a graph at a point, in the variable and a letter for the height."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Eq, (args[3], args[0]))


class Normal(Goal, fields="expr variable point letter"):
    """The line at right angles to the tangent of a graph at a point."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Eq, (args[3], args[0]))


class CurveTangent(Goal, fields="left right variable dependent point height"):
    """The tangent line of a curve that an equation gives, at one of its points."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Eq, args[:2])


class CurveNormal(Goal, fields="left right variable dependent point height"):
    """The line at right angles to the tangent of a curve, at one of its points."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        return Term(sp.Eq, args[:2])


class Line(Goal, fields="slope variable point letter height", rewrites=True):
    """The line through a point with a slope, in point-slope form, to be written as y = m x + c."""

    @staticmethod
    def _shown(*args: Term) -> Term:
        slope, variable, point, letter, height = args
        number: Any = slope.args[0] if slope.head in LEAVES else None
        if number == 0:
            return Term(sp.Eq, (letter, height))
        is_falling = number is not None and number.could_extract_minus_sign()
        rise = _product(as_term(-number) if is_falling else slope, _distance(variable, point))
        if height.head in LEAVES and height.args[0] == 0:
            return Term(sp.Eq, (letter, -rise if is_falling else rise))
        return Term(sp.Eq, (letter, height - rise if is_falling else height + rise))


def _distance(variable: Term, point: Term) -> Term:
    """Return x − a as it is written: x for a = 0, x + 2 for a = −2."""
    if point.head in LEAVES and point.args[0].is_number:
        place = point.args[0]
        if place == 0:
            return variable
        return variable + as_term(-place) if place.could_extract_minus_sign() else variable - point
    return variable - point


def _product(slope: Term, distance: Term) -> Term:
    """Return the product of a slope and a distance; a slope of 1 is not written."""
    return distance if slope.args == (sp.S.One,) else slope * distance


KINDS: tuple[type[Goal], ...] = (
    Inserted,
    OpenIntegral,
    SlopeAt,
    PiecewiseSlope,
    Join,
    SlopeAtJoin,
    JoinedValues,
    JoinedSlopes,
    LogarithmicDerivative,
    SideDerivative,
    Slope,
    CurveSlope,
    Renamed,
    SecondSlope,
    OnCurve,
    Isolated,
    Divided,
    ParametricSlope,
    InverseSlope,
    Differential,
    Tangent,
    Normal,
    CurveTangent,
    CurveNormal,
    Line,
)
