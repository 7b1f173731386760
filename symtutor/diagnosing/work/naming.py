"""Naming the mistake of a wrong line: a slip of algebra, a mistake of a rule, or the ratio by which terms are off.

A name only explains; it never decides.  Where several explanations fit and nothing tells them apart, none is given and
all are listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import sympy as sp

from symtutor.checking.values.senses import AsAntiderivative, AsFunction, AsLimit, AsNumber, Sense, put_in, worked_out
from symtutor.checking.values.slopes import slope
from symtutor.diagnosing.work.known import known_value
from symtutor.diagnosing.work.verdicts import FAILURES
from symtutor.diagnosing.work.world import World
from symtutor.reading.work.lines import NoValue, members
from symtutor.rules.algebra_slips import SLIPS
from symtutor.term import LEAVES, Blank, Negation, Number, Term, subterms, value
from symtutor.work import Chain, Context, Finding, Role

__all__ = ["Explanation", "explained"]

_POINTS = tuple(sp.Rational(n, d) for n, d in ((137, 100), (61, 50), (163, 90), (211, 130)))
_DIGITS = 30
_NODES = 80
_NICE = 12


@dataclass(frozen=True, slots=True)
class Explanation:
    """A mistake that leads to a line.

    Parameters
    ----------
    id : str
        Of the mistake.
    words : str
        What went wrong.
    expected : Expr, optional
        What the line should have been.
    """

    id: str
    words: str
    expected: Any = None


def explained(finding: Finding, before: Context, world: World) -> tuple[Explanation | None, tuple[Explanation, ...]]:
    """Return the explanation of a wrong statement and its rivals; none where several fit.

    Parameters
    ----------
    finding : Finding
        Of the first wrong statement.
    before : Context
        What was known before its line.
    world : World
        The problem.
    """
    try:
        found = list(_explanations(finding, before, world))
    except (NoValue, *FAILURES):
        return None, ()
    distinct = {e.id: e for e in found}
    if not distinct:
        return None, ()
    if len(distinct) == 1:
        return next(iter(distinct.values())), ()
    return None, tuple(distinct.values())


def _explanations(finding: Finding, before: Context, world: World) -> Iterator[Explanation]:
    part = finding.part
    if part.term is None or finding.role not in {Role.VALUE, Role.CONTINUED, Role.NAMED, Role.SIDE}:
        return
    relation, sides = members(part.term)
    from symtutor.diagnosing.work.values import main_chain  # noqa: PLC0415 (both ask each other)

    chain = before.chain or main_chain(world)
    if relation is sp.Eq and part.term.args[0].head is not Blank and len(sides) == 2 and finding.role is Role.SIDE:
        return
    if chain is None or not isinstance(chain.sense, AsAntiderivative | AsFunction | AsLimit | AsNumber):
        return
    step = _Step.of(sides[-1], chain, finding, before, world)
    if isinstance(chain.sense, AsNumber) and world.same(chain.expression, step.line, chain.sense, before):
        return  # the number is right, and the line is wrong for another reason
    bounds = list(_bounds(step, before, world))
    if bounds:
        yield from bounds
        return
    slips = list(_slips(step))
    if slips:
        yield from slips
        if step.before is not None and any(inner.head is sp.Derivative for inner in subterms(step.before)):
            yield from _missing(step)  # made before or after the derivative was taken: nothing tells them apart
        return
    named = list(_by_rule(step, world))
    if named:
        yield from named
        return
    missing = list(_missing(step))
    if missing:
        yield from missing
    elif isinstance(chain.sense, AsNumber) or not step.letters or step.line.is_number:
        yield from _numbers(step)
    else:
        yield from _ratios(step)


@dataclass(frozen=True, slots=True)
class _Step:
    """A wrong line beside the one before it, with what measures both."""

    term: Term
    line: Any
    before: Term | None
    chain: Chain
    measure: Callable[[Any], Any]
    wanted: Any
    letters: tuple[Any, ...]
    text: str
    read: Callable[[Term], Any]

    @classmethod
    def of(cls, term: Term, chain: Chain, finding: Finding, context: Context, world: World) -> _Step:
        """Return a step with the functional of its sense: derivative, value, or the expression under lim."""
        sense: Sense = chain.sense
        letters = world.letters_of(context)
        if isinstance(sense, AsAntiderivative):
            letters.pop(sense.variable, None)

        def read(part: Term) -> Any:
            return world.expression(part, finding.part, context)

        def measure(expr: Any) -> Any:
            if isinstance(sense, AsAntiderivative):
                return slope(expr, sense.variable, letters)
            if isinstance(sense, AsLimit):
                expr = expr.replace(lambda e: isinstance(e, sp.Limit), lambda e: e.args[0])
            return worked_out(put_in(expr, letters))

        line = read(term)
        wanted = measure(chain.expression)
        free = tuple(sorted(wanted.free_symbols | measure(line).free_symbols, key=str))
        return cls(term, line, chain.term, chain, measure, wanted, free, finding.part.text, read)

    def numbers(self, expr: Any) -> tuple[Any, ...] | None:
        """Return the values of what an expression measures at the points, or None where it has none."""
        measured = self.measure(expr)
        return self.values(measured)

    def values(self, measured: Any) -> tuple[Any, ...] | None:
        """Return values at the points."""
        if measured.has(sp.Integral, sp.Limit, sp.Sum, sp.Derivative):
            return None
        found = []
        for k, point in enumerate(_POINTS):
            at = {s: point + sp.Rational(k + 2 * i, 7) for i, s in enumerate(self.letters)}
            number = sp.N(measured.subs(at), _DIGITS)
            if not number.is_number or not number.is_finite:
                return None
            found.append(number)
        return tuple(found)

    def is_right(self, numbers: tuple[Any, ...] | None) -> bool:
        """Tell whether values are those of the line before."""
        wanted = self.values(self.wanted)
        return numbers is not None and wanted is not None and _agree(numbers, wanted)


def _agree(a: tuple[Any, ...], b: tuple[Any, ...]) -> bool:
    return all(abs(p - q) <= sp.Float(10) ** (-_DIGITS + 8) * (1 + abs(p)) for p, q in zip(a, b, strict=True))


# ---- slips of algebra --------------------------------------------------------------------------------
def _slips(step: _Step) -> Iterator[Explanation]:
    """Yield the slips of algebra that lead from the line before to this one, made at one node."""
    if step.before is None:
        return
    line = step.numbers(step.line)
    if line is None or step.line.free_symbols - step.chain.expression.free_symbols:
        return  # a new letter: a substitution stands between the lines
    lost: list[Explanation] = []
    for slip in SLIPS:
        for changed in _changed(step.before, slip.wrong):
            found = _numbers_of(step, changed)
            if found is not None and _agree(found, line) and not step.is_right(found):
                explanation = Explanation(slip.id, slip.words, step.chain.expression)
                if slip.id == "algebra.lost-term":
                    lost.append(explanation)
                    break
                yield explanation
                return
    yield from lost


def _numbers_of(step: _Step, term: Term) -> tuple[Any, ...] | None:
    try:
        return step.numbers(step.read(term))
    except (NoValue, *FAILURES):
        return None


def _changed(term: Term, wrong: Callable[[Term], Iterator[Term]]) -> Iterator[Term]:
    """Yield a term with one node rewritten, at each node in turn."""
    count = sum(1 for _ in subterms(term))
    if count > _NODES:
        return
    yield from wrong(term)
    if term.head in LEAVES:
        return
    for place, arg in enumerate(term.args):
        if isinstance(arg, Term):
            for changed in _changed(arg, wrong):
                yield Term(term.head, (*term.args[:place], changed, *term.args[place + 1 :]), term.span)


# ---- ratios ------------------------------------------------------------------------------------------
def _terms(term: Term) -> list[Term]:
    """Return the terms of a sum as written, signs with them."""
    if term.head is sp.Add:
        return [t for a in term.args for t in _terms(a)]
    if term.head is Negation and isinstance(term.args[0], Term) and term.args[0].head is sp.Add:
        return [-t for t in _terms(term.args[0])]
    return [term]


def _ratios(step: _Step) -> Iterator[Explanation]:
    """Yield which terms have to be multiplied by one number to make the line right: the fewest, if they are the only ones."""
    inside = step.term.args[0] if step.term.head is sp.Limit else step.term
    terms = _terms(inside)
    if not 1 <= len(terms) <= 6:
        return
    measured = [_numbers_of(step, t) for t in terms]
    wanted = step.values(step.wanted)
    if wanted is None or any(m is None for m in measured):
        return
    columns = [m for m in measured if m is not None]
    for size in range(1, len(terms) + 1):
        if size not in {1, 2, len(terms)}:
            continue
        found = [
            (chosen, ratio) for chosen in combinations(range(len(terms)), size) if (ratio := _ratio(columns, chosen, wanted)) is not None
        ]
        if len(found) == 1:
            yield _by_ratio(step, terms, *found[0])
            return
        if found:
            return  # several subsets fit: silence
    yield from _corrections(step, inside)


def _missing(step: _Step) -> Iterator[Explanation]:
    """Yield that one term of the right line, multiplied out, is not there."""
    if not isinstance(step.chain.sense, AsFunction) or not step.letters:
        return
    line, wanted = step.measure(step.line), step.wanted
    if line.has(sp.Integral, sp.Limit) or wanted.count_ops() > _LARGEST:
        return
    gap = sp.expand(wanted - line)
    terms = [t for form in (wanted, sp.expand(wanted)) if form.is_Add for t in form.args]
    if any(sp.expand(gap - t) == 0 for t in terms):
        yield Explanation("algebra.lost-term", "A term was lost.", wanted)


_LARGEST = 60


def _numbers(step: _Step) -> Iterator[Explanation]:
    """Yield what a line of numbers differs in from the terms of the line before: one sign, one factor, one term."""
    inside = step.term.args[0] if step.term.head is sp.Limit else step.term
    here = [step.read(t) for t in _terms(inside)]
    there = _valued_terms(step.chain.expression)
    if there is None or not all(t.is_number for t in here):
        return
    left, right = list(here), list(there)
    for value_here in here:
        match = next((t for t in right if sp.simplify(t - value_here) == 0), None)
        if match is not None:
            left.remove(value_here)
            right.remove(match)
    whole = sp.Add(*there)
    if len(here) == 1 and sp.simplify(here[0] + whole) == 0:
        yield Explanation("work.sign", "The sign is wrong.", whole)
    elif len(right) == 1 and not left and len(there) > 1:
        yield Explanation("algebra.lost-term", "A term was lost.", whole)
    elif len(left) == len(right) == 1 and len(there) > 1 and left[0] != 0:
        ratio = sp.nsimplify(right[0] / left[0])
        if ratio == -1:
            yield Explanation("work.sign", f"The sign of {left[0]} is wrong.", whole)
        elif ratio.is_Rational and abs(ratio.p) <= _NICE and ratio.q <= _NICE:
            yield Explanation("work.factor", f"A factor is wrong: {left[0]} has to be multiplied by {ratio}.", whole)
    elif len(here) == 1 and len(there) > 1 and any(sp.simplify(here[0] - whole + t) == 0 for t in there):
        yield Explanation("algebra.lost-term", "A term was lost.", whole)


def _valued_terms(expression: Any) -> list[Any] | None:
    """Return the numbers that the terms of an expression have; the terms of an integrand count each."""
    found: list[Any] = []
    for term in sp.Add.make_args(expression):
        if term.is_number and not term.has(sp.Integral, sp.Limit):
            found.append(term)
        elif isinstance(term, sp.Integral) and len(term.limits) == 1 and len(term.limits[0]) == 3:
            values = [known_value(sp.Integral(part, term.limits[0])) for part in sp.Add.make_args(sp.expand(term.function))]
            if any(v is None or not v.is_finite for v in values):
                return None
            found.extend(values)
        elif isinstance(term, sp.Limit):
            value_there = known_value(term)
            if value_there is None or not value_there.is_finite:
                return None
            found.append(value_there)
        else:
            return None
    return found


def _ratio(columns: list[tuple[Any, ...]], chosen: tuple[int, ...], wanted: tuple[Any, ...]) -> Any:
    """Return the number by which the chosen terms have to be multiplied, if it is the same and a simple fraction at all points."""
    ratio = None
    for k, goal in enumerate(wanted):
        inside = sum(columns[i][k] for i in chosen)
        outside = sum(column[k] for i, column in enumerate(columns) if i not in chosen)
        if abs(inside) < sp.Float(10) ** -15:
            return None
        here = (goal - outside) / inside
        if ratio is None:
            ratio = sp.nsimplify(here, rational=True, tolerance=1e-18)
        if not ratio.is_Rational or abs(ratio - here) > sp.Float(10) ** -18:
            return None
    if ratio is None or abs(ratio.p) > _NICE or ratio.q > _NICE or ratio == 1:
        return None
    return ratio


def _by_ratio(step: _Step, terms: list[Term], chosen: tuple[int, ...], ratio: Any) -> Explanation:
    shown = " and ".join(_as_typed(step, terms[i]) for i in chosen)
    expected = sum((ratio if i in chosen else 1) * step.read(t) for i, t in enumerate(terms))
    if ratio == -1:
        return Explanation("work.sign", f"The sign of {shown} is wrong.", expected)
    if ratio == 0:
        return Explanation("work.extra-term", f"The term {shown} should not be there.", expected)
    return Explanation("work.factor", f"A factor is wrong: {shown} has to be multiplied by {ratio}.", expected)


def _as_typed(step: _Step, term: Term) -> str:
    """Return a term as the learner typed it."""
    inner = term if term.span else next((t for t in subterms(term) if t.span), None)
    if inner is None or inner.span is None:
        return str(step.read(term))
    sign = "−" if term.head is Negation and not step.text[inner.span[0] : inner.span[1]].lstrip().startswith(("-", "−")) else ""
    return sign + step.text[inner.span[0] : inner.span[1]].strip()


def _corrections(step: _Step, term: Term) -> Iterator[Explanation]:
    """Yield the single changes inside a line that make it right: a sign, an exponent one too many or too few."""
    found: dict[str, Explanation] = {}
    for change, id_, words in (
        (_flipped, "work.sign", "A sign inside the line is wrong."),
        (_exponents, "work.exponent", "An exponent is off by one."),
    ):
        places = 0
        for changed in _changed(term, change):
            if step.is_right(_numbers_of(step, changed)):
                places += 1
                found[id_] = Explanation(id_, words, step.read(changed))
        if places > 1:
            found.pop(id_, None)
    yield from found.values()


def _flipped(node: Term) -> Iterator[Term]:
    if node.head is sp.Add:
        for place, arg in enumerate(node.args):
            turned = arg.args[0] if arg.head is Negation else -arg
            yield Term(sp.Add, (*node.args[:place], turned, *node.args[place + 1 :]))


def _exponents(node: Term) -> Iterator[Term]:
    if node.head is sp.Pow and node.args[1].head is Number and node.args[0].head is not Number:
        for step in (1, -1):
            yield Term(sp.Pow, (node.args[0], Term(Number, (value(node.args[1]) + step,))))
    elif node.head in {sp.sin, sp.cos, sp.log, sp.exp} or (
        node.head in LEAVES and node.head is not Number and isinstance(node.args[0], sp.Symbol)
    ):
        yield Term(sp.Pow, (node, Term(Number, (sp.Integer(2),))))


# ---- bounds and differentials ---------------------------------------------------------------------------
def _bounds(step: _Step, context: Context, world: World) -> Iterator[Explanation]:
    """Yield that the limits were not changed with the substitution, or that a factor of the differential was lost."""
    asked = step.chain.expression
    if not isinstance(step.chain.sense, AsNumber) or not isinstance(asked, sp.Integral):
        return
    integrals = sorted(step.line.atoms(sp.Integral), key=str)
    if len(integrals) != 1 or len(integrals[0].limits[0]) != 3 or len(asked.limits[0]) != 3:
        return
    letter, low, high = integrals[0].limits[0]
    x, first, last = asked.limits[0]
    letters = world.letters_of(context)
    if letter == x or letter not in letters:
        return
    inner = put_in(letters[letter], letters)
    factor = step.line.subs(integrals[0], 1) if step.line.is_Mul or step.line == integrals[0] else None
    if factor is None:
        return
    new = factor * put_in(integrals[0].function, {letter: inner}) * sp.diff(inner, x)
    ratio = sp.simplify(new / asked.function) if (new / asked.function).count_ops() < 40 else None
    ends = (inner.subs(x, first), inner.subs(x, last))
    if ratio == 1 and (low, high) == (first, last) and ends != (low, high):
        limits = tuple(ends)
        yield Explanation(
            "int.definite.substitution/limits-kept",
            f"The limits belong to {x}; for {letter} they are {limits[0]} and {limits[1]}.",
            factor * sp.Integral(integrals[0].function, (letter, *limits)),
        )
    elif ratio is not None and ratio != 1 and (low, high) == ends:
        slope_of = sp.diff(inner, x)
        if not ratio.free_symbols:
            yield Explanation("work.differential", f"A factor of the differential is wrong: the integrand has to be divided by {ratio}.")
        elif sp.simplify(ratio * slope_of).is_number or sp.simplify(ratio / slope_of).is_number or sp.simplify(ratio * inner).is_number:
            yield Explanation("work.differential", "A factor of the differential was lost in the substitution.")


# ---- mistakes of rules ----------------------------------------------------------------------------------
def _by_rule(step: _Step, world: World) -> Iterator[Explanation]:
    """Yield the mistake of the book that leads from the problem to this line, where the line answers it at once."""
    from symtutor.diagnosing.work.by_rule import mistake_of  # noqa: PLC0415 (the book is loaded when a name is looked for)

    if step.chain.line != 0:
        return
    found = mistake_of(world.target, step.line)
    if found is not None:
        yield Explanation(*found)
