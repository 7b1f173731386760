"""What the goals of matrix calculus mean: refuted on matrices of fixed size, proved for every size in index notation.

The differential of F at X in the direction E is the derivative of F(X + tE) at
t = 0, whatever F is; a gradient or Jacobian is what gives this derivative for
every E.  Exact fractions and floating point can only refute; what is proved is
proved entry by entry (`symtutor.checking.index_notation.proof`), or for matrices of
letters where all sizes are numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from itertools import product
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.index_notation.instances import EXACT, NUMERIC, REAL, Algebra, instance
from symtutor.checking.index_notation.proof import is_proved_for_all_sizes
from symtutor.checking.meanings.labels import of_sum_one, one_hot
from symtutor.goals import matrices as mg
from symtutor.goals.core import Goal
from symtutor.matrix_algebra import OneHot, SumsToOne, Symmetric
from symtutor.term import sympified
from symtutor.verdict import Agreement, Proof, Status, Verdict, Witness

__all__ = ["judge_matrix_goal"]

_EXACT_SIZES = ((3, 2), (2, 3), (2,))  # the first at which no inverse is missing
_LARGER_SIZES = ((6, 4, 5, 7), (4, 6, 5, 7), (5,))
_SCALES = (1.0, 0.05)  # of the variable: a small one keeps logarithms of differences real
_STEP = sp.Symbol("_t")
_TINY = 1e-20  # complex step
_CLOSE = 1e-9
_NOT_ANALYTIC = (  # or computed for real numbers only
    *(sp.Abs, sp.sign, sp.Max, sp.Min, sp.Piecewise, sp.Heaviside, sp.floor, sp.ceiling),
    *(sp.erf, sp.erfc, sp.erfi, sp.gamma, sp.loggamma, sp.polygamma, sp.Si, sp.Ci, sp.Ei, sp.Shi),
)
_REAL_STEP = 1e-6
_CLOSE_REAL = 1e-4
_LONG = 400  # operations in a number that is compared by digits
_DIGITS = 30


def judge_matrix_goal(goal: Goal, claimed: sp.Basic) -> Verdict:
    """Return whether a claimed value answers a goal of matrix calculus.

    Parameters
    ----------
    goal : Goal
        A closed goal.
    claimed : Expr or MatrixExpr
        The value that a rule gave.

    Returns
    -------
    Verdict
        "incorrect" with an exact witness; "correct" where both sides are proved equal for
        matrices of every size, or of the sizes given as numbers; otherwise undecided,
        with the sizes at which both sides agree.
    """
    sides = _SIDES.get(type(goal))
    if sides is None:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, f"{type(goal).__name__} has no independent test yet"))
    verdict = _judged(goal, claimed)
    if not verdict or not isinstance(goal, mg.MatrixDerivative | mg.ReadOff) or not isinstance(goal.args[1], Symmetric):
        return verdict
    symmetric = _judged(mg.Transposed(claimed), claimed)  # of the matrices with df = tr(Gᵀ dX) the symmetric one is the gradient
    return verdict if symmetric else replace(symmetric, explanation="The gradient in a symmetric matrix is symmetric, and this one is not.")


@lru_cache(maxsize=2048)
def _judged(goal: Goal, claimed: Any) -> Verdict:
    try:
        exact_sizes, is_exact, wrong = _exact_witness(goal, claimed)
        if wrong is not None:
            return Verdict(Status.INCORRECT, wrong)
        larger_sizes, digits, apart = _numeric_digits(goal, claimed)
    except sp.matrices.exceptions.ShapeError as error:
        return Verdict(Status.INCORRECT, Witness({}, str(claimed), str(error), ("", ""), 0))
    except TypeError as error:
        return Verdict(Status.UNDECIDED, Agreement(0, 0, str(error)))
    if digits == 0 and larger_sizes:
        left, right = (f"{value:.8g}" for value in apart)
        return Verdict(Status.INCORRECT, Witness(_place_of(goal, larger_sizes), left, right, ("", ""), 9))
    how = "exact" if is_exact else f"to {_DIGITS} digits"
    exactly = f"{how} on numbers{_told(goal, exact_sizes)}" if exact_sizes else "on no numbers, for lack of an inverse"
    floats = f"to {digits} digits in floating point{_told(goal, larger_sizes)}" if larger_sizes else "not compared in floating point"
    if is_proved_for_all_sizes(goal, claimed):
        return Verdict(Status.CORRECT, Proof(f"index notation, for matrices of every size; {exactly}; {floats}"))
    of_letters = _holds_for_all_entries(goal, claimed)
    if of_letters and not _size_symbols(goal):
        return Verdict(Status.CORRECT, Proof(f"for all entries of matrices of these sizes; {exactly}; {floats}"))
    letters = "exact for all entries at size 2; " if of_letters else ""
    return Verdict(Status.UNDECIDED, Agreement(digits, 2, f"{letters}{exactly}; {floats}; no proof for every size"))


def _place_of(goal: Goal, sizes: tuple[int, ...]) -> dict[Any, Any]:
    """Return the sizes of a counterexample."""
    return {s: sp.Integer(v) for s, v in _assigned(_size_symbols(goal), sizes).items()}


def _size_symbols(goal: Goal) -> list[sp.Basic]:
    """Return the symbols that stand for whole numbers, sizes and exponents of matrices, sorted by name."""
    found: set[Any] = set()
    for symbol in _matrix_symbols(goal):
        for size in symbol.shape:
            found |= size.free_symbols
    for arg in goal.args:
        for constant in arg.atoms(sp.OneMatrix, sp.ZeroMatrix, sp.Identity):
            found |= sp.Tuple(*constant.shape).free_symbols
        for power in arg.atoms(sp.MatPow):
            found |= power.args[1].free_symbols
    return sorted(found, key=lambda s: s.name)


def _matrix_symbols(goal: Goal) -> list[Any]:
    found: set[Any] = set()
    for arg in goal.args:
        found |= arg.atoms(sp.MatrixSymbol)
    return sorted(found, key=lambda s: s.name)


def _told(goal: Goal, sizes: tuple[int, ...]) -> str:
    names = _size_symbols(goal)
    return " at " + ", ".join(f"{s} = {v}" for s, v in _assigned(names, sizes).items()) if names else ""


def _assigned(names: list[Any], sizes: tuple[int, ...]) -> dict[sp.Basic, int]:
    return {s: sizes[i % len(sizes)] for i, s in enumerate(names)}


# ---- the two sides of a goal, on given matrices --------------------------------------------------
Sides = Callable[[Goal, Any, "_Place"], tuple[Any, Any]]


class _Place:
    """Matrices of fixed size for every symbol of a goal, a direction for its variable, and the derivative along it."""

    def __init__(
        self,
        algebra: Algebra,
        sizes: dict[Any, int],
        matrices: dict[sp.Basic, Any],
        X: sp.Basic,
        direction: Any,
        slope: Callable[[Callable[[Any], Any]], Any],
    ) -> None:
        self.algebra = algebra
        self.sizes = sizes
        self.matrices = {**matrices, _change(X): direction}
        self.X = X
        self.direction = direction
        self._slope = slope

    def value(self, expr: Any) -> Any:
        """Return an expression at the place."""
        return instance(expr, self.algebra, self.sizes, self.matrices)

    def change(self, expr: sp.Expr) -> Any:
        """Return the derivative of an expression along the direction."""
        start = self.matrices[self.X]
        return self._slope(lambda step: instance(expr, self.algebra, self.sizes, {**self.matrices, self.X: start + step * self.direction}))


def _change(X: Any) -> Any:
    """Return the symbol by which the change of a matrix is written."""
    return type(X)(f"d{X.name}", *X.shape)


def _is_matrix(expr: sp.Expr) -> bool:
    return isinstance(expr, sp.MatrixExpr)


def _column(place: _Place, value: Any) -> Any:
    """Return the columns of a matrix of fixed size under each other."""
    rows, columns = value.shape
    return place.algebra.reshape(value, rows * columns, 1)


def _of_differential(goal: Goal, claimed: sp.Expr, place: _Place) -> tuple[Any, Any]:
    expr, _ = goal.args
    return place.change(expr), place.value(claimed)


def _of_gathered(goal: Goal, claimed: sp.Expr, place: _Place) -> tuple[Any, Any]:
    form, _ = goal.args
    return (_column(place, place.value(form)) if _is_matrix(form) else place.value(form)), place.value(claimed)


def _of_read_off(goal: Goal, claimed: sp.MatrixExpr, place: _Place) -> tuple[Any, Any]:
    form, _ = goal.args
    return place.value(form), _on_change(claimed, place, of_matrix=_is_matrix(form))


def _on_change(slope: sp.MatrixExpr, place: _Place, *, of_matrix: bool) -> Any:
    """Return what a gradient or Jacobian says about the change: tr(Gᵀ dX) or J vec(dX)."""
    multiply, value = place.algebra.multiply, place.value(slope)
    if of_matrix:
        return multiply(value, _column(place, place.direction))
    return place.algebra.trace(multiply(place.algebra.transpose(value), place.direction))


def _of_derivative(goal: Goal, claimed: sp.MatrixExpr, place: _Place) -> tuple[Any, Any]:
    expr, _ = goal.args
    changed = place.change(expr)
    return (_column(place, changed) if _is_matrix(expr) else changed), _on_change(claimed, place, of_matrix=_is_matrix(expr))


def _of_transposed(goal: Goal, claimed: sp.MatrixExpr, place: _Place) -> tuple[Any, Any]:
    (derivative,) = goal.args
    return place.algebra.transpose(place.value(derivative)), place.value(claimed)


_SIDES: dict[type[Goal], Sides] = {
    mg.DifferentialOf: _of_differential,
    mg.Gathered: _of_gathered,
    mg.ReadOff: _of_read_off,
    mg.MatrixDerivative: _of_derivative,
    mg.Transposed: _of_transposed,
}


def _variable(goal: Goal) -> Any:
    """Return the matrix that varies; a transposition has none, any symbol of it will do."""
    if isinstance(goal.args[-1], sp.MatrixSymbol) and len(goal.args) > 1:
        return goal.args[-1]
    return next(iter(_matrix_symbols(goal)), sp.MatrixSymbol("_X", 1, 1))


# ---- exact ---------------------------------------------------------------------------------------
def _entries(symbol: Any, sizes: dict[Any, int], entry: Callable[[int, int], Any]) -> sp.ImmutableMatrix:
    rows, columns = (int(sympified(s).xreplace(dict(sizes))) for s in symbol.shape)
    if isinstance(symbol, Symmetric):
        return sp.ImmutableMatrix(rows, columns, lambda i, j: entry(min(i, j), max(i, j)))
    if isinstance(symbol, SumsToOne):
        return of_sum_one(rows, columns, entry)
    return sp.ImmutableMatrix(rows, columns, lambda i, j: entry(i, j))


def _exact_place(goal: Goal, sizes: tuple[int, ...], entry: Callable[[int, Any], Callable[[int, int], Any]]) -> _Place:
    names = _assigned(_size_symbols(goal), sizes)
    X = _variable(goal)
    symbols = [s for s in _matrix_symbols(goal) if s != _change(X)]
    matrices = {s: _entries(s, names, entry(k, s)) for k, s in enumerate(symbols)}
    if entry is _rational_entry:
        matrices |= {s: one_hot(m.rows, m.cols, k) for k, (s, m) in enumerate(matrices.items()) if isinstance(s, OneHot)}
    direction = _entries(X, names, entry(len(symbols), _change(X)))
    return _Place(EXACT, names, matrices, X, direction, _exact_slope)


def _exact_slope(moved: Callable[[Any], Any]) -> sp.Basic:
    found = moved(_STEP)
    if isinstance(found, sp.MatrixBase):
        return found.applyfunc(lambda e: differentiated(e, _STEP).subs(_STEP, 0))
    return differentiated(found, _STEP).subs(_STEP, 0)


def _rational_entry(k: int, _symbol: object) -> Callable[[int, int], Any]:
    """Return fixed small fractions, the larger ones on the diagonal so that inverses exist."""
    return lambda i, j: sp.Rational(2 * k + 3 * i + 5 * j + 1, 2 * i + j + 2) + (3 if i == j else 0)


def _letter_entry(_k: int, symbol: Any) -> Callable[[int, int], Any]:
    return lambda i, j: sp.Symbol(f"{symbol.name}_{i + 1}{j + 1}")


def _pairs(left: sp.Expr, right: sp.Expr) -> list[tuple[Any, Any]]:
    if isinstance(left, sp.MatrixBase):
        if left.shape != right.shape:
            raise sp.matrices.exceptions.ShapeError(f"the shapes {left.shape} and {right.shape} differ")
        return list(zip(left.flat(), right.flat(), strict=True))
    return [(left, right)]


def _exact_witness(goal: Goal, claimed: Any) -> tuple[tuple[int, ...], bool, Witness | None]:
    """Return the sizes that were used, whether all was exact, and a point where the sides surely differ on matrices of fractions."""
    from symtutor.checking.equivalence.equivalence import refute  # noqa: PLC0415 (not needed where sides are identical)

    for sizes in _EXACT_SIZES:
        pairs = _pairs(*_SIDES[type(goal)](goal, claimed, _exact_place(goal, sizes, _rational_entry)))
        if any(side.has(sp.zoo, sp.nan, sp.oo) for pair in pairs for side in pair):
            continue  # an inverse is missing at these sizes
        found = [_are_equal(p, q) for p, q in pairs]
        unequal = [pair for pair, is_equal in zip(pairs, found, strict=True) if is_equal is False]
        witness = next((w for p, q in unequal if (w := refute(p, q)) is not None), None)
        return sizes, None not in found, replace(witness, point=_place_of(goal, sizes)) if witness is not None else None
    return (), True, None


def _are_equal(p: sp.Expr, q: sp.Expr) -> bool | None:
    """Tell whether two numbers are equal; None of long ones that agree to many digits, which algebra would take too long to prove."""
    from symtutor.checking.equivalence.equivalence import is_proved_equal  # noqa: PLC0415 (as above)

    gap = p - q
    if gap == 0 or gap.is_Rational:
        return bool(gap == 0)
    if gap.count_ops() > _LONG:
        return None if _agree_in_digits(p, q) else False
    return bool(sp.expand(gap) == 0 or is_proved_equal(p, q))


def _agree_in_digits(p: sp.Expr, q: sp.Expr) -> bool:
    """Tell whether two numbers agree to many digits, their letters being numbers."""
    letters = sorted(p.free_symbols | q.free_symbols, key=str)
    with mpmath.workdps(2 * _DIGITS):
        values = [mpmath.mpf(17 + 6 * k) / 10 for k in range(len(letters))]
        try:
            one, other = sp.lambdify(letters, [p, q], "mpmath", cse=True)(*values)
        except (ArithmeticError, ValueError, TypeError):
            return False
        return bool(abs(one - other) <= (1 + abs(one)) * mpmath.mpf(10) ** -_DIGITS)


def _holds_for_all_entries(goal: Goal, claimed: Any) -> bool:
    """Tell whether the sides are proved equal on matrices of letters, of size 2."""
    from symtutor.checking.equivalence.equivalence import is_proved_equal  # noqa: PLC0415 (as above)

    place = _exact_place(goal, (2,), _letter_entry)
    return all(p == q or is_proved_equal(p, q) for p, q in _pairs(*_SIDES[type(goal)](goal, claimed, place)))


# ---- numbers -------------------------------------------------------------------------------------
def _numeric_digits(goal: Goal, claimed: sp.Basic) -> tuple[tuple[int, ...], int, tuple[float, float]]:
    """Return the sizes that were used, to how many digits the sides agree there, 0 when they do not, and where they are furthest apart."""
    is_analytic = not any(a.has(*_NOT_ANALYTIC) for a in (*goal.args, claimed))
    signs = (False,) if is_analytic else (False, True)  # on both sides of 0, where most kinks are
    found = [_compared(goal, claimed, is_analytic=is_analytic, is_mixed=is_mixed) for is_mixed in signs]
    return min((f for f in found if f[0]), key=lambda f: f[1], default=found[0])


def _compared(goal: Goal, claimed: Any, *, is_analytic: bool, is_mixed: bool) -> tuple[tuple[int, ...], int, tuple[float, float]]:
    """Return the same for the first numbers at which both sides are real, positive ones or such of both signs."""
    for sizes, scale in product(_LARGER_SIZES, _SCALES):
        place = _numeric_place(goal, sizes, scale, is_analytic=is_analytic, is_mixed=is_mixed)
        try:
            with np.errstate(all="ignore"):  # what overflows is not finite, and is left out below
                left, right = (np.asarray(side, dtype=complex) for side in _SIDES[type(goal)](goal, claimed, place))
                is_real = _is_real(goal, place)
        except (ZeroDivisionError, np.linalg.LinAlgError):
            continue
        if not is_real or not np.isfinite(left).all() or not np.isfinite(right).all():
            continue
        gaps = np.abs(left - right)
        gap = float(np.max(gaps) / (1 + np.max(np.abs(left))))
        furthest = int(np.argmax(gaps))
        apart = float(np.ravel(left)[furthest].real), float(np.ravel(right)[furthest].real)
        if gap > (_CLOSE if is_analytic else _CLOSE_REAL):
            return sizes, 0, apart
        return sizes, int(min(15, -np.log10(max(gap, 1e-15)))), apart
    return (), 0, (0.0, 0.0)


def _numeric_place(goal: Goal, sizes: tuple[int, ...], scale: float, *, is_analytic: bool, is_mixed: bool) -> _Place:
    names = _assigned(_size_symbols(goal), sizes)
    X = _variable(goal)
    symbols = [s for s in _matrix_symbols(goal) if s != _change(X)]
    others = sorted((s for s in set().union(*[a.free_symbols for a in goal.args]) if isinstance(s, sp.Symbol) and s not in names), key=str)
    names = {**names, **{s: sp.Rational(17 + 6 * k, 10) for k, s in enumerate(others)}}
    kind = complex if is_analytic else float
    matrices = {s: (_numbers(s, names, 0.7 * k, is_mixed=is_mixed) * (scale if s == X else 1)).astype(kind) for k, s in enumerate(symbols)}
    direction = _numbers(X, names, 2.1).astype(kind) - 0.4
    return _Place(NUMERIC if is_analytic else REAL, names, matrices, X, direction, _complex_slope if is_analytic else _real_slope)


def _is_real(goal: Goal, place: _Place) -> bool:
    """Tell whether the expression of a goal is real and finite at a place."""
    value = np.asarray(place.value(goal.args[0]), dtype=complex)
    return bool(np.isfinite(value).all() and np.abs(value.imag).max() == 0)


def _numbers(symbol: Any, sizes: dict[Any, int], shift: float, *, is_mixed: bool = False) -> Any:
    """Return fixed numbers between 0 and 1, or of both signs, larger on the diagonal."""
    rows, columns = (int(sympified(s).xreplace(dict(sizes))) for s in symbol.shape)
    i, j = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    if isinstance(symbol, Symmetric):
        i, j = np.minimum(i, j), np.maximum(i, j)
    waves = np.sin(1.3 * i + 2.9 * j * j + shift + 0.7 * i * j)
    if isinstance(symbol, OneHot):
        return np.array(one_hot(rows, columns, round(10 * shift)), dtype=float)
    if isinstance(symbol, SumsToOne):
        return (1 + 0.4 * waves) / (1 + 0.4 * waves).sum(axis=0 if columns == 1 else 1, keepdims=True)
    return (0.9 * waves if is_mixed else 0.5 + 0.4 * waves) + 1.5 * (i == j)


def _complex_slope(moved: Callable[[Any], Any]) -> Any:
    return np.imag(moved(1j * _TINY)) / _TINY


def _real_slope(moved: Callable[[Any], Any]) -> Any:
    return (moved(_REAL_STEP) - moved(-_REAL_STEP)) / (2 * _REAL_STEP)
