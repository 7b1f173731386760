"""Numbers beside symbols: functions of floats, enclosures, difference quotients and their predicted errors."""

import math
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy as sp

from symtutor.checking.calculus.floats import exact_values, numeric_function, real_derivative
from symtutor.checking.enclosures.roundoff import enclose
from symtutor.errors import InputError
from symtutor.lab.error_curves import error_curve, gap_on_grid
from symtutor.lab.quotient_errors import Differentiable, Kind, gap
from symtutor.lab.quotients import difference_quotient

x, y, delta = sp.symbols("x y delta")
SQUARE = x**2
CUBIC = x**3 - 2 * x**2 + 1
GRID = np.linspace(-10, 10, 500)
STEPS = 10.0 ** (-np.arange(65) / 4)

FUNCTIONS = [
    (SQUARE, [-9.2, 0.0, 3.0, 1e6]),
    (CUBIC, [-10.0, 0.5, 1.0, 4 / 3]),
    (sp.exp(x), [-3.0, 0.0, 20.0, 99.0]),
    (sp.sin(x) / x, [0.3, 1.0, 50.0]),
    (1 / x, [1e-3, 1.0, -7.0]),
    (sp.log(x), [1e-3, 1.0, 5.0]),
    (sp.log(sp.Abs(x)), [-2.0, 3.0]),
    (sp.Abs(x), [0.0, 1.0, -1e-5]),
    (sp.Abs(sp.log(x)) + sp.Abs(sp.Abs(x) - 2), [0.5, 1.0, 2.0, 7.0]),
    (sp.Max(0, x), [-1e-5, 0.0, 2.0]),
    (sp.Piecewise((x**2, x < 1), (2 * x - 1, True)), [1.0, 0.99, 3.0]),
    (1 / (1 + sp.exp(-x)), [0.0, 5.0, -30.0]),
    (sp.sqrt(x) * sp.tan(x**2), [1.1]),
    (x ** sp.Rational(7, 3) + sp.acos(x / 3) * 2**x, [0.7, 2.9]),
    (sp.tanh(x) * sp.cosh(x) + sp.atan(x) / 3, [2.0, -0.1]),
    (sp.pi * x**5 - sp.Rational(1, 3) * x**4 + x, [0.1, 1.5]),
    (sp.sqrt(1 - sp.cos(x)), [1e-3, 1.0]),
    (sp.exp(-(x**2)) * sp.sec(x), [0.0, 1.5, 3.0]),
]


@pytest.mark.parametrize("f, points", FUNCTIONS, ids=lambda v: str(v) if isinstance(v, sp.Expr) else "")
def test_no_observed_error_exceeds_its_prediction(f: Any, points: Any) -> None:
    lab = Differentiable(f, x)
    for kind in lab.kinds:
        errors = lab.errors(np.array(points)[:, None], STEPS, kind)
        assert not np.any(errors.observed > errors.predicted), kind


@pytest.mark.parametrize("f, points", FUNCTIONS, ids=lambda v: str(v) if isinstance(v, sp.Expr) else "")
def test_predictions_are_not_so_loose_that_they_say_nothing(f: Any, points: Any) -> None:
    errors = Differentiable(f, x).errors(np.array(points)[:, None], STEPS, "forward")
    useful = np.isfinite(errors.predicted) & (errors.observed > 0)
    assert np.median(errors.predicted[useful] / errors.observed[useful]) < 1000
    short = np.isfinite(errors.predicted[:, 16:])  # long steps may reach a pole
    assert short.mean() > (0.6 if f.has(sp.Piecewise) else 0.9)


def test_a_wrong_derivative_breaks_the_bound() -> None:
    found = difference_quotient(CUBIC, x, 2.0, 1e-6, derivative=3 * x**2 - 2 * x)
    assert not found.holds
    assert "so the derivative is wrong" in str(found)
    assert not gap_on_grid(CUBIC, x, GRID, derivative=3 * x**2 + 4 * x).holds
    assert difference_quotient(CUBIC, x, 2.0, 1e-6, derivative=3 * x**2 - 4 * x).holds


@pytest.mark.parametrize(
    "expr",
    [
        *(f for f, _ in FUNCTIONS),
        x**-3 + x**4,
        sp.cot(x) + sp.csch(x),
        sp.asin(x / 4) * sp.acosh(x + 5),
        sp.floor(x) + sp.sign(x),
        sp.Min(x, 2, x**2),
        sp.Piecewise((1, sp.And(x > 0, x < 1)), (sp.Integer(3), sp.Or(x > 2, sp.Eq(x, -1))), (x, True)),
        sp.cosh(x) ** sp.Rational(1, 2) * sp.sin(9 * x),
    ],
    ids=str,
)
def test_enclosures_hold_every_value_in_exact_and_in_float_arithmetic(expr: Any) -> None:
    points = np.linspace(-3.7, 3.9, 77)
    values = numeric_function(expr, x)(points)
    exact = exact_values(expr, x, points)
    low, high = enclose(expr, {x: (points, points)})
    known = ~np.isnan(low)
    assert not np.any(values[known] < low[known])
    assert not np.any(values[known] > high[known])
    for bottom, top, value in zip(low[known], high[known], np.array(exact)[known], strict=True):
        assert mpmath.isnan(value) or bottom <= value <= top
    ends = np.array([-3.0, -0.9, 0.2, 1.1]), np.array([-2.5, -0.1, 0.9, 3.0])
    low, high = enclose(expr, {x: ends})
    for k in range(4):
        inside = numeric_function(expr, x)(np.linspace(ends[0][k], ends[1][k], 101))
        assert np.isnan(low[k]) or (low[k] <= inside.min() and inside.max() <= high[k])


@pytest.mark.parametrize(
    "expr", [1 / x, sp.log(x + 0), sp.tan(2 * x), x ** sp.Rational(1, 3), sp.asin(5 * x), sp.Function("f")(x), sp.zeta(x)], ids=str
)
def test_an_enclosure_over_a_pole_or_of_the_unknown_is_undefined(expr: Any) -> None:
    assert np.isnan(enclose(expr, {x: (-1.0, 1.0)}).low)


def test_a_jump_is_covered_or_refused() -> None:
    assert [float(end) for end in enclose(sp.sign(x), {x: (-1.0, 1.0)})] == [-1.0, 1.0]
    assert np.isnan(enclose(sp.sign(x), {x: (-1.0, 1.0)}, continuous=True).low)
    assert math.isinf(difference_quotient(sp.sign(x), x, -1e-5, 1e-4).predicted)


def test_an_enclosure_needs_a_range_for_every_symbol() -> None:
    with pytest.raises(InputError, match="y"):
        enclose(x + y, {x: (0.0, 1.0)})


# --- functions of numbers


def test_constants_take_the_shape_of_the_input() -> None:
    assert numeric_function(sp.Integer(2), x)(np.zeros((2, 3))).shape == (2, 3)
    assert numeric_function(sp.pi, (x, y))(np.zeros((2, 1)), np.zeros(3)).shape == (2, 3)
    assert numeric_function(sp.Integer(2), ())() == 2.0


def test_integers_are_floats() -> None:
    assert numeric_function(x**-2, x)(2) == 0.25
    assert numeric_function(x**-2, x)(np.array([1, 2])).tolist() == [1.0, 0.25]
    assert numeric_function(2**x, x)(np.array([-1])).tolist() == [0.5]


def test_outside_the_domain_is_nan_without_a_warning() -> None:
    points = np.array([-1.0, 0.0, 1.0])
    assert np.isnan(numeric_function(sp.log(x), x)(points)).tolist() == [True, True, False]
    assert np.isnan(numeric_function(1 / x, x)(points)).tolist() == [False, True, False]
    assert np.isnan(numeric_function(sp.sqrt(x) + sp.gamma(x), x)(points)).tolist() == [True, True, False]
    assert math.isnan(numeric_function(sp.exp(x), x)(1000))
    assert mpmath.isnan(numeric_function(sp.log(x), x, "mpmath")(-1))
    assert mpmath.isnan(numeric_function(1 / x, x, "mpmath")(0))
    assert mpmath.isnan(numeric_function(sp.DiracDelta(x), x, "mpmath")(0))


def test_functions_that_numpy_lacks_have_values() -> None:
    assert numeric_function(sp.erf(x) + sp.factorial(x), x)(np.array([0.0, 3.0])) == pytest.approx([1.0, 6.0 + math.erf(3)])


def test_piecewise_and_maximum_are_vectorised() -> None:
    assert numeric_function(sp.Piecewise((0, x < 0), (x, True)), x)(np.array([-1, 2])).tolist() == [0.0, 2.0]
    assert numeric_function(sp.Max(0, x, 1 - x), x)(np.array([-1.0, 0.25])).tolist() == [2.0, 0.75]


def test_mpmath_gives_more_digits() -> None:
    with mpmath.workdps(30):
        assert mpmath.nstr(numeric_function(sp.sqrt(x), x, "mpmath")(sp.Rational(1, 4) * 8), 25) == "1.414213562373095048801689"


@pytest.mark.parametrize(
    "expr, variables, module",
    [(x * y, x, "numpy"), (sp.Function("f")(x), x, "numpy"), (sp.LambertW(x), x, "numpy"), (sp.Eq(x, 1), x, "numpy"), (x, x, "torch")],
    ids=str,
)
def test_what_has_no_numeric_form_is_said(expr: Any, variables: Any, module: Any) -> None:
    with pytest.raises(InputError):
        numeric_function(expr, variables, module)


def test_wrong_arguments_of_a_numeric_function_are_said() -> None:
    with pytest.raises(InputError, match="2 numbers for 1"):
        numeric_function(x, x)(1, 2)
    with pytest.raises(InputError, match="not a number"):
        numeric_function(x, x)("one")


def test_what_is_not_real_is_said() -> None:
    with pytest.raises(InputError, match="real numbers"):
        real_derivative(sp.Min(1, 1 / x + sp.acos(-4)), x)
    assert mpmath.isnan(numeric_function(sp.Min(1, sp.acos(x)), x, "mpmath")(5))


def test_real_derivatives_of_kinks() -> None:
    assert real_derivative(sp.Abs(x), x) == sp.sign(x)
    assert real_derivative(sp.log(sp.Abs(x)), x).subs(x, -2) == sp.Rational(-1, 2)
    assert real_derivative(x**2 * y, x) == 2 * x * y
    assert real_derivative(sp.Abs(sp.log(x)), x) == sp.sign(sp.log(x)) / x
    assert real_derivative(sp.Abs(x), x, 2) == 2 * sp.DiracDelta(x)


# --- the numbers of lesson 1


def test_lesson_1_gap_of_the_square() -> None:
    found = gap_on_grid(SQUARE, x, GRID, 1e-4)
    assert f"{found.largest:.7e}" == "1.0000015e-04"
    assert found.holds


def test_lesson_1_gap_of_the_cubic() -> None:
    found = gap_on_grid(CUBIC, x, GRID, 1e-4)
    assert found.points[found.worst] == -10
    assert found.largest == pytest.approx(3.2e-3, abs=2e-8)
    assert "3.2e-" in str(found).replace("0.0031999901", "3.2e-3")


def test_lesson_1_a_smaller_step_is_not_better() -> None:
    assert gap_on_grid(SQUARE, x, GRID, 1e-12).largest == pytest.approx(1.4e-2, abs=5e-4)
    vanished = gap_on_grid(SQUARE, x, GRID, 1e-16)
    assert vanished.largest == 20
    assert abs(vanished.points[vanished.worst]) == 10
    assert difference_quotient(SQUARE, x, 10, 1e-16).observed == 20


def test_lesson_1_exact_gaps() -> None:
    assert gap(SQUARE, x, delta) == delta
    assert sp.expand(gap(CUBIC, x, delta) - ((3 * x - 2) * delta + delta**2)) == 0
    assert gap(CUBIC, x, delta, "central") == delta**2
    assert gap(CUBIC, x, delta, "complex step") == -(delta**2)
    assert gap(SQUARE, x, delta, "central") == 0
    assert gap(CUBIC, x, delta, derivative=3 * x**2) == delta**2 + delta * (3 * x - 2) - 4 * x


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("f", [sp.exp(x), 1 / x, sp.sin(x) * x, sp.log(x), sp.sqrt(x) + y * x, CUBIC * y], ids=str)
def test_gaps_have_the_value_of_their_definition(f: Any, kind: Any) -> None:
    ahead, behind = {"forward": (1, 0), "backward": (0, -1), "central": (1, -1), "complex step": (sp.I, -sp.I)}[kind]
    defined = (f.subs(x, x + ahead * delta) - f.subs(x, x + behind * delta)) / ((ahead - behind) * delta) - f.diff(x)
    place = {x: sp.Rational(5, 3), y: sp.Rational(2, 7), delta: sp.Rational(1, 4)}
    assert abs(sp.N((gap(f, x, delta, kind) - defined).subs(place), 30)) < 1e-25


def test_the_gap_of_a_rational_function_is_factored() -> None:
    assert gap(1 / x, x, delta) == delta / (x**2 * (x + delta))


# --- the reader's question: why do differences of exp blow up?


@pytest.mark.parametrize("at", [20, 99])
def test_a_step_below_the_spacing_of_floats_is_lost_and_explained(at: Any) -> None:
    found = difference_quotient(sp.exp(x), x, at, 1e-15)
    assert found.lost
    assert found.value == 0
    assert found.relative == 1
    assert found.holds
    assert found.cause == "displacement"
    sentence = str(found)
    for part in ("x + h == x", "(relative 1)", "central difference with h ≈", "complex step", "mpmath"):
        assert part in sentence
    assert sentence.count(". ") == 0


@pytest.mark.parametrize("at", [0, 1, 20, 99])
def test_the_relative_error_of_exp_is_half_the_step_everywhere(at: Any) -> None:
    assert difference_quotient(sp.exp(x), x, at, 1e-4).relative == pytest.approx(5e-5, rel=1e-3)


@pytest.mark.parametrize(
    "f, at", [(sp.exp(x), 99), (sp.exp(x), 20), (sp.sin(x), 1), (1 / x, 1e-3), (sp.exp(1000 * x), 0.01), (SQUARE, 3), (sp.log(x), 1e5)]
)
def test_the_advice_is_good(f: Any, at: Any) -> None:
    lab = Differentiable(f, x)
    assert difference_quotient(f, x, at, lab.rule_step(at, Kind.CENTRAL), "central").relative < 1e-8
    assert difference_quotient(f, x, at, lab.rule_step(at, Kind.FORWARD), "forward").relative < 1e-5
    assert difference_quotient(f, x, at, lab.rule_step(at, Kind.COMPLEX), "complex step").relative < 1e-14


def test_advice_leaves_out_the_complex_step_where_it_is_wrong() -> None:
    assert "complex" not in difference_quotient(sp.Abs(x), x, 2.0).advice
    with pytest.raises(InputError, match="analytic"):
        difference_quotient(sp.Abs(x), x, 2.0, 1e-20, "complex step")


def test_every_kind_is_off_by_its_truncation() -> None:
    found = {kind: difference_quotient(sp.exp(x), x, 1, 1e-4, str(kind)) for kind in Kind}
    assert found[Kind.CENTRAL].observed < found[Kind.FORWARD].observed / 1000
    assert all(q.cause == "truncation" for q in found.values())
    assert difference_quotient(sp.exp(x), x, 1, 1e-12).cause in {"rounding", "displacement"}


def test_a_kink_is_bounded_by_the_range_of_the_slope() -> None:
    found = difference_quotient(sp.Abs(x), x, 0, 1e-4)
    assert found.value == 1
    assert found.observed == 1
    assert 1 <= found.predicted < 1.001


def test_a_quotient_that_leaves_the_domain_says_so() -> None:
    found = difference_quotient(sp.log(x), x, 1e-5, 1e-4, "central")
    assert math.isnan(found.value)
    assert found.holds
    assert "not defined" in str(found)


def test_bounds_next_to_a_pole_are_unknown_not_wrong() -> None:
    assert math.isinf(difference_quotient(1 / x, x, -1e-5, 1e-4).predicted)
    assert "no bound is known" in str(difference_quotient(1 / x, x, -1e-5, 1e-4))
    assert math.isinf(difference_quotient(sp.atan(1 / x), x, -1e-5, 1e-4, derivative=-1 / (x**2 + 1)).predicted)


@pytest.mark.parametrize("arguments", [("one", 1e-4), (1, 0), (1, -1e-4), (1, math.inf), (math.nan, 1e-4), (1, "h"), (sp.I, 1e-4)], ids=str)
def test_bad_points_and_steps_are_refused(arguments: Any) -> None:
    with pytest.raises(InputError):
        difference_quotient(SQUARE, x, *arguments)


def test_unknown_kinds_and_empty_requests_are_refused() -> None:
    with pytest.raises(InputError, match="forward, backward, central, complex step"):
        difference_quotient(SQUARE, x, 1, 1e-4, "sideways")
    with pytest.raises(InputError):
        gap_on_grid(SQUARE, x, [])
    with pytest.raises(InputError):
        error_curve(SQUARE, x, 1, steps=[])
    with pytest.raises(InputError):
        error_curve(SQUARE, x, 1, kinds=[])
    with pytest.raises(InputError):
        difference_quotient(x * y, x, 1)


def test_a_variable_called_delta() -> None:
    found = difference_quotient(delta**2, delta, 1.0)
    assert found.formula == sp.Symbol("h")
    assert found.holds


# --- the V-curve


def test_the_v_curve_falls_and_rises() -> None:
    forward, central, complex_step = error_curve(sp.exp(x), x, 1.0).curves
    assert 1e-9 < forward.best_step < 1e-6
    assert 1e-7 < central.best_step < 1e-3
    assert forward.rule_step == pytest.approx(1.5e-8, rel=0.5)
    assert central.rule_step == pytest.approx(6e-6, rel=0.5)
    for curve in (forward, central):
        assert curve.best_error < curve.rule_error
        assert curve.observed[0] > 1e3 * curve.best_error
        assert curve.observed[-1] > 1e3 * curve.best_error
    assert complex_step.observed[-1] < 1e-15
    assert "√ε rule" in str(forward)
    assert "∛ε rule" in str(central)


def test_steps_and_kinds_can_be_chosen() -> None:
    found = error_curve(SQUARE, x, 3, kinds=["backward"], steps=[1e-2, 1e-1])
    assert [c.kind for c in found.curves] == [Kind.BACKWARD]
    assert found.curves[0].steps.tolist() == [1e-1, 1e-2]
    assert found.curves[0].observed == pytest.approx([1e-1, 1e-2])
    assert found.exact == 6
    assert str(found).startswith("x**2 at x = 3: backward difference: smallest error 0.01")


def test_a_grid_outside_the_domain_has_no_largest_gap() -> None:
    found = gap_on_grid(sp.log(x), x, [-3.0, -2.0])
    assert found.worst is None
    assert math.isnan(found.largest)
    assert "defined nowhere" in str(found)
