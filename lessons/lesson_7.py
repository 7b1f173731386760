"""Lesson 7: the widest street between two sets of points, and the conditions that prove it."""

from sympy import Rational, symbols

from symtutor.course import Ask, Draw, Judge, Lesson, Section

a, b, c, p, q, x, y = symbols("a b c p q x y")
points = ((0, 0), (1, 2), (2, 1), (-1, -1), (-3, -1), (3, 3))
labels = (-1, 1, 1, -1, -1, 1)
third = Rational(2, 3)
programme = Ask("minimize", (a**2 + b**2,), {"subject_to": (-c >= 1, a + 2 * b + c >= 1, 2 * a + b + c >= 1)})
of_three = Ask("svm", (points[:3], labels[:3]))
of_six = Ask("svm", (points, labels))
line = {a: third, b: third, c: -1}

LESSON = Lesson(
    number=7,
    title="Support vector machine",
    sections=(
        Section(
            "W10",
            "The distance of a point (p, q) to a line, squared, by a Lagrange multiplier",
            (Ask("minimize", ((x - p) ** 2 + (y - q) ** 2,), {"subject_to": "a x + b y + c = 0", "variables": (x, y)}),),
        ),
        Section(
            "W11",
            "Three points: the programme, every active set, the line",
            (
                programme,
                Judge(
                    programme,
                    (line, (Rational(-8, 9), Rational(-4, 9), Rational(-4, 9))),
                    "With a plus sign in the Lagrangian the multipliers come out negative.",
                ),
                of_three,
                Judge(of_three, "0.67x + 0.67y - 1", "Rounded to 0.67x + 0.67y − 1:"),
                Judge(of_three, {"alphas": (Rational(4, 9), Rational(2, 9), Rational(2, 9))}, "Multipliers 4/9, 2/9, 2/9:"),
            ),
        ),
        Section(
            "T7",
            "Six points: the same line, for the new ones have slack",
            (
                of_six,
                Judge(of_six, {"w": (-2, 6), "b": -1}, "The active set {1, 3, 5} gives (−2, 6, −1)."),
            ),
            wrong=("0.67x + 0.67y - 1", "x + y - 1"),
        ),
        Section("P7", "Points, line, margins, support vectors", (Draw("picture", (of_six,)),)),
    ),
)
