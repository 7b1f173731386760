"""The support vector machine: the widest street between two sides, by Lagrange multipliers."""

from sympy import Rational, sqrt, symbols

from symtutor.course import ask, claim, draw, judge, task

NUMBER, TITLE = 7, "Support vector machine"

a, b, c, p, q, x, y = symbols("a b c p q x y")
points, labels = ((0, 0), (1, 2), (2, 1), (-1, -1), (-3, -1), (3, 3)), (-1, 1, 1, -1, -1, 1)
best, half = {a: Rational(2, 3), b: Rational(2, 3), c: -1}, (Rational(8, 9), Rational(4, 9), Rational(4, 9))

distance = ask.minimize((x - p) ** 2 + (y - q) ** 2, subject_to="a x + b y + c = 0", variables=(x, y))
programme = ask.minimize(a**2 + b**2, subject_to=(-c >= 1, a + 2 * b + c >= 1, 2 * a + b + c >= 1))
plus, unsigned = judge(programme, (best, tuple(-lam for lam in half))), judge(programme, (best, (1, 1, 1)))
stationary = ask.minimize(a**2 + b**2, subject_to=("-c = 1", "2a + b + c = 1", "3a + b - c = 1"))
no_line = judge(programme, {a: 0, b: 0, c: -1})
of_three, of_six = ask.svm(points[:3], labels[:3]), ask.svm(points, labels, detail="brief")
halved, trap = judge(of_three, {"alphas": tuple(lam / 2 for lam in half)}), judge(of_six, {"w": (-2, 6), "b": -1})
line, far = (2 * x + 2 * y - 3) / 3, abs(2 * x + 2 * y - 3) / sqrt(8)
on_the_line, all_alike = claim(far.subs({x: 1, y: 2}), 0), claim(far.subs({x: 3, y: 3}), far.subs({x: 1, y: 2}))
T7 = task(of_six, "0.67x + 0.67y - 1", "x + y - 1", then=(draw.picture(of_six),))

WORDS = """
# How wide a street fits between two sides?
Three houses: one at the origin belongs to one side, two at $(1, 2)$ and $(2, 1)$ to the other. Lay a straight street between the
sides, as wide as possible. Houses that touch its kerb hold it in place: they are the support vectors. A wide street is a classifier
that is least disturbed when the points move a little.
{of_three.picture}

# W10. The distance of a point (p, q) to a line
Which point of the line is nearest? Minimise the squared distance subject to lying on the line; a and b are not both 0.
{distance}

Above the line of the last fraction stands a square, $a^2 p^2 + 2a b p q + 2a c p + b^2 q^2 + 2b c q + c^2 = (a p + b q + c)^2$, and
the square of the distance is all of it. So the distance is $|a p + b q + c|/√(a^2 + b^2)$.

# W11. Three points: the programme, every active set, the line
The line may be scaled so that the nearest points have the value 1 or −1. Then the width is 2/|(a, b)|, so minimise a² + b². For a
minimum subject to g ≥ 0 the Lagrangian is f minus multipliers times g, and the multipliers must not be negative; a multiplier is
positive only where its constraint holds with equality.
{programme}

With w for (a, b), b for c, and a constraint for each point the same lines end in the street, and in what each point adds to it:
{of_three.end}

# T7. Six points: the same line, for the new ones have slack
Three more points: $(-1, -1)$ and $(-3, -1)$ on the side of the origin, $(3, 3)$ on the other. Which line now?
{T7}

# P7. Margins and distances of the six points
The three new points lie farther out than those that hold the street: their margins are above 1, by their slack.

    line := line
    distance := far
    points = np.array([(0, 0), (1, 2), (2, 1), (-1, -1), (-3, -1), (3, 3)])
    sides = np.array([-1, 1, 1, -1, -1, 1])
    value = line(*points.T)
    print("margins", (sides * value).round(4))
    print("distances", distance(*points.T).round(4))

# What courses get wrong
- (26) The line is called the support vector. It is a point, such as (1, 2), and does not lie on the line; its distance: {on_the_line}
- (27) The Lagrangian has a plus where the multipliers are to be positive; then they come out negative: {plus}
- (28) That multipliers are positive or 0, and 0 where a constraint has slack, is left out; so any seem to do, as 1, 1, 1:
  {unsigned} The active set of the points 1, 3 and 5 of six is stationary at (a, b, c) = (−2, 6, −1), with
  λ₅ = {stationary.answer.multipliers.2} < 0: {trap}
- (29) All distances are said to be made large. Only the smallest is; that of (3, 3) is another one: {all_alike}
- (30) That a and b are not both 0 is left out: {no_line}
- (31) A rounded line is called the solution: {of_three ≠ 0.67x + 0.67y - 1} So are multipliers of another scale, 4/9, 2/9, 2/9: {halved}
- (32) The solution is called too lengthy for the page. With the three constraints active it is three linear equations: the first
  says that c is −1, the third then that b is 2 − 2a, and the second is all that is left:
{solve a + 2(2 - 2a) - 1 = 1 for a}

# Summary
- The widest street is a quadratic programme: minimise |w|² with every point on its side by at least 1.
- Its multipliers say which points hold the street; all others could be taken away.
- A stationary point with a negative multiplier is no minimum: the sign has to be tested.
"""
