"""Values by balls: they hold the true value, agree with mpmath's intervals, and change no verdict."""

import importlib.util
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import mpmath
import pytest
import sympy as sp
from mpmath import libmp

from symtutor.checking.enclosures import balls
from symtutor.checking.enclosures.enclosure import Blurred, Outside, Undefined, Unknown, enclose
from symtutor.checking.equivalence import equivalence
from symtutor.checking.equivalence.points import VALUES
from symtutor.verdict import Witness
from tests.strategies import TIMES
from tests.verdict_cases import KNOWN_GAP, NEVER_BOTH_REAL, PROVED, REFUTED

pytestmark = pytest.mark.skipif(importlib.util.find_spec("flint") is None, reason="python-flint is not installed (the extra `fast`)")

x = sp.Symbol("x")
R = sp.Rational
ROOT2 = sp.sqrt(2)
NOTHING = (ROOT2 - 1) * (ROOT2 + 1) - 1  # 0, as no interval tells
PRECISION = 64
BY_ORDER = (sp.expint, sp.uppergamma, sp.polylog, sp.polygamma, sp.zeta)
BY_ONE = tuple(head for head in balls.FUNCTIONS if head not in BY_ORDER)
ORDERS = (0, 1, 2, 3, R(1, 2))


@pytest.fixture
def without_balls(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that runs another as if python-flint were missing."""

    def run(function: Any, *args: Any, **options: Any) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(balls, "library", lambda: None)
            return function(*args, **options)

    return run


def outcome(expr: Any, point: Any, precision: int = PRECISION) -> Any:
    """Return the enclosure, or the class of what is raised."""
    try:
        return enclose(expr, point, precision)
    except Undefined as reason:
        return type(reason)


def true_value(expr: Any, value: Any) -> Any:
    """Return mpmath's value at four times the precision, or None where it has no real one."""
    with mpmath.workprec(4 * PRECISION):
        try:
            found = sp.lambdify(x, expr, "mpmath")(mpmath.mpf(int(value.p)) / int(value.q))
        except (ValueError, ZeroDivisionError, libmp.NoConvergence):
            return None
        if isinstance(found, mpmath.mpc) and abs(found.imag) <= abs(found) * mpmath.ldexp(1, -3 * PRECISION):
            found = found.real
        return found if isinstance(found, mpmath.mpf) and mpmath.isfinite(found) else None


def expressions(seed: int, count: int) -> Iterator[Any]:
    """Yield expressions that nest functions in functions, sums and products."""
    rng = random.Random(seed)
    leaves = (x, x / 3, ROOT2 * x, x**2 - 2, 1 / x, x + sp.pi, x + R(1, 7))
    for _ in range(count):
        parts = []
        for _ in range(2):
            head = rng.choice((*BY_ONE, *BY_ORDER))
            inner = rng.choice(leaves)
            if rng.random() < 0.5:
                inner = rng.choice((sp.sin, sp.exp, sp.atan, sp.cosh, sp.erf))(inner)
            if head in BY_ORDER:
                order = rng.choice(ORDERS[:4] if head is sp.polygamma else ORDERS)
                parts.append(head(order, inner, evaluate=False))
            else:
                parts.append(head(inner, evaluate=False))
        yield rng.choice((sp.Add, sp.Mul))(*parts)


def test_hundreds_of_balls_hold_the_true_value_and_meet_the_intervals(without_balls: Any) -> None:
    held = met = 0
    rng = random.Random(5)
    for expr in expressions(1, 150 * TIMES):
        for value in rng.sample(VALUES, 2):
            found = outcome(expr, {x: value})
            if isinstance(found, type):
                continue
            wanted = true_value(expr, value)
            if wanted is None:
                continue
            low, high = map(mpmath.make_mpf, found)
            with mpmath.workprec(4 * PRECISION):
                rounding = abs(wanted) * mpmath.ldexp(1, -3 * PRECISION)
                assert low - rounding <= wanted <= high + rounding, (expr, value)
            held += 1
            other = without_balls(outcome, expr, {x: value})
            if not isinstance(other, type):
                assert libmp.mpf_le(found[0], other[1]), (expr, value)
                assert libmp.mpf_le(other[0], found[1]), (expr, value)
                met += 1
    assert held >= 110 * TIMES
    assert met >= 0.9 * held


def one_of_each() -> Iterator[Any]:
    """Yield every function of the table, of an exact and of a rounded argument."""
    for inner in (x, ROOT2 * x):
        for head in BY_ONE:
            yield head(inner, evaluate=False)
        for head in BY_ORDER:
            for order in ORDERS:
                yield head(order, inner, evaluate=False)
        yield sp.LambertW(inner / 4, -1, evaluate=False)
        yield sp.zeta(inner, evaluate=False)


@pytest.mark.parametrize("expr", list(one_of_each()), ids=str)
def test_what_is_outside_is_outside_for_balls_and_intervals(expr: Any, without_balls: Any) -> None:
    for value in VALUES:
        found, other = outcome(expr, {x: value}), without_balls(outcome, expr, {x: value})
        if other is not Blurred:  # of a value with a trace of an imaginary part, a ball knows more
            assert (found if isinstance(found, type) else "real") == (other if isinstance(other, type) else "real"), value


@pytest.mark.parametrize(
    "expr, wanted",
    [
        (sp.log(-sp.pi, evaluate=False), Outside),
        (sp.log(0, evaluate=False), Outside),
        (sp.asin(ROOT2), Outside),
        (sp.acosh(ROOT2 / 2, evaluate=False), Outside),
        (sp.atanh(ROOT2), Outside),
        (sp.gamma(-2, evaluate=False), Outside),
        (sp.loggamma(-ROOT2), Outside),
        (sp.li(-ROOT2), Outside),
        (sp.li(1, evaluate=False), Outside),
        (sp.Ci(-ROOT2, evaluate=False), Outside),
        (sp.Ei(0, evaluate=False), Outside),
        (sp.LambertW(-ROOT2 / 3), Outside),
        (sp.LambertW(ROOT2 / 9, 1), Outside),
        (sp.polylog(2, ROOT2), Outside),
        (sp.expint(1, -ROOT2, evaluate=False), Outside),
        (sp.zeta(1, ROOT2, evaluate=False), Outside),
        (sp.cot(0, evaluate=False), Outside),
        (sp.log(NOTHING, evaluate=False), Blurred),
        (sp.asin(1 + NOTHING, evaluate=False), Blurred),
        (sp.cot(NOTHING, evaluate=False), Blurred),
        (sp.polygamma(R(3, 2), x), Unknown),
        (sp.gamma(sp.exp(sp.exp(5))), Unknown),
        (sp.sin(sp.exp(sp.exp(sp.exp(5)))), Unknown),
    ],
    ids=str,
)
def test_the_same_is_raised_with_and_without_balls(expr: Any, wanted: Any, without_balls: Any) -> None:
    assert outcome(expr, {x: sp.Integer(2)}) is wanted
    assert without_balls(outcome, expr, {x: sp.Integer(2)}) is wanted


@pytest.mark.parametrize(
    "expr, low, high", [(sp.gamma(x), R(-5, 2), R(-3, 2)), (sp.Ei(x), R(-1), R(1)), (sp.zeta(x), R(1, 2), R(3, 2))], ids=str
)
def test_a_pole_within_an_interval_is_seen(expr: Any, low: Any, high: Any) -> None:
    assert outcome(expr, {x: (low, high)}) is Blurred


def test_a_ball_about_a_turning_point_holds_it() -> None:
    low, high = enclose(sp.Ci(x), {x: (R(1), R(3))})
    with mpmath.workdps(30):
        assert mpmath.make_mpf(low) <= mpmath.ci(3)
        assert mpmath.make_mpf(high) >= mpmath.ci(mpmath.pi / 2)


def test_wide_arguments_keep_sharp_intervals() -> None:
    low, high = enclose(sp.cos(x), {x: (R(-1, 100), R(1, 50))})
    assert 0.9998 <= libmp.to_float(low) < 0.99981
    assert libmp.to_float(high) == 1.0  # a ball of so large a radius reaches over 1


def cases() -> list[Any]:
    rows = [row[:3] for table in (PROVED, REFUTED, NEVER_BOTH_REAL, KNOWN_GAP) for row in table]
    specials: list[Any] = [
        (sp.gamma(x + 1), x * sp.gamma(x), {}),
        (sp.gamma(x + 1), x * sp.gamma(x) + R(1, 10**30), {}),
        (sp.Ei(x), sp.Ei(x) + sp.exp(-x) / 10**25, {}),
        (sp.erfc(x), 1 - sp.erf(x) - R(1, 10**20), {}),
        (sp.polylog(2, x), sp.polylog(2, x) * (1 + R(1, 10**15)), {}),
        (sp.li(x), sp.Ei(sp.log(x)) + R(1, 10**12), {}),
    ]
    return rows + specials


def judged(left: Any, right: Any, options: Any) -> Any:
    """Return status, domain, point and values of a verdict, judged anew."""
    equivalence._judge.cache_clear()  # noqa: SLF001 (verdicts are remembered, and the other backend is asked next)
    verdict = equivalence.equivalence(left, right, **options)
    evidence = verdict.evidence
    seen = (evidence.point, evidence.left, evidence.right) if isinstance(evidence, Witness) else type(evidence)
    return verdict.status, verdict.domain, seen


@pytest.mark.parametrize("left, right, options", cases(), ids=[f"{k}: {row[0]}" for k, row in enumerate(cases())])
def test_verdicts_are_the_same_with_and_without_balls(left: Any, right: Any, options: Any, without_balls: Any) -> None:
    assert judged(left, right, options) == without_balls(judged, left, right, options)


def test_the_precision_of_the_library_is_left_as_it_was() -> None:
    with balls.library().ctx.workprec(77):
        enclose(sp.gamma(ROOT2), {}, 300)
        assert balls.library().ctx.prec == 77
        assert outcome(sp.polylog(2, ROOT2), {}) is Outside
        assert balls.library().ctx.prec == 77


LAZY = """
import sys
import symtutor
assert "flint" not in sys.modules, "import"
str(symtutor.differentiate("x^2*sin(x)"))
assert "flint" not in sys.modules, "derivative"
import sympy
from symtutor.checking.enclosures.enclosure import digits_of, enclose
print(digits_of(enclose(sympy.gamma(sympy.Rational(1, 2), evaluate=False), {}), 6), "flint" in sys.modules)
"""


@pytest.mark.parametrize("before, wanted", [("", "1.77245 True"), ("import sys; sys.modules['flint'] = None; ", "1.77245 True")])
def test_the_library_is_loaded_when_a_value_is_asked_for_and_may_be_missing(before: str, wanted: str) -> None:
    code = before + LAZY.replace('assert "flint" not in sys.modules', "assert not sys.modules.get('flint')")
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "SYMPY_GROUND_TYPES": "python"}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == wanted
