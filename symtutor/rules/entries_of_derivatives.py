"""How an entry of a table of derivatives is written: a function, its derivative, what people write instead."""

from collections.abc import Callable, Iterable
from typing import Any

from symtutor.goals.core import D, Derivative
from symtutor.rule import Bindings, Mistake, Rule
from symtutor.term import Term

__all__ = ["derivative_entry"]


def derivative_entry(
    id: str,  # noqa: A002 (the field of Rule that it fills)
    name: str,
    f: Callable[[Any], Term],
    derivative: Callable[[Any], Term],
    words: str,
    *mistakes: tuple[str, Callable[[Any], Term], str],
    source: str,
    holds: Callable[..., tuple[Any, ...]] | None = None,
) -> Rule:
    """Return the rule d/dx f(x) = derivative(x), for the variable itself as argument.

    Parameters
    ----------
    id, name, words, source, holds
        See `Rule`.
    f : callable
        The function as a Term; its head is the class that the rule answers.
    derivative : callable
        Its derivative as a Term.
    *mistakes : tuple
        Id, wrong derivative, words; the example is the function itself.
    """
    sample = f(0)

    def when(goal: Derivative, _context: object) -> Iterable[Bindings]:
        expr, x = goal.args
        return ({"x": x},) if expr.args == (x,) else ()

    return Rule(
        id=id,
        name=name,
        goal=Derivative,
        heads=(sample.head,),
        when=when,
        left=lambda x: D(f(x), x),
        right=_over_x(derivative),
        words=words,
        cost=0,
        commit=True,
        holds=holds,
        mistakes=tuple(Mistake(key, _over_x(wrong), text) for key, wrong, text in mistakes),
        source=source,
    )


def _over_x(f: Callable[[Any], Term]) -> Callable[..., Term]:
    """Return the function with its argument named x, as the bindings name it."""
    return lambda x: f(x)
