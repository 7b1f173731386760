"""Judging a line: what each statement is about, whether it is true, and from which line it follows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import sympy as sp
from sympy.core.function import UndefinedFunction

from symtutor.diagnosing.work.answers import judge_answer
from symtutor.diagnosing.work.arrays.judge import judge_array_part
from symtutor.diagnosing.work.conclusions import judge_words
from symtutor.diagnosing.work.definitions import define, is_definition, judge_differential, judge_listed
from symtutor.diagnosing.work.equations.curves import judge_curve_chain, judge_on_the_curve
from symtutor.diagnosing.work.equations.identities import is_coefficient, is_identity, judge_case, judge_coefficient, judge_identity
from symtutor.diagnosing.work.equations.solving import judge_solving
from symtutor.diagnosing.work.equations.systems import judge_equation
from symtutor.diagnosing.work.names import is_slope
from symtutor.diagnosing.work.optimization.critical import judge_of_function, judge_signs, judge_slope_at, judge_value_at, judge_zero
from symtutor.diagnosing.work.optimization.lagrange import judge_point, judge_under_equations
from symtutor.diagnosing.work.optimization.lagrangian import judge_at_solution, judge_lagrangian
from symtutor.diagnosing.work.optimization.optimum import judge_claim, judge_gradients, judge_stationarity
from symtutor.diagnosing.work.optimization.shape import judge_everywhere, judge_shape
from symtutor.diagnosing.work.values import judge_members, judge_side, judge_value, restated
from symtutor.diagnosing.work.verdicts import FAILURES, TRUE, UNKNOWN, wrong
from symtutor.diagnosing.work.world import World
from symtutor.errors import SymtutorError
from symtutor.reading.work.lines import NoValue, members, with_sign
from symtutor.reading.work.statements import split_reason
from symtutor.term import LEAVES, Blank, DifferentialOf, Negation, Number, PlusMinus, Quotient, Term, Variable, subterms
from symtutor.verdict import Status
from symtutor.work import Context, Finding, Line, Part, Role

__all__ = ["judge_line"]

Judged = tuple[Finding, Context]
_POSES = re.compile(r"\s*(?:\\left\s*)?(?:\[|∫|\\int|\\lim|lim\b|d/d|\\frac\s*\{\s*(?:\\mathrm\s*\{)?d\b)")
_LONG = 8
_RESTRICTS = re.compile(
    r"\b(?:for|if|when|on)\b[\s}]*[a-z]\s*(?:[<>≤≥∈]|\\in(?![a-z])|\\[lg](?:eq?|t)(?![a-z]))"
    r"|\b(?:active|violated|along|exist there|largest value|smallest value)\b|=.*\bput in\b"
)


_IS_CASE = re.compile(r"\b(?:active|violated)\b")
_ANSWERS = re.compile(r"\s*(?:\\textbf\{)?Answer:")


def judge_line(line: Line, context: Context, world: World) -> tuple[tuple[Finding, ...], Context]:
    """Return what is found about each statement of a line, and the context for the next line."""
    found: list[Finding] = []
    if _is_task(line):
        return tuple(Finding(part, Role.TASK, UNKNOWN, counts=False) for part in line.parts), context
    solving = judge_solving(line, context, world) if world.target.is_foreign else None
    if solving is not None:
        finding, context = solving
        return (finding,), context.having(has_wrong=context.has_wrong or finding.true.status is Status.INCORRECT)
    if world.target.sense is None and not (world.target.is_foreign or world.target.is_array):
        line = _with_alternatives(line)
    line = replace(line, parts=tuple(piece for part in line.parts for piece in _condition_apart(part, context, world)))
    said = split_reason(line.text)[1]
    is_restricted = _RESTRICTS.search(said) is not None or (_is_unposed(world) and _is_of_another_kind(line, world))
    before = context
    for part in line.parts:
        try:
            finding, context = _judge_part(part, line, context, world)
        except NoValue as reason:
            finding = Finding(part, Role.VALUE, wrong(str(reason)))
        except FAILURES as error:
            finding = Finding(part, Role.WORDS, UNKNOWN, remark=str(error).splitlines()[0] if isinstance(error, SymtutorError) else "")
        if finding.true.status is Status.INCORRECT and finding.role in {Role.EQUATION, Role.SIDE} and len(part.words) >= _LONG:
            finding = replace(finding, true=UNKNOWN, counts=False)  # what a long sentence says of a formula is not known
        if is_restricted:  # it is said of a part, or of a case
            context = before if _IS_CASE.search(said) else context.having(equations=before.equations)
            if finding.true.status is Status.INCORRECT:
                finding = replace(finding, true=UNKNOWN, follows=UNKNOWN, wrong_step=None)
        found.append(finding)
        context = context.having(has_wrong=context.has_wrong or finding.true.status is Status.INCORRECT)
    return tuple(found), context


def _with_alternatives(line: Line) -> Line:
    """Return a line "x = 0 or x = y", and one with ±, as one equation: the product of the differences is 0."""
    alternatives = [pair for part in line.parts for pair in _equations_of(part)]
    joined = all(part.connective == "or" for part in line.parts[1:])
    if not joined or len(alternatives) < 2 or any(len(pair) != 2 for pair in alternatives):
        return line
    factors = tuple(left + -right for left, right in alternatives)
    first = line.parts[0]
    return replace(line, parts=(replace(first, term=Term(sp.Eq, (Term(sp.Mul, factors), Term(Number, (sp.S.Zero,))))),))


def _equations_of(part: Part) -> list[tuple[Term, ...]]:
    """Return the sides of an equation, for each sign where ± stands in it; an empty pair where a statement is no equation."""
    if part.term is None or part.term.head is not sp.Eq or len(part.term.args) != 2:
        return [()]
    if not any(t.head is PlusMinus for t in subterms(part.term)):
        return [part.term.args]
    return [with_sign(part.term, sign).args for sign in (1, -1)]


def _condition_apart(part: Part, context: Context, world: World) -> tuple[Part, ...]:
    """Return f′ = … = 0 as two statements: what a derivative is, and the condition that it is 0; x = y = 1 as one for each letter."""
    term = part.term
    is_list = term is not None and term.head is sp.Eq and len(term.args) > 2 and all(a.head is Variable for a in term.args[:-1])
    if term is not None and is_list and world.target.objective is not None and world.target.sense is None:
        return tuple(replace(part, term=Term(sp.Eq, (a, term.args[-1]), term.span)) for a in term.args[:-1])  # x = y = 1/2
    if term is None or term.head is not sp.Eq or len(term.args) < 3 or term.args[-1] != Term(Number, (sp.S.Zero,)):
        return (part,)
    first = term.args[0]
    if first.head is Blank:
        names_slope = world.target.function is not None
    else:
        try:
            names_slope = is_slope(first.args[0]) if first.head is Variable else first.head is sp.Derivative
            names_slope = names_slope or world.raw(first, part, context) != world.expression(first, part, context)
        except (NoValue, *FAILURES):
            return (part,)
    if not names_slope or world.target.curve is not None:
        return (part,)
    return (
        replace(part, term=Term(sp.Eq, term.args[:-1], term.span)),
        replace(part, term=Term(sp.Eq, term.args[-2:], term.span), words=(), connective="⇒"),
    )


def _judge_part(part: Part, line: Line, context: Context, world: World) -> Judged:
    """Return the finding of one statement and the next context."""
    if world.target.is_foreign:
        return judge_answer(part, line, context, world.work, world.known)
    if part.term is None:
        if part.error:
            unread = context.having(is_unread=context.is_unread or bool(_POSES.match(part.text)))
            return Finding(part, Role.WORDS, UNKNOWN, remark=part.error.splitlines()[0]), unread
        return judge_shape(part, context, world) or judge_words(part, context, world)
    if world.target.is_array:
        return judge_array_part(part, line, context, world.arrays)
    is_continued = part.term.head is sp.Eq and part.term.args[0].head is Blank
    if context.is_unread and is_continued:
        return Finding(part, Role.CONTINUED, UNKNOWN), context
    context = context.having(is_unread=context.is_unread and (is_continued or part.connective == "reason"))
    if _is_form(part.term):
        return Finding(part, Role.FORM, TRUE, counts=False), context
    finding, after = _judge_claim(part, line, context, world) or _judge_formula(part, part.term, line, context, world)
    return finding, after.having(is_unread=context.is_unread or (not is_continued and _is_lost(finding, part.term, context, after)))


def _is_lost(finding: Finding, term: Term, before: Context, after: Context) -> bool:
    """Tell whether what "=" on the next line goes on from is not known: an expression or an equation that was not decided."""
    if finding.true.status is not Status.UNDECIDED or not finding.counts:
        return False
    relation, sides = members(term)
    is_new = relation is sp.Eq and len(sides) > 1 and before.chain is after.chain and before.chain is not None
    return is_new or any(isinstance(inner.head, UndefinedFunction) or _is_new_name(inner, before) for inner in subterms(sides[0]))


def _is_new_name(term: Term, context: Context) -> bool:
    """Tell whether a letter with an index stands for something that no line before holds, as in T₁(f)."""
    if term.head is not Variable or "_" not in term.args[0].name or context.chain is None:
        return False
    return term.args[0] not in context.chain.expression.free_symbols


def _judge_claim(part: Part, line: Line, context: Context, world: World) -> Judged | None:
    """Return the finding of what words claim of a formula, and of points and gradients; None where a formula stands for itself."""
    return (
        judge_claim(part, line, context, world)
        or judge_gradients(part, line, context, world)
        or judge_point(part, context, world)
        or judge_shape(part, context, world)
        or judge_everywhere(part, context, world)
    )


def _judge_formula(part: Part, term: Term, line: Line, context: Context, world: World) -> Judged:
    """Return the finding of a formula and the next context."""
    signs = judge_signs(part, context, world)
    if signs is not None:
        return signs, context
    slope = judge_slope_at(part, world) or judge_value_at(part, line, context, world)
    if slope is not None:
        return slope, context
    zero = judge_zero(part, line, context, world)
    if zero is not None:
        return zero
    relation, sides = members(term)
    if part.connective == "reason":
        return _take_reason(part, sides, line, context, world)
    about = judge_of_function(part, sides, line, context, world) if relation is sp.Eq and term.args[0].head is not Blank else None
    if about is not None:
        return about
    if _is_case(line) and _is_under_condition(part, line):
        return judge_case(part, sides, line, context, world)
    if relation not in {None, sp.Eq}:
        return Finding(part, Role.REMARK, UNKNOWN, counts=False), context
    if any(inner.head is DifferentialOf for inner in subterms(term)):
        return judge_differential(part, line, context, world)
    if world.target.curve is not None and (relation is None or term.args[0].head is Blank):
        return judge_curve_chain(part, sides, line, context, world)
    if relation is None and _is_sentence(part):
        return Finding(part, Role.REMARK, UNKNOWN, counts=False), context
    if relation is None or term.args[0].head is Blank or len(sides) == 1:
        return judge_members(part, sides, line, context, world)
    return _judge_equation(part, sides, line, context, world)


def _is_task(line: Line) -> bool:
    """Tell whether a line only says what is to be done, as "Integrate x² from x = 0 to 2"."""
    words = line.parts[0].words if line.parts else ()
    return bool(words) and words[0] in _TASKS and ":" not in line.text


def _is_unposed(world: World) -> bool:
    """Tell whether the first line says in words what is to be done, and this is no problem that was understood."""
    target = world.target
    is_understood = any(known is not None for known in (target.asked, target.curve, target.objective)) or bool(target.equations)
    return not is_understood and bool(world.work.lines) and _is_task(world.work.lines[0])


def _is_of_another_kind(line: Line, world: World) -> bool:
    """Tell whether a line is the answer to a task that was not understood, or the task is one of differentials or polynomials of Taylor."""
    return _ANSWERS.match(line.text) is not None or _WITH_OTHER_SIGNS.search(world.work.lines[0].text) is not None


_WITH_OTHER_SIGNS = re.compile(r"\b(?:differential|Taylor)\b|\bT[₀-₉_]")  # dX and T₄(f) are no products of letters
_TASKS = frozenset("integrate differentiate find compute evaluate calculate determine solve minimize maximize checked numerically".split())


def _judge_equation(part: Part, sides: tuple[Term, ...], line: Line, context: Context, world: World) -> Judged:
    """Judge an equation by what its left side is."""
    problem = restated(sides[0], part, context, world)
    if problem is not None:
        return judge_members(part, sides[1:], line, context, world, chain=problem)
    listed = judge_listed(part, sides, line, context, world)
    if listed is not None:
        return listed
    if is_definition(part, sides, line, context, world):
        return define(part, sides, line, context, world)
    if is_coefficient(sides, context):
        return judge_coefficient(part, sides, line, context, world)
    if world.target.curve is not None:
        return judge_on_the_curve(part, sides, line, context, world)
    under = judge_lagrangian(part, sides, line, context, world) or judge_under_equations(part, sides, line, context, world)
    if under is not None:
        return under
    if is_identity(sides, part, context, world):
        return judge_identity(part, sides, line, context, world)
    stationary = judge_stationarity(part, sides, line, context, world) or judge_at_solution(part, sides, line, context, world)
    if stationary is not None:
        return stationary
    if world.target.sense is None or world.target.equations:
        return judge_equation(part, sides, line, context, world)
    valued = judge_value(part, sides, line, context, world)
    if valued is not None:
        return valued
    return judge_side(part, sides, line, context, world)


_LEADS = frozenset(
    "so then thus hence therefore and we get have obtain becomes gives give this that is are the of answer final integral limit value "
    "derivative equals equal which yields where now since first next finally simplify simplifying let it by parts rule chain product "
    "quotient using use integrating substituting back".split()
)


def _is_sentence(part: Part) -> bool:
    """Tell whether a formula without a relation is only mentioned in a sentence."""
    return bool(set(part.words) - _LEADS)


def _is_case(line: Line) -> bool:
    """Tell whether a statement is one of several joined by "or"."""
    return any(other.connective == "or" or (other.connective == ":" and other is not line.parts[0]) for other in line.parts)


def _is_under_condition(part: Part, line: Line) -> bool:
    """Tell whether a statement belongs to a condition before a colon or to an "or"; what is listed before does not."""
    place = line.parts.index(part)
    if any(other.connective == "or" for other in line.parts):
        leads_up_to = next((k for k, other in enumerate(line.parts) if other.connective == "⇒"), 0)
        return place >= leads_up_to or line.parts[leads_up_to].connective != "⇒"
    first = next((k for k, other in enumerate(line.parts) if other.connective == ":"), 0)
    return place >= first - 1


def _take_reason(part: Part, sides: tuple[Term, ...], line: Line, context: Context, world: World) -> Judged:
    """Take a definition that stands in the reason of a line."""
    if len(sides) == 2 and sides[0].head is Variable and sides[0].args[0] != world.target.variable:
        left, right = sides[0].args[0], world.expression(sides[1], part, context)
        if isinstance(right, sp.Expr):
            if right.has(sp.Integral, sp.Limit):
                return Finding(part, Role.DEFINITION, TRUE, counts=False), context.having(
                    names={**context.names, left.name: (line.number, right)}
                )
            _, context = define(part, sides, line, context, world)
    elif len(sides) == 2 and sides[0].head is Variable:
        _, context = define(part, sides, line, context, world)
    return Finding(part, Role.DEFINITION, TRUE, counts=False), context


def _is_form(term: Term) -> bool:
    """Tell whether a term is 0/0, ∞ − ∞, 0·∞, 1^∞ or the like: what a limit looks like, and not its value."""
    relation, sides = members(term)
    if relation is not None:
        return relation is sp.Eq and term.args[0].head is Blank and len(sides) == 1 and _is_form(sides[0])
    args = [_special(a) for a in term.args if isinstance(a, Term)] if term.head in {Quotient, sp.Add, sp.Mul, sp.Pow} else []
    if len(args) != 2 or None in args:
        return False
    first, second = args
    infinite = {sp.oo, -sp.oo}
    if term.head is Quotient:
        return (first == 0 and second == 0) or (first in infinite and second in infinite)
    if term.head is sp.Mul:
        return (first == 0 and second in infinite) or (first in infinite and second == 0)
    if term.head is sp.Add:
        return first in infinite and second in infinite and first != second
    return (first == 1 and second in infinite) or (second == 0 and first in {sp.S.Zero, *infinite})


def _special(term: Term) -> Any:
    """Return 0, 1 or ±∞ where a term is one of them, else None."""
    if term.head is Negation and isinstance(term.args[0], Term):
        inner = _special(term.args[0])
        return None if inner is None else -inner
    value = term.args[0] if term.head in LEAVES and term.args else None
    return value if value in {sp.S.Zero, sp.S.One, sp.oo, -sp.oo} else None
