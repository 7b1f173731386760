"""Least squares and principal components: two uses of the gradient in matrices, the second one with a multiplier."""

from sympy import Matrix, symbols

from symtutor.course import ask, claim, draw, program, task

NUMBER, TITLE = 9, "Least squares and principal components"

x, y, m, c = symbols("x y m c")
normal, line = ask.matrix_derivative("||A x - b||^2", "x"), ask.optimize((c - 1) ** 2 + (m + c - 2) ** 2 + (2 * m + c - 4) ** 2, (m, c))
T9 = task(ask.matrix_derivative("||A x - b||^2 + λ ||x||^2", "x"), "2A'(A x - b)", "2A'(A x - b) + λ x")
lagrangian = ask.matrix_derivative("||A w||^2 - λ (w^T w - 1)", "w")
spread = 2 * x**2 + 2 * x * y + 2 * y**2
widest = ask.maximize(spread, subject_to="x^2 + y^2 = 1")
ellipses = draw.gradient_figure(spread, (x, y), (1, 1))
longer = claim(spread.subs({x: 10, y: 10}), spread.subs({x: 1, y: 1}))
solved = program(
    """
    A, b = np.array([(0, 1), (1, 1), (2, 1)]), np.array([1, 2, 4])
    print("slope and offset", np.linalg.solve(A.T @ A, A.T @ b).round(6))
    print("widest spread   ", np.linalg.eigvalsh(S())[-1].round(6))
    """,
    S=Matrix([[2, 1], [1, 2]]),
)

WORDS = """
# Which line lies nearest to points that lie on none?
The points $(0, 1)$, $(1, 2)$, $(2, 4)$ lie on no line. Take the one whose squared vertical distances have the least sum.
{line}

# W14. The normal equations
With a row (x, 1) of A for each point, all distances are the entries of Ax − b at once, and so are the slopes. Setting them to 0
gives AᵀAx = Aᵀb: at the best x the rest Ax − b stands at right angles to every column of A.
{normal}

# T9. Ridge regression
Large coefficients are made to cost λ‖x‖². How does the gradient change?
{T9}

# W15. In which direction is the spread widest?
The rows of A are points around the origin. Along a unit vector w they spread by ‖Aw‖². A longer w would only cheat, for (10, 10) is
no other direction than (1, 1): {longer} So a multiplier holds its length: the gradient is 0 where AᵀAw = λw. The best directions
are eigenvectors, and λ is the spread along them.
{lagrangian} {widest} {ellipses}

# P9. Both by numpy
{solved}

# Summary
- One gradient in matrices, 2Aᵀ(Ax − b), solves every least squares problem.
- The principal component is the eigenvector of AᵀA with the largest eigenvalue: a gradient with a multiplier says so.
"""
