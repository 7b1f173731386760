"""Derivatives of higher order in closed form: powers, exponentials, sines, logarithms, products with a polynomial.

For orders up to three a textbook differentiates step by step; from four on,
and for an order that is a letter, these rules come first.
"""

from collections.abc import Callable, Iterable
from typing import Any

import sympy as sp

from symtutor.goals import D, HigherDerivative
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.rules.notation import absolute, cos, cosh, exp, log, sin, sinh
from symtutor.term import ZERO, Term, as_term, function, product, quote, total
from symtutor.textbook import factors, summands

__all__ = ["CLOSED_FORMS"]

_GRADSHTEYN = "I. S. Gradshteyn and I. M. Ryzhik, Table of Integrals, Series, and Products, 7th ed., Academic Press, 2007, sec. 0.42–0.43"
_STEP_BY_STEP = 3
_falling, _factorial, _binomial = function(sp.ff), function(sp.factorial), function(sp.binomial)


def _is_high(order: Any) -> bool:
    """Tell whether an order is worth a closed form: four or more, or a letter."""
    return not order.is_Integer or order > _STEP_BY_STEP


def _linear(inner: Any, x: Any) -> Any:
    """Return the slope of an inner expression that is linear in the variable, else None."""
    slope = inner.coeff(x, 1) if inner.is_Add or inner.is_Mul else (sp.S.One if inner == x else None)
    if slope is None or slope == 0:
        return None
    return slope if not (inner - slope * x).expand().has(x) else None


# ---- rules that take an expression apart --------------------------------------------------------
def _no_dependence(goal: HigherDerivative, context: Any) -> Iterable[Bindings]:
    expr, x, n = goal.args
    return () if context.depends(expr, x) else ({"c": expr, "x": x, "n": n},)


def _terms(goal: HigherDerivative, _context: Any) -> Iterable[Bindings]:
    expr, x, n = goal.args
    return ({"terms": summands(expr), "x": x, "n": n},) if _is_high(n) else ()


def _multiple(goal: HigherDerivative, context: Any) -> Iterable[Bindings]:
    expr, x, n = goal.args
    held = [a for a in expr.args if not context.depends(a, x)]
    if not held or not _is_high(n):
        return ()
    return ({"c": sp.Mul(*held), "f": sp.Mul(*[a for a in expr.args if context.depends(a, x)]), "x": x, "n": n},)


def _above_degree(goal: HigherDerivative, _context: Any) -> Iterable[Bindings]:
    """Find a polynomial of a degree below the order."""
    expr, x, n = goal.args
    if not n.is_Integer or not _is_high(n) or not expr.is_polynomial(x):
        return
    degree = _degree(expr, x)
    if degree < n:
        yield {"p": expr, "d": sp.Integer(degree), "x": x, "n": n}


def _degree(expr: Any, x: Any) -> int:
    """Return an upper bound for the degree of a polynomial, without multiplying it out; it is the degree unless terms cancel."""
    if isinstance(expr, sp.Add):
        return max(_degree(a, x) for a in expr.args)
    if isinstance(expr, sp.Mul):
        return sum(_degree(a, x) for a in expr.args)
    if isinstance(expr, sp.Pow) and expr.base.has(x):
        return _degree(expr.base, x) * int(expr.exp)
    return 1 if expr.has(x) else 0


def _with_polynomial(goal: HigherDerivative, context: Any) -> Iterable[Bindings]:
    """Find a polynomial factor times a factor with a closed form."""
    expr, x, n = goal.args
    if not n.is_Integer or not _is_high(n):
        return
    parts = [a for a in factors(expr) if context.depends(a, x)]
    simple = [a for a in parts if a.is_polynomial(x)]
    rest = [a for a in parts if a not in simple]
    if simple and len(rest) == 1 and len(parts) == len(expr.args) and _has_closed_form(rest[0], x):
        p = sp.Mul(*simple)
        yield {"p": p, "f": rest[0], "x": x, "n": n, "d": sp.Integer(min(_degree(p, x), int(n)))}


def _has_closed_form(expr: Any, x: Any) -> bool:
    if isinstance(expr, sp.Pow):
        base, exponent = expr.args
        return _linear(base if not exponent.has(x) else exponent, x) is not None and base.has(x) != exponent.has(x)
    return isinstance(expr, sp.exp | sp.sin | sp.cos | sp.sinh | sp.cosh | sp.log) and _linear(expr.args[0], x) is not None


def _leibniz(p: Any, f: Any, x: Any, n: Any, d: Any) -> Term:
    """Return the sum of C(n, k)·p^(k)·f^(n−k) as far as the polynomial lasts."""
    order, degree = n.args[0], d.args[0]
    last = int(degree) if degree.is_Integer else 1
    return total([_leibniz_term(p, f, x, order, k) for k in range(last + 1)])


def _leibniz_term(p: Any, f: Any, x: Any, order: Any, k: int) -> Term:
    parts = [as_term(sp.binomial(order, k)), _derived(p, x, sp.Integer(k)), _derived(f, x, order - k)]
    return product([part for part in parts if part != as_term(sp.S.One)])


def _derived(f: Any, x: Any, order: Any) -> Any:
    """Return the goal of an order that may be 0 or 1."""
    if order == 0:
        return f
    return D(f, x) if order == 1 else HigherDerivative(f, x, order)


def _plain_product(p: Any, f: Any, x: Any, n: Any, d: Any) -> Term:
    return _derived(p, x, n.args[0]) * _derived(f, x, n.args[0])


def _without_binomials(p: Any, f: Any, x: Any, n: Any, d: Any) -> Term:
    order, degree = n.args[0], d.args[0]
    return total([product([_derived(p, x, sp.Integer(k)), _derived(f, x, order - k)]) for k in range(int(degree) + 1)])


NTH_CONSTANT = Rule(
    id="nth.constant",
    name="derivative of a constant",
    goal=HigherDerivative,
    when=_no_dependence,
    left=lambda c, x, n: HigherDerivative(c, x, n),
    right=lambda c, x, n: ZERO,
    words="{c} does not depend on {x}, so all its derivatives are 0.",
    cost=0,
    commit=True,
    minor=True,
    source=_GRADSHTEYN,
)

NTH_ABOVE_DEGREE = Rule(
    id="nth.above_degree",
    name="a polynomial differentiated more often than its degree",
    goal=HigherDerivative,
    when=_above_degree,
    left=lambda p, d, x, n: HigherDerivative(p, x, n),
    right=lambda p, d, x, n: ZERO,
    words="Each differentiation lowers the degree {d} by one, and the derivative of a constant is 0: after {n} of them nothing is left.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "one-too-few",
            lambda p, d, x, n: HigherDerivative(p, x, d.args[0]),
            "The derivative of the order of the degree is a constant; one further differentiation makes it 0.",
            "x**4 + x",
        ),
    ),
    source=_GRADSHTEYN,
)

NTH_SUM = Rule(
    id="nth.sum",
    name="sum rule",
    goal=HigherDerivative,
    heads=(sp.Add,),
    when=_terms,
    left=lambda terms, x, n: HigherDerivative(total(terms), x, n),
    right=lambda terms, x, n: total([HigherDerivative(t, x, n) for t in terms]),
    words="Differentiate term by term, {n} times.",
    cost=0,
    commit=True,
    minor=True,
    mistakes=(
        Mistake(
            "term-forgotten",
            lambda terms, x, n: HigherDerivative(terms[0], x, n),
            "A term of the sum was left out: every term is differentiated.",
            "exp(2*x) + sin(x)",
        ),
        Mistake(
            "term-kept",
            lambda terms, x, n: total([*[HigherDerivative(t, x, n) for t in terms[:-1]], terms[-1]]),
            "One term was copied and not differentiated: every term is differentiated.",
            "exp(2*x) + cos(3*x)",
        ),
    ),
    source=_GRADSHTEYN,
)

NTH_MULTIPLE = Rule(
    id="nth.constant_multiple",
    name="constant multiple rule",
    goal=HigherDerivative,
    heads=(sp.Mul,),
    when=_multiple,
    left=lambda c, f, x, n: HigherDerivative(c * f, x, n),
    right=lambda c, f, x, n: c * HigherDerivative(f, x, n),
    words="The constant factor {c} stays in front through all the derivatives.",
    cost=0,
    commit=True,
    minor=True,
    mistakes=(
        Mistake(
            "dropped",
            lambda c, f, x, n: HigherDerivative(f, x, n),
            "The constant factor was lost: it stays in front.",
            "3*exp(2*x)",
        ),
        Mistake(
            "power",
            lambda c, f, x, n: c ** n * HigherDerivative(f, x, n),
            "A factor in front of the function stays as it is; only a factor inside comes out once for each differentiation.",
            "3*exp(2*x)",
        ),
    ),
    source=_GRADSHTEYN,
)

NTH_PRODUCT = Rule(
    id="nth.leibniz",
    name="Leibniz's formula for a product",
    goal=HigherDerivative,
    heads=(sp.Mul,),
    when=_with_polynomial,
    left=lambda p, f, x, n, d: HigherDerivative(p * f, x, n),
    right=_leibniz,
    words="The derivative of order {n} of a product is the sum of C({n}, k)·{p}^(k)·{f}^({n}−k), as in the binomial theorem; the polynomial "
    "{p} has no derivative beyond order {d}, so the sum is short.",
    shows=lambda bindings, _values: {"p": bindings["p"], "f": bindings["f"]},
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "product-of-derivatives",
            _plain_product,
            "The derivative of a product is not the product of the derivatives: Leibniz's formula has a term for each way of sharing out the "
            "differentiations.",
            "x**5*exp(x)",
        ),
        Mistake(
            "no-binomials",
            _without_binomials,
            "The binomial coefficients are missing: a term counts as often as the differentiations can be shared out in that way.",
            "x**2*exp(x)",
        ),
        Mistake(
            "first-term-only",
            lambda p, f, x, n, d: p * HigherDerivative(f, x, n),
            "Only one factor was differentiated.",
            "x**2*exp(x)",
        ),
    ),
    source=_GRADSHTEYN,
)


# ---- the table ----------------------------------------------------------------------------------
def _of_linear(head: Any, *, minimum: Callable[[Any], bool] = _is_high) -> Callable[[HigherDerivative, Any], Iterable[Bindings]]:
    """Return the `when` for a function of an inner expression that is linear in the variable."""

    def when(goal: HigherDerivative, _context: Any) -> Iterable[Bindings]:
        expr, x, n = goal.args
        if isinstance(expr, head) and minimum(n):
            slope = _linear(expr.args[0], x)
            if slope is not None:
                yield {"f": expr.args[0], "a": slope, "x": x, "n": n}

    return when


def _power_of_linear(goal: HigherDerivative, context: Any) -> Iterable[Bindings]:
    expr, x, n = goal.args
    base, m = expr.args
    slope = None if context.depends(m, x) else _linear(base, x)
    if slope is not None and _is_high(n):
        yield {"f": base, "a": slope, "m": m, "x": x, "n": n}


def _exponential(goal: HigherDerivative, context: Any) -> Iterable[Bindings]:
    expr, x, n = goal.args
    base, exponent = expr.args
    slope = None if context.depends(base, x) else _linear(exponent, x)
    if slope is not None and _is_high(n):
        yield {"b": base, "f": exponent, "a": slope, "x": x, "n": n}


def _log_of_absolute(goal: HigherDerivative, _context: Any) -> Iterable[Bindings]:
    expr, x, n = goal.args
    (inner,) = expr.args
    if isinstance(inner, sp.Abs) and _is_high(n):
        slope = _linear(inner.args[0], x)
        if slope is not None:
            yield {"f": inner.args[0], "a": slope, "x": x, "n": n}


def _falling_product(m: Any, n: Any) -> Any:
    """Return m(m − 1)⋯(m − n + 1), multiplied out where the order is a number."""
    order, exponent = n.args[0], m.args[0]
    if not order.is_Integer:
        return quote(sp.ff(exponent, order))
    return quote(sp.Mul(*[exponent - k for k in range(int(order))]))


def _in_cycle(first: Any, second: Any, signs: tuple[int, int, int, int]) -> Callable[..., Term]:
    """Return f^(n) for a function whose derivatives come back after four steps."""

    def right(f: Any, a: Any, x: Any, n: Any) -> Term:
        order = n.args[0]
        if not order.is_Integer:
            return a**n * Term(first.head, (f + n * quote(sp.pi) / 2,))
        place = int(order) % 4
        derived = (first, second)[place % 2](f)
        return a**n * (derived if signs[place] > 0 else -derived)

    return right


class _Function:
    """A function as a constructor of Terms that knows its head."""

    def __init__(self, build: Callable[..., Term]) -> None:
        self.build = build
        self.head = build(0).head

    def __call__(self, arg: Any) -> Term:
        return self.build(arg)


_SIN, _COS, _SINH, _COSH = map(_Function, (sin, cos, sinh, cosh))


def _in_pair(first: Any, second: Any) -> Callable[..., Term]:
    """Return f^(n) for a function whose derivatives come back after two steps."""
    return lambda f, a, x, n: a**n * (first, second)[int(n.args[0]) % 2](f)


def _is_high_number(order: Any) -> bool:
    return bool(order.is_Integer) and _is_high(order)


def _cycle_rule(id: str, name: str, build: Any, signs: tuple[int, int, int, int], other: Any, words: str) -> Rule:  # noqa: A002 (the field of Rule)
    return Rule(
        id=id,
        name=name,
        goal=HigherDerivative,
        heads=(build.head,),
        when=_of_linear(build.head),
        left=lambda f, a, x, n: HigherDerivative(build(f), x, n),
        right=_in_cycle(build, other, signs),
        words=words,
        cost=0,
        commit=True,
        mistakes=(
            Mistake(
                "sign",
                lambda f, a, x, n: -_in_cycle(build, other, signs)(f, a, x, n),
                "The sign is wrong: the derivatives of sine run through sin, cos, −sin, −cos.",
                f"{build.head.__name__}(2*x)",
            ),
            Mistake(
                "no-factor",
                lambda f, a, x, n: _in_cycle(build, other, signs)(f, as_term(1), x, n),
                "By the chain rule the factor inside comes out once for each differentiation.",
                f"{build.head.__name__}(2*x)",
            ),
            Mistake(
                "one-step-off",
                lambda f, a, x, n: D(_in_cycle(build, other, signs)(f, a, x, n), x) / a,
                "The place in the cycle of four is off by one: divide the order by 4 and look at the remainder.",
                f"{build.head.__name__}(2*x)",
            ),
        ),
        source=_GRADSHTEYN,
    )


def _pair_rule(id: str, name: str, build: Any, other: Any, words: str) -> Rule:  # noqa: A002 (the field of Rule)
    return Rule(
        id=id,
        name=name,
        goal=HigherDerivative,
        heads=(build.head,),
        when=_of_linear(build.head, minimum=_is_high_number),
        left=lambda f, a, x, n: HigherDerivative(build(f), x, n),
        right=_in_pair(build, other),
        words=words,
        cost=0,
        commit=True,
        mistakes=(
            Mistake(
                "sign",
                lambda f, a, x, n: -_in_pair(build, other)(f, a, x, n),
                "There is no minus: sinh and cosh are each other's derivatives.",
                f"{build.head.__name__}(2*x)",
            ),
            Mistake(
                "no-factor",
                lambda f, a, x, n: _in_pair(build, other)(f, as_term(1), x, n),
                "By the chain rule the factor inside comes out once for each differentiation.",
                f"{build.head.__name__}(2*x)",
            ),
        ),
        source=_GRADSHTEYN,
    )


NTH_EXP = Rule(
    id="nth.exp",
    name="e^(ax + b) differentiated again and again",
    goal=HigherDerivative,
    heads=(sp.exp,),
    when=_of_linear(sp.exp),
    left=lambda f, a, x, n: HigherDerivative(exp(f), x, n),
    right=lambda f, a, x, n: a**n * exp(f),
    words="Each differentiation reproduces the exponential and brings down the factor {a}: after {n} of them it stands there {n} times.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "one-factor",
            lambda f, a, x, n: a * exp(f),
            "The factor comes down at every differentiation, so it appears to the power of the order.",
            "exp(2*x)",
        ),
        Mistake(
            "no-factor",
            lambda f, a, x, n: exp(f),
            "By the chain rule the factor of the exponent comes down at every differentiation.",
            "exp(2*x)",
        ),
        Mistake(
            "times-order",
            lambda f, a, x, n: a * n * exp(f),
            "The factors are multiplied, not added: a to the power of the order, not the order times a.",
            "exp(2*x)",
        ),
    ),
    source=_GRADSHTEYN,
)

NTH_EXPONENTIAL = Rule(
    id="nth.exponential",
    name="an exponential differentiated again and again",
    goal=HigherDerivative,
    heads=(sp.Pow,),
    when=_exponential,
    left=lambda b, f, a, x, n: HigherDerivative(b**f, x, n),
    right=lambda b, f, a, x, n: (a * log(b)) ** n * b**f,
    words="Each differentiation reproduces the exponential and brings the factor {a}·ln of {b} with it.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "no-log",
            lambda b, f, a, x, n: a**n * b**f,
            "Only e^x is its own derivative: each differentiation brings the logarithm of the base as a factor.",
            "2**(3*x)",
        ),
        Mistake(
            "one-factor",
            lambda b, f, a, x, n: a * log(b) * b**f,
            "The factor comes at every differentiation, so it appears to the power of the order.",
            "2**(3*x)",
        ),
    ),
    source=_GRADSHTEYN,
)

NTH_POWER = Rule(
    id="nth.power",
    name="a power differentiated again and again",
    goal=HigherDerivative,
    heads=(sp.Pow,),
    when=_power_of_linear,
    left=lambda f, a, m, x, n: HigherDerivative(f**m, x, n),
    right=lambda f, a, m, x, n: a**n * _falling_product(m, n) * f ** (m - n),
    words="Each differentiation brings the exponent down as a factor and lowers it by one: {m}, then one less, and so on for {n} factors.",
    cost=0,
    commit=True,
    mistakes=(
        Mistake(
            "power-of-exponent",
            lambda f, a, m, x, n: a**n * m**n * f ** (m - n),
            "The exponent drops between the differentiations: the factors are m, m − 1, m − 2 and so on.",
            "x**7",
        ),
        Mistake(
            "one-factor",
            lambda f, a, m, x, n: m * f ** (m - n),
            "Every differentiation brings a factor, not only the first.",
            "x**7",
        ),
        Mistake(
            "sign",
            lambda f, a, m, x, n: -(a**n) * _falling_product(m, n) * f ** (m - n),
            "The sign is wrong: a negative exponent brings one minus for each differentiation, a positive one brings none.",
            "1/x",
        ),
    ),
    source=_GRADSHTEYN,
)


def _log_right(f: Any, a: Any, x: Any, n: Any) -> Term:
    order = n.args[0]
    if order.is_Integer:
        number = as_term(sp.factorial(order - 1))
        return (number if order % 2 else -number) * a**n / f**n
    return as_term(-1) ** (n - 1) * _factorial(n - 1) * a**n / f**n


_LOG_MISTAKES = (
    Mistake(
        "factorial",
        lambda f, a, x, n: _log_right(f, a, x, n) * n,
        "The first differentiation of the logarithm brings no factor: (n − 1)! and not n!.",
        "log(x)",
    ),
    Mistake(
        "sign",
        lambda f, a, x, n: -_log_right(f, a, x, n),
        "The signs alternate and begin with plus: 1/x, −1/x², 2/x³, −6/x⁴.",
        "log(x)",
    ),
)

NTH_LOG = Rule(
    id="nth.log",
    name="ln differentiated again and again",
    goal=HigherDerivative,
    heads=(sp.log,),
    when=_of_linear(sp.log),
    left=lambda f, a, x, n: HigherDerivative(log(f), x, n),
    right=_log_right,
    words="The first derivative is a power with exponent −1; after that each differentiation brings the next factor, 1, 2, 3 and so on, with "
    "alternating signs.",
    cost=0,
    commit=True,
    mistakes=_LOG_MISTAKES,
    source=_GRADSHTEYN,
)

NTH_LOG_ABSOLUTE = Rule(
    id="nth.log_abs",
    name="ln|x| differentiated again and again",
    goal=HigherDerivative,
    heads=(sp.log,),
    when=_log_of_absolute,
    left=lambda f, a, x, n: HigherDerivative(log(absolute(f)), x, n),
    right=_log_right,
    words="On both sides of 0 the first derivative is a power with exponent −1; after that each differentiation brings the next factor, with "
    "alternating signs.",
    cost=0,
    commit=True,
    source=_GRADSHTEYN,
)

CLOSED_FORMS = (
    NTH_CONSTANT,
    NTH_ABOVE_DEGREE,
    NTH_SUM,
    NTH_MULTIPLE,
    NTH_PRODUCT,
    NTH_EXP,
    NTH_EXPONENTIAL,
    NTH_POWER,
    _cycle_rule(
        "nth.sin",
        "derivatives of sin, with period four",
        _SIN,
        (1, 1, -1, -1),
        _COS,
        "The derivatives run through sin, cos, −sin, −cos and come back after four: only the remainder of the order {n} by 4 counts.",
    ),
    _cycle_rule(
        "nth.cos",
        "derivatives of cos, with period four",
        _COS,
        (1, -1, -1, 1),
        _SIN,
        "The derivatives run through cos, −sin, −cos, sin and come back after four: only the remainder of the order {n} by 4 counts.",
    ),
    _pair_rule(
        "nth.sinh",
        "derivatives of sinh, with period two",
        _SINH,
        _COSH,
        "sinh and cosh are each other's derivatives: for an even order the function itself comes back.",
    ),
    _pair_rule(
        "nth.cosh",
        "derivatives of cosh, with period two",
        _COSH,
        _SINH,
        "cosh and sinh are each other's derivatives: for an even order the function itself comes back.",
    ),
    NTH_LOG,
    NTH_LOG_ABSOLUTE,
)
