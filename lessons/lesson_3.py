"""Lesson 3: the gradient, and what a sweep of directions finds instead."""

from sympy import Rational, symbols

from symtutor.course import Ask, Draw, Lesson, Measure, Section

x, y = symbols("x y")
cubic = x**2 + y**3
bowl = x**2 + y**2
plane = (x, y)
point = (2, 3)
corner = (1, 1)
step = Rational(1, 10_000)

LESSON = Lesson(
    number=3,
    title="Gradient of a function of a vector",
    sections=(
        Section(
            "W4",
            "Partial derivatives and the gradient",
            (
                Ask("gradient", (cubic, plane)),
                Ask("gradient", (cubic, plane), {"at": point}),
                Draw("gradient_figure", (cubic, plane, point)),
            ),
        ),
        Section("P4", "The surface", (Draw("surface_figure", (cubic, plane)),)),
        Section("P5", "The directions of the gradient", (Draw("quiver_figure", (cubic, plane)),)),
        Section(
            "W5",
            "The steepest direction, by trying 3,600 of them",
            (
                Measure("direction_sweep", (cubic, plane, point, step)),
                Ask("directional_derivative", (cubic, Ask("gradient", (cubic, plane), {"at": point}), plane), {"at": point}),
                Measure("difference_jacobian", ((cubic,), plane, point), {"kind": "complex step"}),
            ),
        ),
        Section(
            "T3",
            "A bowl",
            (
                Ask("gradient", (bowl, plane), {"at": corner}),
                Ask("directional_derivative", (bowl, Ask("gradient", (bowl, plane), {"at": corner}), plane), {"at": corner}),
                Measure("direction_sweep", (bowl, plane, corner, step)),
                Draw("gradient_figure", (bowl, plane, corner)),
            ),
            wrong=("(1, 1)", "(2.00007, 2.00007)", "[[2, 2]]", "4", "(2x, 2y)"),
        ),
        Section(
            "Q2",
            "Is the other variable ignored?",
            (Ask("differentiate", (x**2 * y**3, x)), Ask("differentiate", (cubic, x))),
        ),
        Section(
            "Q3",
            "Why is the change of x the sine of the angle?",
            (Measure("direction_sweep", (cubic, plane, point, step)), Measure("direction_sweep", (y**2 + x**3, plane, (3, 2), step))),
        ),
        Section(
            "Q4",
            "Why does the sweep say 359.9 degrees?",
            (Measure("directional_rate", (bowl, plane, corner, Rational(3599, 10), step)),),
        ),
        Section(
            "Q5",
            "What if the arrows are drawn with 2y for the derivative of the cube of y?",
            (
                Measure("direction_turn", ((2 * x, 2 * y), (2 * x, 3 * y**2), plane)),
                Draw("quiver_figure", ((2 * x, 2 * y), plane)),
            ),
        ),
        Section(
            "Q6",
            "Which way does the arrow point where the gradient is 0?",
            (Ask("gradient", (bowl, plane), {"at": (0, 0)}), Draw("quiver_figure", (bowl, plane), {"count": 21})),
        ),
    ),
)
