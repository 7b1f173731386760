"""Lesson 6: extrema, and what the second derivative and the ends say about them."""

from sympy import Rational, log, symbols

from symtutor.course import Ask, Draw, Judge, Lesson, Section

x, y = symbols("x y")
cubic = x**3 - 2 * x**2 + 1
of_cubic = Ask("optimize", (cubic, x))
of_log = Ask("optimize", (log(x), x))

LESSON = Lesson(
    number=6,
    title="Optimization",
    sections=(
        Section(
            "W9",
            "A cubic has a local maximum and a local minimum, and no global one",
            (
                Ask("solve_equation", (3 * x**2 - 4 * x, x)),
                of_cubic,
                Judge(of_cubic, {0: "global maximum", Rational(4, 3): "minimum"}, "Somebody calls the maximum at 0 the global one."),
                Judge(of_cubic, [0, Rational(2, 3), Rational(4, 3)], "Somebody lists 2/3 among the extrema."),
            ),
        ),
        Section("P5", "The cubic with its extrema", (Draw("picture", (of_cubic,)),)),
        Section(
            "T6",
            "The logarithm",
            (of_log,),
            wrong=("[1]",),
        ),
        Section("P6", "The logarithm grows and has no maximum", (Draw("picture", (of_log, (Rational(1, 20), 10))),)),
        Section(
            "Q1",
            "A closed interval: the ends count",
            (Ask("optimize", (x**2 - 4 * x + 3, x), {"domain": (1, 4)}),),
        ),
        Section(
            "Q2",
            "Several variables: the Hessian decides, except where it does not",
            (Ask("optimize", (x**4 + y**4 - 4 * x * y, (x, y))), Ask("optimize", (x**2 - y**3, (x, y)))),
        ),
    ),
)
