"""Slips of algebra: wrong rewritings of one node of a line, each beside the right one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sympy as sp

from symtutor.rule import Slip
from symtutor.term import LEAVES, Negation, Number, Quotient, Root, Term, as_term, product, total, value

__all__ = ["BY_RATIO", "REWRITINGS", "SLIPS", "flipped", "off_by_one"]


def _is_sum(term: Term) -> bool:
    return isinstance(term, Term) and term.head is sp.Add and len(term.args) > 1


def _power_of_sum(node: Term) -> Iterator[Term]:
    if node.head is sp.Pow and _is_sum(node.args[0]) and not _is_sum(node.args[1]):
        yield total(
            [
                Term(sp.Pow, (_unsigned(a), node.args[1])) if not _is_negative(a) else -Term(sp.Pow, (_unsigned(a), node.args[1]))
                for a in node.args[0].args
            ]
        )
        yield total([Term(sp.Pow, (_unsigned(a), node.args[1])) for a in node.args[0].args])


def _is_negative(term: Term) -> bool:
    return term.head is Negation


def _unsigned(term: Term) -> Term:
    return term.args[0] if term.head is Negation else term


def _root_of_sum(node: Term) -> Iterator[Term]:
    if node.head is Root and _is_sum(node.args[0]):
        degree = node.args[1]
        yield total([-Term(Root, (_unsigned(a), degree)) if _is_negative(a) else Term(Root, (a, degree)) for a in node.args[0].args])


def _reciprocal_of_sum(node: Term) -> Iterator[Term]:
    if node.head is Quotient and _is_sum(node.args[1]):
        yield total(
            [
                -Term(Quotient, (node.args[0], _unsigned(a))) if _is_negative(a) else Term(Quotient, (node.args[0], a))
                for a in node.args[1].args
            ]
        )


def _function_of_sum(heads: tuple[Any, ...]) -> Callable[[Term], Iterator[Term]]:
    def wrong(node: Term) -> Iterator[Term]:
        if node.head in heads and len(node.args) == 1 and _is_sum(node.args[0]):
            yield total([-Term(node.head, (_unsigned(a),)) if _is_negative(a) else Term(node.head, (a,)) for a in node.args[0].args])

    return wrong


def _sign_over_brackets(node: Term) -> Iterator[Term]:
    """Take −(a + b) for −a + b."""
    if node.head is Negation and _is_sum(node.args[0]):
        first, *rest = node.args[0].args
        yield total([-first, *rest])
    if node.head is Negation and node.args[0].head is sp.Mul:
        for place, factor in enumerate(node.args[0].args):
            if _is_sum(factor):
                first, *rest = factor.args
                others = [f for i, f in enumerate(node.args[0].args) if i != place]
                yield total([-product([*others, first]), *[product([*others, r]) for r in rest]])
    if node.head is Negation and node.args[0].head is Quotient and _is_sum(node.args[0].args[0]):
        first, *rest = node.args[0].args[0].args
        yield Term(Quotient, (total([-first, *rest]), node.args[0].args[1]))


def _factor_on_first_term(node: Term) -> Iterator[Term]:
    """Take c(a + b) for ca + b."""
    inner = node.args[0] if node.head is Negation and isinstance(node.args[0], Term) else node
    if inner.head is not sp.Mul:
        return
    for place, factor in enumerate(inner.args):
        if _is_sum(factor):
            others = [f for i, f in enumerate(inner.args) if i != place]
            sign = -1 if inner is not node else 1
            for kept in range(len(factor.args)):
                terms = [product([*others, a]) if i == kept else a for i, a in enumerate(factor.args)]
                yield total([-t for t in terms] if sign < 0 else terms)


def _cancelled_term(node: Term) -> Iterator[Term]:
    """Take (a + b)/a for b, or for 1 + b."""
    if node.head is not Quotient or not _is_sum(node.args[0]):
        return
    below = node.args[1]
    factors = below.args if below.head is sp.Mul else (below,)
    for place, term in enumerate(node.args[0].args):
        for factor in factors:
            inside = term.args if term.head is sp.Mul else (term,)
            if factor not in inside:
                continue
            left = [f for f in inside if f is not factor] or [as_term(1)]
            rest = [f for f in factors if f is not factor]
            top = total([product(left) if i == place else t for i, t in enumerate(node.args[0].args)])
            yield Term(Quotient, (top, product(rest))) if rest else top


def _power_of_product(node: Term) -> Iterator[Term]:
    """Take (2x)² for 2x²."""
    if node.head is sp.Pow and node.args[0].head is sp.Mul:
        *first, last = node.args[0].args
        yield product([*first, Term(sp.Pow, (last, node.args[1]))])


def _added_exponents(node: Term) -> Iterator[Term]:
    """Take (a^m)^n for a^(m + n)."""
    if node.head is sp.Pow and node.args[0].head is sp.Pow:
        base, inner = node.args[0].args
        yield Term(sp.Pow, (base, Term(sp.Add, (inner, node.args[1]))))


def _sum_of_logarithms(node: Term) -> Iterator[Term]:
    """Ln a + ln b taken for ln(a + b), ln a − ln b for ln a/ln b."""
    if not _is_sum(node):
        return
    logs = [a for a in node.args if _unsigned(a).head is sp.log and len(_unsigned(a).args) == 1]
    if len(logs) == 2 and len(node.args) == 2:
        first, second = logs
        if _is_negative(second) and not _is_negative(first):
            yield Term(Quotient, (first, _unsigned(second)))
            yield Term(sp.log, (Term(sp.Add, (first.args[0], -_unsigned(second).args[0])),))
        elif not _is_negative(first):
            yield Term(sp.log, (Term(sp.Add, (first.args[0], second.args[0])),))


def _lost_term(node: Term) -> Iterator[Term]:
    """Leave out a term of a sum."""
    if _is_sum(node):
        for place in range(len(node.args)):
            rest = [a for i, a in enumerate(node.args) if i != place]
            if not (len(rest) == 1 and rest[0].head is Number):
                yield total(rest)


def flipped(node: Term) -> Iterator[Term]:
    """Turn the sign of one term of a sum."""
    if node.head is sp.Add:
        for place, arg in enumerate(node.args):
            turned = arg.args[0] if arg.head is Negation else -arg
            yield Term(sp.Add, (*node.args[:place], turned, *node.args[place + 1 :]))


def off_by_one(node: Term) -> Iterator[Term]:
    """Take an exponent one too great or too small."""
    if node.head is sp.Pow and node.args[1].head is Number and node.args[0].head is not Number:
        for step in (1, -1):
            yield Term(sp.Pow, (node.args[0], Term(Number, (value(node.args[1]) + step,))))
    elif node.head in {sp.sin, sp.cos, sp.log, sp.exp} or (
        node.head in LEAVES and node.head is not Number and isinstance(node.args[0], sp.Symbol)
    ):
        yield Term(sp.Pow, (node, Term(Number, (sp.Integer(2),))))


REWRITINGS = (
    Slip(
        id="algebra.power-of-sum",
        wrong=_power_of_sum,
        words="The power of a sum is not the sum of the powers: (a + b)² = a² + 2ab + b².",
        example="(x + 3)^2",
    ),
    Slip(id="algebra.root-of-sum", wrong=_root_of_sum, words="The root of a sum is not the sum of the roots.", example="sqrt(x^2 + 4)"),
    Slip(id="algebra.reciprocal-of-sum", wrong=_reciprocal_of_sum, words="1/(a + b) is not 1/a + 1/b.", example="1/(x + 2)"),
    Slip(
        id="algebra.log-of-sum",
        wrong=_function_of_sum((sp.log,)),
        words="The logarithm of a sum is not the sum of the logarithms.",
        example="ln(x + 2)",
    ),
    Slip(
        id="algebra.function-of-sum",
        wrong=_function_of_sum((sp.sin, sp.cos, sp.tan, sp.exp, sp.atan)),
        words="A function of a sum is not the sum of the functions.",
        example="sin(x + 2)",
    ),
    Slip(
        id="algebra.sign-over-brackets",
        wrong=_sign_over_brackets,
        words="A minus before brackets changes the sign of every term in them.",
        example="3 - (x + 2)",
    ),
    Slip(
        id="algebra.factor-on-one-term",
        wrong=_factor_on_first_term,
        words="A factor before brackets multiplies every term in them.",
        example="2(x + 3)",
    ),
    Slip(
        id="algebra.cancelled-term",
        wrong=_cancelled_term,
        words="Only a factor of the whole numerator can be cancelled, not one of its terms.",
        example="(x + 3)/x",
    ),
    Slip(
        id="algebra.power-of-product", wrong=_power_of_product, words="The power belongs to every factor: (ab)² = a²b².", example="(2x)^2"
    ),
    Slip(id="algebra.added-exponents", wrong=_added_exponents, words="A power of a power multiplies the exponents.", example="(x^2)^3"),
    Slip(
        id="algebra.sum-of-logs",
        wrong=_sum_of_logarithms,
        words="ln a + ln b = ln(ab), and ln a − ln b = ln(a/b).",
        example="ln(x) + ln(5)",
    ),
    Slip(id="algebra.lost-term", wrong=_lost_term, words="A term was lost.", example="x^2 + x"),
)

# What the ratio of terms, or the differential of a substitution, tells of two lines.
BY_RATIO = (
    Slip(id="work.sign", words="The sign of {term} is wrong.", wrong=flipped, example="x^2 - 3x"),
    Slip(id="work.exponent", words="An exponent is off by one.", wrong=off_by_one, example="x^3 + 2"),
    Slip(id="work.factor", words="A factor is wrong: {term} has to be multiplied by {ratio}."),
    Slip(id="work.extra-term", words="The term {term} should not be there."),
    Slip(id="work.differential", words="A factor of the differential is wrong or was lost in the substitution."),
    Slip(id="int.definite.substitution/limits-kept", words="The limits belong to {old}; for {new} they are {low} and {high}."),
)
SLIPS = (*REWRITINGS, *BY_RATIO)
