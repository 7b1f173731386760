"""Hand work as it is written: lists of letters, logarithms of limits, slopes of letters, multipliers, places and claims."""

import pytest

from symtutor import check_work
from symtutor.verdict import Status

RIGHT: list[tuple[str, list[str]]] = [
    (
        r"\int \sec x\,dx",
        [
            r"\int \sec x\frac{\sec x+\tan x}{\sec x+\tan x}dx",
            r"u=\sec x+\tan x,\ du=(\sec x\tan x+\sec^2x)dx",
            r"\int\frac{du}{u}",
            r"\ln|u|+C",
            r"\ln|\sec x+\tan x|+C",
        ],
    ),
    (
        r"\int \frac{1}{1+\sqrt{x}}dx",
        [
            r"t=\sqrt x,\ x=t^2,\ dx=2t\,dt",
            r"\int\frac{2t}{1+t}dt",
            r"2\int\left(1-\frac1{1+t}\right)dt",
            r"2t-2\ln(1+t)+C",
            r"2\sqrt x-2\ln(1+\sqrt x)+C",
        ],
    ),
    (
        r"\int \ln x\,dx",
        ["u=ln x, dv=dx", "du=1/x dx, v=x", r"x\ln x-\int x\cdot\frac1x dx", r"x\ln x-x+C"],
    ),
    (
        r"\int \sin^2x\,dx",
        [r"\sin^2x=\frac{1-\cos2x}{2}", r"\int\frac{1-\cos 2x}{2}dx", r"\frac x2-\frac{\sin2x}{4}+C"],
    ),
    (
        r"\int_0^{\pi/2}\sin^3x\,dx",
        [
            r"\int_0^{\pi/2}(1-\cos^2x)\sin x\,dx",
            r"u=\cos x,\ du=-\sin x\,dx",
            r"-\int_1^0(1-u^2)du",
            r"\int_0^1(1-u^2)du",
            "[u-u^3/3]_0^1",
            "2/3",
        ],
    ),
    (
        r"\int \frac{x}{x^2+1}dx",
        ["u=x^2+1", r"\frac12du=x\,dx", r"\frac12\int\frac{du}{u}=\frac12\ln|u|+C=\frac12\ln(x^2+1)+C"],
    ),
    (
        r"\lim_{x\to\infty}\left(1+\frac1x\right)^x",
        [r"L=\lim(1+1/x)^x", r"\ln L=\lim x\ln(1+1/x)", r"=\lim\frac{\ln(1+1/x)}{1/x}", r"=\lim\frac{1}{1+1/x}", "=1", "L=e"],
    ),
    (
        r"\lim_{x\to0}\frac{\sin 3x}{\tan 5x}",
        [r"\lim\frac{\sin3x}{3x}\cdot\frac{5x}{\tan5x}\cdot\frac35", r"1\cdot1\cdot\frac35", r"\frac35"],
    ),
    (
        r"\lim_{x\to0}\frac{\sin 3x}{\tan 5x}",
        [r"\text{L'Hopital: }\lim\frac{3\cos3x}{5\sec^25x}", r"\frac35"],
    ),
    (
        r"\lim_{x\to2}\frac{x^2-4}{x-2}",
        [r"\frac{(x-2)(x+2)}{x-2}", "x+2", "2+2=4"],
    ),
    (
        r"\lim_{x\to 0}\frac{1-\cos x}{x\sin x}",
        [
            r"\lim\frac{(1-\cos x)(1+\cos x)}{x\sin x(1+\cos x)}",
            r"=\lim\frac{\sin^2x}{x\sin x(1+\cos x)}",
            r"=\lim\frac{\sin x}{x}\cdot\lim\frac1{1+\cos x}",
            r"=1\cdot\frac12=\frac12",
        ],
    ),
    (
        r"f(x)=\frac{\sin x}{x^2}",
        [r"f'(x)=\frac{x^2\cos x-2x\sin x}{x^4}", r"f'(x)=\frac{x\cos x-2\sin x}{x^3}"],
    ),
    (
        r"y=\ln(\cos x)",
        [r"y'=\frac{1}{\cos x}\cdot(-\sin x)", r"y'=-\tan x", r"y''=-\sec^2x"],
    ),
    (
        r"y=x^{\sin x}",
        [
            r"\ln y=\sin x\ln x",
            r"\frac{1}{y}\frac{dy}{dx}=\cos x\ln x+\frac{\sin x}{x}",
            r"\frac{dy}{dx}=x^{\sin x}\left(\cos x\ln x+\frac{\sin x}{x}\right)",
        ],
    ),
    (
        "x^2y+y^2=4",
        [r"2xy+x^2\frac{dy}{dx}+2y\frac{dy}{dx}=0", r"\frac{dy}{dx}(x^2+2y)=-2xy", r"\frac{dy}{dx}=\frac{-2xy}{x^2+2y}"],
    ),
    (
        "f(x,y)=x^2y+e^{xy}",
        ["f_x=2xy+ye^{xy}", "f_y=x^2+xe^{xy}", "f_{xy}=2x+e^{xy}+xye^{xy}"],
    ),
    (
        r"f(x,y)=x^2+y^2,\ x+y=1",
        [r"L=x^2+y^2-\lambda(x+y-1)", r"2x-\lambda=0,\ 2y-\lambda=0", "x=y", "2x=1", r"x=\frac12,\ y=\frac12"],
    ),
    (
        "f(x)=x^3-3x+2",
        [
            "f'(x)=3x^2-3",
            "3x^2-3=0",
            r"x=\pm1",
            "f''(x)=6x",
            "f''(1)=6>0",
            r"x=1\text{ is a local minimum}",
            r"x=-1\text{ is a local maximum}",
        ],
    ),
    (
        r"\int_0^\infty xe^{-x}dx",
        [
            r"\lim_{b\to\infty}\int_0^bxe^{-x}dx",
            r"\lim_{b\to\infty}\left[-xe^{-x}-e^{-x}\right]_0^b",
            r"\lim_{b\to\infty}(-be^{-b}-e^{-b}+1)",
            "1",
        ],
    ),
    (
        r"\int_1^\infty\frac{1}{x}dx",
        [r"\lim_{b\to\infty}\ln b", r"\infty", r"\text{diverges}"],
    ),
    (
        r"\int x\sqrt{x+1}\,dx",
        [
            r"u=x+1,\ x=u-1,\ dx=du",
            r"\int(u-1)\sqrt u\,du",
            r"\int(u^{3/2}-u^{1/2})du",
            r"\frac25u^{5/2}-\frac23u^{3/2}+C",
            r"\frac25(x+1)^{5/2}-\frac23(x+1)^{3/2}+C",
        ],
    ),
    (
        r"\int e^{2x}\cos x\,dx",
        [
            r"I=e^{2x}\sin x-2\int e^{2x}\sin x\,dx",
            r"I=e^{2x}\sin x-2(-e^{2x}\cos x+2\int e^{2x}\cos x\,dx)",
            r"I=e^{2x}\sin x+2e^{2x}\cos x-4I",
            r"5I=e^{2x}(\sin x+2\cos x)",
            r"I=\frac{e^{2x}(\sin x+2\cos x)}{5}+C",
        ],
    ),
    (
        r"\frac{d}{dx}\int_0^{x^2}\sin t\,dt",
        [r"\sin(x^2)\cdot2x", r"2x\sin x^2"],
    ),
    (
        r"\int\frac{dx}{x^2+4x+13}",
        ["x^2+4x+13=(x+2)^2+9", r"\int\frac{dx}{(x+2)^2+3^2}", r"\frac13\arctan\frac{x+2}{3}+C"],
    ),
    (
        r"\int \tan^{-1}x\,dx",
        [r"x\tan^{-1}x-\int\frac{x}{1+x^2}dx", r"x\tan^{-1}x-\frac12\ln(1+x^2)+C"],
    ),
    (
        r"\sum_{n=0}^{\infty}\frac{1}{2^n}",
        [r"\frac{1}{1-\frac12}", "2"],
    ),
    (
        r"f(x)=\sqrt{x}",
        [r"f'(x)=\lim_{h\to0}\frac{\sqrt{x+h}-\sqrt x}{h}", r"=\lim_{h\to0}\frac{h}{h(\sqrt{x+h}+\sqrt x)}", r"=\frac{1}{2\sqrt x}"],
    ),
    (
        r"\lim_{x\to\infty}\sqrt{x^2+x}-x",
        [r"\frac{x}{\sqrt{x^2+x}+x}", r"\frac{1}{\sqrt{1+1/x}+1}", r"\frac12"],
    ),
    (
        r"\lim_{x\to0^+}x^x",
        ["y=x^x", r"\ln y=x\ln x", r"\lim x\ln x=\lim\frac{\ln x}{1/x}=\lim\frac{1/x}{-1/x^2}=\lim -x=0", r"y\to e^0=1"],
    ),
    (
        r"\int\frac{2x+3}{(x-1)(x+4)}dx",
        [
            r"\frac{2x+3}{(x-1)(x+4)}=\frac{A}{x-1}+\frac{B}{x+4}",
            "2x+3=A(x+4)+B(x-1)",
            r"x=1:\ 5=5A,\ A=1",
            r"x=-4:\ -5=-5B,\ B=1",
            r"\ln|x-1|+\ln|x+4|+C",
        ],
    ),
    (
        "∫ cos^3 x dx",
        [
            "= ∫ cos^2 x cos x dx",
            "= ∫ (1 - sin^2 x) cos x dx",
            "let u = sin x, du = cos x dx",
            "= ∫ (1-u^2) du",
            "= u - u^3/3 + C",
            "= sin x - (sin x)^3/3 + C",
        ],
    ),
    (
        "d/dx (3x+1)^5",
        ["let u = 3x+1", "dy/du = 5u^4, du/dx = 3", "dy/dx = 5u^4 * 3", "= 15(3x+1)^4"],
    ),
    (
        "d/dx sin(x^2)",
        ["cos(x^2) * d/dx(x^2)", "cos(x^2)*2x", "2x cos(x^2)"],
    ),
    (
        "d/dx e^x/x",
        ["f = e^x, g = x", "f' = e^x, g' = 1", "(e^x * x - e^x * 1)/x^2", "e^x (x-1)/x^2"],
    ),
    (
        "d/dx x^2 e^x",
        ["(x^2)' e^x + x^2 (e^x)'", "2x e^x + x^2 e^x"],
    ),
    (
        "lim x->0 (e^x - 1 - x)/x^2",
        ["0/0", "(e^x - 1)/(2x)", "0/0", "e^x/2", "1/2"],
    ),
    (
        "int_0^1 x^2 dx",
        ["[x^3/3]_0^1", "1/3 - 0", "1/3"],
    ),
    (
        "∫ x^2 dx from 0 to 1",
        ["x^3/3 |_0^1", "1/3"],
    ),
    (
        "∫ 2x dx",
        ["x^2 + C", "x^2 + 5 + C"],
    ),
    (
        r"\int\frac{\ln x}{x}dx",
        [r"\text{Let }t=\ln x\Rightarrow dt=\frac{dx}{x}", r"\therefore I=\int t\,dt=\frac{t^2}{2}+c", r"=\frac{(\ln x)^2}{2}+c"],
    ),
    (
        r"\int \frac{1}{\sqrt{9-x^2}}dx",
        [r"x=3\sin\theta,\ dx=3\cos\theta\,d\theta", r"\int\frac{3\cos\theta}{3\cos\theta}d\theta", r"\theta+C", r"\arcsin\frac x3+C"],
    ),
]
WRONG: list[tuple[int, str, list[str]]] = [
    (
        2,
        r"\int \frac{x}{x^2+1}dx",
        [r"u=x^2+1,\ du=2x\,dx", r"\int\frac{du}{u}", r"\ln(x^2+1)+C"],
    ),
    (
        1,
        r"\lim_{x\to0}\frac{\sin 3x}{\tan 5x}",
        [r"\lim\frac{\cos3x}{\sec^25x}", "1"],
    ),
    (
        1,
        r"f(x)=\frac{\sin x}{x^2}",
        [r"f'(x)=\frac{\cos x}{2x}"],
    ),
    (
        1,
        "x^2y+y^2=4",
        [r"2x\frac{dy}{dx}+2y\frac{dy}{dx}=0", r"\frac{dy}{dx}=0"],
    ),
    (
        3,
        "f(x,y)=x^2y+e^{xy}",
        ["f_x=2xy+ye^{xy}", "f_y=x^2+xe^{xy}", "f_{xy}=2x+e^{xy}"],
    ),
    (
        2,
        r"f(x,y)=x^2+y^2,\ x+y=1",
        [r"L=x^2+y^2-\lambda(x+y-1)", r"2x-\lambda=0,\ y-\lambda=0", "2x=y"],
    ),
    (
        3,
        "f(x)=x^3-3x+2",
        ["f'(x)=3x^2-3", "3x^2-3=0", r"x=\pm\sqrt3"],
    ),
    (
        6,
        "f(x)=x^3-3x+2",
        ["f'(x)=3x^2-3", "3x^2-3=0", r"x=\pm1", "f''(x)=6x", "f''(1)=6>0", r"x=1\text{ is a local maximum}"],
    ),
    (
        4,
        r"\int x\sqrt{x+1}\,dx",
        [r"u=x+1,\ x=u-1,\ dx=du", r"\int(u-1)\sqrt u\,du", r"\int(u^{3/2}-u^{1/2})du", r"\frac52u^{5/2}-\frac32u^{3/2}+C"],
    ),
    (
        1,
        r"\frac{d}{dx}\int_0^{x^2}\sin t\,dt",
        [r"\sin(x^2)"],
    ),
    (
        1,
        "d/dx x^2 e^x",
        ["(x^2)' (e^x)'", "2x e^x"],
    ),
]


@pytest.mark.parametrize(("problem", "lines"), RIGHT, ids=[f"{p} {ls[0]}" for p, ls in RIGHT])
def test_right_work_is_called_right(problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.status, found.first_wrong) == (Status.CORRECT, None), found.explanation


@pytest.mark.parametrize(("first", "problem", "lines"), WRONG, ids=[f"{n} {p}" for n, p, _ in WRONG])
def test_the_first_wrong_line_is_found(first: int, problem: str, lines: list[str]) -> None:
    found = check_work(lines, problem)
    assert (found.status, found.first_wrong) == (Status.INCORRECT, first)


@pytest.mark.parametrize(
    "first, lines",
    [
        (None, ["f(x) = x^3 - 3x", "f'(x) = 3x^2 - 3", "f''(x) = 6x", "f''(1) = 6 > 0, so x = 1 is a minimum"]),
        (None, ["g(t) = t^2 + 1", "g(2) = 5", "g'(t) = 2t"]),
        (None, ["L(w) = (w x - y)^2", "L'(w) = 2(w x - y) x"]),
        (2, ["f(x) = x^2 e^x", "f'(x) = 2x e^x", "f'(1) = 2e"]),
        (4, ["f(x, y) = x^2 y + y^3", "f_x = 2xy", "f_y = x^2 + 3y^2", "f_yx = 2y"]),
    ],
)
def test_a_function_that_the_first_line_defines_is_known_in_the_others(first: int | None, lines: list[str]) -> None:
    found = check_work(lines)
    assert found.first_wrong == first
    assert all(line.true is not None for line in found.lines)
