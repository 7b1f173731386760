"""Hand work: lines are read, judged, and the first wrong one is found."""

import pytest

from symtutor import check_work
from symtutor.reading.work.documents import lines_of
from symtutor.reading.work.statements import statements
from symtutor.verdict import Status

RIGHT = [
    ("∫ 2x cos(x^2) dx", ["let u = x^2, du = 2x dx", "= ∫ cos u du", "= sin u + C", "= sin(x^2) + C"]),
    ("∫ x e^x dx", ["u = x, dv = e^x dx, du = dx, v = e^x", "x e^x - ∫ e^x dx", "x e^x - e^x + C"]),
    (
        r"\int \frac{dx}{x^2-1}",
        [r"\frac{1}{x^2-1}=\frac{A}{x-1}+\frac{B}{x+1}", r"A=\frac12,\ B=-\frac12", r"\frac12\ln|x-1|-\frac12\ln|x+1|+C"],
    ),
    (r"\int_0^2 x e^{x^2}\,dx", [r"u=x^2,\ du=2x\,dx", r"=\frac12\int_0^4 e^u\,du", r"=\frac12\left[e^u\right]_0^4", r"=\frac{e^4-1}{2}"]),
    ("∫ e^x sin x dx", ["e^x sin x - ∫ e^x cos x dx", "e^x sin x - e^x cos x - ∫ e^x sin x dx", "2∫ e^x sin x dx = e^x sin x - e^x cos x"]),
    (r"\lim_{x\to0}\frac{1-\cos x}{x^2}", [r"\frac00", r"\lim\frac{\sin x}{2x}", r"\lim\frac{\cos x}{2}", r"\frac12"]),
    (r"\lim_{x\to4}\frac{\sqrt x-2}{x-4}", [r"\frac{x-4}{(x-4)(\sqrt x+2)}", r"\frac{1}{\sqrt x+2}", r"\frac14"]),
    ("d/dx x^2 sin x", ["2x sin x + x^2 cos x", "= x(2 sin x + x cos x)"]),
    (r"f(x)=\frac{x^2}{x+1}", [r"f'(x)=\frac{2x(x+1)-x^2}{(x+1)^2}", r"=\frac{x^2+2x}{(x+1)^2}"]),
    (r"y=x^{x}", [r"\ln y=x\ln x", r"\frac{y'}{y}=\ln x+1", r"y'=x^x(\ln x+1)"]),
    (r"x^3+y^3=6xy", [r"3x^2+3y^2y'=6y+6xy'", r"y'=\frac{6y-3x^2}{3y^2-6x}", r"y'=\frac{2y-x^2}{y^2-2x}"]),
    (r"f(x)=x^2,\ f'(x)=?", [r"\lim_{h\to0}\frac{(x+h)^2-x^2}{h}", r"\lim\frac{2xh+h^2}{h}", r"\lim 2x+h", "2x"]),
    (r"\int \sqrt{4-x^2}\,dx", [r"x=2\sin t,\ dx=2\cos t\,dt", r"\int 4\cos^2 t\,dt", r"\int (2+2\cos 2t)\,dt", r"2t+\sin 2t+C"]),
]

WRONG = [
    (2, "∫ 2x cos(x^2) dx", ["let u = x^2, du = 2x dx", "= 2∫ cos u du", "= 2 sin u + C"]),
    (1, "∫ x e^x dx", ["x e^x + ∫ e^x dx", "x e^x + e^x + C"]),
    (1, "∫ 2x cos(x^2) dx", ["u = x^2, du = x dx", "= 2∫ cos u du"]),
    (2, r"\int \frac{dx}{x^2-1}", [r"1=A(x+1)+B(x-1)", r"A=\frac12,\ B=\frac12", r"\frac12\ln|x-1|+\frac12\ln|x+1|+C"]),
    (1, r"\int_{-1}^{1}\frac{1}{x^2}\,dx", [r"\left[-\frac1x\right]_{-1}^{1}", "-2"]),
    (2, r"\lim_{x\to0}\frac{\sin x-x}{x^3}", [r"\lim\frac{\cos x-1}{3x^2}", r"\lim\frac{\sin x}{6x}", r"\frac16"]),
    (1, "d/dx x^2 sin x", ["2x cos x"]),
    (2, r"f(x)=(2x+1)^3", [r"f'(x)=3(2x+1)^2\cdot 2", r"=6(4x^2+1)"]),
    (1, r"x^2+y^2=25", [r"2x+2y=0", r"y'=-\frac xy"]),
    (3, r"\int_0^1 (x+1)^2\,dx", [r"u=x+1,\ du=dx", r"\int_1^2 u^2\,du", r"\left[\frac{u^3}{2}\right]_1^2", r"\frac72"]),
    (1, "∫ 1/x dx", ["5/0 + C"]),
]


@pytest.mark.parametrize(("problem", "lines"), RIGHT, ids=[p for p, _ in RIGHT])
def test_right_work_is_called_right(problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.status, found.first_wrong) == (Status.CORRECT, None), found.explanation


@pytest.mark.parametrize(("first", "problem", "lines"), WRONG, ids=[f"{p} {n}" for n, p, _ in WRONG])
def test_the_first_wrong_line_is_found(first: int, problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.status, found.first_wrong) == (Status.INCORRECT, first)


def test_a_line_may_be_right_again() -> None:
    found = check_work(["2x cos x", "2x sin x + x^2 cos x"], "d/dx x^2 sin x")
    assert [line.true for line in found.lines] == [False, True]


def test_missing_absolute_values_are_a_remark() -> None:
    found = check_work(["1 = A(1-2x) + B(x-1)", "A = -1, B = -2", r"-\ln(x-1) + \ln(1-2x) + C"], r"\int \frac{dx}{(x-1)(1-2x)}")
    assert found.first_wrong is None
    assert "absolute values" in found.lines[2].explanation


def test_documents_give_their_lines() -> None:
    tex = (
        "\\documentclass{article}\\begin{document}\nWe have\n\\begin{align*}\n f' &= 2x \\\\\n &= 4 % here\n\\end{align*}\n\\end{document}"
    )
    assert lines_of(tex) == ("We have", "f' = 2x", "= 4")
    assert lines_of("1. ∫ 2x dx\n2. = x^2 + C") == ("∫ 2x dx", "= x^2 + C")


def test_words_stand_beside_formulas() -> None:
    assert [(s.text, s.words) for s in statements("so x = 2 is a minimum")] == [("x = 2", ("so", "is", "a", "minimum"))]
    assert [s.text for s in statements("t: 0..1, x = 2t")] == ["t: 0..1", "x = 2t"]


SYSTEMS = [
    (
        None,
        r"xyz=8,\ \text{least surface}",
        [r"A=2xy+\frac{16}{x}+\frac{16}{y}", r"A_x=2y-\frac{16}{x^2}", r"y=\frac{8}{x^2}", "x = 2, y = 2, z = 2"],
    ),
    (2, r"xyz=8,\ \text{least surface}", [r"A=2xy+\frac{16}{x}+\frac{16}{y}", r"A_x=2y+\frac{16}{x^2}"]),
    (
        4,
        r"xyz=8,\ \text{least surface}",
        [r"A=2xy+\frac{16}{x}+\frac{16}{y}", r"A_x=2y-\frac{16}{x^2}", r"y=\frac{8}{x^2}", "x = 2, y = 2, z = 3"],
    ),
    (2, r"f=xy,\ x+y=2,\ x,y\ge0", [r"(y,x)=\lambda(1,1)", r"\text{the minimum is taken only at }(2,0)"]),
    (1, r"\max 4x-x^2-y^2\ \text{s.t. }x+y\le1", [r"4-2x+\lambda_1=0,\ \lambda_1\ge0"]),
    (None, r"\max 4x-x^2-y^2\ \text{s.t. }x+y\le1", [r"4-2x-\lambda_1=0,\ \lambda_1\ge0"]),
    (2, r"\text{likelihood}", [r"\frac{n}{\lambda}-\sum x_i=0", r"\hat\lambda=-\frac{n}{\sum x_i}"]),
]


@pytest.mark.parametrize(("first", "problem", "lines"), SYSTEMS, ids=range(len(SYSTEMS)))
def test_systems_are_judged_by_what_follows(first: int | None, problem: str, lines: list[str]) -> None:
    assert check_work(lines, problem).first_wrong == first


def test_without_a_problem_the_first_line_poses_it() -> None:
    assert check_work(["∫ x e^x dx = x e^x + ∫ e^x dx", "= x e^x + e^x + C"]).first_wrong == 1
    assert check_work([r"\int 2x\,dx", "= x^2 + C"]).status is Status.CORRECT
    assert check_work(["d/dx x^3", "= 3x"]).first_wrong == 2
