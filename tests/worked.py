"""Worked solutions that the writing tests share: one of each kind of derivation."""

from collections.abc import Callable

import symtutor
from symtutor.views.solution import Solution

WORKED: dict[str, Callable[[], Solution]] = {
    "sum": lambda: symtutor.differentiate("x^3 - 2x^2 + 1"),
    "product": lambda: symtutor.differentiate("x^2 sin x"),
    "quotient": lambda: symtutor.differentiate("x^2/(x + 1)"),
    "chain": lambda: symtutor.differentiate("sin(x^2)", detail="full"),
    "nested_chain": lambda: symtutor.differentiate("cos(sin(tan x))"),
    "exponential": lambda: symtutor.differentiate("2^x e^(-3x)"),
    "logarithmic": lambda: symtutor.differentiate("x^(sin x)"),
    "second_derivative": lambda: symtutor.differentiate("x^4 ln x", order=2),
    "at_a_point": lambda: symtutor.differentiate("sin(x)/x", at="pi"),
    "definition": lambda: symtutor.differentiate("x^3", method="limit"),
    "long": lambda: symtutor.differentiate("sin(x^2 + e^x) ln(x + sqrt(x^2 + 1)) (x + 1)^5/(x^3 + tan x)"),
}
