"""The integral: what sums of small products approach, how an antiderivative gives it, and what a running sum gives instead."""

from sympy import Rational, Sum, symbols

from symtutor.course import ask, claim, draw, judge, lab, table, task

NUMBER, TITLE = 2, "Integral calculus"

x, t, n, k, delta = symbols("x t n k delta")
line, parabola = 2 * x, 3 * x**2 - 4 * x
low, high = span = (-10, 10)
step, cells = Rational(1, 10), 200
grid = (low, high, step)

way = ask.integrate(2 * t, t, (0, 3))
rectangles = draw.riemann_sequence_figure(2 * t, t, (0, 3), (4, 20, 200), way)
four, twenty, many = (lab.quadrature(2 * t, t, (0, 3), count, way) for count in (4, 20, 200))
left, whole, square = ask.riemann_sum(line, x, low, high, cells), ask.integrate(line, x, span), ask.integrate(line, x)
left_off, of_n = lab.quadrature(line, x, span, cells, whole), ask.riemann_sum(line, x, low, high, n)
coarse = draw.riemann_figure(line, x, span, 20, whole)
both = draw.antiderivative_figure(line, square, x, span)
sum_of_n = ask.riemann_sum(line, x, low, low + n * step, n)
running = lab.running_sum(line, x, grid, square, sum_of_n)
ends = [(i, Rational(i - 101, 10)) for i in (1, 101, 200)]
heads = {"cells": "0", "x": "1", "running sum": "2:g", "x²": "3:g"}
values = table(heads, *((i, end, ask.riemann_sum(line, x, low, low + i * step, i), end**2) for i, end in ends))
cube, between = ask.integrate(parabola, x), ask.integrate(parabola, x, span)
left_sum, middle_sum = (lab.quadrature(parabola, x, span, cells, between, kind=kind) for kind in ("left", "midpoint"))
cube_running = lab.running_sum(parabola, x, grid, cube, ask.riemann_sum(parabola, x, low, low + n * step, n))
wrong = ("6x - 4", "3x^3 - 4x^2", "x^3 - 4x^2", "x^3 + 2x^2", "x^3 - 2x", "x^3 - 1.85x^2 - 0.195x + 1217.05")
T2 = task(cube, *wrong, then=(between, ask.riemann_sum(parabola, x, low, high, cells), left_sum, middle_sum, cube_running))
by_step, sum_of_any_width = lab.sum_by_step(parabola, x, low, delta, cube), ask.riemann_sum(parabola, x, low, low + n * delta, n)
without_width = ask.limit(lab.sum_in_closed_form(parabola, x, low, delta), delta, 0)
listed = claim(Sum(line.subs(x, low + k * step) * step, (k, 0, cells)), -2)
own_cell = judge(ask.riemann_sum(line, x, low, low + 50 * step, 50), "-76.5")

WORDS = """
# How far does a car come whose speed grows?
A car's speed after t seconds is $2t$. How far does it come in 3 seconds? At constant speed it would be speed times time. So cut the
3 seconds into short ones and hold the speed at its first value in each: 4 pieces give {four.value:g}, 20 give {twenty.value:g}, 200
give {many.value:g}. Each product is a rectangle under the graph, and the sum approaches the area of the triangle below it, half of
3 times 6.
{rectangles}

The limit of such sums is the integral. Where the function is negative its products are negative, so areas below the axis are
subtracted. In machine learning integrals are what probabilities and expectations are made of: a density tells how much there is
per unit of x, and its integral tells how much there is.

# W2. A left Riemann sum is not the integral
From {low} to {high} in cells of a tenth there are {cells} left ends; the right end, {high}, is not among them.
{left} {left_off} {coarse}

The parts left and right of 0 are of the same size and cancel: that is what an odd function does.
{whole}

With n cells the same sum is {of_n}, which goes to the integral as n grows:
{lim n->oo -400/n}

# W3. An antiderivative
Adding up a rate gives back what changed. So look for a function whose derivative is $2x$: the fundamental theorem of calculus says
that for a continuous f the integral from a to b is F(b) − F(a) for any F with F′ = f. Which F does not matter, because constants
cancel in the difference; that is why $C$ is written. So the car comes as far as the difference of $t^2$ at 3 and at 0.
{square} {both} {way}

# P2. The running sum beside the antiderivative
Add the products up one by one and keep every subtotal.
{sum_of_n}

    f := line
    exact := x^2 + x/10 - 101
    x = np.arange(-100, 100) / 10
    total = (f(x) * 0.1).cumsum()
    print(f"first {total[0]:.2f}, last {total[-1]:.2f}")
    print("x**2 + x/10 - 101 everywhere:", np.allclose(total, exact(x)))

{values} {running} {draw.running_sum_figure(running)}

# T2. A parabola
Find all functions whose derivative is $3x^2 - 4x$. Then find the integral from {low} to {high}, and what a running sum of cells of
a tenth gives instead.
{T2}

# P3. Both curves in one picture
The running sum follows the antiderivative at a distance: on the right, how far it is above it.
{draw.running_sum_figure(cube_running)}

# Q3. Why is the running sum shifted, and why is it skewed?
It is shifted because it begins with nothing at {low}, where the antiderivative is not 0. It is skewed because the cells have a
width; this part goes away with the width.
{∫ (3t^2 - 4t) dt from -10 to x} {sum_of_any_width} {by_step} {without_width}

# Q4. Do the two curves differ because of the constant?
They differ by more than a constant; and as for the constant, the derivative does not see it: both of these have the same one.
{d/dx (x^3 - 2x^2 + 1200)} {d/dx (x^3 - 2x^2)}

# What courses get wrong
- (4) The sum of {cells} products is called the integral: {whole ≠ -2}
- (5) The values are listed up to f({high}), and the total printed lacks that one: {listed}
- (6) The area is counted without a sign: {whole ≠ 200}
- (7) The antiderivative of x is given as {∫ x dx ≠ x^2}
- (8) The constant is left out: {square ≠ x^2}
- (9) The theorem is used on 1/x² from −1 to 1, across its pole: {∫ 1/x^2 dx from -1 to 1 ≠ -2}
- (10) The running sum is called the parabola of the same shape, only shifted: {x^2 + x/10 - 101 =? x^2 - 100}
- (11) The value at −5 is taken for the sum of the 50 cells up to −5, and it includes one more: {own_cell}

# Summary
- The integral is the limit of sums of value times width; one such sum is not the integral, and it is off by what can be told.
- Where f is continuous, an antiderivative at the two ends gives it exactly.
- A running sum lies beside the antiderivative: shifted by where it starts, skewed by the width.
"""
