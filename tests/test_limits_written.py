"""Limits as they are answered and printed: every step proved, few lines, pairs of limits never inside something else."""

import pytest
import sympy as sp

from symtutor.ask.differentiation import differentiate
from symtutor.ask.judging import check
from symtutor.ask.limits import limit
from symtutor.goals.core import no_limit
from symtutor.verdict import Status
from symtutor.views.solution import Solution
from tests.approach import expression
from tests.limit_further_cases import FURTHER
from tests.test_limits import same

WITHOUT_RULE = {"sin(x**2)-sin(x)", "gamma(x)*x"}
ANSWERED = [case for case in FURTHER if case[0] not in WITHOUT_RULE]
MOST_LINES = 19


@pytest.mark.parametrize("case", ANSWERED, ids=[f"{f}, {x} to {to}{d}" for f, x, to, d, _ in ANSWERED])
def test_a_limit_is_answered_explained_and_proved(case: tuple[str, str, str, str, str]) -> None:
    f, variable, to, direction, answer = case
    found = limit(expression(f), sp.Symbol(variable), expression(to), direction)
    assert same(found.answer, sp.nan if answer == "none" else expression(answer))
    assert found.report.status is Status.CORRECT, found.report
    assert found.explained
    assert sum(len(block.lines) for block in found.blocks()) <= MOST_LINES
    assert found.text()


@pytest.mark.parametrize("detail", ["brief", "normal", "full"])
@pytest.mark.parametrize("f", ["1 - x sin(1/x)", "2x sin(1/x) + 3", "(x sin(1/x) + 1)^2", "e^(x cos(1/x)) + sin(x)/x", "x sgn(x) - x"])
def test_two_limits_that_are_compared_stand_alone(f: str, detail: str) -> None:
    found = limit(f, "x", 0, detail=detail)
    assert found.text()
    for step in found.steps:
        for state in (step.before, step.after):
            assert not any(part.has(sp.Tuple) for part in state.args if isinstance(part, sp.Expr) and not isinstance(part, sp.Limit))
            assert isinstance(state, sp.Expr | sp.Tuple)


def lines_of(f: str, to: object = 0, direction: str = "+-") -> list[str]:
    lines = limit(f, "x", to, direction).text(width=200).split("\n")
    return [line.split("  =  ")[1] for line in lines if "  =  " in line]


def test_the_note_says_which_factor_which_conjugate_which_points() -> None:
    assert "(common factor canceled: x − 3)" in lines_of("(x^2 - 9)/(x - 3)", 3)[1]
    assert "(multiplied by the conjugate: √(x + 4) + 2)" in lines_of("(sqrt(x + 4) - 2)/x")[0]
    assert "(divided by the dominant term: x²)" in lines_of("(3x^2 + 1)/(x^2 - x)", "oo")[0]


@pytest.mark.parametrize(
    "f, to, direction, most",
    [
        ("(tan x - sin x)/x^3", 0, "+-", 3),
        ("x (ln(x + 1) - ln x)", "oo", "+-", 2),
        ("(1 + 3x)^(2/x)", 0, "+-", 2),  # the power whose inside tends to e
        ("sin(5x)/sin(3x)", 0, "+-", 3),
        ("x^2 sin(1/x)", 0, "+-", 3),
        ("sin x + cos 2x", "oo", "+-", 2),
        ("x^a ln x", 0, "+", 2),
        ("sqrt(x^2 + 5x) - x", "oo", "+-", 5),  # the product with the conjugate, and the squares
        ("(3x^2 + 1)/(x^2 - x)", "oo", "+-", 2),
    ],
)
def test_the_way_is_as_short_as_in_a_textbook(f: str, to: object, direction: str, most: int) -> None:
    assert len(lines_of(f, to, direction)) <= most


@pytest.mark.parametrize("f", ["sin(x)/x", "(1 - cos x)/x", "(e^x - 1)/x", "ln(1 + x)/x", "sin(3x)/x", "tan(x)/x", "(2^x - 1)/x"])
def test_limits_on_which_derivatives_rest_do_not_use_derivatives(f: str) -> None:
    found = limit(f, "x", 0)
    assert not any("hopital" in step.rule or step.rule.startswith("diff.") for step in found.steps)


@pytest.mark.parametrize("f", ["sin(x)/x", "(1 - cos x)/x", "(e^x - 1)/x", "ln(1 + x)/x"])
def test_the_circle_of_the_rule_of_l_hopital_is_named(f: str) -> None:
    assert "would run in a circle" in limit(f, "x", 0, detail="full").text(width=1000)


@pytest.mark.parametrize(
    "f, to, direction, answer, condition",
    [
        ("e^(-a x)", "oo", "+-", "0", "a > 0"),
        ("arctan(a x)", "oo", "+-", "pi/2", "a > 0"),
        ("tanh(a x)", "oo", "+-", "1", "a > 0"),
        ("e^(a/x)", 0, "+", "oo", "a > 0"),
        ("cos(a x)/e^(b x)", "oo", "+-", "0", "b > 0"),
        ("|a x|/x", 0, "+", "a", "a > 0"),
        ("x^2 e^(-a x)", "oo", "+-", "0", "a > 0"),
        ("a x (2 + sin x)", "oo", "+-", "oo", "a > 0"),
        ("a^x", "oo", "+-", "oo", "a > 1"),
        ("a^x", "-oo", "+-", "0", "a > 1"),
        ("a^x/x^2", "oo", "+-", "oo", "a > 1"),
        ("x^(-p)", "oo", "+-", "0", "p > 0"),
        ("sin(a x)/x", 0, "+-", "a", None),
        ("(1 + a/x)^x", "oo", "+-", "exp(a)", None),
        ("(a^x - 1)/x", 0, "+-", "log(a)", None),
        ("a^2 x", "oo", "+-", "oo", "Ne(a, 0)"),
        ("sin(a x)^2", "oo", "+-", "nan", "a > 0"),
        ("sin(a/x)", 0, "+-", "nan", "a > 0"),
        ("a cos x", "oo", "+-", "nan", "Ne(a, 0)"),
        ("|a| x", "oo", "+-", "oo", "Ne(a, 0)"),
        ("a x/(a x + 1)", "oo", "+-", "1", "Ne(a, 0)"),
        ("(a x + 1)/(b x^2 + 1)", "oo", "+-", "0", "Ne(b, 0)"),
        ("b x/(a + x)", 0, "+-", "0", "Ne(a, 0)"),
        ("e^(-a^2 x)", "oo", "+-", "0", "Ne(a, 0)"),
    ],
)
def test_a_sign_that_decides_is_stated_and_no_other(f: str, to: object, direction: str, answer: str, condition: str | None) -> None:
    found = limit(f, "x", to, direction)
    assert same(found.answer, expression(answer))
    assert {str(c) for step in found.steps for c in step.conditions} == (set() if condition is None else {condition})
    assert found.report.status is Status.CORRECT


def test_a_squeeze_is_an_inequality_and_what_it_implies() -> None:
    first, second = limit("x sin(1/x)", "x", 0).blocks()
    assert [str(line.relation) for line in first.lines] == ["None", "⇒", "⇔"]
    written = [line[7:].split("    ")[0] for line in limit("x sin(1/x)", "x", 0).text(width=200).split("\n") if "≤" in line]
    assert written == [
        "−|x| ≤ x·sin(1/x) ≤ |x|",
        "lim x→0 (−|x|) ≤ lim x→0 x·sin(1/x) ≤ lim x→0 |x|",
        "0 ≤ lim x→0 x·sin(1/x) ≤ 0",
    ]
    assert lines_of("x sin(1/x)") == ["0    (squeeze theorem)"]
    assert len(second.lines) == 2


def test_an_oscillation_shows_two_sequences_of_points_and_the_limits_along_them() -> None:
    lines = lines_of("x + cos(1/x)")
    assert lines[0].startswith("x_k = 1/(2π·k): lim x→0⁺ (x + 1); x_k = 1/(π/2 + 2π·k): lim x→0⁺ x ")
    assert lines[1].startswith("x_k = 1/(2π·k): 1; x_k = 1/(π/2 + 2π·k): 0 ")
    assert lines[2].startswith("does not exist")


@pytest.mark.parametrize("f", ["sin(1/x)", "|x|/x", "1/x", "sqrt(x)", "floor(x)"])
def test_a_limit_that_does_not_exist_is_said_not_to(f: str) -> None:
    found = limit(f, "x", 0)
    assert found.answer is sp.nan
    assert found.blocks()[-1].lines[-1].term.head is no_limit
    for text in (found.text(), found.latex(), found.markdown(), found.text(ascii_only=True)):
        assert "does not exist" in text


@pytest.mark.parametrize("f", ["(x - sin x)/(x + sin x)", "(x + sin x)/(x - sin x)", "(2x + sin x)/(3x + sin x)", "(x + cos x)/x"])
def test_a_quotient_with_squeezed_parts_takes_few_lines(f: str) -> None:
    assert sum(len(block.lines) for block in limit(f, "x", "oo").blocks()) <= 7


def test_a_wrong_infinite_answer_at_a_finite_point_is_named_by_its_sides() -> None:
    verdict = check("lim x->0 1/x", "oo")
    assert verdict.mistake == "limit.two_sides/only-above"
    assert "large number" not in verdict.explanation


def printed_lines(solution: Solution) -> list[str]:
    return [line.split("    (")[0].split(None, 1)[1].strip() for line in solution.text(width=200).splitlines() if line[:1].isdigit()]


def test_the_product_with_the_conjugate_is_written() -> None:
    assert printed_lines(limit("(sqrt(x + 4) - 2)/x", "x", 0)) == [
        "lim x→0 (√(x + 4) − 2)/x",
        "=  lim x→0 (√(x + 4) − 2)(√(x + 4) + 2)/(x(√(x + 4) + 2))",
        "=  lim x→0 (x + 4 − 4)/(x(√(x + 4) + 2))",
        "=  lim x→0 1/(√(x + 4) + 2)",
        "=  1/(√(0 + 4) + 2)",
        "=  1/4",
    ]
    assert "= lim h→0 (x + h − x)/(h·(√x + √(x + h)))" in differentiate("sqrt(x)", method="limit").text().replace("=  ", "= ")
    assert "(h canceled)" in differentiate("1/x", method="limit").text()


def test_known_limits_are_written_out() -> None:
    assert "((sin x)/x)²·(1/(cos x + 1))" in str(limit("(1 - cos x)/x^2", "x", 0))
    assert "((1 + 3/x)^(x/3))³" in str(limit("(1 + 3/x)^x", "x", "oo"))
    assert "(since −1 ≤ sin(1/x) ≤ 1)" in str(limit("x^2 sin(1/x)", "x", 0))


def test_two_one_sided_limits_are_no_pair() -> None:
    assert printed_lines(limit("|x|/x", "x", 0)) == [
        "lim x→0⁻ |x|/x = −1",
        "lim x→0⁺ |x|/x = 1",
        "lim x→0 |x|/x",
        "=  does not exist",
    ]
    assert "lim x→0⁻ 1/x = −∞" in printed_lines(limit("1/x", "x", 0))
    assert not any("from below" in line for line in printed_lines(limit("|x-1|/(x^2-1)", "x", 1)))
