"""Wrong forms of an integrand that people write: what a mistake of algebra makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.algorithms.structure import depends
from symtutor.term import Term, as_term, value

__all__ = [
    "angle_split",
    "first_term_divided",
    "powers_of_terms",
    "reciprocals_of_terms",
    "unit_fractions",
    "wave_signs_turned",
    "whole_part",
    "with_double_angle",
    "written_wrongly",
]


def written_wrongly(slip: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Term]:
    """Return a slip of expressions as one of terms, for the wrong right side of a rule."""
    return lambda f, x: as_term(slip(value(as_term(f)), value(as_term(x))))


def powers_of_terms(f: sp.Expr, _x: object) -> sp.Expr:
    """Return an expression with each power of a sum taken term by term.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> powers_of_terms((x + 1) ** 2, x)
    x**2 + 1
    """
    powers = [p for p in sp.Mul.make_args(f) if isinstance(p, sp.Pow) and isinstance(p.base, sp.Add) and p.exp.is_positive]
    return f.xreplace({p: sp.Add(*[t**p.exp for t in p.base.args]) for p in powers})


def reciprocals_of_terms(f: Any, _x: object) -> Any:
    """Return an expression with 1/(a + b) written as 1/a + 1/b.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> reciprocals_of_terms(1 / (sp.sqrt(x) + 1), x)
    1 + 1/sqrt(x)
    """
    powers = [p for p in sp.Mul.make_args(f) if isinstance(p, sp.Pow) and isinstance(p.base, sp.Add) and p.exp.is_negative]
    return f.xreplace({p: sp.Add(*[t**p.exp for t in p.base.args]) for p in powers})


def first_term_divided(f: sp.Expr, _x: object) -> sp.Expr:
    """Return a fraction in which only the first term of the numerator was divided.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> first_term_divided((x**2 + sp.sin(x)) / x, x)
    x + sin(x)
    """
    above = next((a for a in sp.Mul.make_args(f) if isinstance(a, sp.Add)), None)
    if above is None:
        return f
    others = sp.Mul(*[a for a in sp.Mul.make_args(f) if a is not above])
    first, *rest = above.args
    return first * others + sp.Add(*rest)


def unit_fractions(g: Any, x: Any) -> Any:
    """Return partial fractions with 1 in the place of each numerator.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> unit_fractions(3 / (x - 1) - 2 / (x + 2), x)
    1/(x + 2) + 1/(x - 1)
    """
    return sp.Add(*[sp.Mul(*[a for a in sp.Mul.make_args(t) if isinstance(a, sp.Pow) and depends(a, x)]) for t in sp.Add.make_args(g)])


def whole_part(g: Any, x: Any) -> Any:
    """Return the terms of a divided fraction that are polynomials.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> whole_part(x - 1 + 1 / (x + 1), x)
    x - 1
    """
    return sp.Add(*[t for t in sp.Add.make_args(g) if t.is_polynomial(x)])


def wave_signs_turned(g: Any, x: Any) -> Any:
    """Return a sum with the other sign before each term that is no constant: cos² x as (1 − cos 2x)/2.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> wave_signs_turned(sp.Rational(1, 2) + sp.cos(2 * x) / 2, x)
    1/2 - cos(2*x)/2
    """
    return sp.Add(*[-t if depends(t, x) else t for t in sp.Add.make_args(g)])


def with_double_angle(g: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Return what the half-angle formula gives when the angle is not halved."""
    return g.xreplace({x: 2 * x})


def angle_split(f: sp.Expr, _x: object) -> sp.Expr:
    """Return an expression with sin 2a written as 2 sin a, and the same for cosine, sinh and cosh.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> angle_split(sp.sin(2 * x) / sp.sin(x), x)
    2
    """
    waves = [
        n for n in f.atoms(sp.sin, sp.cos, sp.sinh, sp.cosh) if (n.args[0] / 2) in {m.args[0] for m in f.atoms(type(n), sp.sin, sp.cos)}
    ]
    return f.xreplace({n: 2 * n.func(n.args[0] / 2) for n in waves})
