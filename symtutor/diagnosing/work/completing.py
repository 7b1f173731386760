r"""What a line leaves out: the variable of ``\lim f``, that of a bracket between limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.checking.values.senses import AsAntiderivative, AsLimit
from symtutor.term import LEAVES, At, Between, Blank, Nabla, Negation, Term, Variable, as_term, quote, subterms
from symtutor.work import Context

Target = Any  # a Target; what a problem asks is read with this module

__all__ = ["completed", "whole_limit"]


def completed(term: Term, context: Context, target: Target) -> Term:
    r"""Return a term in which limits and brackets have their variables, from the lines before.

    Parameters
    ----------
    term : Term
        As read; ``\lim f`` is a limit of one argument, ``[F]_a^b`` has a Blank letter.
    context, target : Context, Target
        What is known.
    """
    return whole_limit(_completed(term, context, target))


def whole_limit(term: Term) -> Term:
    r"""Return a line in which lim stands before a sum as the limit of the whole sum.

    Examples
    --------
    >>> from symtutor.reading.read import parse_term
    >>> whole_limit(parse_term("lim x->0 x + sin x")[0]).head
    <class 'sympy.series.limits.Limit'>
    """
    if term.head is not sp.Add:
        return term
    first, *rest = term.args
    sign = first.head is Negation
    limit = first.args[0] if sign else first
    if limit.head is not sp.Limit or len(limit.args) < 4:
        return term
    letter = limit.args[1].args[0]
    if not any(_has(part, letter) for part in rest) or any(part.head is sp.Limit for other in rest for part in subterms(other)):
        return term
    body = Term(Negation, (limit.args[0],)) if sign else limit.args[0]
    parts = body.args if body.head is sp.Add else (body,)
    return Term(sp.Limit, (Term(sp.Add, (*parts, *rest), term.span), *limit.args[1:]), term.span)


def _completed(term: Term, context: Context, target: Target) -> Term:
    if term.head is Variable and term.args[0].name.endswith("hat"):
        return Term(Variable, (sp.Symbol(term.args[0].name.removesuffix("hat")),), term.span)  # the estimate is the letter it solves for
    if term.head in LEAVES:
        return term
    if term.head is Nabla:
        gradient = _gradient(term, target)
        if gradient is not None:
            return quote(gradient)
    if term.head in {sp.Sum, sp.Product} and len(term.args) < 4:
        return _opaque(term)
    args = tuple(_completed(a, context, target) if isinstance(a, Term) else a for a in term.args)
    if term.head is sp.Limit and len(args) == 1:
        approach = _approach(context, target)
        if approach is not None:
            variable, to, direction = approach
            return Term(sp.Limit, (args[0], Term(Variable, (variable,)), as_term(to), str(direction)), term.span)
    if term.head in {Between, At} and isinstance(args[1], Term) and args[1].head is Blank:
        letter = next((v for v in _letters(context, target) if _has(args[0], v)), None)
        if letter is not None:
            return Term(term.head, (args[0], Term(Variable, (letter,)), *args[2:]), term.span)
    return Term(term.head, args, term.span)


def _gradient(term: Term, target: Target) -> Any:
    """Return ∇f of a function that the problem names, by its variables in their order, or None."""
    inner = term.args[0]
    name = str(inner.args[0]) if inner.head is Variable else getattr(inner.head, "__name__", "")
    if name not in target.names.values or len(term.args) > 1:
        return None
    f = target.names.values[name]
    variables = target.names.arguments(name) or tuple(sorted(f.free_symbols, key=str))
    return sp.ImmutableMatrix([sp.diff(f, v) for v in variables]) if len(variables) > 1 else None


def _opaque(term: Term) -> Term:
    """Return a sum over data without bounds as one letter, where only data stand in it; else as a function of what stands in it."""
    letters = sorted({leaf.args[0].name for leaf in subterms(term.args[0]) if leaf.head is Variable})
    name = "total_" + "_".join(_written(term.args[0]))
    is_data = all("_" in letter for letter in letters)
    return (
        Term(Variable, (sp.Symbol(name),)) if is_data else Term(sp.Function(name), tuple(Term(Variable, (sp.Symbol(n),)) for n in letters))
    )


def _written(term: Term) -> list[str]:
    """Return the heads and leaves of a term in order, as a name for it."""
    return [str(t.args[0]) if t.head in LEAVES else getattr(t.head, "__name__", "") for t in subterms(term)]


def _approach(context: Context, target: Target) -> tuple[Any, Any, Any] | None:
    """Return variable, point and side of the last limit, or of the problem."""
    if context.approach is not None:
        return context.approach[:3]
    if isinstance(target.sense, AsLimit):
        return target.sense.variable, target.sense.to, target.sense.direction
    return None


def _letters(context: Context, target: Target) -> Iterator[Any]:
    """Yield the letters over which a bracket may run: of the last integral, of substitutions, of the problem."""
    if context.chain is not None:
        for integral in sorted(context.chain.expression.atoms(sp.Integral), key=str):
            yield integral.limits[0][0]
        if isinstance(context.chain.sense, AsAntiderivative):
            yield context.chain.sense.variable
    for definition in reversed(tuple(context.definitions.values())):
        if definition.expression.free_symbols:
            yield definition.letter
    if target.variable is not None:
        yield target.variable


def _has(term: Term, letter: sp.Symbol) -> bool:
    return any(leaf.head is Variable and leaf.args[0] == letter for leaf in subterms(term))
