"""The support vector machine: the widest street between two sides, by Lagrange multipliers."""

from sympy import Rational, sqrt, symbols

from symtutor.course import ask, draw, judge, program, task

NUMBER, TITLE = 7, "Support vector machine"

a, b, c, p, q, x, y = symbols("a b c p q x y")
points, labels = ((0, 0), (1, 2), (2, 1), (-1, -1), (-3, -1), (3, 3)), (-1, 1, 1, -1, -1, 1)
half = (Rational(8, 9), Rational(4, 9), Rational(4, 9))

street = draw.picture(ask.svm(points[:3], labels[:3]))
distance = ask.minimize((x - p) ** 2 + (y - q) ** 2, subject_to="a x + b y + c = 0", variables=(x, y))
programme = ask.minimize(a**2 + b**2, subject_to=(-c >= 1, a + 2 * b + c >= 1, 2 * a + b + c >= 1))
plus = judge(
    programme,
    ({a: Rational(2, 3), b: Rational(2, 3), c: -1}, tuple(-lam for lam in half)),
    "With a plus sign in the Lagrangian the multipliers come out negative.",
)
of_three, of_six = ask.svm(points[:3], labels[:3]), ask.svm(points, labels)
rounded = judge(of_three, "0.67x + 0.67y - 1", "Rounded to 0.67x + 0.67y − 1:")
halved = judge(of_three, {"alphas": tuple(lam / 2 for lam in half)}, "Multipliers 4/9, 2/9, 2/9:")
trap = judge(of_six, {"w": (-2, 6), "b": -1}, "The active set {1, 3, 5} gives (−2, 6, −1).")
T7 = task(of_six, "0.67x + 0.67y - 1", "x + y - 1", then=(trap, draw.picture(of_six)))
margin = program(
    """
    points = np.array([(0, 0), (1, 2), (2, 1), (-1, -1), (-3, -1), (3, 3)])
    sides = np.array([-1, 1, 1, -1, -1, 1])
    value = line(*points.T)
    print("margins", (sides * value).round(4))
    print("distances", distance(*points.T).round(4))
    """,
    line=(2 * x + 2 * y - 3) / 3,
    distance=abs(2 * x + 2 * y - 3) / sqrt(8),
)

WORDS = """
# How wide a street fits between two sides?

Three houses: one of the one side at the origin, two of the other side at $(1, 2)$ and $(2, 1)$. Lay a straight street between the
sides, as wide as possible. Houses that touch its kerb hold it in place: they are the support vectors. A wide street is a classifier
that is least disturbed when the points move a little.

{street}

# W10. The distance of a point (p, q) to a line

Which point of the line is nearest? Minimise the squared distance subject to lying on the line; a and b are not both 0.

{distance}

# W11. Three points: the programme, every active set, the line

The line may be scaled so that the nearest points have the value 1 or −1. Then the width is 2/|(a, b)|, so minimise a² + b². For a
minimum subject to g ≥ 0 the Lagrangian is f minus multipliers times g, and the multipliers must not be negative; a multiplier is
positive only where its constraint holds with equality.

{programme} {plus} {of_three} {rounded} {halved}

By hand it is short: with all three constraints active it is three linear equations for a, b and c. What is made large is only the
smallest of the distances; the others may be anything above it.

# T7. Six points: the same line, for the new ones have slack

Three more points: $(-1, -1)$ and $(-3, -1)$ on the side of the origin, $(3, 3)$ on the other. Which line now?

{T7}

# P7. Margins and distances of the six points

{margin}

# Summary

- The widest street is a quadratic programme: minimise |w|² with every point on its side by at least 1.
- Its multipliers say which points hold the street; all others could be taken away.
- A stationary point with a negative multiplier is no minimum: the sign has to be tested.
"""
