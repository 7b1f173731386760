"""Which words of a line are no mathematics."""

from __future__ import annotations

from symtutor.functions import FORMULAS

__all__ = ["is_prose"]

_SHORT = frozenset(
    (
        "so let put set we is it at by as if to no on an in of be do go now the for and but get has are was use via not "
        "yet our its let's then thus with that this from gives give have into when also both only take find same note "
        "hence where since which there their these because therefore follows implies means yields obtain becomes using "
        "integrate integrating differentiate parts rule chain product quotient substitute substitution substituting "
        "simplify simplifying factor expand answer final minimum maximum local global critical point points saddle "
        "inflection convex concave increasing decreasing converges diverges exist exists does defined undefined slope "
        "tangent line value equals equal constraint constraints active inactive case cases step steps solve solving "
        "solution one two three all any each per thats i.e e.g s.t st subject such minimize maximize minimise maximise "
        "least greatest largest smallest without last term terms optimum optimal candidate candidates extremum extrema "
        "symmetric gradient gradients divergence hessian jacobian second integer integers maxima minima minimal maximal divide "
        "divides divided number must much signs express pieces single missing passing "
    ).split()
)
_FUNCTIONS = tuple(
    (
        "sin cos tan cot sec csc exp log ln sqrt lim max min sinh cosh tanh coth arcsin arccos arctan asin acos atan "
        "cbrt abs sign relu erf sum int prod det tr diag grad div curl frac sigma theta alpha beta gamma delta lambda "
        "epsilon omega phi psi rho tau eta zeta kappa inf asinh acosh atanh arsinh arcosh artanh floor ceil ceiling "
        "factorial softmax softplus sigmoid pi mu nu xi infinity arccot arcsec arccsc gelu swish conjugate binomial "
        "choose integral heaviside diracdelta "
    ).split()
)


def is_prose(word: str) -> bool:
    """Tell whether a word is one of a sentence, and no name or product of letters.

    Examples
    --------
    >>> [is_prose(word) for word in ("so", "minimum", "dx", "xcosx", "SA", "sin")]
    [True, True, False, False, False, False]
    """
    plain = word.lower().replace("’", "'")
    if plain in _KNOWN:
        return False
    if plain in _SHORT:
        return True
    return len(plain) >= 4 and not any(name in plain for name in _FUNCTIONS if len(name) >= 2 and (len(plain) <= len(name) + 4))


_KNOWN = frozenset(_FUNCTIONS) | {str(getattr(head, "__name__", head)).lower() for head in FORMULAS}
