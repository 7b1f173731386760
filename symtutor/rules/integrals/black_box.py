"""The last resort: SymPy's `integrate` in the worker process, labelled as what it is."""

from collections.abc import Iterator

import sympy as sp

from symtutor.algorithms.integrands.continuous import has_hidden_jump
from symtutor.algorithms.places.sampling import differentiates_to
from symtutor.errors import SymtutorError
from symtutor.goals.core import I, Integral
from symtutor.rule import Bindings, Rule
from symtutor.term import as_term
from symtutor.worker import ask

__all__ = ["BLACK_BOX_RULES"]

_SECONDS = 2.0
_UNWANTED = (sp.Integral, sp.RootSum, sp.Piecewise, sp.zoo, sp.nan, sp.Dummy, sp.meijerg, sp.hyper)


def _asked(goal: Integral, _context: object) -> Iterator[Bindings]:
    """Ask SymPy; keep an answer only when it is real where the integrand is, and differentiates back without a jump."""
    f, x = goal.args
    try:
        found = ask("integrate", f, x, seconds=_SECONDS)
    except SymtutorError:
        return
    if not isinstance(found, sp.Expr) or found.has(*_UNWANTED):
        return
    with_bars = found.xreplace({n: sp.log(sp.Abs(n.args[0])) for n in found.atoms(sp.log)})
    for candidate in (found, with_bars):
        if not candidate.has(sp.I) and differentiates_to(candidate, f, x) and not has_hidden_jump(candidate, f, x):
            yield {"f": f, "F": candidate, "x": x}
            return


BLACK_BOX = Rule(
    id="int.black_box",
    name="found by SymPy's integrate; verified by differentiating",
    goal=Integral,
    when=_asked,
    left=lambda f, F, x: I(f, x),
    right=lambda F: as_term(F),
    words="No rule of this book applies. This antiderivative was found by SymPy's integrate; differentiating it gives the integrand.",
    cost=1_000,
    is_black_box=True,
    source="SymPy, sympy.integrals.integrate",
)

BLACK_BOX_RULES = (BLACK_BOX,)
