"""Several variables in the shell: what is printed, how wrong entries are named, and what bad input is told."""

import pytest

from symtutor.__main__ import main


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["gradient", "x^2 + y^3", "--at", "x=2,y=3"], " = (4, 27)"),
        (["gradient", "x^2 + y^3", "--at", "2,3"], " = (4, 27)"),
        (["gradient", "x^2 + y^3", "--at", "(2, 3)"], " = (4, 27)"),
        (["gradient", "x^2 + y^3", "--at", "x=2"], "[∇f] at x = 2 = (4, 3y²)"),
        (["gradient", "-x^2 y"], "= (−2x·y, −x²)"),
        (["hessian", "x^2 y"], "⎡ 2y  2x ⎤"),
        (["jacobian", "2xy, x^2 y"], "⎣ 2x·y  x² ⎦"),
        (["jacobian", "(2xy, x^2 y)", "--variables", "y,x"], "⎣ x²  2x·y ⎦"),
        (["gradient", "1/x + y", "--at", "x=0,y=1"], " = undefined"),
    ],
)
def test_the_answer_is_printed(arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert line in capsys.readouterr().out


@pytest.mark.parametrize(
    ("problem", "answer", "code", "told"),
    [
        ("gradient of x^2 + y^3", "2x, 3y^2", 0, "Correct."),
        ("gradient of x^2 + y^3", "(2x, 2y)", 1, "The y component is wrong"),
        ("gradient of x^2 + y^3", "[[2x, 3y^2]]", 1, "vector.gradient/row-for-column"),
        ("jacobian of (2xy, x^2 y)", "[[2y, 2xy], [2x, x^2]]", 1, "vector.jacobian/transposed"),
        ("jacobian of (2xy, x^2 y)", "[[2y, 2x], [2xy, 2x]]", 1, "The entry in row 2, column 2 is wrong"),
        ("hessian of x^2 y^3", "[[2y^3, 6x y^2], [0, 6x^2 y]]", 1, "By Clairaut's theorem"),
    ],
)
def test_check_names_the_entry(problem: str, answer: str, code: int, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", problem, answer]) == code
    assert told in " ".join(capsys.readouterr().out.split())


HOSTILE = (
    (["gradient", ""], "nothing to read"),
    (["gradient", "5"], "no variable"),
    (["gradient", "x y", "--at", "2"], "1 value(s) for the variables x, y"),
    (["gradient", "x y", "--at", "2,3,4"], "3 value(s)"),
    (["gradient", "x y", "--at", "x=,y=2"], "nothing to read"),
    (["gradient", "x y", "--at", "x=1/0,y=2"], "no value"),
    (["gradient", "x y", "--variables", "x,x"], "named twice"),
    (["hessian", "x^2 y", "--variables", ","], "empty name"),
    (["jacobian", "()"], "empty"),
    (["jacobian", "[[x, y], [y, x]]"], "a vector was expected"),
    (["jacobian", "(x, (y, x))"], "an expression was expected"),
    (["gradient", "__import__('os')"], "not a known name"),
    (["gradient", "x" + "^9" * 60 + " y"], ""),
    (["check", "gradient of x^2 + y^3", "[[2x], [3y^2, 1]]"], "different lengths"),
    (["check", "gradient of x^2 + y^3", "(2x"], "never closed"),
    (["check", "jacobian of (x y", "x"], "never closed"),
)


@pytest.mark.parametrize(("arguments", "told"), HOSTILE, ids=[" ".join(arguments)[:40] for arguments, _ in HOSTILE])
def test_bad_input_is_told(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert told in printed.err
    assert printed.out == ""


def test_a_point_with_a_place_left_out_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gradient", "x^2 + y^3", "--at", "x=2,y"]) == 2
    assert "gives no value in 'y'" in capsys.readouterr().err
