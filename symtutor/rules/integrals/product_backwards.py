"""The product rule read backwards: sums whose integrals are not elementary one by one, but together are."""

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.products import products
from symtutor.goals.core import I, Integral
from symtutor.rule import Bindings, Mistake, Rule

__all__ = ["PRODUCT_RULES"]


def _product(goal: Integral, _context: Any) -> Iterator[Bindings]:
    """Find A and k with f = (A·k)′ + rest, the rest shorter than f."""
    f, x = goal.args
    for antiderivative, k, rest in products(f, x):
        yield {"f": f, "A": antiderivative, "k": k, "rest": rest, "x": x}


PRODUCT = Rule(
    id="int.product_rule",
    name="product rule read backwards",
    goal=Integral,
    heads=(sp.Add,),
    when=_product,
    left=lambda f, A, k, rest, x: I(f, x),
    right=lambda A, k, rest, x: A * k + I(rest, x),
    words="Two terms of the sum are the derivative of the product of {A} and {k}; {rest} is left to integrate.",
    shows=lambda bindings, _values: {"f": bindings["A"], "g": bindings["k"]},
    cost=4,
    mistakes=(
        Mistake(
            "rest-lost", lambda A, k, rest: A * k + 0 * rest, "What is left beside the derivative of the product has to be integrated, too."
        ),
        Mistake(
            "term-by-term",
            lambda A, k, rest, x: A * I(k, x) + I(rest, x),
            "The integral of a product is not the product of the integrals: look for two terms that make (f·g)′ = f′·g + f·g′.",
        ),
    ),
    source="M. Spivak, Calculus, 4th ed., Publish or Perish, 2008, ch. 19",
)

PRODUCT_RULES = (PRODUCT,)
