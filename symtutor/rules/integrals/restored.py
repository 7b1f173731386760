"""Putting an answer in its final form: without hidden jumps, and as the triangle of the substitution gives it."""

from collections.abc import Iterator
from functools import partial

from symtutor.algorithms.integrands.continuous import from_triangle, joined, with_whole_roots
from symtutor.goals.core import Restored
from symtutor.rule import Bindings, Rule
from symtutor.term import as_term

__all__ = ["RESTORING"]

rule = partial(Rule, goal=Restored, cost=0, commit=True)


def _jumping(goal: Restored, _context: object) -> Iterator[Bindings]:
    expr, x = goal.args
    found = joined(expr, x)
    if found != expr:
        yield {"expr": expr, "joined": found, "x": x}


def _with_triangle(goal: Restored, _context: object) -> Iterator[Bindings]:
    expr, x = goal.args
    found = with_whole_roots(from_triangle(expr, x))
    if found != expr:
        yield {"expr": expr, "plain": found, "x": x}


def _any(goal: Restored, _context: object) -> Iterator[Bindings]:
    expr, x = goal.args
    yield {"expr": expr, "x": x}


JOINED = rule(
    id="int.joined",
    name="without jumps",
    when=_jumping,
    left=lambda expr, joined, x: Restored(expr, x),
    right=lambda joined: as_term(joined),
    words="The arctangent of a tangent jumps where the tangent has a pole, the integrand does not: add the constants that join the pieces.",
    source="D. J. Jeffrey and A. D. Rich, The evaluation of trigonometric integrals avoiding spurious discontinuities, "
    "ACM TOMS 20 (1994) 124-135",
)
TRIANGLE = rule(
    id="int.triangle",
    name="read off the triangle",
    when=_with_triangle,
    left=lambda expr, plain, x: Restored(expr, x),
    right=lambda plain: as_term(plain),
    words="Write the multiple angles out and read sine and cosine off the triangle of the substitution.",
    source="J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 7.3",
)
AS_IT_IS = rule(
    id="int.as_it_is",
    name="put back",
    when=_any,
    left=lambda expr, x: Restored(expr, x),
    right=lambda expr: as_term(expr),
    words="Put back what the letter stands for.",
    minor=True,
    source="J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 5.5",
)

RESTORING = (JOINED, TRIANGLE, AS_IT_IS)
