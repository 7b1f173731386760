"""Numbers and pictures in several variables: the course's sweep, difference Jacobians, quivers without 0/0."""

from collections.abc import Callable

import numpy as np
import pytest
import sympy as sp

import symtutor as st
from symtutor.errors import InputError
from symtutor.lab.direction_sweep import direction_sweep
from symtutor.lab.directional_rate import direction_turn, directional_rate
from symtutor.lab.jacobians import difference_jacobian, numeric_matrix
from symtutor.writing.pictures.vectors import gradient_figure, jacobian_figure, quiver_figure, surface_figure
from tests.shown_lessons import pictures_of, text_of, view_of

x, y = sp.symbols("x y")
CUBIC, BOWL = x**2 + y**3, x**2 + y**2


def test_the_sweep_of_the_course_comes_out_as_far_as_rounding_lets_it() -> None:
    sweep = direction_sweep(CUBIC, (x, y), (2, 3))
    assert sweep.from_y_axis == 8.4
    assert sweep.rounding < 1e-9
    assert sweep.components == pytest.approx((3.987419245872443, 27.002750276227097), rel=0, abs=sweep.rounding)
    assert sweep.polar == pytest.approx(81.6)
    assert sweep.exact_from_y_axis == pytest.approx(8.42696902, abs=1e-8)
    assert sweep.bias == pytest.approx(8.83e-4, rel=1e-3)
    assert sweep.holds
    assert "27.295568" in str(sweep)
    bowl = direction_sweep(BOWL, (x, y), (1, 1))
    assert bowl.components == pytest.approx((2.000070710675876, 2.0000707106758764), rel=0, abs=bowl.rounding)
    assert bowl.bias == pytest.approx(1e-4)


@pytest.mark.parametrize(
    "f, at",
    [
        (sp.sin(x * y), (1, 2)),
        (sp.exp(x) - y**4, (0.3, -1)),
        (x * y, (5, 0.1)),
        (sp.log(x**2 + y**2), (0.2, 0.7)),
        (1000 * x + y, (1, 1)),
        (x / y, (1e3, 2)),
    ],
    ids=str,
)
@pytest.mark.parametrize("step", [1e-2, 1e-4, 1e-6])
def test_a_sweep_keeps_its_predicted_error(f: sp.Expr, at: tuple[float, float], step: float) -> None:
    sweep = direction_sweep(f, (x, y), at, step, 720)
    assert sweep.holds, sweep


def test_a_false_prediction_would_be_seen() -> None:
    from dataclasses import replace  # noqa: PLC0415 (only here)

    sweep = direction_sweep(CUBIC, (x, y), (2, 3))
    assert not replace(sweep, bias=0.0).holds
    assert not replace(sweep, from_y_axis=8.6).holds


def test_a_sweep_needs_a_point_with_a_direction() -> None:
    with pytest.raises(InputError, match="gradient is 0"):
        direction_sweep(BOWL, (x, y), (0, 0))
    with pytest.raises(InputError, match="not defined"):
        direction_sweep(sp.log(x) + y, (x, y), (-1, 0))
    with pytest.raises(InputError, match="not positive"):
        direction_sweep(BOWL, (x, y), (1, 1), 0)


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: difference_jacobian([], [x], [1]), "components is"),
        (lambda: difference_jacobian([x], [], []), "variables is"),
        (lambda: difference_jacobian(x, [x], [1]), "components is x"),
        (lambda: difference_jacobian([x], [x], 3), "at is 3"),  # type: ignore[arg-type]
        (lambda: difference_jacobian([x], [x, x], [1, 2]), "stands twice"),
        (lambda: difference_jacobian([x * y], [x, y], [1]), "1 values for 2"),
        (lambda: difference_jacobian([x], [x], [float("nan")]), "values nan are not all real"),
        (lambda: difference_jacobian([x], [x], [1], step=0), "positive"),
        (lambda: difference_jacobian([x], [x], [1], kind="sideways"), "sideways"),
        (lambda: direction_sweep(x * y, (x, y), ("a", 1)), "a value is 'a'"),
        (lambda: direction_sweep(x * y, (x, x), (1, 1)), "twice"),
        (lambda: direction_sweep(x * y, (x, y), (1, 1), float("nan")), "the step is nan"),
        (lambda: directional_rate(x * y, (x, y), (1, 1), float("nan")), "degrees is nan"),
        (lambda: direction_turn((x,), (x, y), (x, y)), "two components"),
        (lambda: direction_turn((sp.log(-1 - x**2), y), (x, y), (x, y)), "nowhere"),
        (lambda: numeric_matrix(x, (x,)), "no matrix"),
        (lambda: numeric_matrix(sp.Matrix([[x]]), (x,))("a"), "could not convert"),
        (lambda: numeric_matrix(sp.Matrix([[x]]), (x,))(1j), "real numbers"),
        (lambda: numeric_matrix(sp.Matrix([[x * y]]), (x, y))(np.zeros(3), np.zeros(2)), "fit together"),
    ],
)
def test_wrong_arguments_are_said(call: Callable[[], object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()


def test_a_jacobian_without_a_value_says_so() -> None:
    assert "no value at the point" in str(difference_jacobian([sp.log(x)], [x], [-1]))


def test_many_points_are_computed_as_one_by_one() -> None:
    function = numeric_matrix(sp.Matrix([[x / y, sp.log(x)], [sp.exp(x), 3]]), (x, y))
    grid = np.linspace(-1, 1, 20_001).reshape(-1, 3)
    many = function(grid, 0.5)
    assert many.shape == (6667, 3, 2, 2)
    for place in ((0, 0), (2730, 1), (2731, 0), (6666, 2)):
        assert np.array_equal(many[place], function(grid[place], 0.5), equal_nan=True)
    assert function(grid, grid[:, :1]).shape == (6667, 3, 2, 2)


def test_the_readers_numbers_come_out() -> None:
    rate = directional_rate(BOWL, (x, y), (1, 1), 359.9)
    assert rate.components == pytest.approx((-0.0034847336058503437, 1.9966032560898956), rel=0, abs=rate.rounding)
    turn = direction_turn((2 * x, 2 * y), (2 * x, 3 * y**2), (x, y))
    assert turn.degrees == pytest.approx(176.8, abs=0.05)


@pytest.mark.parametrize("kind", ["forward", "backward", "central", "complex step"])
def test_difference_jacobians_keep_their_bounds(kind: str) -> None:
    fields = [2 * x * y, x**2 * y, sp.exp(x) * sp.sin(y)]
    found = difference_jacobian(fields, (x, y), (0.7, 1.9), kind=kind)
    assert found.holds
    assert found.value.shape == (3, 2)
    exact = np.array(sp.Matrix(fields).jacobian([x, y]).subs({x: 0.7, y: 1.9}), dtype=float)
    assert np.allclose(found.exact, exact, rtol=1e-14)
    assert np.allclose(found.value, exact, atol=float(found.predicted.max()) + 1e-12)


def test_a_matrix_of_numbers_broadcasts_and_shares_its_parts() -> None:
    shared = sp.exp(x * y + 1)
    function = numeric_matrix(sp.Matrix([[y * shared, x * shared], [shared, 7]]), (x, y))
    grid = np.linspace(0, 1, 5)
    assert function(grid, 2.0).shape == (5, 2, 2)
    assert function(1, 2)[0, 0] == pytest.approx(2 * np.exp(3))
    assert np.isnan(numeric_matrix(sp.Matrix([[1 / x]]), (x,))(0)[0, 0])
    assert np.isnan(numeric_matrix(sp.Matrix([[sp.log(x)]]), (x,))(-1)[0, 0])
    with pytest.raises(InputError, match="y has no value"):
        numeric_matrix(sp.Matrix([[y]]), (x,))
    function = st.gradient(CUBIC).function()
    assert function(2, 3).tolist() == [[4.0], [27.0]]
    assert function(x=2, y=3).tolist() == function(2, y=3).tolist() == [[4.0], [27.0]]
    with pytest.raises(InputError, match="z is no argument"):
        function(2, z=3)


def test_pictures_say_what_they_show() -> None:
    assert "z from -1000 to 1100" in surface_figure(CUBIC, (x, y)).alt
    assert "(4, 27), of length 27.2947" in gradient_figure(CUBIC, (x, y), (2, 3)).alt
    quiver = quiver_figure(CUBIC, (x, y)).alt
    assert "from 1.34113 to 300.666" in quiver or "from 1.34" in quiver
    assert "area factor -2" in jacobian_figure([2 * x * y, x**2 * y], (x, y), (1, 1), 0.25).alt


def test_a_stationary_point_is_a_dot_and_no_division_by_zero() -> None:
    picture = quiver_figure(BOWL, (x, y), (-1, 1), (-1, 1), 21)
    assert "1 stationary point as dots" in picture.alt
    arrows = picture.axes[0].collections[0]
    lengths = np.hypot(arrows.U, arrows.V)  # type: ignore[attr-defined]
    assert np.allclose(lengths, 1)
    assert lengths.size == 21**2 - 1


def test_pictures_refuse_what_they_cannot_draw() -> None:
    with pytest.raises(InputError, match="smaller first"):
        surface_figure(CUBIC, (x, y), (1, 0))
    with pytest.raises(InputError, match="nowhere"):
        surface_figure(sp.log(-1 - x**2 - y**2), (x, y))
    with pytest.raises(InputError, match="two components"):
        quiver_figure((x, y, x), (x, y))
    with pytest.raises(InputError, match="no gradient"):
        gradient_figure(sp.sqrt(x) + y, (x, y), (0, 0))


def test_lessons_3_and_4_show_the_course() -> None:
    text = text_of(3)
    for shown in ("8.4 degrees", "(3.987419246,", "81.57303098", "359.9 degrees", "176.8 degrees", "2.0000707107"):
        assert shown in text
    assert len(pictures_of(3)) == 6  # the arrows of (2x, 2y) are those of the bowl, and stand once
    assert view_of(3).check("(2, 2)", "T3")
    assert view_of(3).check("[[2, 2]]", "T3").mistake == "vector.gradient/row-for-column"
    four = view_of(4)
    assert "proved" in text_of(4)
    assert st.equivalent(four.tasks["T4"].answer[0, 0], "p e^(-p x - q y)/(1 + e^(-p x - q y))^2")
    sigmoid = "1/(1 + e^(-p x - q y))"
    assert st.equivalent(four.tasks["T4"].answer[0, 0], f"p ({sigmoid})(1 - {sigmoid})")


def test_solutions_in_the_plane_draw_themselves() -> None:
    assert st.gradient(CUBIC).plot().alt.startswith("Unit arrows of the gradient")
    assert st.gradient(CUBIC, at=(2, 3)).plot().alt.startswith("Level lines")
    assert st.jacobian("(2xy, x^2 y)").plot().alt.startswith("A square")
    assert st.hessian(BOWL).plot().alt.startswith("Surface")
    assert st.tangent_plane(BOWL, at={"x": 1, "y": 1}).plot().alt.startswith("Surface")
    assert st.differentiate("x^2 y", "x").plot().alt.startswith("Surface")
    assert st.potential("(2xy, x^2)").plot().alt.startswith("Unit arrows of the field")
    with pytest.raises(InputError, match="no picture"):
        st.gradient("x y z").plot()
    with pytest.raises(InputError, match="no picture"):
        st.curl("(x, y, z)").plot()
