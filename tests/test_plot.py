"""Pictures: gaps where there is nothing to join, ranges that show the function, and descriptions in words."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp
from matplotlib.figure import Figure

import symtutor as st
from symtutor.errors import InputError
from symtutor.lab.error_curves import error_curve
from symtutor.lab.quotient_errors import Differentiable
from symtutor.writing.pictures.derivatives import derivative_figure, error_curve_figure, function_figure
from symtutor.writing.pictures.picture import Picture
from symtutor.writing.pictures.sampling import default_interval, sample

x, y = sp.symbols("x y")
CUBIC = x**3 - 2 * x**2 + 1


def _line(picture: Picture, panel: int = 0, line: int = 0) -> tuple[Any, Any]:
    drawn = picture.axes[panel].lines[line]
    return np.asarray(drawn.get_xdata(), dtype=float), np.asarray(drawn.get_ydata(), dtype=float)


def _crosses(points: Any, values: Any, place: float) -> bool:
    """Tell whether some piece of the line joins a point left of the place with one right of it."""
    joined = np.isfinite(values[:-1]) & np.isfinite(values[1:])
    return bool(np.any(joined & (points[:-1] < place) & (points[1:] > place)))


def test_pictures_are_figures_without_pyplot() -> None:
    picture = derivative_figure(x**2, 2 * x, x, (-10, 10))
    assert isinstance(picture, Figure)
    assert len(picture.axes) == 3
    code = (
        "import sys, sympy as sp\n"
        "from symtutor.writing.pictures import derivatives as plot\n"
        "assert 'matplotlib' not in sys.modules\n"
        "x = sp.Symbol('x')\n"
        "plot.function_figure(x**2, x).svg()\n"
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent.parent)


def test_the_derivative_by_rule_lies_thin_over_the_quotient() -> None:
    panel = derivative_figure(CUBIC, 3 * x**2 - 4 * x, x, (-10, 10)).axes[1]
    quotient, rule = panel.lines
    assert quotient.get_linewidth() > 3 * rule.get_linewidth()
    assert quotient.get_color() != rule.get_color()
    assert rule.get_zorder() >= quotient.get_zorder()
    legend = panel.get_legend()
    assert legend is not None
    assert [t.get_text() for t in legend.get_texts()] == ["difference quotient, h = 0.0001", "rule"]


def test_the_gap_of_lesson_1_is_drawn_with_its_bound() -> None:
    picture = derivative_figure(CUBIC, 3 * x**2 - 4 * x, x, (-10, 10))
    points, observed = _line(picture, 2, 0)
    _, predicted = _line(picture, 2, 1)
    assert points.size == 500
    assert observed.max() == pytest.approx(3.2e-3, abs=2e-8)
    assert np.all(observed <= predicted)
    assert "at most 0.0032" in picture.alt


@pytest.mark.parametrize(
    "f, interval, poles",
    [
        (1 / x, (-3, 2.9), [0.0]),
        (sp.tan(x), (-6, 6), [-3 * np.pi / 2, -np.pi / 2, np.pi / 2, 3 * np.pi / 2]),
        (x / (x**2 - 3 * x + 2), (-4, 4), [1.0, 2.0]),
        (sp.floor(x), (-2.5, 2.5), [-2.0, -1.0, 0.0, 1.0, 2.0]),
        (sp.sign(x - sp.Rational(1, 3)), (-1, 1), [1 / 3]),
        (sp.sign(x) * sp.exp(-(x**2)), (-1, 1), [-1e-15, 1e-15]),
    ],
    ids=str,
)
def test_poles_and_jumps_are_gaps(f: Any, interval: Any, poles: Any) -> None:
    points, values = _line(function_figure(f, x, interval))
    for pole in poles:
        assert not _crosses(points, values, pole)
    assert np.all(np.diff(points) >= 0)


@pytest.mark.parametrize("f", [sp.tanh(100 * x), sp.exp(-1000 * x**2), x**3, sp.exp(x), sp.Abs(x)], ids=str)
def test_steep_is_not_broken(f: Any) -> None:
    curve = sample(f, x, (-3, 3))
    assert np.isfinite(curve.values).all()
    assert not curve.has_pole


@pytest.mark.parametrize(
    "f, interval, largest", [(1 / x, (-5, 5), 20), (x**-2, (-5, 5), 20), (sp.tan(x), (-6, 6), 40), (1 / sp.sqrt(x), (0, 5), 10)], ids=str
)
def test_a_pole_does_not_flatten_the_rest(f: Any, interval: Any, largest: float) -> None:
    low, high = function_figure(f, x, interval).axes[0].get_ylim()
    assert -largest < low < high < largest


@pytest.mark.parametrize("f, interval", [(CUBIC, (-10, 10)), (sp.exp(x), (-10, 10)), (sp.log(x), (0, 3)), (sp.Integer(3), (0, 1))], ids=str)
def test_without_a_pole_every_sample_is_shown(f: Any, interval: Any) -> None:
    curve = sample(f, x, interval)
    inside = np.linspace(interval[0], interval[1], 1001)[1:]
    exact = sp.lambdify(x, f, "numpy")(inside) * np.ones_like(inside)
    assert curve.low < exact.min()
    assert exact.max() < curve.high


@pytest.mark.parametrize("f, ends", [(sp.sqrt(x - sp.Rational(1, 3)), (1 / 3, 2.0)), (sp.sqrt(2 - x**2), (-(2**0.5), 2**0.5))], ids=str)
def test_a_curve_reaches_the_end_of_its_domain(f: Any, ends: Any) -> None:
    curve = sample(f, x, (-2.0, 2.0))
    defined = curve.points[np.isfinite(curve.values)]
    assert defined.min() == pytest.approx(ends[0], abs=1e-9)
    assert defined.max() == pytest.approx(ends[1], abs=1e-9)


@pytest.mark.parametrize(
    "f, shown",
    [
        (CUBIC, [-0.618, 0, 2 / 3, 4 / 3, 1.618]),
        (x**2 - 400, [-20, 0, 20]),
        (sp.sin(x), [-np.pi, 0, np.pi]),
        (sp.exp(-1000 * x**2), [-0.0224, 0, 0.0224]),
        (sp.log(x), [0.1, 1, 2.5]),
        (sp.sqrt(x - 50), [50.1, 52]),
        (sp.exp(x), [-1, 1]),
        (sp.exp(-x / 1000), [-1000, 1000]),
        (1 / (x**2 - 4), [-2.5, 0, 2.5]),
        (1 / (1 + sp.exp(-x)), [-4, 4]),
        (sp.Integer(1), [0]),
    ],
    ids=str,
)
def test_the_default_interval_shows_what_happens(f: Any, shown: Any) -> None:
    low, high = default_interval(f, x)
    assert all(low < place < high for place in shown)
    assert high - low < 12 * max(max(shown) - min(shown), 0.6)


@pytest.mark.parametrize(
    "f, domain",
    [(sp.log(x), (0, np.inf)), (sp.asin(x), (-1, 1)), (sp.sqrt(x - 50), (50, np.inf)), (sp.log(-x), (-np.inf, 0)), (x**x, (0, np.inf))],
    ids=str,
)
def test_the_default_interval_stays_in_the_domain(f: Any, domain: Any) -> None:
    low, high = default_interval(f, x)
    assert domain[0] <= low < high <= domain[1]


def test_nothing_to_draw_is_said() -> None:
    with pytest.raises(InputError, match="nothing to draw"):
        function_figure(sp.sqrt(-1 - x**2), x)


@pytest.mark.parametrize("interval", [(1, 1), (2, 1), (0, sp.oo), "ab", (1, 2, 3), 5], ids=str)
def test_bad_intervals_are_refused(interval: Any) -> None:
    with pytest.raises(InputError):
        function_figure(x, x, interval)


def test_a_second_symbol_is_refused() -> None:
    with pytest.raises(InputError, match="y"):
        function_figure(x * y, x)


def test_every_panel_has_labels_and_a_title() -> None:
    pictures = [derivative_figure(sp.log(x), 1 / x, x), function_figure(CUBIC, x), error_curve_figure(error_curve(sp.exp(x), x, 1))]
    for panel in (axes for picture in pictures for axes in picture.axes):
        assert panel.get_xlabel()
        assert panel.get_ylabel()
        assert panel.get_title()


def test_the_v_curve_is_logarithmic_with_a_star_at_the_minimum() -> None:
    curve = error_curve(sp.exp(x), x, 1)
    panel = error_curve_figure(curve).axes[0]
    assert (panel.get_xscale(), panel.get_yscale()) == ("log", "log")
    stars = [line for line in panel.lines if line.get_marker() == "*"]
    assert [float(np.asarray(s.get_xdata())[0]) for s in stars] == [c.best_step for c in curve.curves]
    low, high = panel.get_ylim()
    for one in curve.curves:
        positive = one.observed[one.observed > 0]
        assert low < positive.min()
        assert positive.max() < high


def test_errors_that_are_exactly_zero_are_marked() -> None:
    panel = error_curve_figure(error_curve(x**2, x, 2, steps=[0.5, 0.25], kinds=["central"])).axes[0]
    legend = panel.get_legend()
    assert legend is not None
    assert "error exactly 0" in [t.get_text() for t in legend.get_texts()]


@pytest.mark.parametrize("ending, start", [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_pictures_are_saved_with_their_description(tmp_path: Path, ending: str, start: bytes) -> None:
    picture = function_figure(x**2, x)
    path = tmp_path / f"square.{ending}"
    picture.savefig(path)
    data = path.read_bytes()
    assert data.startswith(start)
    told = "Graph of y = x² for x"
    assert any(told.encode(code) in data for code in ("utf-8", "utf-16-be", "latin-1"))
    stream = io.BytesIO()
    picture.savefig(stream, format=ending)
    assert stream.getvalue() == data


def test_svg_is_one_element_with_a_title() -> None:
    text = function_figure(sp.Piecewise((x, x < 0), (x**2, True)), x).svg()
    assert text.startswith("<svg")
    assert text.count("<title>") == 1
    assert "x &lt; 0" in text[text.index("<title>") : text.index("</title>")]
    assert 'role="img"' in text


def test_a_notebook_shows_a_picture() -> None:
    assert function_figure(x, x)._repr_png_().startswith(b"\x89PNG")


def drawn_at(axes: Any, place: tuple[float, float]) -> bool:
    """Tell whether a single point is marked at a place."""
    points = [line for line in axes.lines if len(line.get_xdata()) == 1]
    return any(np.allclose([line.get_xdata()[0], line.get_ydata()[0]], place) for line in points)


@pytest.mark.parametrize(
    "f, to, marks, words",
    [
        ("(x^2 - 9)/(x - 3)", 3, [(3, 6)], "it has the limit 6; there it has a hole."),
        ("|x|/x", 0, [(0, -1), (0, 1)], "no limit: from the left it comes near to -1, from the right to 1."),
        ("sin(1/x)", 0, [], "it has no limit."),
        ("x^2 + 1", 2, [(2, 5)], "it has the limit 5."),
    ],
)
def test_a_limit_is_drawn_from_both_sides(f: str, to: int, marks: list[tuple[float, float]], words: str) -> None:
    picture = st.limit(f, "x", to).plot()
    (axes,) = picture.axes
    assert picture.alt.endswith(words)
    assert all(drawn_at(axes, mark) for mark in marks)
    assert sum(len(line.get_xdata()) == 1 for line in axes.lines) == len(marks)


def test_beside_a_hole_no_rounding_is_drawn() -> None:
    x = sp.Symbol("x")
    curve = sample((x**2 - 9) / (x - 3), x, (0.0, 6.0))
    drawn = np.isfinite(curve.values)
    assert np.allclose(curve.values[drawn], curve.points[drawn] + 3, atol=0.1)


def test_where_a_limit_is_infinite_there_is_an_asymptote() -> None:
    (axes,) = st.limit("1/(x-1)^2", "x", 1).plot().axes
    assert "asymptote x = 1" in [line.get_label() for line in axes.lines]
    (axes,) = st.limit("sqrt(x)", "x", 0, "+").plot().axes
    assert axes.get_xlim()[0] == 0  # nothing is drawn where nothing is defined


def test_the_band_of_a_taylor_polynomial_holds_the_function() -> None:
    (axes,) = st.taylor("cos x", "x", 0, 4).plot().axes
    (band,) = axes.collections
    (polynomial,) = (line for line in axes.lines if line.get_label() == "polynomial")
    edge = band.get_paths()[0].vertices
    for point in (-2.5, -1.0, 0.5, 2.9):
        near = edge[np.abs(edge[:, 0] - point) < 0.01][:, 1]
        assert near.min() <= np.cos(point) <= near.max()
    assert polynomial.get_linestyle() == "--"


@pytest.mark.parametrize(
    "solution, words",
    [
        (st.parametric("cos t", "sin t", "t"), "The curve x = cos t, y = sin t for t from 0 to 6.28319"),
        (st.parametric("t^2", "t^3", "t"), "for t from -2 to 2, from (4, -8) to (4, 8)."),
        (st.implicit("x^2 + y^2 = 25"), "The curve x² + y² − 25 = 0."),
        (st.implicit("x^3 + y^3 = 6xy", at=(3, 3)), "with its tangent at (3, 3)."),
        (st.tangent_plane("x^2 + y^2", at=(1, 1)), "with the plane z = 2x + 2y − 2 that touches it at (1, 1)."),
    ],
)
def test_a_curve_or_surface_is_drawn_with_what_belongs_to_it(solution: st.Solution, words: str) -> None:
    assert words in solution.plot().alt


@pytest.mark.parametrize(
    "asked, alt",
    [
        ("x^3 - x = 0", "Graphs of y = x³ − x and y = 0 for x from -2 to 2: they meet at x = -1, 0, 1."),
        ("x^2 = -1", "Graphs of y = x² and y = −1 for x from -3 to 3: they do not meet there."),
        ("a x = 1", "Graphs of y = 2x and y = 1 for x from -0.5 to 1.5: they meet at x = 0.5. Here a = 2."),
    ],
)
def test_an_equation_is_drawn_as_its_two_sides(asked: str, alt: str) -> None:
    assert st.solve_equation(asked, "x").plot().alt == alt


def test_every_solution_of_a_family_that_is_in_the_picture_is_marked() -> None:
    picture = st.solve_equation("sin x = 1/2", "x").plot()
    (low, high), marks = picture.axes[0].get_lines()[0].get_xdata()[[0, -1]], picture.axes[0].get_lines()[-1].get_xdata()
    places = [x + 2 * np.pi * n for x in (np.pi / 6, 5 * np.pi / 6) for n in range(-9, 10)]
    assert np.allclose(sorted(marks), sorted(x for x in places if low <= x <= high))


def test_convexity_is_drawn_with_a_chord_or_as_a_surface() -> None:
    assert "which is convex, for x from -3 to 3, with the chord" in st.convexity("x^4 + x^2").plot().alt
    assert "neither convex nor concave" in st.convexity("x^3").plot().alt
    assert st.convexity("x^2 + y^2").plot().alt.startswith("Surface")


@pytest.mark.parametrize("name, asked", [("differential", ["x^2"]), ("total_differential", ["x^2 y"]), ("matrix_derivative", ["A x", "x"])])
def test_what_has_no_picture_says_what_to_draw_instead(name: str, asked: list[str]) -> None:
    with pytest.raises(InputError, match="it is drawn"):
        getattr(st, name)(*asked).plot()


def test_a_pole_has_no_value_in_the_picture_of_a_limit() -> None:
    picture = st.limit("tan x", "x", "pi/2").plot()
    assert "value there" not in picture.axes[0].get_legend_handles_labels()[1]


def test_a_long_product_is_drawn_without_writing_out_its_gap() -> None:
    f = sp.prod([(sp.Symbol("x") ** 2 + k) ** k for k in range(1, 8)])
    assert not Differentiable(f, sp.Symbol("x")).has_short_gap


@pytest.mark.parametrize("equation, farthest", [("x^3 + y^3 = 6xy", 3.18), ("x^2/100 + y^2 = 1", 10), ("x^2 + y^2 = 25", 5)])
def test_a_curve_is_shown_as_far_as_it_turns(equation: str, farthest: float) -> None:
    low, high = st.implicit(equation, "y", "x").plot().axes[0].get_xlim()
    assert low < -farthest
    assert farthest < high < 2 * farthest


def test_a_curve_that_turns_again_and_again_is_shown_near_the_origin() -> None:
    assert st.implicit("sin x = cos y", "y", "x").plot().axes[0].get_xlim() == (-3, 3)


def test_a_taylor_polynomial_with_a_bounded_error_is_drawn_where_it_is_bounded() -> None:
    axes = st.taylor("ln(1 + x)", degree=5, on=("-1/2", "1/2")).plot().axes[0]
    assert axes.get_xlim() == (-0.5, 0.5)
    legend = axes.get_legend()
    assert legend is not None
    assert "M is\nthe largest |f⁽⁶⁾| between 0 and x" in legend.get_texts()[1].get_text()
