"""What is to be filled comes before its parts; the function has a name, and each part a line."""

from collections.abc import Callable

import pytest

import symtutor
from symtutor.views.solution import Solution
from symtutor.writing.document import Paragraph
from symtutor.writing.marks.text import UNICODE

PLANE = ["f(x, y) = 2x² + y²", "z = f(1, 1) + f_x(1, 1)·(x − 1) + f_y(1, 1)·(y − 1)", "f_x = 4x", "f_y = 2y"]
PRINTED = {
    "gradient": (
        lambda: symtutor.gradient("x^2 + y^3"),
        ["f(x, y) = x² + y³", "∇f = (f_x, f_y)", "f_x = 2x", "f_y = 3y²", "∇f = (2x, 3y²)"],
    ),
    "at a point": (
        lambda: symtutor.gradient("x^2 y + sin(x y)", at={"x": 1, "y": 0}),
        [
            *("f(x, y) = x²·y + sin(x·y)", "∇f = (f_x, f_y)", "f_x = 2x·y + y·cos(x·y)", "f_y = x² + x·cos(x·y)"),
            "∇f(1, 0) = (0 + 0, 1 + cos 0) = (0, 2)",
        ],
    ),
    "Hessian": (
        lambda: symtutor.hessian("x^3 y"),
        [
            *("f(x, y) = x³·y", "Hf = [[f_xx, f_xy], [f_xy, f_yy]]", "f_x = 3x²·y", "f_y = x³"),
            *("f_xx = 6x·y", "f_xy = 3x²", "Hf = [[6x·y, 3x²], [3x², 0]]"),
        ],
    ),
    "plane": (lambda: symtutor.tangent("2x^2 + y^2", at={"x": 1, "y": 1}), [*PLANE, "z = 3 + 4(x − 1) + 2(y − 1)", "⇔ z = 4x + 2y − 3"]),
    "Jacobian": (
        lambda: symtutor.jacobian(["x y", "x"]),
        [
            *("(P, Q) = (x·y, x)", "J = [[P_x, P_y], [Q_x, Q_y]]"),
            *("(P_x, P_y) = (y, x)", "(Q_x, Q_y) = (1, 0)", "J = [[y, x], [1, 0]]"),
        ],
    ),
    "direction": (
        lambda: symtutor.directional_derivative("x^2 + x y", (3, 4), at=(1, 2)),
        [
            *("f(x, y) = x² + x·y", "D_u f = ∇f(1, 2)·u", "f_x = 2x + y", "f_y = x", "∇f(1, 2) = (2 + 2, 1) = (4, 1)"),
            *("u = (3, 4)/|(3, 4)| = (3/5, 4/5)", "D_u f = (4, 1)·(3/5, 4/5) = 12/5 + 4/5 = 16/5"),
        ],
    ),
    "chain rule": (
        lambda: symtutor.differentiate("x^2 y", "t", where={"x": "t^2", "y": "sin t"}),
        [
            *("f(x, y) = x²·y", "d/dt f = f_x·d/dt x + f_y·d/dt y", "f_x = 2x·y", "f_y = x²"),
            *("d/dt f = 2x·y·2t + x²·cos t", "= 4t³·sin t + t⁴·cos t"),
        ],
    ),
    "divergence": (
        lambda: symtutor.divergence("(x^2 y, y z, z^2 x)"),
        ["(P, Q, R) = (x²·y, y·z, x·z²)", "div(P, Q, R) = P_x + Q_y + R_z", "= 2x·y + z + 2x·z"],
    ),
    "curl": (
        lambda: symtutor.curl("(x^2 y, y z, z^2 x)"),
        [
            *("(P, Q, R) = (x²·y, y·z, x·z²)", "curl(P, Q, R) = (R_y − Q_z, P_z − R_x, Q_x − P_y)", "R_y − Q_z = 0 − y = −y"),
            *("P_z − R_x = 0 − z² = −z²", "Q_x − P_y = 0 − x² = −x²", "curl(P, Q, R) = (−y, −z², −x²)"),
        ],
    ),
}


def printed(solution: Solution, detail: str) -> list[str]:
    """Return the formulas of the numbered lines, without their reasons."""
    rows = [row for part in solution.document(detail).parts if hasattr(part, "rows") for row in part.rows]
    return [f"{row.relation} {UNICODE.render(row.term)}".strip() for row in rows]


@pytest.mark.parametrize("name", PRINTED)
def test_the_whole_comes_first(name: str) -> None:
    solve, wanted = PRINTED[name]
    assert [row for row in printed(solve(), "normal") if row in wanted] == wanted


@pytest.mark.parametrize("name", PRINTED)
def test_every_solution_of_these_has_an_answer(name: str) -> None:
    solve, wanted = PRINTED[name]
    found = [part for part in solve().document().parts if isinstance(part, Paragraph) and part.label == "Answer:"]
    last = wanted[-1].removeprefix("⇔ ") if name == "plane" else wanted[-1].removeprefix("= ").split(" = ")[-1]
    answer = "".join(UNICODE.render(part.pieces[0]) for part in found)  # after it is said how it is ordered
    assert sorted(answer.split(" + ")) == sorted(last.split(" + "))  # an answer stands in the usual order


LEVELS = [
    *(lambda text=text: symtutor.differentiate(text) for text in ("x^2 sin x", "(x^2-1)/(x^2+1)", "x^(sin x)", "sin(cos(x^2))")),
    *(lambda text=text: symtutor.integrate(text) for text in ("x^2 e^x", "e^x cos x", "ln x", "(3x+5)/(x^2-x-6)", "x sqrt(x+1)")),
    lambda: symtutor.integrate("ln x", limits=(0, 1)),
    lambda: symtutor.limit("(sqrt(x+4)-2)/x", "x", 0),
    lambda: symtutor.limit("|x|/x", "x", 0),
    lambda: symtutor.taylor("e^x", degree=3, on=(-1, 1)),
    lambda: symtutor.implicit("x^3+y^3=6x y", "y", "x", at=(3, 3)),
    lambda: symtutor.potential("(2x y+3, x^2-4y)"),
    lambda: symtutor.matrix_derivative("||A x-b||^2", "x"),
    *(solve for solve, _ in PRINTED.values()),
]


@pytest.mark.parametrize("place", range(len(LEVELS)))
def test_brief_is_never_longer_than_normal(place: int) -> None:
    solution = LEVELS[place]()
    assert len(printed(solution, "brief")) <= len(printed(solution, "normal"))


def lines_of(solution: Solution) -> list[str]:
    return [line.split("    (")[0].split(None, 1)[1].strip() for line in solution.text(width=200).splitlines() if line[:1].isdigit()]


def test_a_potential_is_found_with_a_function_that_is_missing() -> None:
    solution = symtutor.potential(["2x y + 3", "x^2 - 4y"])
    assert lines_of(solution) == [
        "∂/∂y (2x·y + 3) = 2x = ∂/∂x (x² − 4y)",
        "f = ∫ (2x·y + 3) dx",
        "f = x²·y + 3x + C(y)",
        "f_y = x² + C′(y) = x² − 4y",
        "C′(y) = −4y",
        "C(y) = −2y²",
        "f = x²·y − 2y² + 3x",
    ]
    assert "Answer: x²·y − 2y² + 3x\n" in solution.text()


def test_a_riemann_sum_begins_with_its_cells_and_shows_the_sums() -> None:
    assert lines_of(symtutor.riemann_sum("2x", "x", -10, 10, 200)) == [
        "h = 20/200 = 1/10",
        "x_i = i/10 − 10",
        "1/10·Σ[i=0..199] (i/5 − 20)",
        "=  1/10·(1/5·19900 − 4000)",
        "=  −2",
    ]


def test_bars_are_split_where_their_inside_changes_its_sign() -> None:
    assert lines_of(symtutor.integrate("|x - 2|", "x", (0, 3))) == [
        "∫[0..3] |x − 2| dx",
        "=  ∫[0..2] (2 − x) dx + ∫[2..3] (x − 2) dx",
        "=  [2x − x²/2] from x = 0 to x = 2 + [x²/2 − 2x] from x = 2 to x = 3",
        "=  2 + 1/2",
        "=  5/2",
    ]


def test_a_potential_in_space_is_found_variable_by_variable() -> None:
    assert lines_of(symtutor.potential("(2x z, 3y^2, x^2+1)"))[3:] == [
        *("f = ∫ 2x·z dx", "f = x²·z + C(y, z)", "f_y = C_y = 3y²", "C(y, z) = y³ + D(z)"),
        *("f_z = x² + D′(z) = x² + 1", "D′(z) = 1", "D(z) = z", "f = x²·z + y³ + z"),
    ]


def test_that_there_is_no_potential_is_the_answer() -> None:
    solution = symtutor.potential("(y, -x)")
    assert lines_of(solution) == ["∂/∂y y = 1", "∂/∂x (−x) = −1", "⇒  1 ≠ −1"]
    assert "Answer: there is none.\n" in str(solution)


def test_the_name_of_a_function_is_no_letter_of_a_rule() -> None:
    lines = symtutor.hessian("e^(x y)").text(width=200).splitlines()
    assert any("product rule: f = y" in line for line in lines)
    assert lines[5].split(None, 1)[1].strip() == "F(x, y) = e^(x·y)"


def test_lagrange_begins_with_the_function_and_ends_with_an_answer() -> None:
    solution = symtutor.minimize("x^2 + y^2", subject_to="x + y = 1")
    assert printed(solution, "normal") == [
        *("f(x, y) = x² + y²", "x + y − 1 = 0", "L(x, y) = x² + y² − ν₁·(x + y − 1)", "∂/∂x L = 2x − ν₁ = 0", "∂/∂y L = 2y − ν₁ = 0"),
        *("(x, y) = (1/2, 1/2)", "⇒ f(1/2, 1/2) = 1/2", "q(ν₁) = 1/2"),
    ]
    assert "Answer: minimum 1/2 at (x, y) = (1/2, 1/2), ν₁ = 1\n" in str(solution)


def test_stationary_points_have_a_line_for_the_gradient_and_one_for_the_hessian() -> None:
    solution = symtutor.optimize("x^3 + y^3 - 3 x y")
    assert lines_of(solution)[:2] == ["f(x, y) = x³ + y³ − 3x·y", "∇f = (f_x, f_y) = (3x² − 3y, 3y² − 3x)"]
    assert "Answer: saddle 0 at (x, y) = (0, 0); local minimum −1 at (x, y) = (1, 1)\n" in str(solution)


def test_a_curve_discussion_begins_with_both_derivatives_and_leaves_the_signs_to_its_table() -> None:
    lines = lines_of(symtutor.optimize("x^3 - 3x"))
    assert lines[:4] == ["f(x) = x³ − 3x", "f′(x) = 3x² − 3", "f″(x) = 6x", "3x² − 3 = 0"]
    assert not [line for line in lines if line.startswith(("f′(x) >", "f′(x) <", "f″(x) >", "f″(x) <"))]
    assert "\n−1 < x < 0  −   −   decreases, bends downward\n" in str(symtutor.optimize("x^3 - 3x"))
    assert "f′(x) > 0" in str(symtutor.optimize("x^3 - 3x", detail="full"))


def test_no_derivative_of_a_piece_is_called_that_of_the_function() -> None:
    lines = lines_of(symtutor.optimize("|x|"))
    assert "f′′(x) = −1" not in lines
    assert "x = 0" in lines


@pytest.mark.parametrize(
    ("shown", "answer"),
    [
        (lambda: symtutor.convexity("x^2 + x y + y^2"), "convex."),
        (lambda: symtutor.svm([(1, 1), (-1, -1)], [1, -1]), "w = (1/2, 1/2), b = 0, margin √2"),
        (lambda: symtutor.descend("x^2 + 2y^2", start=(2, 1), rate="1/4", steps=2), "x₂ = (1/2, 0), with the value 1/4"),
        (lambda: symtutor.minimize("x", subject_to="x <= 1"), "there is no minimum: f falls beyond all bounds."),
        (lambda: symtutor.optimize("x^3"), "there is no extremum."),
    ],
)
def test_problems_of_optimization_have_an_answer(shown: Callable[[], Solution], answer: str) -> None:
    assert f"\nAnswer: {answer}\n" in str(shown())


def test_a_kink_takes_one_line_and_the_pieces_another() -> None:
    text = symtutor.differentiate("|x^2 - 4|").text(width=200)
    lines = lines_of(symtutor.differentiate("|x^2 - 4|"))
    assert lines[2:4] == ["x = −2", "x = 2"]
    assert "(slope −4 from the left, 4 from the right; a kink" in text
    assert lines[4:] == ["d/dx |x² − 4| = {2x for x < −2; −2x for −2 < x < 2; 2x for x > 2}"]
    assert len(lines_of(symtutor.differentiate("max(0, x)"))) == 4


def test_convex_parts_are_named() -> None:
    assert "(x and x² are convex, and so is their maximum: f is convex)" in str(symtutor.convexity("max(x^2, x)"))


def test_squared_equations_show_every_candidate_before_the_test() -> None:
    lines = lines_of(symtutor.solve_equation("sqrt(2x + 3) = x"))
    assert lines[-2:] == ["⇔  x = −1 or x = 3", "⇒  x = 3"]
    assert "(tested in the first equation: x = −1 does not solve it)" in str(symtutor.solve_equation("sqrt(2x + 3) = x"))


def test_hints_begin_with_what_is_sought_and_keep_results_back() -> None:
    assert symtutor.optimize("x^4 - 8x^2").hint(1).endswith("Begin with f′(x).")
    parts = symtutor.integrate("x^2 cos x").hint(2)
    assert "integrate g′ = cos x, differentiate f = x²" in parts
    assert "sin x" not in parts
    assert "Nothing is left" not in symtutor.convexity("max(x^2, x)").hint(1)
