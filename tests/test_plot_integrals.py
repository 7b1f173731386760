"""Pictures of integrals: colours by sign, rectangles, the two curves of lesson 2 in one panel."""

import io
from typing import Any

import numpy as np
import pytest
import sympy as sp
from matplotlib.colors import same_color

import symtutor as st
from symtutor.errors import InputError
from symtutor.lab.running_sums import running_sum
from symtutor.writing.pictures.drawing import BLUE, ORANGE
from symtutor.writing.pictures.integrals import antiderivative_figure, area_figure, riemann_figure, running_sum_figure

x, y = sp.symbols("x y")
PARABOLA = 3 * x**2 - 4 * x
GRID = (-10, 10, sp.Rational(1, 10))


def _filled(area: Any) -> tuple[Any, Any]:
    """Return the colour of a filled area and the heights of its outline."""
    return area.get_facecolor()[0][:3], np.concatenate([path.vertices[:, 1] for path in area.get_paths()])


def test_negative_area_has_another_colour() -> None:
    axes = area_figure(sp.sin(x), x, (0, 6), 1 - sp.cos(6)).axes[0]
    above, below = (_filled(area) for area in axes.collections)
    assert same_color(above[0], BLUE)
    assert same_color(below[0], ORANGE)
    assert above[1].min() >= -1e-9
    assert below[1].max() <= 1e-9


def test_one_sign_has_one_colour() -> None:
    assert len(area_figure(sp.exp(x), x, (0, 1)).axes[0].collections) == 1


@pytest.mark.parametrize("kind, share", [("left", 0.0), ("right", 1.0), ("midpoint", 0.5)])
def test_each_rectangle_has_the_height_of_the_function_at_its_point(kind: str, share: float) -> None:
    bars: Any = riemann_figure(PARABOLA, x, (-10, 10), 8, kind=kind).axes[0].patches
    assert len(bars) == 8
    for bar in bars:
        assert bar.get_width() == pytest.approx(2.5)
        point = bar.get_x() + share * 2.5
        assert bar.get_height() == pytest.approx(3 * point**2 - 4 * point)
    assert sum(bar.get_width() * bar.get_height() for bar in bars) == pytest.approx(
        float(st.riemann_sum(PARABOLA, x, -10, 10, 8, kind).answer)
    )


@pytest.mark.parametrize("kind", ["trapezoid", "simpson"])
def test_a_strip_meets_the_curve_at_the_ends_of_its_cell(kind: str) -> None:
    picture = st.riemann_sum(PARABOLA, x, -2, 2, 4, kind).plot()
    strips: Any = picture.axes[0].collections
    assert len(strips) == 4
    for strip in strips:
        outline = strip.get_paths()[0].vertices
        for end in (outline[:, 0].min(), outline[:, 0].max()):
            heights = outline[np.isclose(outline[:, 0], end), 1]
            assert np.any(np.isclose(heights, 3 * end**2 - 4 * end))
    assert f"The {kind} sum" in picture.alt


@pytest.mark.parametrize(
    "f, low, high, words",
    [
        ("x^2", 2, 0, "from 0 to 2"),
        ("e^(-x^2)", "-oo", "oo", "from -6 to 6"),
        ("1/(1 + x^2)", 1, "oo", "from 1 to 7"),
        ("1/x", -1, 1, "from -1 to 1"),
        ("x^x", 1, 2, "from 1 to 2"),
    ],
)
def test_every_definite_integral_of_numbers_is_drawn_as_area(f: str, low: object, high: object, words: str) -> None:
    picture = st.integrate(f, "x", (low, high)).plot()
    assert picture.alt.startswith("Signed area")
    assert words in picture.alt


def test_an_integral_that_cannot_be_drawn_says_so() -> None:
    with pytest.raises(InputError, match="no picture"):
        st.integrate("x^2", "x", (1, 1)).plot()


@pytest.mark.parametrize(
    "solution, words",
    [
        (st.integrate("x^2", "x", (0, "a")), "from 0 to 2: parts below the axis count negative. The integral is 8/3. Here a = 2."),
        (st.integrate("y x", "x"), "its antiderivative x², which rises where the function is positive and falls"),
        (st.differentiate("a x^2 + b x", "x"), "y = 2x² + 3x; its derivative 4x + 3 by rule"),
        (st.limit("sin(a x)/x", "x", 0), "it has the limit 2; there it has a hole. Here a = 2."),
        (st.riemann_sum("x", "x", 0, 1, "n"), "4 cells give 0.375, 16 cells give 0.46875"),
        (st.riemann_sum("x", "x", 0, "a", "n", "right"), "Right sums of y = x from 0 to 2: 4 cells give 2.5"),
    ],
)
def test_letters_without_values_get_some_that_are_told(solution: st.Solution, words: str) -> None:
    assert words in solution.plot().alt


def test_the_title_names_the_sum_and_the_integral() -> None:
    title = riemann_figure(2 * x, x, (-10, 10), 200, sp.S.Zero).axes[0].get_title()
    assert title == "left sum, 200 cells: -2; integral $0$"


def test_both_curves_stand_in_one_panel_with_their_gap() -> None:
    picture = running_sum_figure(running_sum(PARABOLA, x, GRID))
    both, gap = picture.axes
    above, below = both.lines
    assert above.get_label() == "running sum of $3 x^{2} - 4 x$"
    assert below.get_label() == "antiderivative $x^{3} - 2 x^{2}$"
    points, lower = np.asarray(below.get_xdata(), dtype=float), np.asarray(below.get_ydata(), dtype=float)
    upper = np.asarray(above.get_ydata(), dtype=float)
    assert points.size == 200
    assert np.allclose(lower, points**3 - 2 * points**2)
    assert np.allclose(upper - lower, np.asarray(gap.lines[0].get_ydata(), dtype=float))
    assert set(np.asarray(gap.lines[1].get_ydata(), dtype=float)) == {1200.0}
    assert gap.get_title() == "gap: 1216.987 to 1234"
    assert "from 1216.987 to 1234, around the shift 1200" in picture.alt


def test_the_antiderivative_stands_beside_its_integrand() -> None:
    left, right = antiderivative_figure(PARABOLA, x**3 - 2 * x**2, x).axes
    assert left.get_title() == "integrand: y = $3 x^{2} - 4 x$"
    assert right.get_title() == "antiderivative: y = $x^{3} - 2 x^{2}$"


@pytest.mark.parametrize(
    "solution, words",
    [
        (st.integrate("sin x"), "its antiderivative −cos x"),
        (st.integrate("x^2", limits=(0, 1)), "The integral is 1/3."),
        (st.riemann_sum("x^2", "x", 0, 1, 10, "right"), "The right sum of y = x²"),
    ],
)
def test_an_integral_has_its_picture(solution: st.Solution, words: str) -> None:
    assert words in solution.plot().alt


def test_a_picture_is_written_twice_with_the_same_bytes() -> None:
    files = []
    for _ in range(2):
        stream = io.BytesIO()
        running_sum_figure(running_sum(2 * x, x, GRID)).savefig(stream, format="svg")
        files.append(stream.getvalue())
    assert files[0] == files[1]


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(InputError, match="upper"):
        riemann_figure(x, x, (0, 1), 5, kind="upper")
    with pytest.raises(InputError, match="cannot be told apart"):
        riemann_figure(x, x, (0, 1), 5000)
    with pytest.raises(InputError):
        area_figure(x * y, x, (0, 1))
    with pytest.raises(InputError):
        area_figure(x, x, (1, 0))
