"""The optimization problems of a first course: a can, a box, a fence, a window, a distance, solved with their proof."""

from typing import Any

import pytest
import sympy as sp

import symtutor
from symtutor.algorithms.optimization.one_left import lines_of
from symtutor.checking.meanings.by_goal import judge
from symtutor.goals.optimization import Extrema, ExtremaOf, ExtremePoint, MinimumOf, Optimum, Piece
from symtutor.verdict import Status

X, Y, Z = sp.symbols("x y z")
PI = sp.pi

PROBLEMS = {
    "can of least tin": ("minimize", "2πr^2 + 2πr h", ["π r^2 h = 1", "r > 0", "h > 0"], {"r": (2 * PI) ** sp.Rational(-1, 3)}),
    "can that may be flat": ("minimize", "2πr^2 + 2πr h", ["π r^2 h = 1", "r >= 0", "h >= 0"], {"h": 2 * (2 * PI) ** sp.Rational(-1, 3)}),
    "can of two materials": ("minimize", "6πr^2 + 4πr h", ["π r^2 h = 1000", "r > 0"], {"r": 10 / (3 * PI) ** sp.Rational(1, 3)}),
    "open can of most volume": ("maximize", "π r^2 h", ["π r^2 + 2π r h = 3π", "r > 0", "h >= 0"], {"r": 1, "h": 1}),
    "closed can of most volume": ("maximize", "π r^2 h", ["2π r^2 + 2π r h = 6π", "r > 0", "h > 0"], {"r": 1, "h": 2}),
    "can with a half ball": (
        "minimize",
        "2π r h + 3π r^2",
        ["π r^2 h + 2π r^3/3 = 10", "r > 0", "h >= 0"],
        {"r": (6 / PI) ** sp.Rational(1, 3)},
    ),
    "open box of least tin": ("minimize", "x^2 + 4x y", "x^2 y = 32, x > 0", {"x": 4, "y": 2}),
    "open box of most volume": ("maximize", "x^2 y", ["x^2 + 4x y = 1200", "x > 0", "y > 0"], {"x": 20, "y": 10}),
    "cone with a given side": ("maximize", "π r^2 h/3", ["r^2 + h^2 = 9", "r > 0", "h > 0"], {"h": sp.sqrt(3), "r": sp.sqrt(6)}),
    "cylinder in a ball": ("maximize", "2π r^2 h", ["r^2 + h^2 = 1", "r > 0", "h > 0"], {"h": 1 / sp.sqrt(3)}),
    "strongest beam of a trunk": ("maximize", "w h^2", ["w^2 + h^2 = 144", "w > 0", "h > 0"], {"w": 4 * sp.sqrt(3), "h": 4 * sp.sqrt(6)}),
    "cylinder in a cone": ("maximize", "π r^2 h", ["h = 6 - 2r", "r >= 0", "h >= 0"], {"r": 2, "h": 2}),
    "fence at a river": ("maximize", "x y", ["2x + y = 100", "x >= 0", "y >= 0"], {"x": 25, "y": 50}),
    "fence of two prices": ("minimize", "2x + 3y", ["x y = 150", "x > 0", "y > 0"], {"x": 15, "y": 10}),
    "point of a root nearest": ("minimize", "(x-3)^2 + y^2", ["y = sqrt(x)"], {"x": sp.Rational(5, 2)}),
    "point of a parabola nearest": ("minimize", "(x-3)^2 + y^2", ["y = x^2"], {"x": 1, "y": 1}),
    "poster with margins": ("minimize", "(x+4)(y+6)", ["x y = 150", "x > 0", "y > 0"], {"x": 10, "y": 15}),
    "rectangle in a half disc": ("maximize", "2x y", ["y = sqrt(4-x^2)", "x >= 0"], {"x": sp.sqrt(2)}),
    "rectangle under a parabola": ("maximize", "2x y", ["y = 12 - x^2", "x >= 0", "y >= 0"], {"x": 2, "y": 8}),
    "sum of two reciprocal numbers": ("minimize", "x + y", ["x y = 1", "x > 0"], {"x": 1, "y": 1}),
    "wire cut in two": ("minimize", "x^2/16 + y^2/(4π)", ["x + y = 10", "x >= 0", "y >= 0"], {"x": 40 / (PI + 4)}),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_best_is_found_and_proved(name: str) -> None:
    ask, f, constraints, place = PROBLEMS[name]
    solution = getattr(symtutor, ask)(f, subject_to=constraints)
    assert solution.answer.status == {"minimize": "minimum", "maximize": "maximum"}[ask]
    assert solution.report.status is Status.CORRECT
    for letter, right in place.items():
        assert sp.simplify(solution.answer.point[sp.Symbol(letter)] - right) == 0


def test_lengths_that_may_be_negative_have_no_least_can() -> None:
    solution = symtutor.minimize("2πr^2 + 2πr h", "π r^2 h = 1")
    assert (solution.answer.status, solution.answer.value) == ("unbounded", -sp.oo)
    assert solution.report.status is Status.CORRECT


@pytest.mark.parametrize(
    ("equations", "strict"),
    [
        ([X * Y - X], ()),  # x = 0 satisfies it with every y
        ([X**2 + Y**2 - 1], ()),  # two values of y
        ([X * Y - X**2], ()),
        ([(X - 1) * Y - X + 1], (X, Y)),
        ([X * Y * Z - 1], (X, Y, Z)),  # two letters are left
    ],
)
def test_an_equation_that_does_not_give_one_letter_by_the_other_is_not_solved(equations: Any, strict: Any) -> None:
    letters = sorted({X, Y} | set().union(*(e.free_symbols for e in equations)), key=str)
    assert [line for line in lines_of(X, [], equations, strict, letters) if line.values[Y] == 1 or len(letters) > 2] == []
    for line in lines_of(X, [], equations, strict, letters):
        assert all(sp.simplify(h.xreplace(dict(line.values))) == 0 for h in equations)


def test_a_false_claim_about_one_letter_left_is_refuted() -> None:
    """The area of the box written by its side, x² + 128/x, has its least value 48 at x = 4."""
    x, y = sp.symbols("x y")
    goal: Any = MinimumOf(x**2 + 4 * x * y, (), sp.Tuple(x**2 * y - 32), sp.Tuple(x, y), sp.S.One, sp.Tuple(-1, 0), sp.Tuple(x))
    asked: Any = ExtremaOf(x**2 + 128 / x, x, sp.Interval.open(0, sp.oo))
    point = ExtremePoint(sp.Integer(4), sp.Integer(48), "local minimum", "global", "second")
    slopes = (Piece(sp.S.Zero, sp.Integer(4), -1), Piece(sp.Integer(4), sp.oo, 1))
    known = {asked: Extrema((point,), (), slopes, (), (), sp.Integer(48), sp.oo, sp.S.Zero)}

    def claim(place: Any, value: Any) -> Any:
        parts = (sp.Tuple(x, y), place, value, (), 1, "minimum", "one variable", (), (), (place,), sp.nan, (sp.Symbol("unknown"), ()))
        return judge(goal, Optimum(*parts), None, known).status

    assert claim((4, 2), 48) is Status.CORRECT
    assert claim((4, 3), 48) is Status.INCORRECT
    assert claim((4, 2), 50) is Status.INCORRECT
    assert claim((2, 8), 48) is Status.INCORRECT


def test_a_window_whose_frame_has_a_half_circle() -> None:
    """2r + 2h + πr = 10: a linear constraint with a number that is not rational."""
    solution = symtutor.maximize("2r h + π r^2/2", subject_to=["2r + 2h + π r = 10", "r >= 0", "h >= 0"])
    assert sp.simplify(solution.answer.point[sp.Symbol("r")] - 10 / (PI + 4)) == 0
    assert solution.report.status is Status.CORRECT


def test_a_cone_in_a_ball() -> None:
    solution = symtutor.maximize("π r^2 h/3", subject_to=["r^2 + (h-1)^2 = 1", "r >= 0", "h >= 0"])
    assert (solution.answer.point[sp.Symbol("h")], solution.answer.value) == (sp.Rational(4, 3), 32 * PI / 81)
    assert solution.report.status is Status.CORRECT


@pytest.mark.parametrize(
    ("f", "constraints", "is_one_of_many"),
    [
        ("(x^2 + y^2 - 1)^2", (), True),
        ("(x + y - 1)^2", (), True),
        ("x^2", "y >= 1", True),
        ("x + y", ["x >= 0", "y >= 0", "x + y >= 1"], True),
        ("5", (), True),
        ("x^2 + y^2", "x + y >= 1", False),
        ("x + y", ["x >= 0", "y >= 0"], False),
        ("x", ["x >= 0", "x <= 0", "y >= 0", "y <= 0"], False),
        ("-x y z", "x + y + z = 12, x >= 0, y >= 0, z >= 0", False),
    ],
)
def test_a_best_point_that_is_one_of_many_is_told_as_an_example(f: str, constraints: Any, is_one_of_many: bool) -> None:
    assert (", for example at" in str(symtutor.minimize(f, subject_to=constraints))) is is_one_of_many


def test_the_multiplier_of_a_maximum_is_told_in_both_signs() -> None:
    """Books have λ = y z = 16; L is made of −f here."""
    solution = symtutor.maximize("x y z", "x + y + z = 12, x >= 0, y >= 0, z >= 0")
    assert "ν₁ = −16 for −f (16 for f)" in str(solution)
    assert solution.check("maximum 64 at (x, y, z) = (4, 4, 4), ν₁ = −16 for −f (16 for f), λ₁ = 0, λ₂ = 0, λ₃ = 0")


def test_constraints_stand_in_the_title_in_their_order_with_their_number_on_the_right() -> None:
    title = str(symtutor.maximize("x y", subject_to=["y > 0", "x + y <= 10", "x >= 0"])).splitlines()[0]
    assert title == "Maximize x·y subject to y > 0, x + y ≤ 10, x ≥ 0"


def test_a_root_is_not_put_into_an_exponential() -> None:
    """With x = y^(2/3) in e^x nothing is won."""
    x, y = sp.symbols("x y")
    assert [line for line in lines_of(sp.exp(x) - 2 * y, [x], [y**2 - x**3], [], [x, y]) if line.variable == y] == []


@pytest.mark.parametrize(("objective", "value"), [("x - y", -sp.oo), ("x + y", 0)])
def test_a_root_of_an_odd_power_is_a_power(objective: str, value: sp.Expr) -> None:
    found = symtutor.minimize(objective, ["y^2 = x^3", "y >= 0"])
    assert found.answer.value == value
    assert found.report.status is Status.CORRECT


def test_an_equation_with_a_root_of_a_power_is_squared() -> None:
    found = symtutor.solve_equation("x = 3/2 sqrt(x^3)")  # the slope of such a root is as long as the root, so looking at slopes has no end
    assert set(found.answer) == {0, sp.Rational(4, 9)}
    assert found.report.status is Status.CORRECT
