"""The order in which a textbook writes the terms of a sum and the factors of a product; SymPy stores both sorted for a machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sympy as sp

__all__ = ["VARIABLES", "factors", "is_negative", "place_of_factor", "summands"]

VARIABLES = frozenset("tuvwxyz") | {"theta", "phi"}
_FUNCTION_RANKS = {
    kind: rank
    for rank, kinds in {
        6: (sp.exp,),
        7: (sp.log,),
        9: (sp.sin, sp.sinh),
        10: (sp.cos, sp.cosh),
        11: (sp.sec, sp.csc, sp.sech, sp.csch),
        12: (sp.tan, sp.cot, sp.tanh, sp.coth),
    }.items()
    for kind in kinds
}
_LESS = sp.Rational(1, 4)
_INCREMENTS = frozenset({"h", "delta", "epsilon", "Delta"})
_LAST = 14  # dx and dy stand after everything that they multiply


def summands(expr: Any) -> tuple[Any, ...]:
    """Return the terms of a sum in textbook order; a positive one leads, except in longer polynomials."""
    if len(expr.args) == 2 and any(map(_is_turns, expr.args)) and any(not term.free_symbols for term in expr.args):
        return tuple(sorted(expr.args, key=_is_turns))
    ordered = sorted(expr.args, key=_key_by_variable if _is_separate(expr.args) else _summand_key)
    if is_negative(ordered[0]) and (len(ordered) == 2 or not all(map(_is_monomial, ordered))):
        lead = next((i for i, term in enumerate(ordered) if not is_negative(term)), 0)
        ordered.insert(0, ordered.pop(lead))
    return tuple(ordered)


def _is_turns(term: sp.Expr) -> bool:
    """Tell whether a term is a number of turns, as in π/6 + 2π·n."""
    letters = [factor for factor in sp.Mul.make_args(term) if not factor.is_number]
    return len(letters) == 1 and isinstance(letters[0], sp.Symbol) and letters[0].name in _COUNTS and term.has(sp.pi)


_COUNTS = frozenset({"n", "k", "m", "n1"})


def _is_separate(terms: Iterable[sp.Basic]) -> bool:
    """Tell whether there are several variables and no term holds two of them, as in x² + y³."""
    held = [_variables_of(term) for term in terms]
    return all(len(names) < 2 for names in held) and len({n for names in held for n in names}) > 1


def _key_by_variable(term: sp.Expr) -> tuple[Any, ...]:
    """Return the place of a term in a sum of terms in one variable each: x before y, whatever their powers; constants last."""
    names = _variables_of(term)
    return (not names, names, _summand_key(term))


def _variables_of(term: Any) -> list[str]:
    return sorted(s.name for s in term.free_symbols if s.name in VARIABLES)


def is_negative(term: Any) -> bool:
    """Tell whether a term has a minus in front."""
    coefficient = term.args[0] if isinstance(term, sp.Mul) else term
    return bool(coefficient.is_Number and coefficient < 0)


def _summand_key(term: sp.Expr) -> tuple[Any, ...]:
    """Return the place of a term in a sum: higher powers of the variables first, functions before constants."""
    degrees: dict[str, sp.Expr] = {}
    functions = []
    growth: Any = 0  # of the factors that are not letters
    for factor in sp.Mul.make_args(term):
        base, exponent = factor.as_base_exp() if isinstance(factor, sp.Pow) else (factor, sp.S.One)
        if isinstance(base, sp.Symbol) and exponent.is_Rational:
            degrees[base.name] = degrees.get(base.name, 0) + exponent
        elif not factor.is_Number:
            functions.append(factor)
            growth += _growth(base, exponent)
    variables = {n: d for n, d in degrees.items() if n in VARIABLES}
    others = {n: d for n, d in degrees.items() if n not in VARIABLES}
    return (
        sorted(filter(_is_differential, degrees)),
        -sum(variables.values()) - growth,
        sorted((_by_index(name), -degree) for name, degree in variables.items()),
        not functions,
        [place_of_factor(f) for f in functions],
        _place_of_letters(others),
        sorted((_by_index(name), -degree) for name, degree in others.items()),
    )


def _place_of_letters(degrees: Mapping[str, Any]) -> int:
    """Return whether a term in letters that are no variables stands before a number (a + 1) or after it (1/3 + 1/n)."""
    return 1 if not degrees else 2 if all(degree < 0 for degree in degrees.values()) else 0


def _by_index(name: str) -> tuple[str, int]:
    """Return a key that puts x2 before x10."""
    stem = name.rstrip("0123456789")
    return stem, int(name[len(stem) :] or 0)


def _degree(term: sp.Expr) -> Any:
    """Return the degree of a term in the variables, as far as exponents are numbers."""
    powers = (factor.as_base_exp() for factor in sp.Mul.make_args(term))
    return sum((e for base, e in powers if isinstance(base, sp.Symbol) and base.name in VARIABLES and e.is_Rational), sp.S.Zero)


def _growth(base: sp.Expr, exponent: sp.Expr) -> Any:
    """Return what a factor adds to the degree of its term: (x + 1)² two; e^(−x) and 1/(x² + 1) stand after constants."""
    if isinstance(base, sp.exp) and all(map(is_negative, sp.Add.make_args(base.args[0]))):
        return -_LESS
    if not isinstance(base, sp.Add) or not exponent.is_Rational:
        return 0
    degree = max(_degree(term) for term in base.args)
    return degree * exponent - (0 if exponent.is_Integer and exponent > 0 else _LESS)


def factors(expr: Any) -> tuple[Any, ...]:
    """Return the factors of a product in textbook order."""
    return tuple(sorted(expr.args, key=place_of_factor))


def place_of_factor(factor: sp.Expr) -> tuple[Any, ...]:
    """Return the place of a factor: numbers, letters, sums, roots, exponentials, functions, sums of functions."""
    base, exponent = factor.args if isinstance(factor, sp.Pow) else (factor, sp.S.One)
    if not factor.args or (isinstance(base, sp.Symbol) and exponent.is_Integer):
        if not isinstance(base, sp.Symbol):
            return (0, "", sp.default_sort_key(factor))
        is_late = base.name in _INCREMENTS or base.name.startswith("sigma_")  # p·σ₁·(1 − σ₁): no t(1 − σ₁)
        rank = _LAST if _is_differential(base.name) else 3 if is_late else 2 if base.name in VARIABLES else 1
        return (rank, base.name, sp.default_sort_key(exponent))
    if not exponent.is_Integer:
        if base.is_Integer and exponent.is_Rational:
            return (0, "√", sp.default_sort_key(factor))
        return (5, "", sp.default_sort_key(factor))
    if isinstance(base, sp.Add):
        return (4 if _is_algebraic(base) else 13, "", sp.default_sort_key(factor))
    falling = (sp.default_sort_key(base), -int(exponent))  # sin² x before sin x
    return (_FUNCTION_RANKS.get(type(base), 8), type(base).__name__, falling)


def _is_differential(name: str) -> bool:
    """Tell whether a letter is dx, dy, dt ..."""
    return name[:1] == "d" and name[1:] in VARIABLES


def _is_monomial(term: sp.Expr) -> bool:
    """Tell whether a term is a number times positive powers of letters."""
    powers = (f.as_base_exp() for f in sp.Mul.make_args(term))
    return all(base.is_Number or (base.is_Symbol and exponent.is_Integer and exponent > 0) for base, exponent in powers)


def _is_algebraic(expr: sp.Expr) -> bool:
    """Tell whether an expression is made of letters and numbers by arithmetic and roots."""
    if isinstance(expr, sp.Pow):
        return expr.exp.is_Rational and _is_algebraic(expr.base)
    return not expr.args if not isinstance(expr, sp.Add | sp.Mul) else all(map(_is_algebraic, expr.args))
