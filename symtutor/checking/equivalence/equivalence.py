"""Whether two expressions are the same: proved, refuted by an exact point, or undecided."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.checking.calculus.ranges import without_settled_steps
from symtutor.checking.calculus.real_derivatives import JUMPING, derivative
from symtutor.checking.calculus.real_values import with_real_odd_roots
from symtutor.checking.equivalence.collections import equal_collections
from symtutor.checking.equivalence.declared import declared_set, ends_of, finite_points, judge_at_points
from symtutor.checking.equivalence.jumping import Jump, find_jump, may_jump
from symtutor.checking.equivalence.proving import prove
from symtutor.checking.equivalence.refutation import Search, refute, search
from symtutor.checking.equivalence.sentences import (
    verdict_correct,
    verdict_incorrect,
    verdict_of_induction,
    verdict_of_jump,
    verdict_undecided,
)
from symtutor.checking.equivalence.whole_numbers import prove_by_induction, written_out
from symtutor.checking.normal_form.conversion import Bounds
from symtutor.checking.normal_form.normal_form import have_equal_normal_forms
from symtutor.errors import InputError, SymtutorError
from symtutor.term import sympified
from symtutor.verdict import Proof, Verdict, Witness
from symtutor.worker import ask

__all__ = ["equivalence", "is_proved_equal", "refute"]

SMALL = 20_000
ENOUGH = 6
BY_SYMPY = "SymPy's simplify gave 0, and the values agree"
LAST_RESORT_SIZE = 60
LAST_RESORT_SECONDS = 5.0


def is_proved_equal(a: Any, b: Any) -> bool:
    """Tell whether two expressions are proved equal by structure or by a cheap normal form.

    Parameters
    ----------
    a, b : Expr or Matrix
        The two sides, compared where both are real.

    Returns
    -------
    bool
        False proves nothing.

    Examples
    --------
    >>> from sympy.abc import x
    >>> is_proved_equal((x + 1) ** 2, x**2 + 2 * x + 1)
    True
    """
    if a == b:
        return True
    if isinstance(a, sp.MatrixBase) or isinstance(b, sp.MatrixBase):
        return getattr(a, "shape", None) == getattr(b, "shape", None) and all(map(is_proved_equal, a, b))
    return (
        isinstance(a, sp.Expr)
        and isinstance(b, sp.Expr)
        and not a.has(*JUMPING)
        and not b.has(*JUMPING)
        and have_equal_normal_forms(a, b, work=SMALL)
    )


def equivalence(a: Any, b: Any, *, variable: Any = None, up_to_constant: bool = False, domain: Any = None) -> Verdict:
    """Judge whether two expressions are the same where both are defined and real.

    Parameters
    ----------
    a, b : Expr, Matrix, relation, set or tuple
        The two sides.
    variable : Symbol, optional
        The variable; needed with `up_to_constant` and with a single Set as domain
        when several symbols are free.
    up_to_constant : bool
        Whether a constant on each interval is let go, as between antiderivatives.
    domain : Set or mapping of Symbol to Set, optional
        Where the variable, or each symbol, lives; a symbol not named is any real number.

    Returns
    -------
    Verdict
        "correct" with a Proof, "incorrect" with a Witness (an exact point of the common
        domain at which the two sides differ), or "undecided" with the reason.

    Raises
    ------
    InputError
        If a variable is needed and not given, symbols of one name differ, or a side is no mathematics.

    Notes
    -----
    Two expressions that are never both real are undecided.  The verdict depends
    on the arguments only: budgets count terms, never time.  The one exception is
    the last resort, SymPy's `simplify` on a short difference that agrees to 600
    digits: its answer counts as a proof that says so, and it may be too late.

    Examples
    --------
    >>> from sympy.abc import x
    >>> print(equivalence((x**2 - 1) / (x - 1), x + 1))
    Correct for x ≠ 1.
    >>> print(equivalence(sp.atan(x), -sp.atan(1 / x), variable=x, up_to_constant=True))
    Correct up to a constant on each interval, for x ≠ 0.
    >>> print(equivalence(3 * x**2 - 4 * x, 3 * x**2 - 4 * x + sp.Rational(1, 10**9)))
    Not the same: at x = 3/7 the values are −1.16326530612245 and −1.16326530512245.
    """
    a, b = _prepared(a), _prepared(b)
    sets = _sets(a, b, variable, domain)
    if not (_is_scalar(a) and _is_scalar(b)):
        return equal_collections(a, b, equivalence, variable=variable, up_to_constant=up_to_constant, domain=sets)
    if up_to_constant:
        variable = _the_variable(a, b, variable)
    if points := finite_points(sets):
        return judge_at_points(points, lambda at, rest: equivalence(a.subs(at), b.subs(at), variable=variable, domain=rest), sets)
    return _judge(a, b, variable, up_to_constant, tuple(sorted(sets.items(), key=str)))


@lru_cache(maxsize=4096)
def _judge(a: Any, b: Any, variable: sp.Expr | None, up_to_constant: bool, sets: tuple[tuple[sp.Basic, sp.Basic], ...]) -> Verdict:
    """Judge two expressions: at once where it is plain, else by numbers and proofs."""
    domain = dict(sets)
    if a == b:
        verdict = verdict_correct(a, b, Proof("identical"), domain, up_to_constant=up_to_constant)
        return verdict if verdict.domain == sp.true or _is_somewhere_real(a, domain) else verdict_undecided(Search(None))
    if (unbounded := _judge_unbounded(a, b)) is not None:
        return unbounded
    if a.has(sp.I) or b.has(sp.I):
        return _judge_complex(a, b, domain)
    question = Question(a, b, variable, up_to_constant, domain)
    return question.verdict()


class Question:
    """Whether a = b, or a' = b', on the common domain of a and b."""

    def __init__(self, a: Any, b: Any, variable: Any, up_to_constant: bool, domain: dict[sp.Basic, sp.Basic]) -> None:
        self.sides = (a, b)
        self.variable, self.up_to_constant, self.domain = variable, up_to_constant, domain
        self.left, self.right = (derivative(a, variable), derivative(b, variable)) if up_to_constant else (a, b)
        self.guards = self.sides if up_to_constant else ()

    def verdict(self) -> Verdict:
        """Return the verdict: a quick refutation, a proof, a thorough refutation, or undecided."""
        found = self._search(thorough=False)
        unseen = not found.points and not found.unknown
        if found.witness is None and unseen:
            found = self._search(thorough=True)
        if found.witness is not None:
            return verdict_incorrect(found.witness, up_to_constant=self.up_to_constant)
        if not found.points and not found.unknown:
            return verdict_undecided(found)
        if (proved := self._proof()) is not None:
            return proved
        slow = found if unseen else self._search(thorough=True)
        if slow.witness is not None:
            return verdict_incorrect(slow.witness, up_to_constant=self.up_to_constant)
        jumps = self.up_to_constant and any(may_jump(e, self.variable) for e in self.sides)
        if jumps:
            found_jump = find_jump(*self.sides, self.variable, self.domain)
            return verdict_undecided(slow) if found_jump is None else verdict_of_jump(found_jump.witness)
        if slow.points >= ENOUGH and self._is_simplified_to_zero():
            return verdict_correct(*self.sides, Proof(BY_SYMPY), self.domain, up_to_constant=self.up_to_constant)
        return verdict_undecided(slow if slow.points else found)

    def _is_simplified_to_zero(self) -> bool:
        """Tell whether SymPy's simplify finds 0, asked only where many digits agree and nothing jumps."""
        difference = self.left - self.right
        if difference.count_ops() > LAST_RESORT_SIZE or difference.has(*JUMPING):
            return False
        try:
            return ask("is_zero", difference, seconds=LAST_RESORT_SECONDS) == sp.true
        except SymtutorError:
            return False

    def _search(self, *, thorough: bool) -> Search:
        return search(self.left, self.right, self.domain, thorough=thorough, guards=self.guards)

    def _proof(self) -> Verdict | None:
        """Return a verdict from exact reasoning, which may also find a breakpoint or a jump."""
        if not self.up_to_constant and self.left.atoms(sp.Sum, sp.Product) | self.right.atoms(sp.Sum, sp.Product):
            induction = prove_by_induction(self.left, self.right)
            if induction is not None:
                return verdict_of_induction(*self.sides, induction)
        if not self.up_to_constant and any(e.has(sp.floor, sp.sign) for e in self.sides):
            settled = [without_settled_steps(e, self.domain) for e in self.sides]
            if tuple(settled) != self.sides and is_proved_equal(*settled):
                return verdict_correct(*self.sides, Proof("steps that keep one value", tuple(settled)), self.domain, up_to_constant=False)
        found = prove(
            self.left,
            self.right,
            bounds=_bounds(self.domain),
            jumps=any(e.has(*JUMPING) for e in self.sides),
            sides=self.sides,
            variable=self.variable,
            up_to_constant=self.up_to_constant,
            domain=self.domain,
        )
        if isinstance(found, Proof):
            if found.method != "normal form" and (against := self._search(thorough=True).witness) is not None:
                return verdict_incorrect(against, up_to_constant=self.up_to_constant)  # a proof by cases must stand against numbers too
            return verdict_correct(*self.sides, found, self.domain, up_to_constant=self.up_to_constant)
        if isinstance(found, Jump):
            return verdict_of_jump(found.witness)
        if found is None or not all(isinstance(s, sp.Interval) for s in self.domain.values()):
            return None  # the piece may reach beyond a declared set with holes
        return verdict_incorrect(found, up_to_constant=self.up_to_constant)


def _is_somewhere_real(expr: sp.Basic, domain: dict[sp.Basic, sp.Basic]) -> bool:
    """Tell whether a point is known at which an expression is real, or this cannot be told."""
    found = search(expr, expr, domain)
    if not found.points and not found.unknown:
        found = search(expr, expr, domain, thorough=True)
    return bool(found.points) or found.unknown


_UNBOUNDED = (sp.nan, sp.zoo, sp.oo, -sp.oo)


def _judge_unbounded(a: sp.Basic, b: sp.Basic) -> Verdict | None:
    """Judge sides of which one is no finite number, and say that infinity inside an expression is not decided; None for all others."""
    if not any(side.has(*_UNBOUNDED) for side in (a, b)):
        return None
    plain = [side for side in (a, b) if not side.has(*_UNBOUNDED) and not side.atoms(sp.Integral, sp.Sum, sp.Limit, sp.Product)]
    if all(side in _UNBOUNDED for side in (a, b)) or (plain and (a in _UNBOUNDED or b in _UNBOUNDED)):
        return verdict_incorrect(Witness({}, str(a), str(b), ("not finite", "not finite"), 0), up_to_constant=False)
    return verdict_undecided(Search(None), "a side holds infinity, as a limit or a sum without end does")


def _judge_complex(a: Any, b: Any, domain: dict[Any, Any]) -> Verdict:
    """Judge expressions with the imaginary unit by their real and imaginary parts."""
    real = {s: sp.Symbol(s.name, real=True) for s in a.free_symbols | b.free_symbols}
    back = {v: k for k, v in real.items()}
    halves = [[part.xreplace(back) for part in sp.expand(e.xreplace(real)).as_real_imag()] for e in (a, b)]
    if any(part.has(sp.I, sp.re, sp.im, sp.arg) for half in halves for part in half):
        return verdict_undecided(Search(None))
    verdicts = [_judge(p, q, None, False, tuple(sorted(domain.items(), key=str))) for p, q in zip(*halves, strict=True)]
    for verdict in verdicts:
        if isinstance(verdict.evidence, Witness):
            return verdict_incorrect(_whole(verdict.evidence, halves), up_to_constant=False)
        if not verdict:
            return verdict
    return verdict_correct(a, b, Proof("real and imaginary parts", tuple(v.evidence for v in verdicts)), domain, up_to_constant=False)


def _whole(witness: Witness, halves: list[list[Any]]) -> Witness:
    """Return the complex values of two expressions where their real or imaginary parts differ."""
    letters = set().union(*(part.free_symbols for half in halves for part in half))
    point = dict.fromkeys(sorted(letters, key=str), sp.S.One) | dict(witness.point)
    left, right = (_complex(*(part.xreplace(point) for part in half)) for half in halves)
    return Witness(point, left, right, witness.enclosure, witness.digits)


def _complex(real: Any, imaginary: Any) -> str:
    """Return a complex number as text, short where it is rational."""
    if imaginary == 0:
        return _number(real)
    size = _number(abs(imaginary))
    unit = "i" if size == "1" else f"{size}i" if "/" not in size else f"({size})i"
    if real == 0:
        return unit if imaginary > 0 else f"-{unit}"
    return f"{_number(real)} {'+' if imaginary > 0 else '-'} {unit}"


def _number(number: Any) -> str:
    return str(number if number.is_Rational else sp.N(number, 6))


def _is_scalar(side: sp.Basic) -> bool:
    return isinstance(side, sp.Expr) and not isinstance(side, sp.MatrixBase)


def _prepared(side: Any) -> Any:
    """Return a side as SymPy, decimals as exact fractions, real parts of real things dropped, derivatives carried out."""
    if isinstance(side, sp.MatrixBase):
        return sp.ImmutableMatrix(side.applyfunc(_prepared))
    try:
        side = sympified(side)
    except (sp.SympifyError, TypeError) as error:
        raise InputError(f"not mathematics: {str(side)[:60]!r}", "give a SymPy expression, a number, or a collection of these") from error
    if side is None:
        raise InputError("there is nothing to compare: a side is None", "give a SymPy expression, a number, or a collection of these")
    if isinstance(side, list | tuple):
        return sp.Tuple(*map(_prepared, side))
    if isinstance(side, set | frozenset):
        return sp.FiniteSet(*map(_prepared, side))
    floats = {f: sp.Rational(str(f)) for f in side.atoms(sp.Float)} if isinstance(side, sp.Basic) else {}
    if floats:
        side = side.xreplace(floats)
    if isinstance(side, sp.Expr):
        side = with_real_odd_roots(written_out(side), numbers_only=True)
        side = side.replace(sp.ceiling, lambda u: -sp.floor(-u)).replace(sp.frac, lambda u: u - sp.floor(u))
    if isinstance(side, sp.Expr) and side.has(sp.re, sp.im, sp.conjugate) and not side.has(sp.I):
        side = side.replace(sp.re, lambda f: f).replace(sp.conjugate, lambda f: f).replace(sp.im, lambda _: sp.Integer(0))
    if isinstance(side, sp.Expr) and side.has(sp.Derivative, sp.Subs):
        side = side.doit(integrals=False, limits=False, sums=False)
    return side


def _sets(a: Any, b: Any, variable: Any, domain: Any) -> dict[Any, Any]:
    """Return the domain of each symbol."""
    free = a.free_symbols | b.free_symbols
    names: dict[str, sp.Basic] = {}
    for s in sorted(free, key=str):
        if names.setdefault(s.name, s) != s:
            raise InputError(
                f"two symbols are called {s.name} and have different assumptions",
                "use one symbol without assumptions, and domain= for what is known of it",
            )
    if domain is None:
        return {}
    if isinstance(domain, Mapping):
        return {s: declared_set(d) for s, d in domain.items() if s in free}
    where = declared_set(domain)
    return {_the_variable(a, b, variable): where} if free else {}


def _the_variable(a: sp.Expr, b: sp.Expr, variable: sp.Basic) -> sp.Basic:
    """Return the variable, which must be given or plain."""
    if variable is not None:
        return variable
    free = sorted(a.free_symbols | b.free_symbols, key=str)
    if len(free) != 1:
        raise InputError(f"which variable is meant? free symbols: {', '.join(map(str, free)) or 'none'}", "say variable=")
    return free[0]


def _bounds(domain: dict[Any, Any]) -> Bounds:
    """Return the rational bounds that a domain gives."""
    found = {}
    for symbol, where in domain.items():
        low, high = map(_fraction, ends_of(where))
        if low is not None or high is not None:
            found[symbol] = (low, high)
    return found


def _fraction(end: Any) -> Fraction | None:
    return Fraction(int(end.p), int(end.q)) if end.is_Rational else None
