"""Re-checking proofs by separate code: SymPy's polynomial fields for the algebra, enclosures for each function.

A proof says what each function became in which generators.  Here every such
line is enclosed at exact points of the domain to 30 digits and more, and the
difference of the two sides is reduced to 0 again, in a field of rational
functions, by none of the code that found the proof.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp
from mpmath import libmp
from sympy.polys.fields import field
from sympy.polys.orderings import lex

from symtutor.checking.calculus.real_derivatives import derivative
from symtutor.checking.enclosures.enclosure import Undefined, enclose, subtract
from symtutor.checking.equivalence.points import points_of, special_values
from symtutor.checking.equivalence.splitting import without_cases
from symtutor.verdict import Proof

__all__ = ["recheck"]

PRECISION = 256
SURE = -100
POINTS = 3
CASE_POINTS = 24
MANY_POINTS = 100
NAMED = (sp.tan, sp.exp, sp.log, sp.sign, sp.Pow, sp.Abs, sp.NumberSymbol, sp.Function, sp.Integral, sp.Derivative, sp.Sum)


@dataclass(frozen=True, slots=True)
class Claim:
    """Left = right for a variable in an open interval (everywhere without one)."""

    left: Any
    right: Any
    variable: Any = None
    low: Any = -sp.oo
    high: Any = sp.oo
    up_to_constant: bool = False


class Rejected(Exception):  # noqa: N818 (an outcome, not an error)
    """A line of a proof does not hold."""


def recheck(a: sp.Expr, b: sp.Expr, proof: Proof, *, variable: Any = None, up_to_constant: bool = False, domain: Any = None) -> bool:
    """Tell whether a proof proves that a = b.

    Parameters
    ----------
    a, b : Expr
        The two sides, as they were given.
    proof : Proof
        The evidence of a verdict.
    variable : Symbol, optional
        The variable, where the proof goes along a line or is up to a constant.
    up_to_constant : bool
        Whether the proof is to show equal derivatives.
    domain : mapping of Symbol to Set, optional
        Where the symbols live.

    Returns
    -------
    bool
        False for a proof with any line that does not hold, and for methods that
        leave no trace to check, such as an answer of SymPy's `simplify`.

    Examples
    --------
    >>> from symtutor.checking.equivalence.equivalence import equivalence
    >>> x = sp.Symbol("x")
    >>> proof = equivalence(sp.sin(2 * x), 2 * sp.sin(x) * sp.cos(x)).evidence
    >>> recheck(sp.sin(2 * x), 2 * sp.sin(x) * sp.cos(x), proof)
    True
    >>> recheck(sp.sin(2 * x), 3 * sp.sin(x) * sp.cos(x), proof)
    False
    """
    free = sorted(a.free_symbols | b.free_symbols, key=str)
    line = variable or (free[0] if len(free) == 1 else None)
    claim = Claim(a, b, line, up_to_constant=up_to_constant)
    try:
        _METHODS[proof.method](claim, proof.steps, domain or {})
    except (Rejected, KeyError, ValueError, TypeError, AttributeError, IndexError, ZeroDivisionError, sp.PolynomialError):
        return False
    return True


def _check(claim: Claim, proof: Any, domain: Any) -> None:
    _METHODS[proof.method](claim, proof.steps, domain)


def _require(holds: object, line: object = "") -> None:
    if not holds:
        raise Rejected(str(line))


# ---- methods ------------------------------------------------------------------------------------------
def _identical(claim: Claim, steps: tuple[Any, ...], _: object) -> None:
    _require(claim.left == claim.right and not steps)


def _normal_form(claim: Claim, steps: tuple[Any, ...], domain: Any) -> None:
    """Check the lines at points of the domain and the algebra as a whole."""
    claim = _of_slopes(claim)
    lines = _Lines(steps)
    wanted = MANY_POINTS if lines.has_signs() else POINTS
    points = [p for p in _points(claim, domain, wanted, tuple(lines.lets.values())) if lines.hold_at(p)]
    _require(points or lines.are_only_names(), "no point")
    lines.check_algebra(claim.left, claim.right)


def _each_choice_of_signs(claim: Claim, steps: tuple[Any, ...], domain: Any) -> None:
    """Check each case, and that each point of the domain falls into one."""
    claim = _of_slopes(claim)
    cases = [_Lines(lines) for tag, lines in steps if tag == "case"]
    _require(len(cases) == len(steps))
    for case in cases:
        case.check_algebra(claim.left, claim.right)
    points = list(_points(claim, domain, MANY_POINTS, tuple(m for case in cases for m in case.lets.values())))
    points = [p for p in points if not any(_is_on_edge(m, p) for case in cases for m in case.lets.values())]
    visited = [[_holds(case, point) for case in cases] for point in points]
    _require(points and all(map(any, visited)), "a point in no case")
    _require(all(map(any, zip(*visited, strict=True))), "a case without a point")


def _is_on_edge(meaning: Any, point: Any) -> bool:
    """Tell whether a sign or root is 0 at a point, where two cases meet."""
    return isinstance(meaning, sp.sign | sp.Pow) and _agree(meaning, sp.Integer(0), point)


def _holds(case: _Lines, point: Any) -> bool:
    try:
        return case.hold_at(point)
    except Rejected:
        return False


def _each_interval(claim: Claim, steps: tuple[Any, ...], domain: Any) -> None:
    """Check each piece, and that no point of the domain lies outside the pieces."""
    _require(claim.variable is not None and steps)
    end = -sp.oo
    for low, high, left, right, proof in steps:
        _require(end <= low <= high)
        end = high
        piece = Claim(left, right, claim.variable, low, high, claim.up_to_constant)
        if low == high:
            _require(_agree(claim.left.subs(claim.variable, low), left, {}) and _agree(claim.right.subs(claim.variable, low), right, {}))
            if not claim.up_to_constant:
                _check(Claim(left, right), proof, domain)
            continue
        for point in _points(piece, domain):
            _require(_agree(claim.left, left, point) and _agree(claim.right, right, point), point)
        _check(piece, proof, domain)
    places = [(low, high) for low, high, *_ in steps]
    for point in _points(Claim(claim.left, claim.right, claim.variable), domain, CASE_POINTS):
        value = point[claim.variable]
        _require(any(low < value < high or low == value == high for low, high in places), point)


def _derivatives_and_value(claim: Claim, steps: tuple[Any, ...], domain: Any) -> None:
    (left, right, proof), (place, at_left, at_right, value) = steps
    x = claim.variable
    _require(derivative(claim.left, x) == left and derivative(claim.right, x) == right)
    _check(Claim(left, right, x, claim.low, claim.high), proof, domain)
    _require(claim.low < place < claim.high and claim.left.xreplace({x: place}) == at_left and claim.right.xreplace({x: place}) == at_right)
    _check(Claim(at_left, at_right), value, domain)


def _breakpoint_up_to_constant(claim: Claim, steps: tuple[Any, ...], _: object) -> None:
    _require(claim.up_to_constant and not steps)


def _complex_parts(claim: Claim, steps: tuple[Any, ...], domain: Any) -> None:
    real = {s: sp.Symbol(s.name, real=True) for s in claim.left.free_symbols | claim.right.free_symbols}
    back = {v: k for k, v in real.items()}
    halves = [[part.xreplace(back) for part in sp.expand(e.xreplace(real)).as_real_imag()] for e in (claim.left, claim.right)]
    _require(len(steps) == 2)
    for left, right, proof in zip(*halves, steps, strict=True):
        _check(Claim(left, right, claim.variable), proof, domain)


_METHODS: dict[str, Callable[[Claim, tuple[Any, ...], Any], None]] = {
    "identical": _identical,
    "normal form": _normal_form,
    "normal form for each choice of signs": _each_choice_of_signs,
    "on each interval and at each breakpoint": _each_interval,
    "equal derivatives and one equal value": _derivatives_and_value,
    "up to a constant": _breakpoint_up_to_constant,
    "real and imaginary parts": _complex_parts,
}


def _of_slopes(claim: Claim) -> Claim:
    """Return the claim about derivatives that a claim up to a constant stands for."""
    if not claim.up_to_constant:
        return claim
    return Claim(derivative(claim.left, claim.variable), derivative(claim.right, claim.variable), claim.variable, claim.low, claim.high)


# ---- points -------------------------------------------------------------------------------------------
def _points(claim: Claim, domain: Any, wanted: int = POINTS, parts: tuple[sp.Function, ...] = ()) -> Iterator[dict[sp.Symbol, sp.Expr]]:
    """Yield exact points of the domain and interval of a claim at which both sides are real, some between the breakpoints of the parts."""
    own = {claim.variable} if claim.variable is not None else set()
    symbols = tuple(sorted(claim.left.free_symbols | claim.right.free_symbols | own, key=str))
    where = dict(domain)
    if claim.variable is not None and (claim.low, claim.high) != (-sp.oo, sp.oo):
        where[claim.variable] = sp.Interval.open(claim.low, claim.high)
    special = {symbols[0]: special_values((claim.left, claim.right, *parts), symbols[0])} if len(symbols) == 1 else None
    found = 0
    for source in (points_of(symbols, where, special), points_of(symbols, where), points_of(symbols, where, dense=True)):
        for point in source if symbols else iter(({},)):
            try:
                enclose(claim.left, point, PRECISION)
                enclose(claim.right, point, PRECISION)
            except Undefined:
                continue
            yield point
            found += 1
            if found == wanted:
                return


def _agree(p: sp.Function, q: sp.Basic, point: dict[sp.Symbol, sp.Expr]) -> bool:
    """Tell whether two expressions have the same value at a point to more than 30 digits."""
    if p == q:
        return True
    try:
        low, high = subtract(enclose(p, point, PRECISION), enclose(q, point, PRECISION), PRECISION)
    except Undefined:
        return False
    small = libmp.mpf_shift(libmp.fone, SURE)
    return bool(libmp.mpf_gt(low, libmp.mpf_neg(small)) and libmp.mpf_lt(high, small))


# ---- the lines of a normal form -------------------------------------------------------------------------
class _Lines:
    """The lines of one normal form."""

    def __init__(self, steps: tuple[Any, ...]) -> None:
        self.lets: dict[Any, Any] = {}
        self.relations: list[Any] = []
        self.becomes: dict[Any, Any] = {}
        self.vanishing: list[Any] = []
        self.products: list[tuple[Any, ...]] = []
        for step in steps:
            getattr(self, _READERS[step[0]])(*step[1:])

    def _let(self, name: sp.Symbol, meaning: sp.Expr) -> None:
        _require(name not in self.lets and isinstance(meaning, NAMED), name)
        self.lets[name] = meaning

    def _relation(self, polynomial: Any) -> None:
        self.relations.append(polynomial)

    def _becomes(self, expr: sp.Expr, image: sp.Expr) -> None:
        self.becomes[expr] = image

    def _product(self, total: Any, factors: tuple[Any, ...]) -> None:
        self.vanishing.append(total)
        self.products.append(factors)

    def _angles(self, total: Any) -> None:
        self.vanishing.append(total)

    def has_signs(self) -> bool:
        """Tell whether a name stands for a sign, which few points do not show."""
        return any(isinstance(meaning, sp.sign) for meaning in self.lets.values())

    def is_sound(self) -> bool:
        """Tell whether every name is used, so that no line stands unchecked, and every sign is only known to have the square 1."""
        used = {s for e in (*self.becomes.values(), *self.relations, *self.vanishing) for s in e.free_symbols}
        signs = [name for name, meaning in self.lets.items() if isinstance(meaning, sp.sign)]
        leading = {r: sp.Poly(r).gens for r in self.relations}
        return self.lets.keys() <= used and all(r == s**2 - 1 for s in signs for r, gens in leading.items() if gens == (s,))

    def are_only_names(self) -> bool:
        """Tell whether each function only got a name, so that nothing is to be seen at a point."""
        return not self.relations and not self.vanishing and all(image.xreplace(self.lets) == expr for expr, image in self.becomes.items())

    def hold_at(self, point: dict[sp.Symbol, sp.Expr]) -> bool:
        """Check every line at a point."""
        _require(self.is_sound(), "unused name")
        if any(isinstance(m, sp.sign) and not _agree(m**2, sp.Integer(1), point) for m in self.lets.values()):
            return False
        for expr, image in self.becomes.items():
            _require(_agree(expr, image.xreplace(self.lets), point), expr)
        for zero in (*self.relations, *self.vanishing):
            _require(_agree(zero.xreplace(self.lets), sp.Integer(0), point), zero)
        return True

    def check_algebra(self, left: Any, right: Any) -> None:
        """Reduce the difference of the two sides to 0 again."""
        images = [self._image(side) for side in without_cases(left, right)]
        everything = [*images, *self.relations, *self.vanishing, *(f for factors in self.products for f, _ in factors)]
        names = sorted({s for e in everything for s in e.free_symbols}, key=_age, reverse=True)
        if not names:
            return _require(images[0] == images[1] or sp.expand(images[0] - images[1]) == 0)
        fractions, *_ = field(names, sp.QQ, lex)
        relations = [fractions.from_expr(r).numer for r in self.relations]
        for factors in self.products:
            product = fractions.one
            for f, c in factors:
                product *= fractions.from_expr(f) ** int(2 * c)
            _require(not (product - 1).numer.rem(relations) if relations else not product - 1, factors)
        sums = [fractions.from_expr(v).numer for v in self.vanishing]
        difference = (fractions.from_expr(images[0]) - fractions.from_expr(images[1])).numer
        reducers = [*relations, *sums]
        _require(not (difference.rem(reducers) if reducers else difference), "the difference")
        return None

    def _image(self, expr: sp.Basic) -> Any:
        """Put the images of functions into an expression, outermost first."""
        if expr in self.becomes:
            return self.becomes[expr]
        if isinstance(expr, sp.Add | sp.Mul) or (isinstance(expr, sp.Pow) and expr.exp.is_Integer):
            return expr.func(*(self._image(a) for a in expr.args))
        _require(expr.is_Rational or expr.is_Symbol, expr)
        return expr


def _age(symbol: sp.Symbol) -> tuple[int, str]:
    """Return the order of generators: the problem's symbols first, then by number."""
    digits = "".join(c for c in symbol.name if c.isdigit())
    return (int(digits) if digits else -1, symbol.name)


_READERS = {"let": "_let", "relation": "_relation", "becomes": "_becomes", "product is 1": "_product", "multiple of π": "_angles"}
