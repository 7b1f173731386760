"""Riemann sums in closed form: the sum written out, power sums, geometric and trigonometric sums."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.power_sums import power_sum
from symtutor.algorithms.structure import coefficients, depends, linear, merged, separated
from symtutor.algorithms.trigonometric import fourier_sum
from symtutor.goals.core import Collected, RiemannSum, Summation
from symtutor.rule import Bindings, Mistake, Rule, unquoted
from symtutor.rules.notation import cos, sin
from symtutor.term import Term, as_term, total
from symtutor.textbook import summands

__all__ = ["KINDS", "RIEMANN_SUMS", "SHARES", "sum_of_kind"]

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"
_KNUTH = "R. L. Graham, D. E. Knuth and O. Patashnik, Concrete Mathematics, 2nd ed., Addison-Wesley, 1994, ch. 2"

rule = partial(Rule, goal=Summation, source=_KNUTH)
SHARES = {"left": sp.S.Zero, "midpoint": sp.S.Half, "right": sp.S.One}
_MEANS: dict[str, tuple[tuple[int, str], ...]] = {
    "trapezoid": ((1, "left"), (1, "right")),
    "simpson": ((1, "left"), (4, "midpoint"), (1, "right")),
}
KINDS = (*SHARES, *_MEANS)


_FORMULAS = {  # of the sums from 0 to m
    1: "Σ i up to m is m(m + 1)/2",
    2: "Σ i² up to m is m(m + 1)(2m + 1)/6",
    3: "Σ i³ up to m is (m(m + 1)/2)²",
}


def sum_of_kind(kind: str, f: sp.Expr, x: sp.Symbol, a: sp.Expr, b: sp.Expr, n: sp.Expr) -> Term:
    """Return the sum of a kind: a Riemann sum, or a weighted mean of such.

    Parameters
    ----------
    kind : {"left", "midpoint", "right", "trapezoid", "simpson"}
        Where the function is taken in each cell.
    f, x, a, b, n : Expr
        The function, its variable, the limits and the number of cells.

    References
    ----------
    .. [1] P. J. Davis and P. Rabinowitz, *Methods of Numerical Integration*, 2nd ed.,
       Academic Press, 1984, sec. 2.1 and 2.2.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> sum_of_kind("left", x**2, x, sp.S.Zero, sp.S.One, sp.Integer(4)).args[-1]
    0
    """
    if kind in SHARES:
        return RiemannSum(f, x, a, b, n, SHARES[kind])
    weighted = _MEANS[kind]
    sums = [RiemannSum(f, x, a, b, n, SHARES[name]) for _, name in weighted]
    whole = total([s if weight == 1 else weight * s for (weight, _), s in zip(weighted, sums, strict=True)])
    mean = whole / sum(weight for weight, _ in weighted)
    return Collected(mean, n) if n.is_Symbol and f.is_polynomial(x) else mean


def _in_powers(goal: RiemannSum, _context: object) -> Iterator[Bindings]:
    """Find sums of a polynomial over a number of cells that is a letter: they are polynomials in 1/n, or in n."""
    f, x, a, b, n, share = goal.args
    if n.is_Symbol and f.is_polynomial(x):
        yield {"f": f, "x": x, "a": a, "b": b, "n": n, "share": share, "i": goal.index()}


def _written_out(goal: RiemannSum, _context: object) -> Iterable[Bindings]:
    f, x, a, b, n, share = goal.args
    return ({"f": f, "x": x, "a": a, "b": b, "n": n, "share": share, "i": goal.index()},)


def _as_sum(f: Term, x: Term, a: Term, b: Term, n: Term, share: Term, i: Term) -> Term:
    goal = RiemannSum(*(unquoted(v) for v in (f, x, a, b, n, share)))
    return as_term(goal.step()) * Summation(goal.term(unquoted(i)), i, unquoted(n) - 1)


def _constant(goal: Summation, _context: object) -> Iterator[Bindings]:
    term, index, last = goal.args
    if not depends(term, index):
        yield {"c": term, "i": index, "last": last}


def _multiple(goal: Summation, _context: object) -> Iterator[Bindings]:
    term, index, last = goal.args
    c, rest = separated(term, index)
    if c is not sp.S.One:
        yield {"c": c, "f": rest, "i": index, "last": last}


def _sum(goal: Summation, _context: object) -> Iterator[Bindings]:
    term, index, last = goal.args
    yield {"terms": summands(term), "i": index, "last": last}


def _polynomial(goal: Summation, _context: object) -> Iterator[Bindings]:
    """Multiply a polynomial in the index out."""
    term, index, last = goal.args
    found = coefficients(term, index)
    if found is not None:
        expanded = sp.Add(*[c * index**k for k, c in enumerate(found)])
        if expanded != term:
            yield {"f": term, "g": expanded, "i": index, "last": last}


def _power(goal: Summation, _context: object) -> Iterator[Bindings]:
    term, index, last = goal.args
    base, k = term.as_base_exp() if isinstance(term, sp.Pow) else (term, sp.S.One)
    if base == index and k.is_Integer and k > 0:
        yield {"k": k, "i": index, "last": last, "closed": power_sum(int(k), last)}


def _geometric(goal: Summation, _context: object) -> Iterator[Bindings]:
    """Find base^(a·i + b): the first value is base^b, the ratio base^a."""
    term, index, last = goal.args
    base, exponent = (sp.E, term.args[0]) if isinstance(term, sp.exp) else term.args
    found = None if depends(base, index) else linear(exponent, index)
    if found is not None:
        whole = base ** sp.expand(sp.cancel(found[0] * (last + 1)))
        yield {"f": term, "first": base ** found[1], "r": base ** found[0], "whole": whole, "i": index, "last": last}


def _wave(head: Any) -> Any:
    def when(goal: Summation, _context: object) -> Iterator[Bindings]:
        term, index, last = goal.args
        found = linear(term.args[0], index)
        if isinstance(term, head) and found is not None:
            yield {"a": found[0], "b": found[1], "i": index, "last": last}

    return when


def _product_of_waves(goal: Summation, _context: object) -> Iterator[Bindings]:
    term, index, last = goal.args
    found = fourier_sum(term, index)
    if found is not None:
        yield {"f": term, "g": found, "i": index, "last": last}


def _merged_powers(goal: Summation, _context: object) -> Iterator[Bindings]:
    """Write a product of exponentials as one."""
    term, index, last = goal.args
    found = merged(sp.powsimp(sp.expand(term, deep=True, mul=True), combine="exp"))
    if found != term:
        yield {"f": term, "g": found, "i": index, "last": last}


def _rewriting(id: str, name: str, when: Any, words: str, cost: int) -> Rule:  # noqa: A002 (the field of Rule)
    """Return a rule that writes the term of a sum in another way."""
    return rule(
        id=id,
        name=name,
        when=when,
        left=lambda f, g, i, last: Summation(f, i, last),
        right=lambda g, i, last: Summation(g, i, last),
        words=words,
        cost=cost,
        mistakes=(Mistake("kept", lambda f: f, "The terms have to be added up."),),
    )


_OF_CELLS = (
    Mistake(
        "width-forgotten",
        lambda f, x, a, b, n, share, i: Summation(
            RiemannSum(*(unquoted(v) for v in (f, x, a, b, n, share))).term(unquoted(i)), i, unquoted(n) - 1
        ),
        "Each value is multiplied by the width of its cell.",
    ),
    Mistake(
        "one-cell-too-many",
        lambda f, x, a, b, n, share, i: (
            as_term(RiemannSum(*(unquoted(v) for v in (f, x, a, b, n, share))).step())
            * Summation(RiemannSum(*(unquoted(v) for v in (f, x, a, b, n, share))).term(unquoted(i)), i, n)
        ),
        "n cells have n values: the index runs from 0 to n − 1.",
    ),
    Mistake(
        "other-end",
        lambda f, x, a, b, n, share: RiemannSum(f, x, a, b, n, 1 - unquoted(share)),
        "The value at the other end of each cell was taken.",
    ),
)
IN_POWERS = rule(
    id="riemann.in_powers",
    name="Riemann sum written out",
    goal=RiemannSum,
    when=_in_powers,
    left=lambda f, x, a, b, n, share, i: RiemannSum(f, x, a, b, n, share),
    right=lambda f, x, a, b, n, share, i: Collected(_as_sum(f, x, a, b, n, share, i), n),
    words="{n} cells of width ({b} − {a})/{n}: add up the values of {f} at one point of each, times the width, and order by powers of {n}.",
    why="Cells of equal width: add up the heights at one point of each, times the width.",
    commit=True,
    mistakes=_OF_CELLS,
    source=f"{_STEWART}, sec. 5.2",
)
WRITTEN_OUT = rule(
    id="riemann.definition",
    name="Riemann sum written out",
    goal=RiemannSum,
    when=_written_out,
    left=lambda f, x, a, b, n, share, i: RiemannSum(f, x, a, b, n, share),
    right=_as_sum,
    words="{n} cells of width ({b} − {a})/{n}: add up the values of {f} at one point of each, times the width.",
    why="Cells of equal width: add up the heights at one point of each, times the width.",
    commit=True,
    mistakes=_OF_CELLS,
    source=f"{_STEWART}, sec. 5.2",
)
CONSTANT = rule(
    id="riemann.constant",
    name="sum of a constant",
    when=_constant,
    left=lambda c, i, last: Summation(c, i, last),
    right=lambda c, last: c * (last + 1),
    words="The same number {last} + 1 times.",
    cost=0,
    commit=True,
    mistakes=(Mistake("count", lambda c, last: c * last, "From 0 to m there are m + 1 terms."),),
)
MULTIPLE = rule(
    id="riemann.constant_multiple",
    name="constant multiple rule",
    heads=(sp.Mul,),
    when=_multiple,
    left=lambda c, f, i, last: Summation(c * f, i, last),
    right=lambda c, f, i, last: c * Summation(f, i, last),
    words="A constant factor stands before the sum.",
    cost=0,
    commit=True,
    minor=True,
    mistakes=(Mistake("dropped", lambda f, i, last: Summation(f, i, last), "The constant factor was lost."),),
)
SUM = rule(
    id="riemann.sum",
    name="sum rule",
    heads=(sp.Add,),
    when=_sum,
    left=lambda terms, i, last: Summation(total(terms), i, last),
    right=lambda terms, i, last: total([Summation(t, i, last) for t in terms]),
    words="Add up term by term.",
    cost=0,
    minor=True,
    mistakes=(Mistake("term-forgotten", lambda terms, i, last: Summation(terms[0], i, last), "A term was left out."),),
)
POWERS = rule(
    id="riemann.power_sum",
    name="sum of powers",
    shows=lambda bindings, _values: {"{}": _FORMULAS[int(bindings["k"])]} if bindings["k"] in _FORMULAS else {},
    when=_power,
    left=lambda k, i, last, closed: Summation(i**k, i, last),
    right=lambda closed: as_term(closed),
    words="The sum of the first powers is a known polynomial.",
    commit=True,
    mistakes=(Mistake("integral", lambda k, last: last ** (k + 1) / (k + 1), "That is the integral: the sum has lower powers, too."),),
    source=f"{_STEWART}, appendix E; {_KNUTH}",
)
GEOMETRIC = rule(
    id="riemann.geometric_sum",
    name="geometric sum",
    heads=(sp.exp, sp.Pow),
    when=_geometric,
    left=lambda f, first, r, whole, i, last: Summation(f, i, last),
    right=lambda first, r, whole: first * (1 - whole) / (1 - r),
    words="Each term is {r} times the one before it: a geometric sum.",
    holds=lambda r: (sp.Ne(r, 1),),
    commit=True,
    mistakes=(
        Mistake("one-short", lambda first, r, last: first * (1 - r**last) / (1 - r), "From 0 to m there are m + 1 terms."),
        Mistake(
            "denominator-lost",
            lambda first, whole: first * (1 - whole),
            "The sum is divided by 1 minus the ratio: it telescopes only after that factor was multiplied in.",
        ),
    ),
)
SINES = rule(
    id="riemann.sine_sum",
    name="sum of sines",
    heads=(sp.sin,),
    when=_wave(sp.sin),
    left=lambda a, b, i, last: Summation(sin(a * i + b), i, last),
    right=lambda a, b, last: sin((last + 1) * a / 2) / sin(a / 2) * sin(b + last * a / 2),
    words="Times 2 sin of half the step the terms telescope.",
    holds=lambda a: (sp.Ne(sp.sin(a / 2), 0),),
    commit=True,
    mistakes=(Mistake("integral", lambda a, b, last: -cos(a * last + b) / a, "That is an antiderivative, not the sum."),),
    source="NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, sec. 4.21",
)
COSINES = rule(
    id="riemann.cosine_sum",
    name="sum of cosines",
    heads=(sp.cos,),
    when=_wave(sp.cos),
    left=lambda a, b, i, last: Summation(cos(a * i + b), i, last),
    right=lambda a, b, last: sin((last + 1) * a / 2) / sin(a / 2) * cos(b + last * a / 2),
    words="Times 2 sin of half the step the terms telescope.",
    holds=lambda a: (sp.Ne(sp.sin(a / 2), 0),),
    commit=True,
    mistakes=(Mistake("integral", lambda a, b, last: sin(a * last + b) / a, "That is an antiderivative, not the sum."),),
    source="NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, sec. 4.21",
)
EXPANDED = _rewriting("riemann.expand", "multiplied out", _polynomial, "Multiply out and order by powers of the index.", 2)
WAVES = _rewriting(
    "riemann.product_to_sum", "products to sums", _product_of_waves, "Write the product of sines and cosines as a sum of single ones.", 3
)
MERGED = _rewriting("riemann.merge_powers", "one exponential", _merged_powers, "Write each term as one exponential.", 2)

RIEMANN_SUMS = (IN_POWERS, WRITTEN_OUT, CONSTANT, MULTIPLE, POWERS, GEOMETRIC, SINES, COSINES, SUM, EXPANDED, WAVES, MERGED)
