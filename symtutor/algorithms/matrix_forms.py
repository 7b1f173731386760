"""The forms of a matrix expression in which an answer may be left: common factors before and behind brackets, entries collected.

Products of matrices do not commute, so factors are taken out at the two ends only.
What is made entry by entry — sums, products ∘, functions of entries — is algebra of
numbers, and its forms are those of `symtutor.algorithms.finishing` for numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symtutor.goals.matrices import Softmax
from symtutor.matrix_algebra import Map, elementwise, entries_sum, hadamard, is_matrix, plus, scalar, times, transposed

__all__ = ["finished_matrix", "matrix_length", "way_of_matrix"]

_MOST_TERMS = 12
_BRACKETS = (sp.MatAdd, sp.Add)


# ---- length --------------------------------------------------------------------------------------
def matrix_length(expr: sp.Basic, of_number: Callable[[Any], int]) -> int:
    """Return how much there is to read in a matrix expression: letters, marks, names of functions and brackets.

    Parameters
    ----------
    expr : MatrixExpr or Expr
        With `Map` for functions of entries.
    of_number : callable
        The length of a number without matrices.

    Examples
    --------
    >>> n = sp.Symbol("n")
    >>> A, x = sp.MatrixSymbol("A", n, n), sp.MatrixSymbol("x", n, 1)
    >>> matrix_length(plus(times(A, x), times(transposed(A), x)), len), matrix_length(times(plus(A, transposed(A)), x), len)
    (5, 5)
    """

    def length(thing: sp.Basic) -> int:
        if isinstance(thing, Map):
            body, letter, inner = thing.args
            extra = length(inner) - 1 + isinstance(inner, _BRACKETS)
            return of_number(body) + sum(1 for part in sp.preorder_traversal(body) if part == letter) * extra
        if isinstance(thing, sp.MatMul | sp.HadamardProduct | sp.KroneckerProduct):
            between = 0 if isinstance(thing, sp.MatMul) else len(thing.args) - 1
            return sum(length(a) + isinstance(a, _BRACKETS) for a in thing.args if a != -1) + between
        if isinstance(thing, sp.MatAdd):
            return sum(map(length, thing.args))
        if isinstance(thing, sp.MatrixSymbol | sp.OneMatrix | sp.Identity | sp.ZeroMatrix):
            return 1
        if isinstance(thing, sp.Trace):
            held: Any = thing.args[0]
            return length(held) + (held.shape != (1, 1)) + isinstance(held, _BRACKETS)
        if is_matrix(thing) or isinstance(thing, sp.Trace | sp.Determinant):
            return sum(length(a) + isinstance(a, _BRACKETS) for a in thing.args if not a.is_Integer) + 1
        parts = _outermost(thing)
        if not parts:
            return of_number(thing)
        letters = {part: sp.Symbol(f"_{k}") for k, part in enumerate(parts)}
        return of_number(thing.xreplace(letters)) + sum(length(part) - 1 for part in parts)

    return length(expr)


def _outermost(number: sp.Basic) -> list[sp.Basic]:
    """Return the traces and determinants of a number that stand in no other."""
    if isinstance(number, sp.Trace | sp.Determinant):
        return [number]
    return list(dict.fromkeys(part for a in number.args for part in _outermost(a)))


# ---- forms ---------------------------------------------------------------------------------------
def finished_matrix(expr: Any, of_number: Callable[[Any], int], finished_number: Callable[[Any], Any]) -> Any:
    """Return the form in which a matrix is left: itself, unless another form is shorter, or as short and a product.

    Parameters
    ----------
    expr : MatrixExpr
        In the form of the constructors of `symtutor.matrix_algebra`.
    of_number : callable
        The length of a number.
    finished_number : callable
        The form in which a number is left.

    Examples
    --------
    >>> n = sp.Symbol("n")
    >>> A, x = sp.MatrixSymbol("A", n, n), sp.MatrixSymbol("x", n, 1)
    >>> finished_matrix(plus(times(A, x), times(transposed(A), x)), lambda number: 1, lambda number: number)
    (A + A.T)*x
    """
    best, shortest = expr, matrix_length(expr, of_number)
    for form in _forms(expr, finished_number):
        size = matrix_length(form, of_number)
        if size < shortest or (size == shortest and (_is_factored(form, best) or _everywhere(best, _with_number_in_front) == form != best)):
            best, shortest = form, size
    return best


def way_of_matrix(expr: sp.Basic, target: Any) -> str:
    """Return what was done from a matrix to another form: "softmax", "number in front", "shared ends" or "entries"."""
    if _everywhere(expr, _named_softmax) == target:
        return "softmax"
    if _everywhere(expr, _with_number_in_front) == target:
        return "number in front"
    return (
        "shared ends"
        if any(_factored(_factored(expr, a), b) == target for a, b in ((0, 1), (1, 0), (0, 0), (1, 1)))
        else "entries collected"
    )


def _is_factored(form: sp.Expr, sum_of_terms: sp.Expr) -> bool:
    """Tell whether a form has products with a bracket for terms of a sum: (A + Aᵀ)·x, (A + Aᵀ)·x + b."""
    terms = _terms(form)
    has_bracket = any(isinstance(a, sp.MatAdd) for term in terms for a in term.args)
    return isinstance(sum_of_terms, sp.MatAdd) and len(terms) < len(sum_of_terms.args) and has_bracket


def _forms(expr: Any, finished_number: Callable[[Any], Any]) -> Iterator[Any]:
    """Yield the forms of a matrix: named, collected entry by entry, with factors taken out in front first or behind first."""
    named = _everywhere(_everywhere(expr, _named_softmax), _with_number_in_front)
    collected = _everywhere(named, lambda part: _collected(part, finished_number))
    for start in dict.fromkeys((expr, named, collected)):
        yield start
        for sides in ((0, 1), (1, 0), (0,), (1,)):
            form = start
            for side in sides:
                form = _factored(form, side)
            if form != start:
                yield form
                yield _everywhere(form, lambda part: _collected(part, finished_number))


def _everywhere(expr: sp.Basic, change: Callable[[Any], Any]) -> sp.Basic:
    """Return a matrix with a change made in its largest parts to which it applies."""
    changed = change(expr)
    if changed is not None:
        return changed
    if isinstance(expr, sp.MatAdd):
        return plus(*[_everywhere(a, change) for a in expr.args])
    if isinstance(expr, sp.MatMul):
        return times(*[_everywhere(a, change) if is_matrix(a) else a for a in expr.args])
    if isinstance(expr, sp.HadamardProduct):
        return hadamard(*[_everywhere(a, change) for a in expr.args])
    if isinstance(expr, sp.DiagMatrix):
        return sp.DiagMatrix(_everywhere(expr.args[0], change))
    return expr


# ---- a softmax by its name -----------------------------------------------------------------------
def _named_softmax(expr: Any) -> Any:
    """Return a product with e^u and 1/(1ᵀ·e^u) in which they are the softmax of u, or None."""
    if not isinstance(expr, sp.MatMul) or is_matrix(expr.args[0]):
        return None
    number, factors = expr.args[0], list(expr.args[1:])
    for place, factor in enumerate(factors):
        held = _exponential(factor)
        total = None if held is None else entries_sum(held)
        if total is None or not any(
            f == 1 / total or (f.as_base_exp()[0] == total and f.as_base_exp()[1].is_negative) for f in sp.Mul.make_args(number)
        ):
            continue
        number = number * total
        factors[place] = transposed(Softmax(held.inner)) if isinstance(factor, sp.Transpose) else Softmax(held.inner)
    return times(number, *factors) if factors != list(expr.args[1:]) else None


def _with_number_in_front(expr: Any) -> Any:
    """Return a product in which a sum of entries, as 1ᵀ·y among other matrices, is a number in front, or None."""
    factors = _parts(expr)[1]
    for start, first in enumerate(factors):
        if first.shape[0] != 1 or not isinstance(expr, sp.MatMul) or expr.shape == (1, 1):
            continue
        for end in range(start + 1, len(factors)):
            held, rest = factors[start : end + 1], factors[:start] + factors[end + 1 :]
            if factors[end].shape[1] == 1 and any(isinstance(a, sp.OneMatrix) for a in (first, factors[end])) and rest:
                return times(_parts(expr)[0], scalar(times(*held)), *rest)
    return None


def _exponential(matrix: sp.Expr) -> Any:
    """Return e^u of a column u, where a matrix is it or its transpose."""
    inner = matrix.args[0] if isinstance(matrix, sp.Transpose) else matrix
    return inner if isinstance(inner, Map) and inner.body == sp.exp(inner.letter) and inner.shape[1] == 1 else None


# ---- factors at the ends -------------------------------------------------------------------------
def _terms(expr: sp.Expr) -> tuple[Any, ...]:
    return tuple(expr.args) if isinstance(expr, sp.MatAdd) else (expr,)


def _parts(term: sp.Basic) -> tuple[Any, tuple[Any, ...]]:
    """Return the number before a product, and its factors."""
    if isinstance(term, sp.MatMul):
        numbers = [a for a in term.args if not is_matrix(a)]
        return sp.Mul(*numbers), tuple(a for a in term.args if is_matrix(a))
    return sp.S.One, (term,)


def _factored(expr: Any, side: int) -> Any:
    """Return a sum in which factors that terms share at one end stand once, at a bracket; the number that all share goes along."""
    terms = _terms(expr)
    if not 1 < len(terms) <= _MOST_TERMS:
        return expr
    groups: dict[Any, list[Any]] = {}
    for term in terms:
        _, factors = _parts(term)
        groups.setdefault(factors[-1 if side else 0] if len(factors) > 1 else term, []).append(term)
    return plus(*[_with_shared(group, side) if len(group) > 1 else group[0] for group in groups.values()])


def _with_shared(terms: list[sp.Expr], side: int) -> sp.Basic:
    """Return the product of what all terms begin or end with, and a bracket."""
    numbers, products = zip(*map(_parts, terms), strict=True)
    turned = [p[::-1] if side else p for p in products]
    count = 0
    while all(len(p) > count + 1 for p in turned) and len({p[count] for p in turned}) == 1:
        count += 1
    shared = turned[0][:count]
    number = _common(numbers)
    rests = [p[count:] for p in turned]
    bracket = plus(*[times(c / number, *(rest[::-1] if side else rest)) for c, rest in zip(numbers, rests, strict=True)])
    return times(number, bracket, *shared[::-1]) if side else times(number, *shared, bracket)


def _common(numbers: tuple[sp.Expr, ...]) -> sp.Expr:
    """Return the number that terms share, with the sign of the first."""
    whole = sp.gcd_list([abs(c.as_coeff_Mul()[0]) for c in numbers]) if all(c.as_coeff_Mul()[0].is_Rational for c in numbers) else sp.S.One
    rest = frozenset.intersection(*[frozenset(sp.Mul.make_args(c.as_coeff_Mul()[1])) for c in numbers])
    return sp.Mul(whole, *sorted(rest, key=sp.default_sort_key))


# ---- entry by entry ------------------------------------------------------------------------------
class _Entry:
    """Matrices of one shape as letters for their entries, and back."""

    def __init__(self, expr: sp.MatrixExpr) -> None:
        self.shape = expr.shape
        self.inside = {m.inner for m in sp.preorder_traversal(expr) if isinstance(m, Map)}
        self.letters: dict[Any, Any] = {}
        self.numbers: dict[Any, Any] = {}

    def letter(self, matrix: Any) -> Any:
        return self.letters.setdefault(matrix, sp.Symbol(f"_e{len(self.letters)}"))

    def of(self, matrix: Any) -> Any:
        """Return the entry of a matrix as an expression of numbers."""
        if matrix in self.inside:
            return self.letter(matrix)
        if isinstance(matrix, Map):
            return matrix.body.xreplace({matrix.letter: self.letter(matrix.inner)})
        if isinstance(matrix, sp.MatAdd):
            return sp.Add(*map(self.of, matrix.args))
        if isinstance(matrix, sp.HadamardProduct):
            return sp.Mul(*map(self.of, matrix.args))
        if isinstance(matrix, sp.OneMatrix):
            return sp.S.One
        number, factors = _parts(matrix)
        if number != 1 and len(factors) == 1:
            return self._number(number) * self.of(factors[0])
        held = times(*factors)
        return self._number(number) * self.letter(held)

    def _number(self, number: sp.Basic) -> Any:
        parts = _outermost(number)
        found = {part: self.numbers.setdefault(part, sp.Symbol(f"_n{len(self.numbers)}")) for part in parts}
        return number.xreplace(found)

    def back(self, entry: Any) -> Any:
        """Return the matrix of which an expression is the entry; ValueError where it has no such form."""
        letters = {symbol: matrix for matrix, symbol in self.letters.items()}
        numbers = {symbol: number for number, symbol in self.numbers.items()}

        def matrix(part: Any) -> Any:
            held = part.free_symbols & letters.keys()
            if not held:
                return times(part.xreplace(numbers), sp.OneMatrix(*self.shape))
            if part in letters:
                return letters[part]
            if part.is_Add:
                constant, moving = part.as_independent(*held, as_Add=True)
                if len(held) > 1 or not _is_curved(moving, held):
                    return plus(*[matrix(a) for a in sp.Add.make_args(moving)], *([matrix(constant)] if constant != 0 else []))
            if part.is_Mul:
                return product(part, held)
            if len(held) != 1:
                raise ValueError(f"{part} is no function of one entry")
            (symbol,) = held
            return function(part, symbol)

        def function(part: Any, symbol: Any) -> Any:
            letter = sp.Symbol("z") if not part.has(sp.Symbol("z")) else symbol
            return elementwise(part.xreplace({**numbers, symbol: letter}), letter, letters[symbol])

        def product(part: Any, held: Any) -> Any:
            number, moving = part.as_independent(*held, as_Add=False)
            factors = list(sp.Mul.make_args(moving))
            alone = {s: [f for f in factors if f.free_symbols & held == {s} and not _is_letter(f, s)] for s in held}
            joined = [function(sp.Mul(*own), s) for s, own in alone.items() if own]
            plain = [matrix(base) for f in factors for base in _repeated(f) if not any(f in own for own in alone.values())]
            return times(number.xreplace(numbers), hadamard(*plain, *joined))

        return matrix(entry)


def _is_letter(factor: Any, symbol: Any) -> bool:
    """Tell whether a factor is an entry itself, or a small power of it."""
    base, exponent = factor.as_base_exp()
    return bool(base == symbol and exponent.is_Integer and 1 <= exponent <= 3)


def _repeated(factor: Any) -> list[Any]:
    """Return the equal factors of a small power; ValueError where a power of several entries is another one."""
    base, exponent = factor.as_base_exp()
    if base == factor or not (exponent.is_Integer and 1 <= exponent <= 3):
        if base.is_Add and len(base.free_symbols) > 1 and exponent != 1:
            raise ValueError(f"{factor} is no product of entries")
        return [factor]
    return [base] * int(exponent)


def _is_curved(moving: Any, held: Any) -> bool:
    """Tell whether a sum is a function of an entry other than a multiple of it."""
    (symbol,) = held
    return any(not _is_letter(term.as_independent(symbol, as_Add=False)[1], symbol) for term in sp.Add.make_args(moving))


def _collected(expr: sp.MatrixExpr, finished_number: Callable[[Any], Any]) -> Any:
    """Return what is made entry by entry in the form in which numbers are left, or None where it is not made so."""
    if not isinstance(expr, sp.HadamardProduct | sp.MatAdd) or not any(
        isinstance(a, sp.HadamardProduct | Map) for a in sp.preorder_traversal(expr)
    ):
        return None
    entry = _Entry(expr)
    before = entry.of(expr)
    after = finished_number(before)
    if after == before:
        return None
    try:
        return entry.back(after)
    except ValueError:
        return None
