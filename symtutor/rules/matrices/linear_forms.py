"""Linear forms in the increment of a matrix: the increment moved to the end, and the factor before it read off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sympy as sp

from symtutor.goals.core import Goal
from symtutor.goals.matrices import DifferentialOf, Gathered, MatrixDerivative, ReadOff, Transposed, increment
from symtutor.matrix_algebra import (
    Commutation,
    KhatriRao,
    Symmetric,
    Unvec,
    Vec,
    diagonal,
    diagonal_of,
    hadamard,
    is_matrix,
    kronecker,
    plus,
    times,
    trace,
    transposed,
    unvec,
    vec,
)
from symtutor.rule import Bindings, Mistake, Relation
from symtutor.rules.vectors.notation import VectorRule
from symtutor.term import Term, as_term

__all__ = ["FORMS", "applied", "change", "inside_of"]

_MAGNUS = "J. R. Magnus and H. Neudecker, Matrix Differential Calculus, 3rd ed., Wiley, 2019"


def applied(head: Any, *args: Any) -> Term:
    """Return the application of a constructor to terms and values."""
    return Term(head, tuple(as_term(a) for a in args))


def inside_of(goal: Goal, _context: object) -> Iterable[Bindings]:
    """Bind what stands inside a function of one matrix."""
    expr, X = goal.args
    return ({"A": expr.args[0], "X": X},)


def change(thing: Term, X: Term) -> Term:
    """Return the differential of a thing; that of X itself is called dX."""
    held, matrix = thing.args[0], X.args[0]
    return as_term(increment(matrix)) if held == matrix else DifferentialOf(thing, X)


# ---- numbers: df = tr(Gᵀ dX) ---------------------------------------------------------------------
def gradient_factor(form: Any, dX: sp.Basic) -> sp.Basic:
    """Return G for a number tr(Gᵀ dX), however it is written: the trace is cyclic, and tr M = tr Mᵀ."""
    return plus(*[_of_number(sp.S.One, term, dX) for term in _terms(form)])


def _terms(form: sp.Expr) -> list[Any]:
    """Return the terms of a number, sums in brackets multiplied out."""
    found: list[sp.Expr] = []
    for term in sp.Add.make_args(form):
        opened = sp.expand_mul(term, deep=False)
        found.extend(_terms(opened) if isinstance(opened, sp.Add) else [opened])
    return found


def _of_number(weight: sp.Basic, term: Any, dX: sp.Basic) -> sp.Basic:
    """Return the share of one term in G: a number times a trace that holds dX."""
    traces = [a for a in sp.Mul.make_args(term) if a.has(dX)]
    if len(traces) != 1 or not isinstance(traces[0], sp.Trace):
        raise ValueError(f"{term} is not linear in {dX}")
    inside: Any = traces[0].args[0]
    rest = sp.Mul(*[a for a in sp.Mul.make_args(term) if a is not traces[0]])
    return _pushed(times(weight * rest, sp.Identity(inside.shape[0])), inside, dX)


def _pushed(Y: Any, form: sp.Basic, dX: sp.Basic) -> sp.Basic:
    """Return G with tr(Yᵀ form) = tr(Gᵀ dX)."""
    if form == dX:
        return Y
    push = _PUSH.get(type(form))
    if push is None:
        raise ValueError(f"{form} is not linear in {dX}")
    return push(Y, form, dX)


def _push_product(Y: sp.Basic, form: sp.MatrixExpr, dX: sp.Basic) -> sp.Basic:
    places = [i for i, a in enumerate(form.args) if a.has(dX)]
    (place,) = places
    factor = form.args[place]
    before, after = form.args[:place], form.args[place + 1 :]
    if not is_matrix(factor):  # a number with dX in it, times a matrix
        return _of_number(trace(times(transposed(Y), *before, *after)), factor, dX)
    numbers = [a for a in before if not is_matrix(a)]
    left = [transposed(a) for a in reversed(before) if is_matrix(a)]
    right = [transposed(a) for a in reversed(after)]
    return _pushed(times(*numbers, *left, Y, *right), factor, dX)


def _push_hadamard(Y: sp.Expr, form: sp.Expr, dX: sp.Expr) -> sp.Basic:
    (moving,) = (a for a in form.args if a.has(dX))
    return _pushed(hadamard(Y, *[a for a in form.args if a is not moving]), moving, dX)


def _push_kronecker(Y: Any, form: Any, dX: Any) -> Any:
    """Use tr(A ⊗ B) = tr A · tr B, where the weight is a multiple of the identity."""
    (moving,) = (a for a in form.args if a.has(dX))
    number = Y.args[0] if isinstance(Y, sp.MatMul) and not is_matrix(Y.args[0]) else sp.S.One
    if not isinstance(Y.args[-1] if isinstance(Y, sp.MatMul) else Y, sp.Identity):
        raise ValueError(f"no rule moves {dX} out of {form}")  # noqa: TRY004 (the form is wrong, not a type)
    others = sp.Mul(*[trace(a) for a in form.args if a is not moving])
    return _pushed(times(number * others, sp.Identity(moving.shape[0])), moving, dX)


_PUSH: dict[type, Callable[[Any, Any, Any], Any]] = {
    sp.MatMul: _push_product,
    sp.MatAdd: lambda Y, form, dX: plus(*[_pushed(Y, part, dX) for part in form.args]),
    sp.Transpose: lambda Y, form, dX: _pushed(transposed(Y), form.args[0], dX),
    sp.HadamardProduct: _push_hadamard,
    sp.DiagMatrix: lambda Y, form, dX: _pushed(diagonal_of(Y), form.args[0], dX),
    sp.DiagonalOf: lambda Y, form, dX: _pushed(diagonal(Y), form.args[0], dX),
    sp.KroneckerProduct: _push_kronecker,
    Unvec: lambda Y, form, dX: _pushed(vec(Y), form.args[0], dX),
    Vec: lambda Y, form, dX: _pushed(unvec(Y, *form.args[0].shape), form.args[0], dX),
}


# ---- columns and matrices: vec dF = K vec dX -----------------------------------------------------
def jacobian_factor(form: Any, dX: Any) -> sp.Basic:
    """Return K for a matrix with vec(form) = K vec(dX)."""
    if form == dX:
        return sp.Identity(dX.shape[0] * dX.shape[1])
    pull = _PULL.get(type(form))
    if pull is None:
        raise ValueError(f"{form} is not linear in {dX}")
    return pull(form, dX)


def _pull_product(form: Any, dX: Any) -> Any:
    """Use vec(P dF Q) = (Qᵀ ⊗ P) vec dF."""
    (place,) = (i for i, a in enumerate(form.args) if a.has(dX))
    factor, before, after = form.args[place], form.args[:place], form.args[place + 1 :]
    if not is_matrix(factor):  # a number with dX in it, times a matrix: vec(M) gᵀ vec(dX)
        slope = transposed(vec(gradient_factor(factor, dX)))
        return times(vec(times(*before, *after)), slope)
    numbers = [a for a in before if not is_matrix(a)]
    left = [a for a in before if is_matrix(a)]
    if isinstance(factor, sp.DiagMatrix):
        return times(*numbers, _around_diagonal(left, after, factor), jacobian_factor(factor.args[0], dX))
    inner = jacobian_factor(factor, dX)
    if not after:
        spread = [kronecker(sp.Identity(factor.shape[1]), times(*left))] if left and factor.shape[1] != 1 else left
        return times(*numbers, *spread, inner)
    right = transposed(times(*after))
    outer = times(*left) if left else sp.Identity(factor.shape[0])
    if outer.shape == (1, 1):
        return times(*numbers, right, inner)
    return times(*numbers, kronecker(right, outer), inner)


def _around_diagonal(left: Sequence[Any], right: Sequence[Any], factor: Any) -> Any:
    """Return K with vec(P diag(d) Q) = K d: P diag(q) beside a column q, Qᵀ diag(p) beside a row pᵀ."""
    before = times(*left) if left else sp.Identity(factor.shape[0])
    after = times(*right) if right else sp.Identity(factor.shape[0])
    if after.shape[1] == 1:
        return times(before, diagonal(after))
    if before.shape[0] == 1:
        return times(transposed(after), diagonal(transposed(before)))
    return KhatriRao(transposed(after), before)


def _pull_hadamard(form: Any, dX: Any) -> Any:
    (moving,) = (a for a in form.args if a.has(dX))
    others = hadamard(*[a for a in form.args if a is not moving])
    return times(diagonal(vec(others)), jacobian_factor(moving, dX))


def _pull_transpose(form: Any, dX: Any) -> Any:
    """Use vec(Aᵀ) = K vec(A); for a row or a column the two are the same."""
    (inner,) = form.args
    slope = jacobian_factor(inner, dX)
    return slope if 1 in inner.shape else times(Commutation(*inner.shape), slope)


_PULL: dict[type, Callable[[Any, Any], Any]] = {
    sp.MatMul: _pull_product,
    sp.MatAdd: lambda form, dX: plus(*[jacobian_factor(part, dX) for part in form.args]),
    sp.Transpose: _pull_transpose,
    sp.HadamardProduct: _pull_hadamard,
    sp.DiagMatrix: lambda form, dX: times(_around_diagonal((), (), form), jacobian_factor(form.args[0], dX)),
    **dict.fromkeys((Vec, Unvec), lambda form, dX: jacobian_factor(form.args[0], dX)),
}


# ---- rules ---------------------------------------------------------------------------------------
def _gather(goal: Gathered, _context: object) -> Iterable[Bindings]:
    form, X = goal.args
    dX = increment(X)
    try:
        if is_matrix(form):
            return ()
        return ({"G": gradient_factor(form, dX), "dX": dX, "X": X, "form": form},)
    except ValueError:
        return ()


def _gather_matrix(goal: Gathered, _context: object) -> Iterable[Bindings]:
    form, X = goal.args
    dX = increment(X)
    try:
        return ({"J": jacobian_factor(form, dX), "dX": dX, "X": X, "form": form},) if is_matrix(form) else ()
    except ValueError:
        return ()


def _read_factor(goal: ReadOff) -> Iterable[Bindings]:
    form, X = goal.args
    if is_matrix(form):
        return ()
    try:
        return ({"G": gradient_factor(form, increment(X)), "form": form, "X": X},)
    except ValueError:
        return ()


def _read(goal: ReadOff, _context: object) -> Iterable[Bindings]:
    return () if isinstance(goal.args[1], Symmetric) else _read_factor(goal)


def _read_symmetric(goal: ReadOff, _context: object) -> Iterable[Bindings]:
    return _read_factor(goal) if isinstance(goal.args[1], Symmetric) else ()


def _symmetric_part(G: Any) -> Term:
    """Return (G + Gᵀ)/2, which is G itself where it is symmetric."""
    held = G.args[0]
    return as_term(G) if transposed(held) == held else applied(times, sp.Rational(1, 2), applied(plus, G, applied(transposed, G)))


def _read_matrix(goal: ReadOff, _context: Any) -> Iterable[Bindings]:
    form, X = goal.args
    return ({"J": _before_increment(form, increment(X)), "form": form, "X": X},) if is_matrix(form) else ()


def _before_increment(form: Any, dX: Any) -> Any:
    """Return J of J vec(dX)."""
    if form == vec(dX):
        return sp.Identity(form.shape[0])
    if isinstance(form, sp.ZeroMatrix):
        return sp.ZeroMatrix(form.shape[0], dX.shape[0] * dX.shape[1])
    before = form.args[:-1]
    return times(*before, *([] if any(map(is_matrix, before)) else [sp.Identity(form.shape[0])]))


_WHY_MOVED = ("the factors of a trace move round", "a number is its own transpose")
_READ_FROM = ("df = tr(Gᵀ·d{})", "df = (∇f)ᵀ·d{}")
GATHER = VectorRule(
    id="matrix.gather",
    name="increment moved to the end",
    goal=Gathered,
    when=_gather,
    left=lambda G, dX, X, form: Gathered(form, X),
    right=lambda G, dX, X, form: applied(trace, applied(times, applied(transposed, G), dX)),
    shows=lambda bindings, _values: {"{}": _WHY_MOVED[bindings["X"].shape[1] == 1]},
    words="A trace does not change when its factors are moved round or the whole is transposed, and a number is its own trace: bring every "
    "term to the form of a matrix times {dX}, and add.",
    cost=0,
    commit=True,
    source=f"{_MAGNUS}, ch. 1, sec. 10",
)

GATHER_MATRIX = VectorRule(
    id="matrix.gather_matrix",
    name="increment moved to the end",
    goal=Gathered,
    when=_gather_matrix,
    left=lambda J, dX, X, form: Gathered(form, X),
    right=lambda J, dX, X, form: Term(times, (J, Term(vec, (dX,)))),
    words="Bring every term to the form of a matrix times the increment. For matrices the columns are put under each other, with "
    "vec(A B C) = (Cᵀ ⊗ A) vec B.",
    cost=0,
    commit=True,
    source=f"{_MAGNUS}, ch. 2, sec. 4",
)

READ_OFF = VectorRule(
    id="matrix.read_off",
    name="the gradient is read off",
    goal=ReadOff,
    when=_read,
    left=lambda G, form, X: ReadOff(form, X),
    right=lambda G, form, X: G,
    shows=lambda bindings, _values: {"{}": _READ_FROM[bindings["X"].shape[1] == 1].format(bindings["X"].name)},
    words="The differential of a number is tr(Gᵀ d{X}) for exactly one matrix G of the shape of {X}: this is the "
    "gradient (denominator layout).",
    relation=Relation.IMPLIES,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "transposed",
            lambda G: Term(transposed, (G,)),
            "The gradient has the shape of the variable: in tr(Gᵀ dX) the factor before dX is the transpose of the gradient.",
        ),
    ),
    source=f"{_MAGNUS}, ch. 9, sec. 9",
)

READ_OFF_SYMMETRIC = VectorRule(
    id="matrix.read_off_symmetric",
    name="the gradient in a symmetric matrix is read off: df = tr(G dX) with Gᵀ = G",
    goal=ReadOff,
    when=_read_symmetric,
    left=lambda G, form, X: ReadOff(form, X),
    right=lambda G, form, X: _symmetric_part(G),
    words="Since d{X} is symmetric, tr(Gᵀ d{X}) fixes the symmetric part of G alone: the gradient is (G + Gᵀ)/2, the one symmetric "
    "matrix with df = tr(G d{X}). Where the entries on and above the diagonal are counted as the variables, the partial derivatives "
    "are 2G off the diagonal and G on it.",
    relation=Relation.IMPLIES,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "as-free",
            lambda G: G,
            "All entries were taken to be free: of a symmetric variable the gradient is symmetric, (G + Gᵀ)/2.",
        ),
    ),
    source=f"{_MAGNUS}, ch. 3, sec. 8, and ch. 9, sec. 16",
)

READ_OFF_MATRIX = VectorRule(
    id="matrix.read_off_matrix",
    name="the Jacobian is read off: dy = J dx",
    goal=ReadOff,
    when=_read_matrix,
    left=lambda J, form, X: ReadOff(form, X),
    right=lambda J, form, X: J,
    words="The factor before the increment is the Jacobian in numerator layout: a row for each entry of the value, a "
    "column for each of {X}.",
    relation=Relation.IMPLIES,
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "transposed",
            lambda J: Term(transposed, (J,)),
            "This is the transpose: the Jacobian in numerator layout has a row for each entry of the value.",
        ),
    ),
    source=f"{_MAGNUS}, ch. 9, sec. 5",
)


def _asked(goal: MatrixDerivative, _context: object) -> Iterable[Bindings]:
    expr, X = goal.args
    return ({"f": expr, "X": X},)


DERIVATIVE = VectorRule(
    id="matrix.derivative",
    name="derivative from the differential",
    goal=MatrixDerivative,
    when=_asked,
    left=lambda f, X: MatrixDerivative(f, X),
    right=lambda f, X: ReadOff(Gathered(DifferentialOf(f, X), X), X),
    words="Take the differential of {f}, bring it to the form of a matrix times d{X}, and read that matrix off.",
    why="Write what a small change d{X} does, and read off what stands before it.",
    samples=None,
    cost=0,
    commit=True,
    minor=True,
    source=f"{_MAGNUS}, ch. 9, sec. 2",
)


def _transpose(goal: Transposed, _context: object) -> Iterable[Bindings]:
    return ({"G": goal.args[0]},)


OTHER_LAYOUT = VectorRule(
    id="matrix.other_layout",
    name="transposed for the other layout",
    goal=Transposed,
    when=_transpose,
    left=lambda G: Transposed(G),
    right=lambda G: Term(transposed, (G,)),
    words="The other layout has rows and columns exchanged.",
    samples=None,
    cost=0,
    commit=True,
    source=f"{_MAGNUS}, ch. 9, sec. 3",
)

FORMS = (DERIVATIVE, GATHER, GATHER_MATRIX, READ_OFF, READ_OFF_SYMMETRIC, READ_OFF_MATRIX, OTHER_LAYOUT)
