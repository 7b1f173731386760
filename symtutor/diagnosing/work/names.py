"""What the names of a work stand for: f and f′ of a given function, A_x of a quantity, y′ on a curve."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

__all__ = ["Names", "is_slope", "named_expression", "primes_of"]

_PRIMED = re.compile(r"^([A-Za-z]+(?:_\w+)?)('+)$")
_PARTIAL = re.compile(r"^([A-Za-z]+)_([a-z]{1,3})$")


@dataclass(frozen=True, slots=True)
class Names:
    """Names with their expressions, and the variables of each in order.

    Parameters
    ----------
    values : mapping of str to Expr
        What each name stands for.
    variables : mapping of str to tuple of Symbol
        The arguments, as in f(x, y).
    written : mapping of str to Expr
        What each name stands for as it was written, with other names in it.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    variables: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    written: Mapping[str, Any] = field(default_factory=dict)

    def having(self, name: str, value: Any, variables: tuple[Any, ...], written: Any = None) -> Names:
        """Return the names with one more."""
        return Names(
            {**self.values, name: value}, {**self.variables, name: variables}, {**self.written, name: value if written is None else written}
        )

    def closed(self) -> Names:
        """Return the names with those put in that are defined after they are used, as in z = x y, x = cos t.

        Examples
        --------
        >>> x, t = sp.symbols("x t")
        >>> Names().having("z", x**2, ()).having("x", sp.cos(t), ()).closed().values["z"]
        cos(t)**2
        """
        return Names({name: self.without(value, self.variables[name]) for name, value in self.values.items()}, self.variables, self.written)

    def without(self, expr: Any, kept: tuple[Any, ...] = ()) -> Any:
        """Return an expression with letters that are names put in, other than some; a number is a place and not put in."""
        letters = {sp.Symbol(name): value for name, value in self.written.items() if getattr(value, "free_symbols", None)}
        for _ in letters:
            inside = {s: letters[s] for s in getattr(expr, "free_symbols", ()) if s in letters and s not in kept}
            if not inside:
                break
            expr = expr.subs(inside, simultaneous=True)
        return expr

    def arguments(self, name: str) -> tuple[sp.Symbol, ...]:
        """Return the variables of a name: those it was defined with, else all that stand in its value."""
        given = self.variables.get(name, ())
        return given or tuple(sorted(self.values[name].free_symbols, key=str))


def primes_of(symbol: sp.Expr) -> tuple[str, int]:
    """Return the name and the number of primes of a symbol such as y″.

    Examples
    --------
    >>> primes_of(sp.Symbol("y''"))
    ('y', 2)
    """
    match = _PRIMED.match(getattr(symbol, "name", ""))
    return (match.group(1), len(match.group(2))) if match else (getattr(symbol, "name", ""), 0)


def is_slope(symbol: Any) -> bool:
    """Tell whether a letter is the name of a derivative, as f′ or f_x.

    Examples
    --------
    >>> is_slope(sp.Symbol("f_x")), is_slope(sp.Symbol("f'")), is_slope(sp.Symbol("f"))
    (True, True, False)
    """
    name = getattr(symbol, "name", "")
    return bool(_PRIMED.match(name)) or (bool(_PARTIAL.match(name)) and name[0] in "fFgGLAVSCPQRTUzw")


def named_expression(expr: Any, names: Names) -> Any:
    """Return an expression with names replaced by what they stand for, derivatives of names worked out.

    Parameters
    ----------
    expr : Expr
        As read: f(x), f′(2), the symbol f′, ∂A/∂x, A_x.
    names : Names
        What is known.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> f = Names({"f": x**2}, {"f": (x,)})
    >>> named_expression(sp.Symbol("f'") + sp.Function("f")(3), f)
    2*x + 9
    """
    if not isinstance(expr, sp.Basic) or not names.values:
        return expr
    expr = expr.replace(lambda e: isinstance(e, sp.Subs), lambda e: _at(e, names))
    expr = expr.replace(lambda e: isinstance(e, sp.Derivative) and _name_of(e.expr) in names.values, lambda e: _derivative(e, names))
    expr = expr.replace(lambda e: isinstance(e, AppliedUndef) and e.func.__name__ in names.values, lambda e: _applied(e, names))
    expr = expr.replace(
        lambda e: isinstance(e, AppliedUndef) and primes_of(sp.Symbol(e.func.__name__))[0] in names.values, lambda e: _primed_at(e, names)
    )
    symbols = {s: found for s in expr.free_symbols if (found := _symbol(s, names)) is not None}
    return expr.subs(symbols, simultaneous=True) if symbols else expr


def _name_of(expr: Any) -> str:
    return expr.func.__name__ if isinstance(expr, AppliedUndef) else getattr(expr, "name", "")


def _applied(call: Any, names: Names) -> Any:
    name = call.func.__name__
    pairs = dict(zip(names.arguments(name), call.args, strict=False))
    return names.values[name].subs(pairs, simultaneous=True)


def _derivative(derivative: Any, names: Names) -> sp.Expr:
    inner = derivative.expr
    between = tuple(v for v in derivative.variables if v.name in names.written)
    if isinstance(inner, AppliedUndef):
        value = _applied(inner, names)
    elif between:  # dL/dp, where p has a meaning of its own
        value = names.without(names.written[inner.name], between)
    else:
        value = names.values[inner.name]
    for variable, times in derivative.variable_count:
        value = sp.diff(value, variable, times)
    return value


def _at(subs: Any, names: Names) -> Any:
    inner = named_expression(subs.expr, names)
    return subs if inner.has(sp.Derivative) else inner.subs(dict(zip(subs.variables, subs.point, strict=True)), simultaneous=True)


def _primed_at(call: Any, names: Names) -> Any:
    name, times = primes_of(sp.Symbol(call.func.__name__))
    arguments = names.arguments(name)
    if len(arguments) != 1 or len(call.args) != 1:
        return call
    return sp.diff(names.values[name], arguments[0], times).subs(arguments[0], call.args[0])


def _symbol(symbol: Any, names: Names) -> Any:
    """Return what a symbol stands for: the name itself, its derivative f′, a partial derivative A_x."""
    if symbol.name in names.values:
        return names.values[symbol.name]
    name, times = primes_of(symbol)
    if times and name in names.values:
        arguments = names.arguments(name)
        return sp.diff(names.values[name], arguments[0], times) if len(arguments) == 1 else None
    partial = _PARTIAL.match(symbol.name)
    if partial is not None and partial.group(1) in names.values:
        value = names.values[partial.group(1)]
        letters = [sp.Symbol(letter) for letter in partial.group(2)]
        if all(letter in value.free_symbols for letter in letters):
            return sp.diff(value, *letters)
    return None
