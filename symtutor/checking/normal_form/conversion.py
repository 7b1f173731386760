"""From SymPy expressions to elements of a tower: one entry of a table for each function.

Every entry is an identity that holds at each point where the expression and all
its parts are real, up to isolated points, at which both sides of a comparison
are continuous.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeVar

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.checking.normal_form.functions import Functions, Pair
from symtutor.checking.normal_form.polynomial import atom
from symtutor.checking.normal_form.tower import Element, NoNormalForm, Refined, Tower

__all__ = ["ANGLES", "Bounds", "Converter", "Pair"]

MAX_PASSES = 40
MAX_ORDER = 20
T = TypeVar("T")
Bounds = Mapping[Any, tuple[Fraction | None, Fraction | None]]


class Converter(Functions):
    """Turn expressions into elements of one tower.

    Parameters
    ----------
    bounds : mapping of Symbol to (low, high), optional
        Symbols known to lie strictly between two rational numbers; None is infinity.
    work : int
        The budget of the tower.
    joined : bool
        Whether a sum under exp or in an angle is one part, or one part for each term.
    """

    def __init__(self, bounds: Bounds | None = None, work: int = 200_000, *, joined: bool = False) -> None:
        super().__init__(work, joined=joined)
        self.memo: dict[Any, Element] = {}
        self.opaque: list[Any] = []
        for symbol, (low, high) in sorted((bounds or {}).items(), key=str):
            self.tower.bound(self.tower.generator("symbol", symbol), low, high)

    def difference(self, a: Any, b: Any) -> Element:
        """Return the element of a − b in the final tower.

        Raises
        ------
        NoNormalForm
            If a part has no place in the tower or the budget ends.
        """
        return self.settle(lambda: self.difference_now(a, b))

    def difference_now(self, a: sp.Expr, b: sp.Expr) -> Element:
        """Return the element of a − b in the tower as it is, inside `settle`."""
        return self.tower.add([self.element(a), self.tower.negative(self.element(b))])

    def settle(self, build: Callable[[], T]) -> T:
        """Build again until no generator needs a finer meaning."""
        for _ in range(MAX_PASSES):
            try:
                return build()
            except Refined:
                self.memo.clear()
                self.opaque.clear()
        raise NoNormalForm("the generators did not settle")

    def element(self, expr: sp.Basic) -> Element:
        """Return the element of one expression."""
        found = self.memo.get(expr)
        if found is None:
            self.tower.work -= 1
            rule = RULES.get(type(expr))
            if rule is None:
                rule = next((RULES[c] for c in type(expr).__mro__ if c in RULES), None)
                if rule is None:
                    raise NoNormalForm(f"no generator for {type(expr).__name__}")
            found = self.memo[expr] = rule(self, expr)
        return found

    def parts(self, total: Any) -> tuple[Any, ...]:
        """Return what exp or an angle is taken of, one by one."""
        return (total,) if self.joined else sp.Add.make_args(total)

    def known_angle(self, angle: Any, c: Fraction) -> Pair | None:
        """Return cosine and sine of c times π, asin or atan where these are radicals."""
        if angle == sp.pi:
            return self.at_share_of_pi(c)
        if type(angle) in ANGLES and c.denominator <= 2:
            return self.multiple_of_known(ANGLES[type(angle)](self, angle), c)
        return None

    def at_share_of_pi(self, c: Fraction) -> Pair | None:
        """Return cosine and sine of c π where they are radicals."""
        angle = sp.Rational(c.numerator, c.denominator) * sp.pi
        values = sp.cos(angle), sp.sin(angle)
        if any(v.has(sp.cos, sp.sin) for v in values):
            return None
        return self.element(values[0]), self.element(values[1])


# ---- one entry for each class ---------------------------------------------------------------------
def _symbol(c: Converter, expr: sp.Expr) -> Element:
    tower = c.tower
    index = tower.generator("symbol", expr)
    order = tower.order.get(index, 1)
    if order == 1:
        return Element(atom(index))
    return tower.mul([tower.from_sign(tower.symbol_sign(index)), Element(atom(index, order))])


def _rational(c: Converter, expr: sp.Rational) -> Element:
    return c.tower.number(int(expr.p), int(expr.q))


def _add(c: Converter, expr: sp.Expr) -> Element:
    return c.tower.add([c.element(a) for a in expr.args])


def _mul(c: Converter, expr: sp.Expr) -> Element:
    return c.tower.mul([c.element(a) for a in expr.args])


def _pow(c: Converter, expr: Any) -> Element:
    base, exponent = expr.args
    if exponent.is_Integer:
        return c.tower.power(c.element(base), int(exponent))
    if exponent.is_Rational:
        if exponent.q == 2 and base.is_Add and base.is_number and (plain := sp.sqrtdenest(expr)) != expr:
            return c.element(plain)
        return c.root(c.element(base), Fraction(int(exponent.p), int(exponent.q)))
    if base is sp.E:
        return c.exp(c.element(exponent))
    return c.exp(c.tower.mul([c.element(exponent), c.log(c.element(base))]))


def _exp(c: Converter, expr: sp.Function) -> Element:
    return c.tower.mul([c.exp(c.element(p)) for p in c.parts(expr.args[0])])


def _log(c: Converter, expr: sp.Expr) -> Element:
    return c.log(c.element(expr.args[0]))


def _abs(c: Converter, expr: sp.Expr) -> Element:
    inner = c.element(expr.args[0])
    return c.tower.mul([c.tower.from_sign(c.sign_of(inner)), inner]) if inner.num else inner


def _sign(c: Converter, expr: sp.Function) -> Element:
    inner = c.element(expr.args[0])
    return c.tower.from_sign(c.sign_of(inner)) if inner.num else inner


def _heaviside(c: Converter, expr: sp.Function) -> Element:
    return c.tower.mul([c.tower.number(1, 2), c.tower.add([c.tower.number(1), _sign(c, expr)])])


def _extreme(direction: int) -> Callable[[Converter, Any], Element]:
    """Return the entry of Max (1) or Min (−1): (a + b ± |a − b|)/2."""

    def convert(c: Converter, expr: sp.Expr) -> Element:
        tower = c.tower
        best = c.element(expr.args[0])
        for arg in sorted(expr.args[1:], key=sp.default_sort_key):
            other = c.element(arg)
            gap = tower.add([best, tower.negative(other)])
            if gap.num:
                size = tower.mul([tower.from_sign(c.sign_of(gap)), gap, tower.number(direction)])
                best = tower.mul([tower.number(1, 2), tower.add([best, other, size])])
        return best

    return convert


def _trigonometric(form: Callable[[Tower, Element, Element], Element]) -> Callable[[Converter, Any], Element]:
    def convert(c: Converter, expr: sp.Function) -> Element:
        first, *others = (c.cos_sin(c.element(p)) for p in c.parts(expr.args[0]))
        for other in others:
            first = c.turn(first, other)
        return form(c.tower, *first)

    return convert


def _hyperbolic(top: tuple[int, ...], bottom: tuple[int, ...]) -> Callable[[Converter, Any], Element]:
    """Return an entry as a quotient of polynomials in u = exp of the argument."""

    def convert(c: Converter, expr: sp.Expr) -> Element:
        u = c.exp(c.element(expr.args[0]))
        tower = c.tower

        def polynomial(coefficients: tuple[int, ...]) -> Element:
            return tower.add([tower.mul([tower.number(k), tower.power(u, n)]) for n, k in enumerate(coefficients) if k])

        return tower.mul([polynomial(top), tower.power(polynomial(bottom), -1)])

    return convert


def _written_as(form: Callable[[Any], Any]) -> Callable[[Converter, Any], Element]:
    """Return an entry that goes through an equal expression, unevaluated where SymPy would go back."""

    def convert(c: Converter, expr: Any) -> Element:
        return c.element(form(*expr.args))

    return convert


def _acosh(c: Converter, expr: Any) -> Element:
    inner, tower = c.element(expr.args[0]), c.tower
    below = tower.add([inner, tower.number(-1)])
    if below.num:
        top, _, factors = tower.decompose(below)
        tower.demand_positive(top, factors)
    square = tower.add([tower.power(inner, 2), tower.number(-1)])
    return c.log(tower.add([inner, c.root(square, Fraction(1, 2))]))


def _asinh(c: Converter, expr: Any) -> Element:
    inner, tower = c.element(expr.args[0]), c.tower
    square = tower.add([tower.power(inner, 2), tower.number(1)])
    return c.log(tower.add([inner, c.root(square, Fraction(1, 2))]))


def _atanh(c: Converter, expr: Any) -> Element:
    inner, tower = c.element(expr.args[0]), c.tower
    above = c.log(tower.add([tower.number(1), inner]))
    below = c.log(tower.add([tower.number(1), tower.negative(inner)]))
    return tower.mul([tower.number(1, 2), tower.add([above, tower.negative(below)])])


def _acoth(c: Converter, expr: Any) -> Element:
    inner, tower = c.element(expr.args[0]), c.tower
    above = tower.add([inner, tower.number(1)])
    below = tower.add([inner, tower.number(-1)])
    return tower.mul([tower.number(1, 2), c.log(tower.mul([above, tower.power(below, -1)]))])


def _opaque(c: Converter, expr: sp.Expr) -> Element:
    """Return the generator of a value that is not taken apart, shared by calls with equal arguments."""
    if not isinstance(expr, sp.Function):
        return Element(atom(c.tower.generator("opaque", expr)))
    args = [c.element(a) for a in expr.args]
    for known in c.opaque:
        if (found := _known_value(c, expr.func, args, known)) is not None:
            return found
    c.opaque.append(expr)
    return Element(atom(c.tower.generator("opaque", expr)))


def _known_value(c: Converter, head: Any, args: list[Element], known: sp.Expr) -> Element | None:
    """Return a value by a known one: with the same arguments, of an odd function, or another angle of the same triangle."""
    tower = c.tower
    others = [c.element(a) for a in known.args]
    value = Element(atom(tower.generator("opaque", known)))
    if known.func == head and len(others) == len(args):
        if all(_are_equal(tower, p, q) for p, q in zip(args, others, strict=True)):
            return value
        if head in ODD and not tower.add([args[0], others[0]]).num:
            return tower.negative(value)
        if head is sp.atan and _are_equal(tower, tower.mul([args[0], others[0]]), tower.number(1)):
            right = tower.mul([c.element(sp.pi / 2), tower.from_sign(c.sign_of(args[0]))])
            return tower.add([right, tower.negative(value)])
    if {head, known.func} == {sp.asin, sp.atan}:
        sine, tangent = (args[0], others[0]) if head is sp.asin else (others[0], args[0])
        hypotenuse = c.root(tower.add([tower.number(1), tower.power(tangent, 2)]), Fraction(1, 2))
        if _are_equal(tower, tower.mul([sine, hypotenuse]), tangent):
            return value
    return None


def _are_equal(tower: Tower, p: Element, q: Element) -> bool:
    return not tower.add([p, tower.negative(q)]).num


def _exponential_integral(c: Converter, expr: Any) -> Element:
    """Return Eₙ(z) for z > 0 through Ei(−z) = −E₁(z) and n Eₙ₊₁(z) = exp(−z) − z Eₙ(z)."""
    order, z = expr.args
    if not (order.is_Integer and 1 <= order <= MAX_ORDER):
        return _opaque(c, expr)
    c.log(c.element(z))
    value = -sp.Ei(-z)
    for n in range(1, int(order)):
        value = (sp.exp(-z) - z * value) / n
    return c.element(value)


def _upper_gamma(c: Converter, expr: Any) -> Element:
    """Return Γ(−n, z) = z⁻ⁿ Eₙ₊₁(z) for z > 0."""
    s, z = expr.args
    if not (s.is_Integer and -MAX_ORDER < s <= 0):
        return _opaque(c, expr)
    return c.element(z**s * sp.expint(1 - s, z, evaluate=False))


def _angle_of_atan(c: Converter, expr: Any) -> Pair:
    inner, tower = c.element(expr.args[0]), c.tower
    cosine = c.root(tower.add([tower.number(1), tower.power(inner, 2)]), Fraction(-1, 2))
    return cosine, tower.mul([inner, cosine])


def _angle_of_asin(c: Converter, expr: sp.Expr) -> Pair:
    inner, tower = c.element(expr.args[0]), c.tower
    return c.root(tower.add([tower.number(1), tower.negative(tower.power(inner, 2))]), Fraction(1, 2)), inner


ODD = frozenset({sp.asin, sp.atan, sp.erf, sp.Si, sp.erfi})
ANGLES: dict[Any, Callable[[Converter, Any], Pair]] = {sp.atan: _angle_of_atan, sp.asin: _angle_of_asin}

RULES: dict[Any, Callable[[Converter, Any], Element]] = {
    sp.Symbol: _symbol,
    sp.Rational: _rational,
    sp.Add: _add,
    sp.Mul: _mul,
    sp.Pow: _pow,
    sp.exp: _exp,
    type(sp.E): lambda c, _: c.exp(c.tower.number(1)),
    sp.log: _log,
    sp.Abs: _abs,
    sp.sign: _sign,
    sp.Heaviside: _heaviside,
    sp.Max: _extreme(1),
    sp.Min: _extreme(-1),
    sp.sin: _trigonometric(lambda _, __, s: s),
    sp.cos: _trigonometric(lambda _, c, __: c),
    sp.tan: _trigonometric(lambda t, c, s: t.mul([s, t.power(c, -1)])),
    sp.cot: _trigonometric(lambda t, c, s: t.mul([c, t.power(s, -1)])),
    sp.sec: _trigonometric(lambda t, c, _: t.power(c, -1)),
    sp.csc: _trigonometric(lambda t, _, s: t.power(s, -1)),
    sp.sinh: _hyperbolic((-1, 0, 1), (0, 2)),
    sp.cosh: _hyperbolic((1, 0, 1), (0, 2)),
    sp.tanh: _hyperbolic((-1, 0, 1), (1, 0, 1)),
    sp.coth: _hyperbolic((1, 0, 1), (-1, 0, 1)),
    sp.sech: _hyperbolic((0, 2), (1, 0, 1)),
    sp.csch: _hyperbolic((0, 2), (-1, 0, 1)),
    sp.asinh: _asinh,
    sp.acosh: _acosh,
    sp.atanh: _atanh,
    sp.acoth: _acoth,
    sp.asech: _written_as(lambda f: sp.acosh(1 / f)),
    sp.acsch: _written_as(lambda f: sp.asinh(1 / f)),
    sp.acos: _written_as(lambda f: sp.pi / 2 - sp.asin(f)),
    sp.acot: _written_as(lambda f: sp.atan(1 / f)),
    sp.asec: _written_as(lambda f: sp.pi / 2 - sp.asin(1 / f)),
    sp.acsc: _written_as(lambda f: sp.asin(1 / f)),
    sp.erfc: _written_as(lambda f: 1 - sp.erf(f)),
    sp.li: _written_as(lambda f: sp.Ei(sp.log(f))),
    sp.expint: _exponential_integral,
    sp.uppergamma: _upper_gamma,
    sp.Function: _opaque,
    AppliedUndef: _opaque,
    sp.NumberSymbol: _opaque,
    sp.Integral: _opaque,
    sp.Derivative: _opaque,
    sp.Sum: _opaque,
    sp.Product: _opaque,
    sp.Limit: _opaque,
}
