"""Hand work with the mistakes and stumbles of the course, and slips beside right work in many styles."""

import pytest

from symtutor import check_work
from symtutor.verdict import Status

RIGHT: list[tuple[str, list[str]]] = [
    (
        "d/dx x^2",
        ["lim d->0 ((x+d)^2 - x^2)/d", "= lim d->0 (2x + d)", "= 2x"],
    ),
    (
        "∫ 2x dx",
        ["x^2"],
    ),
    (
        "∫[-10..10] (3x^2-4x) dx",
        ["[x^3 - 2x^2]_{-10}^{10}", "(1000 - 200) - (-1000 - 200)", "800 + 1200", "2000"],
    ),
    (
        "gradient of x^2 + y^3",
        ["(2x, 3y^2)"],
    ),
    (
        "gradient of x^2 + y^2 at (1, 1)",
        ["(2, 2)"],
    ),
    (
        "jacobian of (2xy, x^2 y)",
        ["[[2y, 2x], [2xy, x^2]]"],
    ),
    (
        "f(x)=x^3-2x^2+1",
        [
            "f'(x)=3x^2-4x",
            "3x^2-4x=0",
            r"x=0\text{ or }x=\frac43",
            "f''(x)=6x-4",
            r"f''(0)=-4<0,\ f''(4/3)=4>0",
            r"x=0\text{ is a local maximum}",
            r"x=\frac43\text{ is a local minimum}",
        ],
    ),
    (
        "extrema of ln x",
        ["f' = 1/x", "no extremum"],
    ),
    (
        r"\sigma(x)=\frac{1}{1+e^{-x}}",
        [r"\sigma'(x)=\frac{e^{-x}}{(1+e^{-x})^2}", r"\sigma'(x)=\sigma(x)(1-\sigma(x))"],
    ),
    (
        "d/dx 1/(1+e^(-x))",
        ["e^(-x)/(1+e^(-x))^2"],
    ),
    (
        "lim h->0 (e^(x+h) - e^x)/h",
        ["e^x lim h->0 (e^h - 1)/h", "e^x"],
    ),
    (
        "∫ 2x e^(x^2) dx",
        ["u = x^2", "du/dx = 2x", "dx = du/(2x)", "∫ 2x e^u du/(2x)", "∫ e^u du", "e^u + C", "e^(x^2) + C"],
    ),
    (
        "lim x->oo (3x^2+1)/(2x^2-5)",
        ["(3 + 1/x^2)/(2 - 5/x^2)", "(3+0)/(2-0)", "3/2"],
    ),
    (
        "lim x->3 (x^2-9)/(x-3)",
        ["(x+3)(x-3)/(x-3)", "= x+3", "= 6"],
    ),
    (
        "∫ sin(3x) dx",
        ["-1/3 cos 3x + c"],
    ),
    (
        "∫_0^1 (2x+1)^3 dx",
        ["u = 2x+1, du = 2dx, x=0: u=1, x=1: u=3", "1/2 ∫_1^3 u^3 du", "1/8 [u^4]_1^3", "1/8 (81-1)", "10"],
    ),
    (
        "d/dx ln(x^2+1)",
        ["1/(x^2+1) * (x^2+1)'", "2x/(x^2+1)"],
    ),
    (
        "d/dx sqrt(1+x^2)",
        ["= d/dx (1+x^2)^(1/2)", "= 1/2 (1+x^2)^(-1/2) * 2x", "= x/sqrt(1+x^2)"],
    ),
    (
        "d/dx tan x",
        ["d/dx sin x / cos x", "(cos x cos x + sin x sin x)/cos^2 x", "1/cos^2 x", "sec^2 x"],
    ),
    (
        "solve 2x + 3 = 7",
        ["2x = 4", "x = 2"],
    ),
    (
        "solve x^2 = 4",
        ["x = ±2"],
    ),
    (
        "solve x^2 - 2x - 3 = 0",
        ["(x-1)^2 - 4 = 0", "(x-1)^2 = 4", "x - 1 = ±2", "x = 3 or x = -1"],
    ),
    (
        "f(x) = x e^x, f'(x) = ?",
        ["f'(x) = e^x + x e^x", "f'(x) = (1+x)e^x"],
    ),
    (
        r"\int x^2\ln x\,dx",
        [
            r"f=\ln x,\ g'=x^2,\ f'=\frac1x,\ g=\frac{x^3}{3}",
            r"\frac{x^3}{3}\ln x-\int\frac{x^3}{3}\cdot\frac1x\,dx",
            r"\frac{x^3}{3}\ln x-\frac{x^3}{9}+C",
        ],
    ),
    (
        r"\int\frac{1}{x\ln x}dx",
        [r"u=\ln x", r"\int\frac{du}{u}", r"\ln|\ln x|+C"],
    ),
    (
        r"\int_{-1}^1 x^3\,dx",
        ["0"],
    ),
    (
        r"\lim_{n\to\infty}\left(1+\frac{2}{n}\right)^n",
        [r"e^{\lim n\ln(1+2/n)}", "e^2"],
    ),
    (
        r"\int \frac{e^x}{1+e^x}dx",
        [r"\ln(1+e^x)+C"],
    ),
    (
        r"x=\cos t,\ y=\sin t;\ \frac{dy}{dx}",
        [r"\frac{dy/dt}{dx/dt}", r"\frac{\cos t}{-\sin t}", r"-\cot t"],
    ),
    (
        "f(x,y)=x^2-xy+y^2",
        [r"f_x=2x-y,\ f_y=-x+2y", r"f_x=0,\ f_y=0", r"x=0,\ y=0", r"f_{xx}=2,\ f_{yy}=2,\ f_{xy}=-1", "D=4-1=3>0"],
    ),
    (
        "f(x)=e^{-x^2/2}",
        ["f'(x)=-xe^{-x^2/2}", "f''(x)=-e^{-x^2/2}+x^2e^{-x^2/2}", "f''(x)=(x^2-1)e^{-x^2/2}", r"x=\pm1\text{ are inflection points}"],
    ),
]
WRONG: list[tuple[int, str, list[str]]] = [
    (
        1,
        "d/dx x^2",
        ["((x+d)^2 - x^2)/d", "= 2x + d"],
    ),
    (
        1,
        "∫ x dx",
        ["x^2 + C"],
    ),
    (
        1,
        "∫[-10..10] (3x^2-4x) dx",
        ["2004.1"],
    ),
    (
        1,
        "∫ (3x^2-4x) dx",
        ["x^3 - 1.85x^2 - 0.195x + 1217.05"],
    ),
    (
        1,
        "gradient of x^2 + y^3",
        ["(2x, 2y)"],
    ),
    (
        1,
        "gradient of x^2 + y^2 at (1, 1)",
        ["(2.000070710675876, 2.0000707106758764)"],
    ),
    (
        1,
        "jacobian of (2xy, x^2 y)",
        ["[[2y, 2xy], [2x, x^2]]"],
    ),
    (
        3,
        "f(x)=x^3-2x^2+1",
        ["f'(x)=3x^2-4x", "x(3x-4)=0", r"x=0\text{ or }x=\frac34"],
    ),
    (
        1,
        "extrema of ln x",
        ["maximum at x = oo"],
    ),
    (
        1,
        r"\sigma(x)=\frac{1}{1+e^{-x}}",
        [r"\sigma'(x)=2\sigma(x)(1-\sigma(x))"],
    ),
    (
        1,
        "lim h->0 (e^(x+h) - e^x)/h",
        ["oo"],
    ),
    (
        2,
        "d/dx (x^2+1)^3",
        ["3(x^2+1)^2 * 2x", "= 6x^5 + 12x^3 + 6"],
    ),
    (
        1,
        "∫ 2x e^(x^2) dx",
        ["x^2 e^(x^2) + C"],
    ),
    (
        2,
        "lim x->3 (x^2-9)/(x-3)",
        ["(x+3)(x-3)/(x-3)", "= x-3", "= 0"],
    ),
    (
        1,
        "∫ sin(3x) dx",
        ["-3 cos 3x + c"],
    ),
    (
        1,
        "∫ sin(3x) dx",
        ["1/3 cos 3x + c"],
    ),
    (
        3,
        "∫_0^1 (2x+1)^3 dx",
        ["u = 2x+1, du = 2dx", "1/2 ∫_1^3 u^3 du", "1/2 [u^4]_1^3", "1/2 (81-1)", "40"],
    ),
    (
        2,
        "d/dx tan x",
        ["d/dx sin x / cos x", "(cos x cos x - sin x sin x)/cos^2 x"],
    ),
    (
        1,
        "solve 2x + 3 = 7",
        ["2x = 10", "x = 5"],
    ),
    (
        1,
        "solve x^2 = 4",
        ["x = 2"],
    ),
    (
        1,
        "f(x,y)=x^2-xy+y^2",
        [r"f_x=2x-1,\ f_y=-x+2y"],
    ),
]


@pytest.mark.parametrize(("problem", "lines"), RIGHT, ids=[f"{p} {ls[0]}" for p, ls in RIGHT])
def test_right_work_is_called_right(problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.status, found.first_wrong) == (Status.CORRECT, None), found.explanation


@pytest.mark.parametrize(("first", "problem", "lines"), WRONG, ids=[f"{n} {p} {ls[-1]}" for n, p, ls in WRONG])
def test_the_first_wrong_line_is_found(first: int, problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.status, found.first_wrong) == (Status.INCORRECT, first)
