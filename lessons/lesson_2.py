"""Lesson 2: the antiderivative, the integral, and what a running sum gives instead."""

from typing import Any

from sympy import Rational, oo, symbols

from symtutor.course import Ask, Draw, Lesson, Measure, Section

x, t, n, delta = symbols("x t n delta")
line = 2 * x
parabola = 3 * x**2 - 4 * x
low, high = interval = (-10, 10)
step = Rational(1, 10)
grid = (low, high, step)
cells = 200
few = 20


def running(f: Any) -> Measure:
    """Return the measurement of the running sum of f beside its antiderivative, with the sum of n cells derived."""
    return Measure("running_sum", (f, x, grid, Ask("integrate", (f, x)), Ask("riemann_sum", (f, x, low, low + n * step, n))))


LESSON = Lesson(
    number=2,
    title="Integral calculus",
    sections=(
        Section(
            "W2",
            "A left Riemann sum, and the integral",
            (
                Ask("riemann_sum", (line, x, low, high, cells)),
                Ask("integrate", (line, x, interval)),
                Measure("quadrature", (line, x, interval, cells, Ask("integrate", (line, x, interval)))),
                Ask("limit", (Ask("riemann_sum", (line, x, low, high, n)), n, oo)),
                Draw("area_figure", (line, x, interval, Ask("integrate", (line, x, interval)))),
                Draw("riemann_figure", (line, x, interval, few, Ask("integrate", (line, x, interval)))),
            ),
        ),
        Section(
            "W3",
            "An antiderivative",
            (Ask("integrate", (line, x)), Draw("antiderivative_figure", (line, Ask("integrate", (line, x)), x, interval))),
        ),
        Section(
            "P2",
            "The running sum beside the antiderivative",
            (
                Ask("riemann_sum", (line, x, low, low + n * step, n)),
                running(line),
                Draw("running_sum_figure", (running(line),)),
            ),
        ),
        Section(
            "T2",
            "A parabola",
            (
                Ask("integrate", (parabola, x)),
                Ask("integrate", (parabola, x, interval)),
                Ask("riemann_sum", (parabola, x, low, high, cells)),
                Measure("quadrature", (parabola, x, interval, cells, Ask("integrate", (parabola, x, interval)))),
                Measure("quadrature", (parabola, x, interval, cells, Ask("integrate", (parabola, x, interval))), {"kind": "midpoint"}),
                Ask("riemann_sum", (parabola, x, low, low + n * step, n)),
                running(parabola),
            ),
            wrong=("6x - 4", "3x^3 - 4x^2", "x^3 - 4x^2", "x^3 + 2x^2", "x^3 - 2x", "x^3 - 1.85x^2 - 0.195x + 1217.05"),
        ),
        Section(
            "P3",
            "Both curves in one picture",
            (
                Draw("running_sum_figure", (running(parabola),)),
                Draw("antiderivative_figure", (parabola, Ask("integrate", (parabola, x)), x, interval)),
                Draw("riemann_figure", (parabola, x, interval, few, Ask("integrate", (parabola, x, interval)))),
            ),
        ),
        Section(
            "Q8",
            "Why is the running sum shifted, and why is it skewed?",
            (
                Ask("integrate", (parabola.subs(x, t), t, (low, x))),
                Ask("riemann_sum", (parabola, x, low, low + n * delta, n)),
                Measure("sum_by_step", (parabola, x, low, delta, Ask("integrate", (parabola, x)))),
                Ask("limit", (Measure("sum_in_closed_form", (parabola, x, low, delta)), delta, 0)),
            ),
        ),
        Section(
            "Q9",
            "Do the two curves differ because of the constant?",
            (Ask("differentiate", (x**3 - 2 * x**2 - low**3 + 2 * low**2, x)), Ask("differentiate", (x**3 - 2 * x**2, x))),
        ),
    ),
)
