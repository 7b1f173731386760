"""The functions of the textbook as constructors of Terms, for writing rules."""

import sympy as sp

from symtutor.term import At, Constant, Root, Term, apply_head, as_term, function

__all__ = [
    "absolute",
    "acos",
    "acosh",
    "acot",
    "acoth",
    "acsc",
    "acsch",
    "asec",
    "asech",
    "asin",
    "asinh",
    "at",
    "atan",
    "atanh",
    "cos",
    "cosh",
    "cot",
    "coth",
    "csc",
    "csch",
    "erf",
    "exp",
    "log",
    "pi",
    "sec",
    "sech",
    "sign",
    "sin",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
]

sin, cos, tan = function(sp.sin), function(sp.cos), function(sp.tan)
sec, csc, cot = function(sp.sec), function(sp.csc), function(sp.cot)
asin, acos, atan = function(sp.asin), function(sp.acos), function(sp.atan)
asec, acsc, acot = function(sp.asec), function(sp.acsc), function(sp.acot)
sinh, cosh, tanh = function(sp.sinh), function(sp.cosh), function(sp.tanh)
sech, csch, coth = function(sp.sech), function(sp.csch), function(sp.coth)
asinh, acosh, atanh = function(sp.asinh), function(sp.acosh), function(sp.atanh)
asech, acsch, acoth = function(sp.asech), function(sp.acsch), function(sp.acoth)
exp, log = function(sp.exp), function(sp.log)
absolute, sign, erf = function(sp.Abs), function(sp.sign), function(sp.erf)
pi = Term(Constant, (sp.pi,))


def sqrt(radicand: object) -> Term:
    """Return a square root as it is written."""
    return Term(Root, (as_term(radicand), as_term(2)))


def at(term: object, letter: object, place: object) -> Term:
    """Return a term at a value of a letter: F(u) at u = g(x)."""
    return apply_head(At, term, letter, place)
