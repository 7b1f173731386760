"""How an entry of a table of integrals is written: a function of a·x + b, its antiderivative, what people write instead."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.structure import depends, is_positive, linear, worth
from symtutor.context import Context
from symtutor.goals.core import DefiniteIntegral, I, Integral
from symtutor.rule import Bindings, Mistake, OnTheWay, Rule
from symtutor.rules.notation import at
from symtutor.term import Between, Term, apply_head, as_term, value

__all__ = [
    "NOT_A_SUM",
    "between",
    "definite",
    "integral_entry",
    "letter_and_differential",
    "matched_argument",
    "positive",
    "rewriting",
    "substituting",
]

rule = partial(Rule, goal=Integral)

_MARK = sp.Symbol("_argument")
_SHORT = 12  # nodes of a derivative that stands beside a line
_LARGEST = 400  # nodes of an integrand that is worth following
NOT_A_SUM = (sp.Mul, sp.Pow, sp.Function)


def integral_entry(
    id: str,  # noqa: A002 (the field of Rule that it fills)
    name: str,
    f: Callable[[Any], Term],
    antiderivative: Callable[[Any], Term],
    words: str,
    *mistakes: tuple[str, Callable[[Any], Term], str],
    source: str,
) -> Rule:
    """Return the rule ∫ f(a·x + b) dx = F(a·x + b)/a.

    Parameters
    ----------
    id, name, words, source
        See `Rule`.
    f : callable
        The function as a Term of its argument.
    antiderivative : callable
        Its antiderivative as a Term of the argument.
    *mistakes : tuple
        Id, wrong antiderivative, words; the example is the function of x itself.

    Notes
    -----
    Every entry has the mistake of a linear argument, the factor 1/a that is lost.
    """
    pattern = value(f(as_term(_MARK)))

    def when(goal: Integral, _context: Any) -> Iterable[Bindings]:
        expr, x = goal.args
        argument = matched_argument(pattern, expr)
        found = None if argument is None else linear(argument, x)
        return () if found is None else ({"a": found[0], "b": found[1], "x": x},)

    return rule(
        id=id,
        name=name,
        heads=(pattern.func,),
        when=when,
        left=lambda a, b, x: I(f(a * x + b), x),
        right=lambda a, b, x: antiderivative(a * x + b) / a,
        words=words,
        commit=True,
        mistakes=(
            *(Mistake(key, _of_linear(wrong), text) for key, wrong, text in mistakes),
            Mistake(
                "inner-factor-lost",
                lambda a, b, x: antiderivative(a * x + b),
                "The argument is a multiple of the variable: divide by its factor, as the chain rule multiplies by it.",
            ),
            Mistake(
                "inner-factor-multiplied",
                lambda a, b, x: a * antiderivative(a * x + b),
                "Divide by the factor of the variable; it is differentiation that multiplies by it.",
            ),
        ),
        source=source,
    )


def _of_linear(f: Callable[[Any], Term]) -> Callable[..., Term]:
    """Return the function over the bindings of an entry."""
    return lambda a, b, x: f(a * x + b) / a


def positive(*exprs: Any) -> tuple[Any, ...]:
    """Return the conditions that expressions are positive, without those that are known to be."""
    return tuple(e > 0 for e in exprs if is_positive(e) is not True)


def between(antiderivative: Term, x: Term, a: Term, b: Term) -> Term:
    """Return [F] from a to b."""
    return apply_head(Between, antiderivative, x, a, b)


def definite(f: Term, x: Term, a: Term, b: Term) -> Term:
    """Return the left side of most rules for definite integrals."""
    return DefiniteIntegral(f, x, a, b)


def matched_argument(pattern: sp.Basic, expr: Any) -> sp.Basic | None:
    """Return what stands in the place of the mark when an expression has the form of a pattern, else None."""
    if pattern == _MARK:
        return expr
    if type(pattern) is not type(expr) or len(pattern.args) != len(expr.args):
        return None
    orders = (expr.args, expr.args[::-1]) if isinstance(expr, sp.Mul) and len(expr.args) == 2 else (expr.args,)
    for args in orders:
        found = None
        for part, arg in zip(pattern.args, args, strict=True):
            if not depends(part, _MARK):
                if part != arg:
                    break
                continue
            argument = matched_argument(part, arg)
            if argument is None or found not in {None, argument}:
                break
            found = argument
        else:
            return found
    return None


def letter_and_differential(bindings: Bindings, _values: tuple[sp.Expr, ...] = ()) -> dict[str, sp.Expr]:
    """Return u = g(x) and du = g′(x) dx, as a substitution is written; dx is what is replaced where g′ is long or a sum in u."""
    u, inner, x = bindings["u"], bindings["inner"], bindings["x"]
    rate = sp.diff(inner, x)
    is_told = worth(rate) <= _SHORT and not (rate.is_Add and rate.has(inner))
    return {str(u): inner, f"d{u}": rate * sp.Symbol(f"d{x}")} if is_told else {str(u): inner}


def rewriting(
    id: str,  # noqa: A002 (the field of Rule that it fills)
    name: str,
    find: Callable[[Any, Any, Any], Iterable[Any]],
    words: str,
    *mistakes: Mistake,
    cost: int = 2,
    heads: tuple[Any, ...] = NOT_A_SUM,
    minor: bool = False,
    commit: bool = False,
    why: str = "",
    source: str,
) -> Rule:
    """Return the rule ∫ f dx = ∫ g dx for an integrand written in another way.

    Parameters
    ----------
    id, name, words, cost, heads, minor, commit, why, source
        See `Rule`.
    find : callable
        ``find(f, x, context)`` yields other forms g of the integrand.
    *mistakes : Mistake
        Over the bindings f, g, x.
    """

    def when(goal: Integral, context: Context) -> Iterable[Bindings]:
        f, x = goal.args
        return ({"f": f, "g": g, "x": x} for g in find(f, x, context) if g != f and worth(g) <= _LARGEST)

    return rule(
        id=id,
        name=name,
        heads=heads,
        when=when,
        left=lambda f, g, x: I(f, x),
        right=lambda g, x: I(g, x),
        words=words,
        why=why,
        cost=cost,
        minor=minor,
        commit=commit,
        mistakes=mistakes,
        source=source,
    )


def substituting(
    id: str,  # noqa: A002 (the field of Rule that it fills)
    name: str,
    find: Callable[[Any, Any, Any], Iterable[tuple[Any, Any, Any]]],
    words: str,
    *mistakes: Mistake,
    cost: int = 3,
    heads: tuple[Any, ...] = NOT_A_SUM,
    commit: bool = False,
    finish: Callable[[Term, Any], Term] | None = None,
    holds: Callable[..., tuple[Any, ...]] | None = None,
    why: str = "",
    on_the_way: Callable[[Bindings], OnTheWay] | None = None,
    source: str,
) -> Rule:
    """Return the rule ∫ f dx = ∫ h(u) du at u = g(x).

    Parameters
    ----------
    id, name, words, cost, heads, commit, holds, why, on_the_way, source
        See `Rule`.
    find : callable
        ``find(f, x, context)`` yields (h, u, inner): the new integrand, the letter and what it stands for.
    *mistakes : Mistake
        Over the bindings f, h, u, inner, x, at least one; a usual one is added.
    finish : callable, optional
        What is done with the term after the letter was put back.
    """

    def when(goal: Integral, context: Context) -> Iterable[Bindings]:
        f, x = goal.args
        return ({"f": f, "h": h, "u": u, "inner": inner, "x": x} for h, u, inner in find(f, x, context) if worth(h) <= _LARGEST)

    def right(f: Any, h: Any, u: Any, inner: Any, x: Any) -> Term:  # noqa: ARG001 (every side of a rule names all its letters)
        back = at(I(h, u), u, inner)
        return back if finish is None else finish(back, x)

    return rule(
        id=id,
        name=name,
        heads=heads,
        when=when,
        left=lambda f, h, u, inner, x: I(f, x),
        right=right,
        words=words,
        why=why,
        shows=letter_and_differential,
        on_the_way=on_the_way,
        cost=cost,
        commit=commit,
        holds=holds,
        mistakes=(
            *mistakes,
            Mistake("letter-kept", lambda h, u: I(h, u), "The answer still holds the new letter: put back what it stands for."),
        ),
        source=source,
    )
