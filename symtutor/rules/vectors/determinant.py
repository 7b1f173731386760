"""The determinant of a Jacobian: the factor by which a map scales a small area or volume."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from symtutor.goals.vectors import Determinant, Pythagorean
from symtutor.rule import Bindings, Mistake
from symtutor.rules.vectors.notation import VectorRule
from symtutor.term import ZERO, Term, product, total

__all__ = ["DETERMINANTS"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_ANGLE = sp.Symbol("x")


def _square(goal: Determinant, _context: object) -> Iterable[Bindings]:
    (entries,) = goal.args
    return ({"matrix": entries},) if entries.rows == entries.cols else ()


def _expansion(matrix: Term) -> Term:
    """Return the expansion along the first row, down to determinants of 2 × 2."""
    held = matrix.args[0]
    if held.rows == 1:
        return total([held[0, 0]])
    if held.rows == 2:
        a, b, c, d = map(_entry, held)
        return product([a, d]) - product([b, c])
    terms = []
    for j in range(held.cols):
        if held[0, j] == 0:
            continue
        minor = Determinant(sp.ImmutableMatrix(held[1:, :].extract(range(held.rows - 1), [k for k in range(held.cols) if k != j])))
        terms.append(_entry(held[0, j]) * minor if j % 2 == 0 else -(_entry(held[0, j]) * minor))
    return total(terms) if terms else ZERO


def _entry(expr: sp.Expr) -> Term:
    return total([expr])


DETERMINANT = VectorRule(
    id="vector.determinant",
    name="determinant",
    goal=Determinant,
    when=_square,
    left=lambda matrix: Determinant(matrix),
    right=lambda matrix: Pythagorean(_expansion(matrix)) if matrix.args[0].has(sp.sin, sp.cos) else _expansion(matrix),
    words="For 2 × 2 it is ad − bc; a larger one is expanded along its first row, with alternating signs.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake("plus", lambda matrix: _permanent(matrix), "The determinant of 2 × 2 is ad − bc: the second product is subtracted."),
        Mistake(
            "diagonal-only",
            lambda matrix: product([_entry(matrix.args[0][i, i]) for i in range(matrix.args[0].rows)]),
            "The product of the diagonal is the determinant only where all entries on one side of it are 0.",
        ),
        Mistake("sign", lambda matrix: -_expansion(matrix), "The sign is wrong: the product of the diagonal comes with a plus."),
        Mistake(
            "trace",
            lambda matrix: total([_entry(matrix.args[0][i, i]) for i in range(matrix.args[0].rows)]),
            "That is the sum of the diagonal, the trace.",
        ),
    ),
    source=f"{_STEWART}, sec. 15.9",
)


def _permanent(matrix: Term) -> Term:
    held = matrix.args[0]
    return total([held[0, 0] * held[1, 1] + held[0, 1] * held[1, 0]]) if held.rows == 2 else total([held.det()])


# ---- sin² + cos² = 1 -----------------------------------------------------------------------------
def _shorter(goal: Pythagorean, _context: object) -> Iterable[Bindings]:
    """Put 1 − sin² for cos² of each angle in the numerator, and take what results where that is shorter."""
    (expr,) = goal.args
    above, below = sp.fraction(sp.together(expr))
    written_out = sp.expand(above)
    found = _shortened(written_out)
    if _length(found) >= _length(written_out):
        return ({"f": expr, "expr": expr},)
    return ({"f": found if below == 1 else sp.factor(found / below), "expr": expr},)


def _shortened(expr: sp.Expr) -> sp.Expr:
    for angle in sorted({f.args[0] for f in expr.atoms(sp.sin, sp.cos)}, key=sp.default_sort_key):
        left = sp.expand(sp.Add(*[_with_sines(term, angle) for term in sp.Add.make_args(expr)]))
        expr = min(expr, left, key=_length)
    return expr


def _with_sines(term: sp.Expr, angle: sp.Expr) -> sp.Expr:
    """Return a product with 1 − sin² in place of each square of the cosine."""
    power = term.as_powers_dict().get(sp.cos(angle), 0)
    if not isinstance(power, sp.Integer) or power < 2:
        return term
    squares, rest = divmod(int(power), 2)
    return term / sp.cos(angle) ** power * sp.cos(angle) ** rest * (1 - sp.sin(angle) ** 2) ** squares


def _length(expr: sp.Expr) -> int:
    return len(sp.Add.make_args(expr))


PYTHAGOREAN = VectorRule(
    id="vector.pythagorean",
    name="sin² + cos² = 1",
    goal=Pythagorean,
    when=_shorter,
    left=lambda f, expr: Pythagorean(expr),
    right=lambda f, expr: f,
    words="Squares of the sine and the cosine of one angle add up to 1.",
    samples={"f": sp.S.One, "expr": sp.sin(_ANGLE) ** 2 + sp.cos(_ANGLE) ** 2},
    cost=0,
    commit=True,
    source=f"{_STEWART}, app. D",
)

DETERMINANTS = (DETERMINANT, PYTHAGOREAN)
