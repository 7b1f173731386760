"""Asking whether a function is convex."""

from __future__ import annotations

from typing import Any, Unpack

import sympy as sp

from symtutor.ask.inputs.arguments import all_letters_of
from symtutor.ask.signatures.public import Options, begin, public
from symtutor.goals.convexity import ConvexityOf
from symtutor.problem import Problem, Sameness
from symtutor.views.solution import Solution, solve

__all__ = ["convexity"]


@public
def convexity(f: Any, variables: Any = None, **options: Unpack[Options]) -> Solution:
    """Prove that a function is convex or concave, or refute both by chords of its graph.

    Parameters
    ----------
    f : str or Expr
        The function, looked at where it is defined.

    Returns
    -------
    Solution
        ``.answer.shape`` is "convex", "concave", "affine" or "neither"; for neither ``.answer.above`` and ``.answer.below``
        are pairs of points whose chords lie below and above the graph.

    Raises
    ------
    NoRuleApplies
        If neither is proved or refuted by what the book knows.

    Examples
    --------
    >>> convexity("x^2 + x y + y^2").answer.shape, convexity("x y").answer.shape, convexity("e^x + y^4").answer.shape
    ('convex', 'neither', 'convex')
    """
    inputs, how = begin(options)
    expr = inputs.expression(f, "the function")
    names = all_letters_of(inputs, variables, expr)
    return solve(Problem(ConvexityOf(expr, sp.Tuple(*names)), Sameness.SET, domain=inputs.domain), inputs, **how)
