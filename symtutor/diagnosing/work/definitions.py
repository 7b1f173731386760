"""Definitions: letters of substitutions, parts u and v with their differentials, quantities with names."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.checking.equivalence.same_value import same_value
from symtutor.checking.values.senses import AsFunction, put_in
from symtutor.diagnosing.work.names import primes_of
from symtutor.diagnosing.work.verdicts import TRUE, UNKNOWN, wrong
from symtutor.diagnosing.work.world import World
from symtutor.reading.work.lines import members
from symtutor.term import DifferentialOf, Term, Variable, subterms
from symtutor.verdict import Status, Verdict
from symtutor.work import Context, Definition, Finding, Line, Part, Relation, Role
from symtutor.work import Link as _Link

__all__ = ["define", "is_definition", "is_differential", "judge_differential", "judge_listed"]

Judged = tuple[Finding, Context]
_SAYS_LET = frozenset(
    {"let", "put", "set", "where", "with", "substitute", "substituting", "substitution", "define", "take", "using", "write", "u-sub", "sub"}
)
_PARTS = frozenset("uvwst")


def is_differential(part: Part) -> bool:
    """Tell whether a differential such as du stands in a statement outside of integrals."""
    return part.term is not None and any(term.head is DifferentialOf for term in subterms(part.term))


def is_definition(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> bool:
    """Tell whether an equation gives a letter its meaning: by the words, by a differential beside it, or by its later use."""
    if len(sides) != 2 or _is_at_place(part, line):
        return False
    target = world.target
    beside = any(is_differential(other) for other in line.parts)
    says = bool(_SAYS_LET & set(part.words)) or bool(line.parts and _SAYS_LET & set(line.parts[0].words))
    letter = sides[0].args[0] if sides[0].head is Variable else None
    right_letters = _letters(sides[1])
    if letter is None:
        new = [s for s in _letters(part.term) if _is_new(s, context, world)] if part.term is not None else []
        return (beside or says) and len(new) == 1
    if letter in right_letters or primes_of(letter)[1]:
        return False
    if letter == target.variable and target.sense is not None:
        is_inverse = any(_is_new(s, context, world) for s in right_letters)
        return is_inverse and (
            beside
            or says
            or line.number == 1
            or any(world.is_used_after(s, line.number) for s in right_letters if _is_new(s, context, world))
        )
    if letter in context.unknowns or (letter.name in target.letters and target.sense is None):
        return False
    if letter in getattr(target.asked, "free_symbols", set()):
        return False
    if beside or says or _is_list(line, target):
        return True
    if target.sense is None or letter.name in {"I", "J", "L", "F", "S"} or letter.name in context.names:
        return False
    if letter == sp.Symbol("y") and target.names.values:
        return False
    if letter.name in _PARTS and target.asked.has(sp.Integral) and len(line.parts) == 1 and right_letters == {target.variable}:
        return True  # u = sin x alone in work on an integral, even where u is not written again
    return world.is_used_after(letter, line.number) and not _is_unknown_of_identity(letter, context)


def judge_listed(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged | None:
    """Judge one of f = …, g′ = …, f′ = …, g = … of integration by parts by its partner; None where a line is no such list."""
    meant: dict[tuple[str, int], sp.Basic] = {}
    for other in line.parts:
        relation, both = (None, ()) if other.term is None else members(other.term)
        if relation is not sp.Eq or len(both) != 2 or both[0].head is not Variable:
            return None
        meant[primes_of(both[0].args[0])] = world.raw(both[1], other, context)
    x = world.target.variable
    is_list = len(meant) > 1 and any(times for _, times in meant) and x is not None
    if not is_list or any(len(name) != 1 or name in world.target.letters or not isinstance(v, sp.Expr) for (name, _), v in meant.items()):
        return None
    name, times = primes_of(sides[0].args[0])
    partner = meant.get((name, times - 1))
    found = TRUE if times == 0 or partner is None else same_value(sp.diff(partner, x), meant[name, times], {})
    if found.status is Status.INCORRECT:
        found = wrong(f"{sides[0].args[0]} is not the derivative of {name}")
    return Finding(part, Role.DEFINITION, found, found, _Link(line.number, Relation.GIVEN) if found else None), context


def _is_at_place(part: Part, line: Line) -> bool:
    """Tell whether an equation is one side of "x = 1: u = 3"."""
    place = line.parts.index(part)
    return part.connective == ":" or (place + 1 < len(line.parts) and line.parts[place + 1].connective == ":" and place > 0)


def _is_list(line: Line, target: Any) -> bool:
    """Tell whether a line lists meanings of letters, as f = e^x, g = x for a product or quotient."""
    lefts = []
    if not isinstance(target.sense, AsFunction):
        return False
    for part in line.parts:
        relation, sides = (None, ()) if part.term is None else members(part.term)
        if relation is not sp.Eq or len(sides) != 2 or sides[0].head is not Variable:
            return False
        lefts.append(sides[0].args[0])
    return len(set(lefts)) == len(lefts) > 1 and all(len(s.name) == 1 and s.name not in target.letters for s in lefts)


def _is_unknown_of_identity(letter: Any, context: Context) -> bool:
    return letter in context.unknowns


def _letters(term: Term) -> set[sp.Symbol]:
    return {leaf.args[0] for leaf in subterms(term) if leaf.head is Variable}


def _is_new(symbol: sp.Symbol, context: Context, world: World) -> bool:
    target = world.target
    known = getattr(target.asked, "free_symbols", set()) | set(context.definitions) | {target.variable}
    return symbol not in known and symbol.name not in target.names.values


def define(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged:
    """Take a definition into the context; a letter that is defined again keeps the later meaning."""
    left, right = (world.expression(side, part, context) for side in sides)
    left = sides[0].args[0] if sides[0].head is Variable else left
    if not isinstance(right, sp.Expr):
        return Finding(part, Role.DEFINITION, TRUE, counts=False), context
    if isinstance(left, sp.Symbol):
        inverse = _as_inverse(left, right, context)
        if inverse is not None:
            return Finding(part, Role.DEFINITION, inverse, inverse, _Link(line.number, Relation.GIVEN)), context
        definitions = {**context.definitions, left: Definition(left, right, line.number)}
        context = context.having(definitions=definitions)
        for _, a, b in context.differentials:
            if sp.Symbol(f"d{left.name}") in a.free_symbols | b.free_symbols:
                found = _differentials_agree(a, b, context, world)
                if found is not None and found.status is Status.INCORRECT:
                    return Finding(part, Role.DEFINITION, wrong(f"{left} does not belong to d{left}"), found), context
        return Finding(part, Role.DEFINITION, TRUE, TRUE, _Link(line.number, Relation.GIVEN)), context
    if isinstance(left, AppliedUndef):
        return Finding(part, Role.DEFINITION, TRUE, counts=False), context.having(
            names={**context.names, left.func.__name__: (line.number, right)}
        )
    new = next((s for s in sorted(_letters(sides[0]) | _letters(sides[1]), key=str) if _is_new(s, context, world)), None)
    solved = None if new is None else _solved(left - right, new)
    if new is None or solved is None:
        return Finding(part, Role.DEFINITION, TRUE, counts=False), context
    definitions = {**context.definitions, new: Definition(new, solved, line.number)}
    return Finding(part, Role.DEFINITION, TRUE, TRUE, _Link(line.number, Relation.GIVEN)), context.having(definitions=definitions)


def _as_inverse(left: sp.Expr, right: sp.Expr, context: Context) -> Verdict | None:
    """Return whether t = g⁻¹(x) belongs to x = g(t), where that was said before; None where nothing of it was said."""
    for letter, known in context.definitions.items():
        if letter != left and right.has(letter) and known.expression.has(left):
            found = same_value(known.expression.subs(left, right), letter, {})
            return wrong(f"{left} is not what {letter} = {known.expression} gives") if found.status is Status.INCORRECT else TRUE
    return None


def _solved(equation: Any, letter: Any) -> Any:
    """Return a letter by an equation: the branch that is positive where there are two."""
    polynomial = equation.as_poly(letter)
    if polynomial is None or polynomial.degree() > 2:
        core = list(sp.solve(equation, letter)) if equation.count_ops() < 20 else []
        return core[0] if len(core) == 1 else None
    if polynomial.degree() == 1:
        return -polynomial.coeff_monomial(1) / polynomial.coeff_monomial(letter)
    a, b, c = (polynomial.coeff_monomial(letter**k) for k in (2, 1, 0))
    return sp.sqrt(-c / a) if b == 0 else (-b + sp.sqrt(b**2 - 4 * a * c)) / (2 * a)


# ---- differentials --------------------------------------------------------------------------------
def judge_differential(part: Part, line: Line, context: Context, world: World) -> Judged:
    """Judge an equation between differentials by the definitions of its letters; dv = … dx beside v = … too."""
    context = _with_block(line, context, world)
    relation, sides = members(part.term) if part.term is not None else (None, ())
    if relation is not sp.Eq or len(sides) < 2:
        return Finding(part, Role.DEFINITION, UNKNOWN, counts=False), context
    values = [world.expression(side, part, context) for side in sides]
    verdicts = [_differentials_agree(a, b, context, world) for a, b in itertools.pairwise(values)]
    still_open = [(line.number, a, b) for (a, b), v in zip(itertools.pairwise(values), verdicts, strict=True) if v is None]
    context = context.having(differentials=(*context.differentials, *still_open))
    bad = next((v for v in verdicts if v is not None and v.status is Status.INCORRECT), None)
    if bad is not None:
        return Finding(part, Role.DEFINITION, bad, bad), context
    is_decided = all(v is not None and v.status is Status.CORRECT for v in verdicts)
    return Finding(part, Role.DEFINITION, TRUE, TRUE, _Link(line.number, Relation.DIFFERENTIATED), counts=is_decided), context


def _with_block(line: Line, context: Context, world: World) -> Context:
    """Return the context with all letters that a block of definitions gives, so that du may stand before v."""
    for other in line.parts:
        if other.term is None or is_differential(other):
            continue
        relation, sides = members(other.term)
        if relation is sp.Eq and len(sides) == 2 and is_definition(other, sides, line, context, world):
            _, context = define(other, sides, line, context, world)
    return context


def _differentials_agree(a: Any, b: Any, context: Context, world: World) -> Verdict | None:
    """Compare two sides with differentials, all of them brought to that of the variable; None where one stays open."""
    letters = world.letters_of(context)
    difference = a - b
    for name in [s for s in difference.free_symbols if s.name.startswith("d") and len(s.name) >= 2 and sp.Symbol(s.name[1:]) in letters]:
        expression = put_in(letters[sp.Symbol(name.name[1:])], letters)
        inner = sorted(expression.free_symbols, key=str)
        total = sum((sp.diff(expression, s) * sp.Symbol(f"d{s.name}") for s in inner), sp.S.Zero)
        difference = difference.subs(name, total)
    difference = put_in(difference, letters)
    open_ones = {s for s in difference.free_symbols if _is_differential_symbol(s)}
    known = {sp.Symbol(f"d{world.target.variable}")} | {s for s in open_ones if sp.Symbol(s.name[1:]) in _base_letters(letters)}
    if open_ones - known:
        return None
    parameters = {
        s for s in open_ones if sp.Symbol(s.name[1:]) != world.target.variable and sp.Symbol(s.name[1:]) not in _new_letters(letters, world)
    }
    difference = difference.subs(dict.fromkeys(parameters, 0))
    verdicts = [same_value(sp.expand(difference).coeff(s), sp.S.Zero, {}) for s in sorted(open_ones - parameters, key=str)]
    bad = next((v for v in verdicts if v.status is not Status.CORRECT), None)
    if bad is not None and bad.status is Status.INCORRECT:
        return wrong("the differential does not belong to what was put in")
    return TRUE if bad is None else bad


def _base_letters(letters: Any) -> set[Any]:
    return {s for e in letters.values() for s in e.free_symbols}


def _new_letters(letters: Any, world: World) -> set[Any]:
    asked: set[Any] = getattr(world.target.asked, "free_symbols", set())
    return {s for e in letters.values() for s in e.free_symbols} - set(letters) - asked


def _is_differential_symbol(symbol: Any) -> bool:
    return bool(symbol.name.startswith("d") and len(symbol.name) > 1)
