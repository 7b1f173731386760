"""Least squares and principal components: two uses of the gradient in matrices, the second one with a multiplier."""

NUMBER, TITLE = 9, "Least squares and principal components"

WORDS = """
# Which line lies nearest to points that lie on none?
The points $(0, 1)$, $(1, 2)$, $(2, 4)$ lie on no line. Take the one, with slope m and offset c, whose squared vertical distances
have the least sum.
{extrema of (c - 1)^2 + (m + c - 2)^2 + (2m + c - 4)^2}

# W14. The normal equations
With a row (x, 1) of A for each point, all distances are the entries of Ax − b at once, and so are the slopes. Setting them to 0
gives AᵀAx = Aᵀb: at the best x the rest Ax − b stands at right angles to every column of A.
{matrix derivative of ||A x - b||^2 with respect to x}

# T9. Ridge regression
Large coefficients are made to cost λ‖x‖². How does the gradient change?
{matrix derivative of ||A x - b||^2 + λ ||x||^2 with respect to x ≠ 2A'(A x - b) ≠ 2A'(A x - b) + λ x}

# W15. In which direction is the spread widest?
The rows of A are points around the origin. Along a unit vector w they spread by ‖Aw‖². A longer w would only cheat: of
$f(x, y) = 2x^2 + 2x y + 2y^2$ the values $f(10, 10) = 600$ and $f(1, 1) = 6$ belong to one direction. So a multiplier holds the length:
the gradient is 0 where AᵀAw = λw. The best directions are eigenvectors, and λ is the spread along them.
{matrix derivative of ||A w||^2 - λ (w^T w - 1) with respect to w} {spread = maximize 2x^2 + 2x y + 2y^2 subject to x^2 + y^2 = 1}
{spread.picture}

# P9. Both by numpy
A solver finds the line from the normal equations, and the widest spread as the largest eigenvalue.

    A, b = np.array([(0, 1), (1, 1), (2, 1)]), np.array([1, 2, 4])
    print("slope and offset", np.linalg.solve(A.T @ A, A.T @ b).round(6))
    print("widest spread   ", np.linalg.eigvalsh([[2, 1], [1, 2]])[-1].round(6))

# Summary
- One gradient in matrices, 2Aᵀ(Ax − b), solves every least squares problem.
- The principal component is the eigenvector of AᵀA with the largest eigenvalue: a gradient with a multiplier says so.
"""
