"""Lesson 4: the Jacobian, its layout, and three sigmoids."""

from sympy import Eq, Function, exp, symbols
from sympy import ImmutableMatrix as Matrix

from symtutor.course import Ask, Draw, Lesson, Measure, Section

x, y = symbols("x y")
p, q, r, s, t, u, v = symbols("p q r s t u v")
sigma = Function("sigma")
plane = (x, y)
products = (2 * x * y, x**2 * y)
weights = ((p, q), (r, s), (t, u))
sums = [a * x + b * y for a, b in weights]
sigmoids = Matrix([1 / (1 + exp(-z)) for z in sums])
slopes = Matrix([[c * sigma(z) * (1 - sigma(z)) for c in pair] for pair, z in zip(weights, sums, strict=True)])

LESSON = Lesson(
    number=4,
    title="Jacobian of a vector function",
    sections=(
        Section(
            "W6",
            "A map of the plane",
            (
                Ask("jacobian", (products, plane)),
                Ask("jacobian_determinant", (products, plane)),
                Measure("difference_jacobian", (products, plane, (2, 3)), {"kind": "central"}),
                Draw("jacobian_figure", (products, plane, (1, 1), 0.25)),
            ),
        ),
        Section(
            "T4",
            "Three sigmoids",
            (
                Ask("jacobian", (sigmoids, plane)),
                Measure("equal_forms", (slopes, Ask("jacobian", (sigmoids, plane)), Eq(sigma(v), 1 / (1 + exp(-v))))),
                Measure("equal_forms", (sigmoids.jacobian(plane), Ask("jacobian", (sigmoids, plane)))),
            ),
        ),
        Section(
            "Q7",
            "Rows or columns?",
            (Ask("gradient", (2 * x * y, plane)), Ask("jacobian", (Matrix([2 * x * y]), plane))),
        ),
    ),
)
