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
