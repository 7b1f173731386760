"""The Jacobian: all the slopes of a map, its layout, and three sigmoids."""

from sympy import ImmutableMatrix as Matrix
from sympy import exp, symbols

from symtutor.course import ask, draw, lab, task

NUMBER, TITLE = 4, "Jacobian of a vector function"

x, y = symbols("x y")
p, q, r, s, t, u = symbols("p q r s t u")
plane, products = (x, y), (2 * x * y, x**2 * y)
sigmoids = Matrix([1 / (1 + exp(-a * x - b * y)) for a, b in ((p, q), (r, s), (t, u))])

by_slopes = Matrix(products).jacobian(plane).subs({x: 1, y: 2}) @ Matrix([0.01, 0.02])
true_move = Matrix(products).subs({x: 1.01, y: 2.02}) - Matrix(products).subs({x: 1, y: 2})
first, second = (f"{m:.4f} against {w:.6f}" for m, w in zip(by_slopes, true_move, strict=True))
measured = lab.difference_jacobian(products, plane, (2, 3), kind="central")
parallelogram = draw.jacobian_figure(products, plane, (1, 1), 0.25)
three = ask.jacobian("(σ(p x + q y), σ(r x + s y), σ(t x + u y))", plane)
T4 = task(three, "[[p, q], [r, s], [t, u]]", then=(lab.equal_forms(sigmoids.jacobian(plane), three),))

WORDS = """
# Two inputs, two outputs: how many slopes?
Four: each output may change with each input. Take $f(x, y) = (2x y, x^2 y)$ at $(1, 2)$ and turn both knobs a little, by 0.01 and
0.02. How do the two outputs move? Each is a sum of two parts, slope times turn, and a table of the slopes gives both at once: the
Jacobian, a row for each output, a column for each input: {slopes = jacobian of (2x y, x^2 y)}.

    f := products
    J := slopes
    move = np.array([0.01, 0.02])
    print("by the Jacobian", J(1, 2) @ move)
    print("in truth       ", f(1.01, 2.02) - f(1, 2))

The two differ in the next digits, {first} and {second}: the map bends, and the Jacobian is
its straight part at this point.

# W6. A map of the plane
A row of the Jacobian is the gradient of one output, lying down. A layer of a network is such a map, and the slopes of layers
after each other are the product of their Jacobians: that is the chain rule, and the next lesson.
{slopes} {measured} {parallelogram}

The square becomes a figure that is nearly a parallelogram. How much its area has grown, and whether it was turned over, is the
determinant of the Jacobian: {determinant of the jacobian of (2x y, x^2 y)}, which is −2 at (1, 1).

# T4. Three sigmoids
A layer of three units: each takes a weighted sum of x and y through $σ(z) = 1/(1 + e^(-z))$. What is its Jacobian? It helps to
know that $σ'(z) = σ(z)(1 - σ(z))$.
{T4}

# Q11. Rows or columns?
The gradient of a scalar function is a column here, and the Jacobian of the same function a row: its transpose. Other books lay
everything the other way. State it, and stay with it.
{gradient of 2x y} {jacobian of (2x y)}

# What courses get wrong
- (19) The layout is left unsaid, and the slopes of one output land in a column: {slopes ≠ [[2y, 2x y], [2x, x^2]]}

# Summary
- The Jacobian holds every slope of every output: rows are outputs, columns are inputs.
- Times a small change of the inputs it gives the change of the outputs, up to what bends.
- A layer's Jacobian is its weights, each row scaled by the slope of its activation.
"""
