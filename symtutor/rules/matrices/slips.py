"""Slips in answers of matrix calculus as a whole: layouts, signs, factors and terms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sympy as sp

from symtutor.goals.matrices import DifferentialOf, MatrixDerivative, Transposed
from symtutor.matrix_algebra import entries_sum, hadamard, is_matrix, kronecker, plus, times, trace, transposed
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


def _changed_factor(value: Any) -> Variants:
    """Yield a sum of several terms with the number before one of them doubled or halved."""
    if len(_terms(value)) > 1:
        yield from _with_term(value, _scaled(2, sp.Rational(1, 2)))


def _with_sums_of_one(value: Any) -> Variants:
    """Yield a matrix in which the entries of a column, or of each row of a matrix, sum to 1, as those of one-hot targets do."""
    for letter in sorted(value.atoms(sp.MatrixSymbol), key=str) if is_matrix(value) else ():
        if letter.shape[1] == 1:
            total, turned = entries_sum(letter), trace(times(transposed(letter), sp.OneMatrix(letter.shape[0], 1)))
            if value.has(total) or value.has(turned):
                yield lambda total=total, turned=turned: _rebuilt(value.xreplace({total: sp.S.One, turned: sp.S.One}))  # type: ignore[misc]
        else:
            yield lambda letter=letter: _with_rows_of_one(value, letter)  # type: ignore[misc]


def _rebuilt(value: Any) -> Any:
    """Return a sum of products built anew, so that numbers that became 1 are gone."""
    return plus(*[times(*term.args) if isinstance(term, sp.MatMul) else term for term in _terms(value)])


def _with_rows_of_one(value: Any, letter: Any) -> Any:
    """Return a matrix in which Y·1 is a column of ones."""
    if not isinstance(value, sp.MatrixExpr) or not value.args or not value.has(letter) or value == letter:
        return value
    args = [_with_rows_of_one(a, letter) for a in value.args]
    if isinstance(value, sp.MatMul):
        for k in range(len(args) - 1):
            if args[k] == letter and isinstance(args[k + 1], sp.OneMatrix) and args[k + 1].shape[1] == 1:
                args[k : k + 2] = [sp.OneMatrix(letter.shape[0], 1)]
                break
        return times(*args)
    rebuilt = {sp.MatAdd: plus, sp.HadamardProduct: hadamard}.get(type(value), value.func)
    return rebuilt(*args)


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
    if isinstance(term, sp.KroneckerProduct):
        yield lambda: kronecker(*reversed(term.args))


def _turned_factor(term: sp.MatrixExpr) -> Variants:
    factors = list(term.args) if isinstance(term, sp.MatMul) else [term]
    for k, factor in enumerate(factors):
        if is_matrix(factor):
            yield lambda k=k, factor=factor: times(*factors[:k], transposed(factor), *factors[k + 1 :])  # type: ignore[misc]


_ANSWERS: tuple[tuple[str, Callable[[Any], Variants], str], ...] = (
    ("other-layout", _other_layout, "This is the transpose: rows and columns are exchanged, as in the other layout."),
    ("sign", _scaled(-1), "The sign is wrong."),
    ("factor", _scaled(2, sp.Rational(1, 2), 4, sp.Rational(1, 4)), "A constant factor is wrong, the rest is right."),
    (
        "sums-to-one",
        _with_sums_of_one,
        (
            "It is right only where the targets sum to 1, as the entries of one-hot targets do, and nothing here says that they do: "
            "else a factor, the sum of the targets, stands before the softmax."
        ),
    ),
    ("factor-of-a-term", _changed_factor, "The number before one term is wrong by a factor 2."),
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
