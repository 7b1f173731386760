"""Lesson 1: the derivative, and what a difference quotient gives instead."""

from sympy import Rational, exp, symbols

from symtutor.course import Ask, Draw, Lesson, Measure, Section

x = symbols("x")
square = x**2
cubic = x**3 - 2 * x**2 + 1
interval = (-10, 10)
step = Rational(1, 10_000)
tiny = Rational(1, 10**15)

LESSON = Lesson(
    number=1,
    title="Differential calculus",
    sections=(
        Section(
            "W1",
            "A first derivative, from the definition and by the rules",
            (Ask("differentiate", (square, x), {"method": "limit"}), Ask("differentiate", (square, x))),
        ),
        Section(
            "P1",
            "The difference quotient beside the derivative",
            (
                Ask("difference_gap", (square, x)),
                Measure("gap_on_grid", (square, x, (*interval, 500), step)),
                Draw("derivative_figure", (square, Ask("differentiate", (square, x)), x, interval, step)),
            ),
        ),
        Section(
            "T1",
            "A cubic",
            (
                Ask("differentiate", (cubic, x)),
                Ask("differentiate", (cubic, x), {"method": "limit"}),
                Ask("difference_gap", (cubic, x)),
                Measure("gap_on_grid", (cubic, x, (*interval, 500), step)),
                Draw("derivative_figure", (cubic, Ask("differentiate", (cubic, x)), x, interval, step)),
            ),
            wrong=("3x^2 - 4x + 1", "3x^2 - 2x^2 + 1", "3x^3 - 4x^2", "x^2 - 4x", "3x^2"),
        ),
        Section(
            "Q1",
            "Does the difference quotient of an exponential blow up?",
            (
                *(Measure("difference_quotient", (exp(x), x, at, h)) for at in (1, 20, 99) for h in (step, tiny)),
                Measure("difference_quotient", (exp(x), x, 99, Rational(1, 2**17)), {"kind": "central"}),
                Measure("difference_quotient", (exp(x), x, 99, tiny), {"kind": "complex step"}),
                Draw("error_curve_figure", (Measure("error_curve", (exp(x), x, 99)),)),
            ),
        ),
    ),
)
