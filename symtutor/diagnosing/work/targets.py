"""What a work is about: the problem as something that lines can be true for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.checking.equivalence.domains import natural_domain
from symtutor.checking.values.senses import AsAntiderivative, AsFunction, AsLimit, AsNumber, Sense
from symtutor.diagnosing.work.completing import whole_limit
from symtutor.diagnosing.work.names import Names, named_expression
from symtutor.errors import SymtutorError
from symtutor.reading.work.lines import NoValue, expression_of, members
from symtutor.reading.work.statements import speaks_of_arrays
from symtutor.work import Line, Part

__all__ = ["Target", "sense_of", "target_of"]


@dataclass(frozen=True, slots=True)
class Target:
    """What the lines are compared with.

    Parameters
    ----------
    sense : Sense, optional
        In which sense a value is the same as what is asked; None where no value is asked.
    asked : Expr, optional
        What is asked, unevaluated.
    variable : Symbol, optional
        The variable of the problem.
    names : Names
        Functions and quantities that the problem names.
    curve : Expr, optional
        What is 0 on the curve of an implicit problem.
    equations : tuple of Expr
        What is 0 by the problem.
    conditions : tuple
        Inequalities of the problem.
    objective : Expr, optional
        What is to be made least or greatest.
    wants : str
        "", "minimum", "maximum", "derivative", "tangent".
    point : mapping of Symbol to Expr
        The point of a tangent or slope.
    letters : frozenset of str
        The names that the problem uses.
    is_array : bool
        Whether letters are vectors and matrices.
    function : Expr, optional
        What is to be differentiated once.
    real_side : str
        The side of a limit from which its function is real, where it is on no other.
    is_slope_by_parameter : bool
        Whether words ask for the derivative of y with respect to x where both are given by a parameter.
    is_foreign : bool
        Whether what is asked is of a kind with which lines cannot be compared; then only the answer is.
    """

    sense: Sense | None = None
    asked: Any = None
    variable: Any = None
    names: Names = field(default_factory=Names)
    curve: Any = None
    equations: tuple[Any, ...] = ()
    conditions: tuple[Any, ...] = ()
    objective: Any = None
    wants: str = ""
    point: Mapping[Any, Any] = field(default_factory=dict)
    letters: frozenset[str] = frozenset()
    is_array: bool = False
    function: Any = None
    is_foreign: bool = False
    real_side: str = ""
    is_slope_by_parameter: bool = False


def sense_of(expr: Any) -> tuple[Sense, Any]:
    """Return the sense in which an expression with goals has a value, and its variable."""
    if not isinstance(expr, sp.Expr):
        return AsFunction(), None
    open_integrals = [i for i in expr.atoms(sp.Integral) if all(len(limits) == 1 for limits in i.limits)]
    if open_integrals:
        variable = min(open_integrals, key=lambda i: -i.count_ops()).limits[0][0]
        return AsAntiderivative(variable), variable
    limits = sorted(expr.atoms(sp.Limit), key=str)
    if limits and (isinstance(expr, sp.Limit) or all(limit.args[1:3] == limits[0].args[1:3] for limit in limits)):
        variable, to, direction = limits[0].args[1:]
        if not (expr.free_symbols - {variable}) and not isinstance(to, sp.Symbol):
            return AsLimit(sp.Symbol(str(variable)), to, str(direction)), variable
        return AsFunction(), None
    if expr.has(sp.Integral):
        integral = next(iter(sorted(expr.atoms(sp.Integral), key=str)))
        return AsNumber(), integral.limits[0][0]
    free = sorted(expr.free_symbols, key=str)
    return AsFunction(), free[0] if len(free) == 1 else None


def target_of(line: Line | None, lines: Sequence[str] = ()) -> Target:
    """Return what a problem asks, from its statements; an empty target where nothing formal stands in it."""
    if line is None:
        return Target(is_array=speaks_of_arrays(lines))
    target = Target(letters=frozenset(_names_in(line)))
    if speaks_of_arrays([line.text]):
        return replace(target, is_array=True)  # vectors and matrices are no numbers
    if {word for part in line.parts for word in part.words} >= _UNREAD:
        return target  # a function whose letters are functions of another
    for part in line.parts:
        try:
            target = _with_part(target, part)
        except (SymtutorError, NoValue, ArithmeticError, ValueError, TypeError, AttributeError):
            continue
    return _from_the_real_side(_completed(target, line, lines))


def _from_the_real_side(target: Target) -> Target:
    """Return the target of a limit from the only side on which its function is real, where nothing is said of a side: x ln x at 0."""
    sense, asked = target.sense, target.asked
    if not isinstance(sense, AsLimit) or sense.direction != "+-" or not isinstance(asked, sp.Limit) or not sense.to.is_finite:
        return target
    condition = natural_domain(asked.args[0])
    near = {side: {condition.subs(sense.variable, sense.to + sign * step) for step in _NEAR} for side, sign in (("+", 1), ("-", -1))}
    side = next((a for a, b in (("+", "-"), ("-", "+")) if near[a] == {sp.true} and near[b] == {sp.false}), None)
    if side is None:
        return target
    return replace(target, sense=replace(sense, direction=side), asked=asked.func(*asked.args[:3], side), real_side=side)


_UNREAD = {"differentiate", "where"}
_NEAR = tuple(sp.Rational(1, 10**k) for k in (2, 4, 6))


def _names_in(line: Line) -> set[str]:
    return set(re.findall(r"[A-Za-z]+", line.text))


def _with_part(target: Target, part: Part) -> Target:
    """Return a target with one statement of the problem."""
    words = set(part.words)
    target = _with_words(target, words, part.text)
    place = next((found for word in part.words if (found := _PLACE.fullmatch(word))), None)
    if target.wants == "tangent" and place is not None:  # at (3,4)
        target = replace(target, point=dict(zip(sp.symbols("x y"), map(sp.Rational, place.groups()), strict=True)))
    if part.term is None:
        return target
    if part.term.head is sp.And:
        return replace(target, conditions=(*target.conditions, *_relations(expression_of(part.term, part.text))))
    relation, sides = members(part.term)
    values = [expression_of(whole_limit(side), part.text) for side in sides]
    if relation is None:
        return _with_expression(target, _without_extremum(values[0]), words)
    if relation is not sp.Eq:
        return replace(target, conditions=(*target.conditions, *_relations(expression_of(part.term, part.text))))
    left, right = values[0], values[-1]
    if isinstance(left, sp.Expr) and left.has(sp.Integral, sp.Limit) and len(values) == 2 and isinstance(right, sp.Symbol):
        return _with_expression(target, left, words)
    name = _defined_name(left)
    if name is not None and not _is_curve(left, right):
        arguments = tuple(left.args) if isinstance(left, AppliedUndef) else ()
        expr = named_expression(values[1] if len(values) > 2 else right, target.names)
        names = target.names.having(name, expr, arguments, right)
        return replace(target, names=names.closed(), objective=expr if target.objective is None else target.objective)
    if len(sides[0].args) == 1 and left == right and len(right.free_symbols) == 1:
        (x,) = right.free_symbols  # σ(x) = …, a function that has its name already
        return replace(target, sense=AsFunction(), asked=sp.diff(right, x), variable=x, function=right)
    if isinstance(left, sp.Expr) and isinstance(right, sp.Expr):
        return replace(target, equations=(*target.equations, left - right))
    return target


_PLACE = re.compile(r"\((-?\d+(?:/\d+|\.\d+)?),(-?\d+(?:/\d+|\.\d+)?)\)")


def _relations(condition: sp.Basic) -> tuple[sp.Basic, ...]:
    return condition.args if isinstance(condition, sp.And) else (condition,)


def _without_extremum(expr: sp.Basic) -> sp.Basic:
    """Return what stands after a bare max or min, which is read as that of its first term."""
    return (
        expr.replace(lambda e: isinstance(e, sp.Max | sp.Min) and len(e.args) == 1, lambda e: e.args[0])
        if isinstance(expr, sp.Expr)
        else expr
    )


def _is_curve(left: sp.Basic, right: sp.Basic) -> bool:
    return isinstance(left, sp.Symbol) and left in getattr(right, "free_symbols", set())


def _defined_name(left: sp.Basic) -> str | None:
    if isinstance(left, AppliedUndef) and all(isinstance(a, sp.Symbol) for a in left.args):
        return str(left.func.__name__)
    return left.name if isinstance(left, sp.Symbol) and "'" not in left.name else None


def _with_words(target: Target, words: set[str], text: str) -> Target:
    wants = target.wants
    if words & {"minimize", "minimise", "least", "smallest", "minimum", "shortest", "cheapest"}:
        wants = "minimum"
    if words & {"maximize", "maximise", "greatest", "largest", "maximum", "most"} or "\\max" in text:
        wants = "maximum"
    if "\\min" in text:
        wants = "minimum"
    if words & {"tangent", "slope"}:
        wants = "tangent"
    return replace(target, wants=wants)


def _with_expression(target: Target, expr: sp.Basic, words: set[str]) -> Target:
    """Return a target that asks for an expression, or that has a point."""
    if isinstance(expr, sp.Tuple):
        if "jacobian" in words:
            return replace(target, sense=AsFunction(), asked=sp.ImmutableMatrix(list(expr)).jacobian(sorted(expr.free_symbols, key=str)))
        if target.wants == "tangent" and target.equations and len(expr) == 2:
            return replace(target, point=dict(zip(sp.symbols("x y"), expr, strict=True)))
        return target
    if not isinstance(expr, sp.Expr):
        return target
    if isinstance(expr, sp.Symbol):
        return target  # a letter that is to be found
    if isinstance(expr, sp.Derivative) and isinstance(expr.expr, sp.Symbol):
        return _with_slope(target, expr)
    return _with_value(target, expr, words)


def _with_value(target: Target, expr: Any, words: set[str]) -> Target:
    """Return a target that asks for the value of an expression, or for what words say of it."""
    expr = named_expression(expr, target.names)
    if "limit" in words and not expr.has(sp.Limit):
        return target
    if target.wants in {"minimum", "maximum"} and not expr.has(sp.Integral, sp.Limit):
        return replace(target, objective=expr)
    field = _of_field(expr, words)
    if field is not None:
        named = target.names.having("f", expr, tuple(sorted(expr.free_symbols, key=str)))
        return replace(target, sense=AsFunction(), asked=field, names=named)
    sense, variable = sense_of(expr)
    if isinstance(expr, sp.Derivative) and len(expr.variables) == 1:
        target = replace(target, function=expr.expr)
        variable = expr.variables[0]
    if expr.has(sp.Derivative):
        expr = expr.doit(integrals=False, limits=False, sums=False)
    if not expr.has(sp.Integral, sp.Limit, sp.Sum) and not words & {"differentiate", "derivative"} and target.asked is not None:
        return target
    if words & {"differentiate", "derivative"} and variable is not None:
        return replace(
            target,
            sense=AsFunction(),
            asked=sp.diff(expr, variable),
            variable=variable,
            function=expr,
            names=target.names.having("f", expr, (variable,)),
        )
    return replace(target, sense=sense, asked=expr, variable=variable)


def _with_slope(target: Target, expr: Any) -> Target:
    """Return a target that asks for dy/dx of names: of a function, or of x and y that a parameter gives; else nothing is asked."""
    values = target.names.values
    y, x = expr.expr.name, expr.variables[0].name
    if len(expr.variables) != 1 or y not in values:
        return target
    above = values[y]
    if x not in values:
        return replace(target, sense=AsFunction(), asked=sp.diff(above, expr.variables[0]), variable=expr.variables[0], function=above)
    letters = sorted(above.free_symbols | values[x].free_symbols, key=str)
    if len(letters) != 1:
        return target
    return replace(target, sense=AsFunction(), asked=sp.diff(above, letters[0]) / sp.diff(values[x], letters[0]), variable=letters[0])


def _of_field(expr: sp.Basic, words: set[str]) -> Any:
    """Return the gradient or Hessian that words ask for, or None."""
    variables = sorted(expr.free_symbols, key=str)
    if "gradient" in words:
        return sp.ImmutableMatrix([sp.diff(expr, v) for v in variables])
    if "hessian" in words:
        return sp.ImmutableMatrix(sp.hessian(expr, variables))
    return None


_ASKS_SLOPE = re.compile(
    r"['′’]|prime|\\frac\s*\{\s*(?:d|\\mathrm\{d\})|d/d|dy|lim|[Dd]ifferentiate|[Dd]erivative|increas|decreas|convex|concave|extrem"
)


def _completed(target: Target, line: Line, lines: Sequence[str]) -> Target:
    """Return a target with what is asked about its names: f′(x) = ?, y″ = ?."""
    text = line.text
    if target.asked is not None:
        return target
    if {"x", "y"} <= set(target.names.values) and not target.equations and "derivative of y with respect to x" in text:
        slope = sp.Derivative(sp.Symbol("y"), sp.Symbol("x"))
        return target if re.search(r"second|third", text) else replace(_with_slope(target, slope), is_slope_by_parameter=True)
    asks_slope = any(_ASKS_SLOPE.search(t) for t in (text, *lines))
    if target.names.values and not target.equations and (asks_slope or not lines):
        name = next(iter(target.names.values))
        expr = target.names.values[name]
        arguments = target.names.arguments(name)
        if len(arguments) == 1:
            order = 2 if re.search(rf"{name}\s*(?:''|’’|″|^{{\\prime\\prime}})", text) else 1
            return replace(
                target,
                sense=AsFunction(),
                asked=sp.diff(expr, arguments[0], order),
                variable=arguments[0],
                wants=target.wants or "derivative",
                function=expr if order == 1 else None,
            )
        return target
    is_constraint = any(len(target.names.arguments(name)) > 1 for name in target.names.values)
    if len(target.equations) == 1 and target.wants in {"", "tangent"} and not is_constraint and "plane" not in text:
        free = sorted(target.equations[0].free_symbols, key=str)
        y = sp.Symbol("y")
        if y in free and sp.Symbol("x") in free and (target.wants == "tangent" or "'" in text or "dy" in text or len(free) == 2):
            values = target.names.values
            at = {s: values[s.name] for s in sp.symbols("x y") if s.name in values}
            return replace(target, curve=target.equations[0], variable=sp.Symbol("x"), equations=(), point=target.point or at)
    return target
