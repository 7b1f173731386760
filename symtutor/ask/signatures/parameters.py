"""What the parameters of public functions mean where they mean the same in all of them: type and sentence by name.

This module imports no mathematics, so that the shell can print its help at once.
"""

from __future__ import annotations

__all__ = ["CALLED", "CLAUSES", "SHARED", "TAIL"]

# A public function documents only what is its own; the rest of its docstring comes from here.
SHARED: dict[str, tuple[str, str]] = {
    "f": ("str or Expr", "The expression."),
    "x": ("str or Symbol, optional", "The variable; left out, the only free symbol."),
    "variables": ("sequence of str or Symbol, optional", "The variables, in order; left out, the free symbols sorted by name."),
    "more": ("str or Symbol", "Further variables, where they are named one by one."),
    "X": ("MatrixSymbol or str", "The variable."),
    "text": ("str", "Plain text or LaTeX."),
    "syntax": ('{"auto", "text", "latex"}', "Which notation it is."),
    "subject_to": ("str, relation or sequence of these", 'Equations and inequalities, such as ``"x + y = 10"``.'),
    "field": ("str, sequence or Matrix", "As many components as variables; these default to x, y, z."),
    "at": ("mapping or tuple, optional", 'Where to evaluate it: ``{"x": 2, "y": 3}``, or values in the order of the variables.'),
    "shapes": (
        "mapping, optional",
        'For text, as in ``shapes={"A": ("m", "n"), "b": "m", "c": ()}``: rows and columns, one size for a column, () for a number.',
    ),
    "seconds": ("float, optional", "Give up after this time."),
    "detail": ('{"brief", "normal", "full"}', "How much is printed: the main lines, what a book prints, or every rule."),
    "names": ("iterable of str", "Names of several letters that stand for one symbol in text."),
    "functions": ("iterable of str", "Names that stand for functions in text."),
}

# What every function that derives something takes besides its own parameters, with the defaults.
TAIL: dict[str, object] = {"seconds": None, "detail": "normal", "names": (), "functions": ()}

# What a question in words calls a function, besides its name: "find the tangent line to x^2 at x = 2".
CALLED: dict[str, str] = {
    "tangent line": "tangent",
    "normal": "normal_line",
    "slope of the inverse": "inverse_derivative",
    "derivative of the inverse": "inverse_derivative",
    "determinant of the jacobian": "jacobian_determinant",
    "linear approximation": "approximation",
    "linearization": "approximation",
    "taylor polynomial": "taylor",
    "maclaurin polynomial": "taylor",
    "solve": "solve_equation",
    "solutions": "solve_equation",
    "roots": "solve_equation",
    "zeros": "solve_equation",
    "extrema": "optimize",
    "critical points": "optimize",
    "local extrema": "optimize",
    "global extrema": "optimize",
    "extreme values": "optimize",
    "minima and maxima": "optimize",
    "maxima and minima": "optimize",
    "stationary points": "optimize",
    "maximum": "maximize",
    "minimum": "minimize",
}

# What introduces a part of a question in words, and the parameters that it may give, the first that a function has.
CLAUSES: dict[str, tuple[str, ...]] = {
    "with respect to": ("x", "variables", "X"),
    "subject to": ("subject_to",),
    "such that": ("subject_to",),
    "under the constraint": ("subject_to",),
    "under the constraints": ("subject_to",),
    "in the direction of": ("direction",),
    "in the direction": ("direction",),
    "of degree": ("degree",),
    "to degree": ("degree",),
    "up to degree": ("degree",),
    "degree": ("degree",),
    "of order": ("order",),
    "order": ("order",),
    "about": ("about", "at"),
    "around": ("about", "at"),
    "on the interval": ("domain", "on"),
    "on": ("domain", "on"),
    "at": ("at", "about"),
    "for": ("x", "variables", "X"),
}
