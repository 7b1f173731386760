"""What readers of a course on this calculus stumbled over: each question gets the right answer from one documented call."""

import math

import pytest
import sympy as sp

import symtutor as st
from symtutor.lab.direction_sweep import direction_sweep
from symtutor.lab.directional_rate import directional_rate
from symtutor.lab.quotients import difference_quotient
from symtutor.lab.running_sums import running_sum

x, y, t = sp.symbols("x y t")


def test_three_further_points_leave_the_line_and_have_no_multipliers() -> None:
    answer = st.svm([(0, 0), (1, 2), (2, 1), (-1, -1), (-3, -1), (3, 3)], [-1, 1, 1, -1, -1, 1]).answer
    two_thirds, share = sp.Rational(2, 3), sp.Rational(4, 9)
    assert (answer.w, answer.b) == ((two_thirds, two_thirds), -1)
    assert answer.multipliers == (2 * share, share, share, 0, 0, 0)


@pytest.mark.parametrize("said", ["maximum at ∞", "maximum at x = oo", "global maximum at infinity", "maximum ∞"])
def test_the_logarithm_has_no_maximum_at_infinity(said: str) -> None:
    judged = st.check("extrema of ln x", said)
    assert not judged
    assert judged.mistake == "optimize/without-value"
    assert "it has no value there" in str(judged)
    assert st.check("extrema of ln x", "no maximum, no minimum")


def test_the_jacobian_of_a_layer_is_the_slope_of_its_activation_times_its_weights() -> None:
    layer = st.matrix_derivative("tanh(W^T a + b)", "a")
    assert "Answer: diag(1 − tanh²(Wᵀ·a + b))·Wᵀ\n" in str(layer)
    with pytest.raises(st.InputError, match="the answer has d, z, and the problem has not"):
        layer.check("dz")


def test_a_difference_step_adds_half_of_itself_times_the_bend() -> None:
    """The sweep found (2.00007, 2.00007) where the gradient is (2, 2): h/√2 too much in each component."""
    sweep = direction_sweep(x**2 + y**2, (x, y), (1, 1))
    assert sweep.components == pytest.approx((2 + 1e-4 / math.sqrt(2),) * 2, rel=0, abs=sweep.rounding)
    assert sweep.bias == pytest.approx(1e-4)
    assert not st.check("gradient of x^2 + y^2 at (1, 1)", "(2.00007, 2.00007)")
    assert st.check("gradient of x^2 + y^2 at (1, 1)", "(2, 2)")


def test_the_curve_that_was_missing_lies_below_by_the_value_at_the_start() -> None:
    found = running_sum(3 * x**2 - 4 * x, x, (-10, 10, sp.Rational(1, 10)))
    assert found.antiderivative == x**3 - 2 * x**2
    assert found.shift == 1200
    assert found.is_exact
    picture = st.integrate("3x^2 - 4x").plot()
    assert "3x² − 4x with its signed area, and its antiderivative x³ − 2x²" in picture.alt
    assert len(picture.axes) == 2


def test_roots_are_powers_and_a_constant_goes_away() -> None:
    assert st.difference_gap("x^3 - 2x^2 + 1").answer.subs(sp.Symbol("delta"), 0) == 0  # curve and quotient do coincide, up to the step
    assert st.check("d/dx (x^(1/3) + sqrt(x) + 5)", "1/3 x^(-2/3) + 1/2 x^(-1/2)")
    assert st.check("d/dx (x^(1/3) + sqrt(x) + 5)", "1/3 x^(-2/3) + 1/2 x^(-1/2) + 5").mistake == "diff.constant/kept"


def test_the_change_of_x_is_the_sine_of_an_angle_from_the_y_axis() -> None:
    assert st.directional_derivative("x^2 + y^3", "(sin t, cos t)", at=(2, 3)).answer == 4 * sp.sin(t) + 27 * sp.cos(t)
    sweep = direction_sweep(x**2 + y**3, (x, y), (2, 3))
    assert sweep.from_y_axis == 8.4
    assert sweep.polar == pytest.approx(81.6)


def test_a_test_outside_of_the_loop_sees_the_last_angle_alone() -> None:
    last = directional_rate(x**2 + y**2, (x, y), (1, 1), 359.9)
    assert last.components == pytest.approx((-0.0034847336058503437, 1.9966032560898956), rel=0, abs=last.rounding)
    assert "the gradient (2, 2) only where the direction is the steepest one" in str(last)


@pytest.mark.parametrize("place", [1, 20, 99])
def test_the_quotient_of_the_exponential_is_right_until_the_step_is_lost(place: int) -> None:
    """Its values grow with those of the function; relative to these it is off by half a step everywhere."""
    assert difference_quotient(sp.exp(x), x, place, 1e-4).relative == pytest.approx(5e-5, rel=1e-3)
    if place > 1:
        lost = difference_quotient(sp.exp(x), x, place, 1e-15)
        assert (lost.value, lost.relative) == (0, 1)
        assert "a central difference with h ≈" in lost.advice


def test_the_derivative_of_a_cube_does_not_repeat_that_of_the_square() -> None:
    judged = st.check("gradient of x^2 + y^3", "(2x, 2y)")
    assert judged.mistake == "vector.gradient/pattern-repeated"
    assert "At y = 1 your answer is 2, and 3 is right." in str(judged)
    assert st.check("gradient of x^2 + y^3", "(2x, 3y^2)")
