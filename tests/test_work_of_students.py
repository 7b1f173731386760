"""Hand work as it is typed: quantities that depend on each other, forms of limits, conditions in a chain, problems in words."""

import pytest

from symtutor import check_work
from symtutor.verdict import Status

RIGHT = [
    (
        r"p = \sigma(z),\ \ell = -y\log p-(1-y)\log(1-p),\ \frac{\partial\ell}{\partial z}",
        [
            r"\frac{\partial\ell}{\partial p} = -\frac yp+\frac{1-y}{1-p}",
            r"\frac{\partial p}{\partial z}=p(1-p)",
            r"\frac{\partial\ell}{\partial z}=p-y",
        ],
    ),
    (
        r"z = x^2y,\ x=\cos t,\ y=\sin t,\ \frac{dz}{dt}",
        [r"\frac{dz}{dt} = 2xy\frac{dx}{dt}+x^2\frac{dy}{dt}", r"= -2\cos t\sin^2 t+\cos^3 t"],
    ),
    (r"\lim_{x\to\infty}\left(\sqrt{x^2+x}-x\right)", [r"= \infty - \infty", r"=\lim\frac{x}{\sqrt{x^2+x}+x}", r"=1/2"]),
    ("f(x) = x^2 - 4x", ["f'(x) = 2x - 4 = 0", "x = 2"]),
    ("integrate x*sin(3x)", ["-x/3 cos(3x) + 1/9 sin(3x) + C"]),
    ("Find the integral of $x^2$ from 0 to 2", ["[x^3/3]_0^2", "= 8/3"]),
    ("Evaluate the limit of sin(x)/x as x approaches 0", [r"\frac00", "= lim cos(x)/1", "= 1"]),
    ("Find the derivative of f(x) = x^2 sin x", ["2x sin x + x^2 cos x"]),
    (r"\int_0^1\int_0^{x} xy\,dy\,dx", [r"= \int_0^1 \left[\frac{xy^2}{2}\right]_0^x dx", r"= \int_0^1 \frac{x^3}{2}dx", r"=\frac18"]),
    (
        r"\int_0^{\pi/2}\frac{\sin x}{\sin x+\cos x}dx",
        [r"I = \int_0^{\pi/2}\frac{\cos x}{\cos x+\sin x}dx", r"2I = \int_0^{\pi/2}1\,dx", r"2I = \frac\pi2", r"I=\frac\pi4"],
    ),
    (r"y=x\sin y,\ y''", [r"y'=\sin y+x\cos y\,y'", r"y'=\frac{\sin y}{1-x\cos y}"]),
    ("f(x) = x + 1/x", ["f'(x) = 1 - 1/x^2", "x^2 = 1", "x = ±1", "f''(x) = 2/x^3", "so x = 1 is a minimum and x = -1 is a maximum"]),
    ("Minimize f(x) = x^2 + 54/x for x > 0", ["f'(x) = 2x - 54/x^2", "2x^3 = 54", "x = 3", "f(3) = 27"]),
    (
        r"f(x,y) = x^3+y^3-3xy",
        [r"f_x=3x^2-3y=0,\ f_y=3y^2-3x=0", "x^4=x", r"x=0 \text{ or } x=1", "(0,0), (1,1)", r"\text{so } (1,1) \text{ is a minimum}"],
    ),
    ("maximize xy subject to x^2 + y^2 = 2", ["y = 2λx", "x = 2λy", "y = 4λ^2 y", "λ = ±1/2", "x = ±y", "2x^2 = 2", "x = ±1"]),
    ("d/dx x^x", ["ln y = x ln x", "y'/y = (d/dx x) ln x + x d/dx ln x", "= ln x + 1", "y' = y (ln x + 1)"]),
    ("maximize xy subject to x^2 + y^2 = 2", ["y = λx", "x = λy", "x^2 = y^2", "x = ±1"]),
]

WRONG = [
    (
        1,
        r"p = \sigma(z),\ \ell = -y\log p-(1-y)\log(1-p),\ \frac{\partial\ell}{\partial z}",
        [r"\frac{\partial\ell}{\partial p} = -\frac yp-\frac{1-y}{1-p}"],
    ),
    (1, r"z = x^2y,\ x=\cos t,\ y=\sin t,\ \frac{dz}{dt}", [r"\frac{dz}{dt} = 2xy\frac{dx}{dt}", r"=-2\cos t\sin^2t"]),
    (2, r"\lim_{x\to\infty}\left(\sqrt{x^2+x}-x\right)", [r"= \infty - \infty", "= 0"]),
    (1, "f(x) = x^2 - 4x", ["f'(x) = 2x + 4 = 0", "x = -2"]),
    (1, "integrate x*sin(3x)", ["-x/3 cos(3x) - 1/9 sin(3x) + C"]),
    (2, r"\int x e^{2x}\,dx", [r"u = x,\ dv = e^{2x}dx", r"du = dx,\ v = 2e^{2x}", r"= 2xe^{2x} - \int 2e^{2x}\,dx"]),
    (1, r"\int_0^1\int_0^{x} xy\,dy\,dx", [r"= \int_0^1 \frac{x^2}{2}\,dx", r"= \frac16"]),
    (1, r"\int_0^\pi \frac{1+\cos 2x}{2}\,dx", [r"= \left[\frac{x}{2} + \frac{\sin 2x}{2}\right]_0^\pi", r"= \frac{\pi}{2}"]),
    (2, r"\int \frac{5x-4}{x^2-x-2}\,dx", [r"\frac{5x-4}{(x-2)(x+1)}=\frac{A}{x-2}+\frac{B}{x+1}", r"5x-4=A(x-2)+B(x+1)"]),
    (3, "f(x) = x^3 - 3x^2", ["f'(x) = 3x^2 - 6x", "3x^2 = 6x", "x = 2"]),
    (3, "f(x) = x + 1/x", ["f'(x) = 1 - 1/x^2", "x^2 = 1", "x = 1"]),
    (4, "f(x,y) = x^3+y^3-3xy", ["f_x=3x^2-3y=0, f_y=3y^2-3x=0", "y=x^2", "x^4=x", "x^3=1", "x=1"]),
]

WITHOUT_A_PROBLEM = [
    [r"\ln y = x\ln x", r"\frac{y'}{y} = \ln x + 1", r"y' = x^x(\ln x + 1)"],
    ["f'(x) = 3x^2 - 6x", "3x(x-2) = 0", "x = 0, x = 2", "f''(x) = 6x - 6", "f''(0) = -6, so there is a maximum at x = 0"],
    ["f_x = 2x + y - 3 = 0", "f_y = x + 2y = 0", "x = -2y", "-4y + y - 3 = 0", "y = -1", "x = 2"],
]


@pytest.mark.parametrize(("problem", "lines"), RIGHT, ids=range(len(RIGHT)))
def test_right_work_is_called_right(problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.status, found.first_wrong) == (Status.CORRECT, None), found.explanation


@pytest.mark.parametrize(("first", "problem", "lines"), WRONG, ids=range(len(WRONG)))
def test_the_first_wrong_line_is_found(first: int, problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.status, found.first_wrong) == (Status.INCORRECT, first)


@pytest.mark.parametrize("lines", WITHOUT_A_PROBLEM, ids=range(len(WITHOUT_A_PROBLEM)))
def test_right_work_without_a_problem_raises_no_alarm(lines: list[str]) -> None:
    assert check_work(lines).first_wrong is None
