"""Slips in answers of matrix calculus as a whole: layouts, signs, factors and terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sympy as sp

from symtutor.goals.matrices import DifferentialOf, MatrixDerivative, Transposed
from symtutor.matrix_algebra import is_matrix, plus, times, transposed
from symtutor.rule import Slip

__all__ = ["SLIPS"]

Variants = Iterator[Callable[[], Any]]


def _fitting(variants: Variants) -> Iterator[sp.Expr]:
    """Yield the variants whose shapes fit."""
    for build in variants:
        try:
            yield build()
        except ValueError:
            continue


def _terms(value: sp.Expr) -> list[Any]:
    return list(value.args) if isinstance(value, sp.MatAdd) else [value]


def _with_term(value: sp.Expr, change: Callable[[Any], Variants]) -> Variants:
    """Yield a sum with one of its terms changed."""
    terms = _terms(value) if is_matrix(value) else []
    for place, term in enumerate(terms):
        for build in change(term):
            yield lambda place=place, build=build: plus(*terms[:place], build(), *terms[place + 1 :])  # type: ignore[misc]


def _scaled(*numbers: Any) -> Callable[[Any], Variants]:
    def variants(value: sp.Expr) -> Variants:
        for number in numbers:
            yield lambda number=number: times(number, value)  # type: ignore[misc]

    return variants


def _other_layout(value: sp.Expr) -> Variants:
    if is_matrix(value):
        yield lambda: transposed(value)


def _mixed_layout(value: sp.Expr) -> Variants:
    if len(_terms(value)) > 1:
        yield from _with_term(value, _other_layout)


def _without_term(value: sp.Expr) -> Variants:
    """Yield a sum, or a product with a sum in it, without one of the terms."""
    terms = _terms(value)
    for place in range(len(terms) if len(terms) > 1 else 0):
        yield lambda place=place: plus(*terms[:place], *terms[place + 1 :])  # type: ignore[misc]
    yield from _with_term(value, lambda term: _with_factor(term, _without_term))


def _changed_sign(value: sp.Expr) -> Variants:
    """Yield a sum, or a product with a sum in it, with the sign of one of the terms changed."""
    yield from _with_term(value, lambda term: iter([lambda: times(-1, term)]))
    yield from _with_term(value, lambda term: _with_factor(term, _changed_sign))


def _with_factor(term: sp.MatrixExpr, change: Callable[[Any], Variants]) -> Variants:
    """Yield a product in which a sum among its factors is changed."""
    factors = list(term.args) if isinstance(term, sp.MatMul) else []
    for k, factor in enumerate(factors):
        for build in change(factor) if isinstance(factor, sp.MatAdd) else ():
            yield lambda k=k, build=build: times(*factors[:k], build(), *factors[k + 1 :])  # type: ignore[misc]


def _without_factor(term: sp.MatrixExpr) -> Variants:
    factors = list(term.args) if isinstance(term, sp.MatMul) else []
    for k in range(len(factors) if len(factors) > 1 else 0):
        yield lambda k=k: times(*factors[:k], *factors[k + 1 :])  # type: ignore[misc]


def _exchanged(term: sp.MatrixExpr) -> Variants:
    """Yield a product with two neighbours exchanged, and with all factors the other way round."""
    factors = list(term.args) if isinstance(term, sp.MatMul) else []
    for k in range(len(factors) - 1):
        if is_matrix(factors[k]):
            yield lambda k=k: times(*factors[:k], factors[k + 1], factors[k], *factors[k + 2 :])  # type: ignore[misc]
    yield lambda: times(*reversed(factors)) if factors else term


def _turned_factor(term: sp.MatrixExpr) -> Variants:
    factors = list(term.args) if isinstance(term, sp.MatMul) else [term]
    for k, factor in enumerate(factors):
        if is_matrix(factor):
            yield lambda k=k, factor=factor: times(*factors[:k], transposed(factor), *factors[k + 1 :])  # type: ignore[misc]


_ANSWERS: tuple[tuple[str, Callable[[Any], Variants], str], ...] = (
    ("other-layout", _other_layout, "This is the transpose: rows and columns are exchanged, as in the other layout."),
    ("sign", _scaled(-1), "The sign is wrong."),
    ("factor", _scaled(2, sp.Rational(1, 2), 4, sp.Rational(1, 4)), "A constant factor is wrong, the rest is right."),
    ("mixed-layout", _mixed_layout, "One term is in the other layout: all terms must be transposed, or none."),
    ("term-left-out", _without_term, "One term is missing."),
    ("sign-of-a-term", _changed_sign, "The sign of one term is wrong."),
    ("exchanged", lambda value: _with_term(value, _exchanged), "Factors were exchanged: A·B and B·A are different matrices."),
    ("factor-transposed", lambda value: _with_term(value, _turned_factor), "One factor must be transposed."),
    (
        "factor-left-out",
        lambda value: _with_term(value, _without_factor),
        "One factor is missing; the chain rule multiplies with the derivative of the inside.",
    ),
)


def _slip(name: str, variants: Callable[[Any], Variants], words: str) -> Slip:
    def finds(_goal: object, value: sp.Expr, found: sp.Expr, same: Callable[[Any, Any], bool]) -> Mapping[str, Any] | None:
        return {} if any(same(variant, found) for variant in _fitting(variants(value))) else None

    return Slip(id=f"matrix.answer/{name}", goals=(MatrixDerivative, Transposed, DifferentialOf), words=words, finds=finds)


SLIPS = tuple(_slip(*entry) for entry in _ANSWERS)
