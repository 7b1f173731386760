"""Hand-solved optimization is judged, each fault by its name; lessons 6 and 7; the shell."""

from pathlib import Path
from typing import Any

import pytest
import sympy as sp

import symtutor
from symtutor.__main__ import main
from symtutor.verdict import Status
from tests.shown_lessons import text_of, view_of

COURSE = ["-c >= 1", "a + 2b + c >= 1", "2a + b + c >= 1"]
LINE = {"a": "2/3", "b": "2/3", "c": -1}
DISC = "x^2 + y^2 <= 1"
POINTS, LABELS = [(0, 0), (1, 2), (2, 1)], [-1, 1, 1]


def asked(name: str) -> Any:
    return {
        "cubic": lambda: symtutor.optimize("x^3 - 2x^2 + 1"),
        "ends": lambda: symtutor.optimize("x^2 - 4x", domain=(1, 4)),
        "corner": lambda: symtutor.optimize("|x^2 - 1|", domain=(-2, 2)),
        "flat": lambda: symtutor.optimize("x^4 - 4x^3"),
        "plane": lambda: symtutor.optimize("x^4 + y^4 - 4x*y"),
        "course": lambda: symtutor.minimize("a^2 + b^2", subject_to=COURSE),
        "disc": lambda: symtutor.minimize("x^2 - y^2", subject_to=DISC),
        "street": lambda: symtutor.svm(POINTS, LABELS),
        "none": lambda: symtutor.svm([(0, 0), (2, 2), (1, 1), (3, 0)], [-1, -1, 1, 1]),
        "empty": lambda: symtutor.minimize("x", subject_to=["x >= 1", "x <= 0"]),
    }[name]()


@pytest.mark.parametrize(
    ("name", "answer", "mistake"),
    [
        ("cubic", {0: "minimum", "4/3": "maximum"}, "optimize/maximum-and-minimum-swapped"),
        ("cubic", [0, "2/3"], "optimize/inflection-for-extremum"),
        ("cubic", [0, 1], "optimize/not-stationary"),
        ("cubic", {0: "global maximum", "4/3": "minimum"}, "optimize/local-called-global"),
        ("cubic", [0], "optimize/point-missing"),
        ("ends", {2: "minimum"}, "optimize/end-forgotten"),
        ("corner", [-2, 0, 2], "optimize/corner-forgotten"),
        ("flat", {0: "minimum", 3: "minimum"}, "optimize/stationary-is-not-extremum"),
        ("plane", [((1, 1), "minimum"), ((0, 0), "minimum")], "optimize/stationary-is-not-extremum"),
        ("plane", [((1, 1), "minimum"), ((0, 0), "saddle")], "solve.system/solution-lost"),
        ("plane", [((1, 2), "minimum")], "optimize/not-stationary"),
        ("course", {"a": 0, "b": 0, "c": -1}, "optimize.constrained/constraint-ignored"),
        ("course", {"a": 1, "b": 0, "c": -1}, "optimize.constrained/infeasible"),
        ("course", {"a": 1, "b": 1, "c": -1}, "optimize.constrained/not-stationary"),
        ("course", (LINE, ("-8/9", "-4/9", "-4/9")), "optimize.constrained/wrong-sign-of-lagrangian"),
        ("course", (LINE, ("4/9", "2/9", "2/9")), "optimize.constrained/other-scaling"),
        ("course", (LINE, ("8/9", "4/9", 0)), "optimize.constrained/not-stationary"),
        ("disc", (0, 0), "optimize.constrained/boundary-forgotten"),
        ("disc", (1, 0), "optimize.constrained/maximum-for-minimum"),
        ("disc", ((0, 1), (-1,)), "optimize.constrained/wrong-sign-of-lagrangian"),
        ("disc", (2, 0), "optimize.constrained/infeasible"),
        ("empty", "1", None),
        ("street", "x - y", "optimize.support_vectors/margin-violated"),
        ("street", "0.67x + 0.67y - 1", "optimize.support_vectors/not-the-widest"),
        ("street", "2x + 2y - 3", "optimize.support_vectors/not-scaled"),
        ("street", {"alphas": (1, "2/9", "2/9")}, "optimize.support_vectors/unbalanced"),
        ("street", {"alphas": ("-8/9", "-4/9", "-4/9")}, "optimize.support_vectors/negative-multiplier"),
        ("none", "x + y - 1", "optimize.support_vectors/not-separable"),
    ],
)
def test_a_fault_is_found_and_named(name: str, answer: Any, mistake: str | None) -> None:
    verdict = asked(name).check(answer)
    assert verdict.status == "incorrect"
    assert verdict.mistake == mistake


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("cubic", {0: "maximum", "4/3": "minimum"}),
        ("ends", {1: "maximum", 2: "global minimum", 4: "global maximum"}),
        ("plane", [((1, 1), "minimum"), ((0, 0), "saddle"), ((-1, -1), "minimum")]),
        ("course", LINE),
        ("course", (LINE, ("8/9", "4/9", "4/9"))),
        ("course", "8/9"),
        ("disc", (0, 1)),
        ("street", "2x/3 + 2y/3 - 1"),
        ("street", "x + y = 3/2"),
        ("street", {"w": ("2/3", "2/3"), "b": -1}),
        ("street", {"alphas": ("4/9", "2/9", "2/9")}),
    ],
)
def test_a_right_answer_is_right_at_every_door(name: str, answer: Any) -> None:
    solution = asked(name)
    assert solution.check(answer).status == "correct"
    assert symtutor.check(solution.problem, answer).status == "correct"
    assert symtutor.Solution.from_json(solution.json()).check(answer).status == "correct"


def test_the_scaling_is_told_apart() -> None:
    assert "½‖w‖²" in str(asked("street").check({"alphas": ("4/9", "2/9", "2/9")}))


def test_lesson_6_has_the_courses_results() -> None:
    text = " ".join(text_of(6).split())
    assert "f(4/3) = −5/27" in text
    assert "there is no global maximum" in text
    assert "it is not the global one" in text
    assert view_of(6).plot(1).alt.endswith("local maximum at 0; local minimum at 4/3.")


def test_lesson_7_has_the_courses_results() -> None:
    text = " ".join(text_of(7).split())
    assert "L = f − Σ λ g" in text
    assert "λ₅ = −28 < 0" in text
    assert "‖w‖² is 4489/5000" in text
    assert "slack 8/3" in text
    assert "the separating line" not in view_of(7).plot(1).alt


def test_the_distance_of_a_point_to_a_line_by_a_multiplier() -> None:
    found = symtutor.minimize("(x-p)^2 + (y-q)^2", subject_to="a x + b y + c = 0", variables="x y")
    a, b, c, p, q = sp.symbols("a b c p q")
    assert sp.simplify(found.answer.value - (a * p + b * q + c) ** 2 / (a**2 + b**2)) == 0
    assert found.report.status is Status.CORRECT  # also where a is 0: the direction along the line is divided by nothing but its length
    assert "along t·(−b/√(a² + b²), a/√(a² + b²))" in str(found)


def test_the_shell_minimizes_and_separates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["minimize", "a^2 + b^2", "--subject-to", ", ".join(COURSE)]) == 0
    assert "8/9" in capsys.readouterr().out
    file = tmp_path / "points.csv"
    file.write_text("x,y,label\n0,0,-1\n1,2,1\n2,1,1\n", encoding="utf-8")
    assert main(["svm", str(file)]) == 0
    assert "2x/3 + 2y/3 − 1 = 0" in capsys.readouterr().out
    file.write_text("0,0,-1\n1,two,1\n", encoding="utf-8")
    assert main(["svm", str(file)]) == 2
    assert "line 2, column 2" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "x;y;label\n0;0,5;no\n1;2,5;yes\n2;1,5;yes\n",  # as a spreadsheet with decimal commas writes it
        "0,0.5,no\n1,2.5,yes\n2,1.5,yes\n",
        "0,0.5,-1\n1,2.5,1\n2,1.5,1\n",
    ],
)
def test_labels_may_be_words_and_semicolons_may_separate_columns(text: str, tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text(text, encoding="utf-8")
    answer = symtutor.svm(file).answer
    assert (answer.w, answer.b) == ((sp.Rational(2, 3), sp.Rational(2, 3)), sp.Rational(-4, 3))


def test_a_third_label_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("0,0,-1\n1,2,one\n2,1,1\n", encoding="utf-8")
    with pytest.raises(symtutor.SymtutorError, match="line 2, column 3: 'one' is no number"):
        symtutor.svm(file)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: symtutor.optimize("x^3 - 2x^2 + 1"),
        lambda: symtutor.optimize("x^4 + y^4 - 4x*y"),
        lambda: symtutor.maximize("x y", subject_to=DISC),
        lambda: symtutor.svm(POINTS, LABELS),
    ],
    ids=["graph", "contours", "disc", "street"],
)
def test_each_kind_has_a_picture_with_a_description(ask: Any) -> None:
    assert ask().plot().alt.endswith(".")


def test_the_arrow_at_a_maximum_is_the_gradient_itself_and_every_best_point_is_drawn() -> None:
    picture = symtutor.maximize("x y", subject_to=DISC).plot()
    axes = picture.axes[0]
    assert {t.get_text() for t in axes.texts if t.get_text()} == {"∇f", "−λ∇g (1)"}
    assert sum(line.get_marker() == "o" for line in axes.lines) == 2


def test_one_letter_left_is_drawn_with_its_multiplier() -> None:
    """At (4, 2) the gradient of x² + 4xy is that of x² y."""
    axes = symtutor.minimize("x^2 + 4x y", subject_to="x^2 y = 32, x > 0").plot().axes[0]
    assert {t.get_text() for t in axes.texts if t.get_text()} == {"−∇f", "−ν∇h (1)"}


def test_what_to_try_is_said_where_the_slope_is_0_infinitely_often() -> None:
    with pytest.raises(symtutor.SymtutorError, match="try a bounded domain"):
        symtutor.optimize("x - sin x")


def test_the_forces_in_a_picture_are_in_balance() -> None:
    picture = symtutor.minimize("(x-3)^2 + (y-2)^2", subject_to=["x + y <= 2", "x <= 1"]).plot()
    ends = {text.get_text(): text.xy for text in picture.axes[0].texts if text.get_text()}
    downhill, first, second = ([c - 1 for c in ends[name]] for name in ("−∇f", "−λ∇g (1)", "−λ∇g (2)"))
    assert downhill == pytest.approx([a + b for a, b in zip(first, second, strict=True)])
    assert first[0] == pytest.approx(first[1])
    assert second[1] == pytest.approx(0)


@pytest.mark.parametrize(
    ("f", "answer", "mistake"),
    [
        ("x^3", "inflection at x = 0", None),
        ("x^3", "no extrema, inflection at 0", None),
        ("x^3 - 3x", "maximum at x = -1, minimum at x = 1, point of inflection (0, 0)", None),
        ("x^3 - 3x", "inflection at x = 0", "optimize/point-missing"),
        ("x^3 - 3x", "maximum at x = -1, minimum at x = 1, inflection at x = 1", "optimize/bend-is-not-zero"),
        ("x^4", "minimum at 0, inflection at x = 0", "optimize/bend-keeps-its-sign"),
        ("x^3 - 3x", "maximum at -1, minimum at 1, inflection point (0, 1)", "optimize/other-value"),
    ],
)
def test_places_of_inflection_are_read_and_judged(f: str, answer: str, mistake: str | None) -> None:
    verdict = symtutor.optimize(f).check(answer)
    assert (verdict.status, verdict.mistake) == ("incorrect" if mistake else "correct", mistake)


@pytest.mark.parametrize(
    "given",
    [
        ["--subject-to", "x + y = 1", "--subject-to", "x >= 1"],
        ["x + y = 1", "--subject-to", "x >= 1"],
        ["x + y = 1, x >= 1"],
    ],
)
def test_constraints_of_the_shell_hold_together_however_they_are_given(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["minimize", "x^2 + y^2", *given]) == 0
    told = capsys.readouterr().out
    assert "x + y = 1" in told.splitlines()[0]
    assert "x ≥ 1" in told.splitlines()[0]
    assert "at (x, y) = (1, 0)" in told
