"""Lesson 2: every number of the course is derived, exactly."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.errors import InputError, NoRuleApplies
from symtutor.lab.running_sums import running_sum, sum_by_step, sum_in_closed_form
from tests.shown_lessons import pictures_of, text_of, view_of

x, n, delta = sp.symbols("x n delta")
R = sp.Rational
LINE, PARABOLA = 2 * x, 3 * x**2 - 4 * x
GRID = (-10, 10, R(1, 10))


def test_w2_the_left_sum_is_minus_2_and_the_integral_0() -> None:
    found = st.riemann_sum(LINE, x, -10, 10, 200)
    assert found.answer == -2
    assert found.report.status == "correct"
    assert st.integrate(LINE, x, (-10, 10)).answer == 0
    assert len(running_sum(LINE, x, GRID).points) == 200


def test_w2_the_sum_tends_to_the_integral() -> None:
    sums = st.riemann_sum(LINE, x, -10, 10, "n").answer
    assert sp.simplify(sums + 400 / n) == 0
    assert st.limit(sums, n, sp.oo).answer == 0


def test_w3_the_antiderivative() -> None:
    found = st.integrate(LINE, x)
    assert found.answer == x**2
    assert "x² + C" in str(found)
    assert found.report.status == "correct"


def test_p2_the_running_sum() -> None:
    found = running_sum(LINE, x, GRID)
    assert found.closed_form == x**2 + x / 10 - 101
    assert found.is_exact
    assert found.sums[0] == -2  # the first value includes its own cell
    assert (found.points[0], found.points[-1]) == (-10, R(99, 10))
    derived = st.riemann_sum(LINE, x, -10, -10 + n / 10, n).answer
    assert sp.expand(derived.subs(n, 10 * x + 101) - found.closed_form) == 0


def test_t2_the_antiderivative_and_the_integral() -> None:
    assert st.integrate(PARABOLA, x).answer == x**3 - 2 * x**2
    whole = st.integrate(PARABOLA, x, (-10, 10))
    assert whole.answer == 2000
    assert whole.report.status == "correct"
    assert st.riemann_sum(PARABOLA, x, -10, 10, 200).answer == R("2004.1")


def test_t2_the_running_sum() -> None:
    found = running_sum(PARABOLA, x, GRID)
    assert found.closed_form == x**3 - R("1.85") * x**2 - R("0.195") * x + R("1217.05")
    assert found.is_exact
    assert (found.sums[0], found.sums[-1]) == (34, R("2004.1"))
    assert (min(found.gaps), max(found.gaps)) == (R("1216.987"), 1234)
    assert found.shift == 1200
    assert found.antiderivative.subs(x, -10) == -1200
    derived = st.riemann_sum(PARABOLA, x, -10, -10 + n / 10, n).answer
    assert sp.expand(derived.subs(n, 10 * x + 101) - found.closed_form) == 0


def test_the_shift_is_minus_the_antiderivative_at_the_start_and_the_skew_goes_with_the_step() -> None:
    found = sum_by_step(PARABOLA, x, -10, delta)
    assert found.shifted == x**3 - 2 * x**2 + 1200
    assert sp.expand(found.skew - delta * (PARABOLA + 340) / 2 - delta**2 * (x + 10) / 2) == 0
    assert found.is_the_integral
    assert found.is_half_a_cell_at_each_end
    assert st.integrate("3t^2 - 4t", "t", (-10, x)).answer == found.shifted
    assert st.limit(sum_in_closed_form(PARABOLA, x, -10, delta), delta, 0).answer == found.shifted
    derived = st.riemann_sum(PARABOLA, x, -10, -10 + n * delta, n).answer
    assert sp.expand(derived.subs(n, (x + 10) / delta + 1) - found.closed_form) == 0


def test_the_lesson_shows_all_of_it() -> None:
    text = " ".join(text_of(2).split())
    for shown in (
        "= −2",
        "x² + C",
        "x³ − 2x² + C",
        "exactly x² + x/10 − 101 at every point",
        "exactly x³ − 37x²/20 − 39x/200 + 24341/20 at every point",
        "first 34, and 2004.1 at the last point",
        "1216.987 to 1234 above x³ − 2x²",
        "the antiderivative is −1200",
        "off the integral 2000 by 4.1",
        "off the integral 0 by 2, and at most 2 was predicted",
        "with n = 10x + 101, is the same polynomial",
        "The first part is the integral",
        "the coefficient of δ is half",
        "= x³ + 0 − 2x² + 0 + 1200 (limit of a polynomial)",
    ):
        assert shown in text, shown
    assert "NOT" not in text


def test_the_lesson_has_its_pictures() -> None:
    pictures = pictures_of(2)
    assert len({picture.alt for picture in pictures}) == len(pictures) == 5
    assert "the running left sum of 3x² − 4x with its antiderivative x³ − 2x²" in pictures[4].alt
    assert st.lesson("integral").title == view_of(2).title


def test_the_task_is_judged() -> None:
    view = view_of(2)
    assert view.check("x^3 - 2x^2 + C")
    assert view.check("x^3 - 2x^2 + 1200")
    (task,) = view.content.tasks().values()
    for answer in task.wrong:
        assert view.check(answer).status == "incorrect", answer
    assert view.check("6x - 4").mistake == "int.power/differentiated"
    assert view.check("x^3 + 2x^2").mistake == "int.sum/sign-of-a-term"
    assert view.check("x^3 - 2x").mistake == "int.power/exponent-kept"


@pytest.mark.parametrize(
    "f, answer, step",
    [
        ("3x^2 - 4x", "x^3 - 1.85x^2 - 0.195x + 1217.05", "1/10"),
        ("3x^2 - 4x", "x^3 - 1.85x^2 - 0.195x", "1/10"),
        ("2x", "x^2 + 0.1x - 101", "1/10"),
        ("2x", "x^2 - 0.1x", "−1/10"),
        ("x^3", "x^4/4 + x^3/2 + x^2/4", "1"),
    ],
)
def test_a_running_sum_is_no_antiderivative(f: str, answer: str, step: str) -> None:
    verdict = st.integrate(f).check(answer)
    assert verdict.mistake == "riemann.definition/running-sum"
    assert f"with step {step}:" in verdict.explanation


@pytest.mark.parametrize("answer", ["x^3 - 1.85x^2", "x^3 - 1.85x^2 - 0.2x", "x^4", "sin x", "x^3 - 2x^2 + x"])
def test_what_is_no_running_sum_is_not_called_one(answer: str) -> None:
    assert st.integrate("3x^2 - 4x").check(answer).mistake != "riemann.definition/running-sum"


@pytest.mark.parametrize("kind, wanted", [("left", R(33, 100)), ("right", R(17, 50)), ("midpoint", R(333, 1000))])
def test_kinds_of_sums(kind: str, wanted: sp.Expr) -> None:
    count = {"left": 100, "right": 75, "midpoint": 10}[kind]
    cells = [R(k, count) + {"left": 0, "right": R(1, count), "midpoint": R(1, 2 * count)}[kind] for k in range(count)]
    answer = st.riemann_sum("x^2", "x", 0, 1, count, kind).answer
    assert answer == sum(c**2 for c in cells) / count
    assert abs(answer - wanted) < R(1, 100)


@pytest.mark.parametrize("count", [0, -3, 2.5, "x"])
def test_what_is_no_number_of_cells_is_refused(count: object) -> None:
    with pytest.raises(InputError):
        st.riemann_sum("x^2", "x", 0, 1, count)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InputError, match="midpoint"):
        st.riemann_sum("x^2", "x", 0, 1, 10, "upper")


def test_methods_are_named_and_each_of_them_succeeds() -> None:
    found = st.methods("x sqrt(x + 1)")
    assert found == ("substitution", "parts", "root substitution")
    for name in found:
        solution = st.integrate("x sqrt(x + 1)", method=name)
        assert solution.report.status == "correct"
        assert st.check(solution.problem, solution.answer)


def test_a_method_decides_how_the_derivation_begins() -> None:
    (top,) = st.integrate("x e^x", method="parts").derivation.premises
    assert top.rule.id == "int.parts"
    assert st.integrate("x e^x", "x", (0, 1), method="parts").answer == 1
    with pytest.raises(NoRuleApplies):
        st.integrate("x e^x", method="partial fractions")
    with pytest.raises(InputError, match="'parts'"):
        st.integrate("x e^x", method="magic")
    with pytest.raises(InputError, match="normal"):
        st.integrate("x e^x", method="parts", detail="much")
