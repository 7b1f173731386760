"""Lines that give a value for what is asked: expressions, chains of equal signs, equations of the problem with a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sympy as sp

from symtutor.checking.values.senses import AsAntiderivative, AsFunction, AsLimit, AsNumber, Sense, bare, put_in
from symtutor.diagnosing.work.brackets import judge_bracket
from symtutor.diagnosing.work.links import linked
from symtutor.diagnosing.work.mistakes.by_rule import judged_at_once, posed, with_simple_point
from symtutor.diagnosing.work.targets import sense_of
from symtutor.diagnosing.work.verdicts import UNKNOWN
from symtutor.diagnosing.work.world import World
from symtutor.term import At, Term
from symtutor.verdict import Status, Verdict
from symtutor.work import Chain, Context, Finding, Line, Link, Part, Relation, Role

__all__ = ["judge_members", "judge_side", "judge_value", "main_chain", "restated"]

Judged = tuple[Finding, Context]


def main_chain(world: World) -> Chain | None:
    """Return the problem as the beginning of the running chain."""
    target = world.target
    if target.sense is None or target.asked is None:
        return None
    problem = world.work.problem
    term = problem.parts[0].term if problem is not None and problem.parts else None
    return Chain(0, target.asked, target.sense, target.asked, term)


def judge_members(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World, *, chain: Chain | None = None) -> Judged:
    """Judge expressions that continue a chain, each against what is asked and against the one before."""
    if "answer" in part.words and part.connective == "":
        chain = main_chain(world)  # whatever was worked out last
    whole = sides[0] if len(sides) and part.term is sides[0] else None
    chain = (None if whole is None else restated(whole, part, context, world)) or chain or context.chain or main_chain(world)
    truths: list[Verdict] = []
    steps: list[Verdict] = []
    link: Link | None = None
    remark = ""
    wrong_step: tuple[Term, Chain] | None = None
    role = Role.CONTINUED if chain is not None and chain.line else Role.VALUE
    for index, term in enumerate(sides):
        value = world.expression(term, part, context)
        if not isinstance(value, sp.Expr | sp.MatrixBase):
            return Finding(part, Role.ANSWER, UNKNOWN), context
        context = _approached(value, context)
        if chain is None:
            sense, _ = sense_of(value)
            chain = Chain(line.number, value, sense, value, term)
            context = context.having(chain=chain, values=(*context.values, chain))
            return Finding(part, role, UNKNOWN if index == 0 and len(sides) == 1 else _all(truths), counts=False), context
        value, sense, reference, chain = _in_sense(value, chain, context, world)
        main = main_chain(world)
        if index == 0 and main is not None and _goes_on_with(main, reference, value, sense, context, world):
            chain, reference = _begun(context, main), main.reference
        truth = UNKNOWN if _has_undefined_letter(value, sense, chain, context, world) else world.same(reference, value, sense, context)
        if (
            truth.status is not Status.CORRECT
            and index == 0
            and len(sides) == 1
            and _is_block(part, term, value, line, chain, context, world)
        ):
            begun = Chain(line.number, value, sense_of(world.raw(term, part, context))[0], value, term)
            return Finding(part, Role.SIDE, UNKNOWN, counts=False), context.having(chain=begun)
        if truth.status is Status.CORRECT and isinstance(sense, AsNumber):
            slip = judge_bracket(term, chain, context, world)
            truth = truth if slip is None else slip
        found_link, step = linked(value, sense, chain, context, world, is_first=index == 0)
        if (
            truth.status is Status.UNDECIDED
            and step.status is Status.CORRECT
            and found_link is not None
            and _is_true_line(found_link.to, context)
        ):
            truth = step
        if truth.status is Status.UNDECIDED and step.status is Status.UNDECIDED and _answers_at_once(term, chain, context, world):
            problem = posed(chain.term, part.text, world.target, is_first=True)
            truth = step = judged_at_once(problem, value, world.solve)
        if truth.status is Status.INCORRECT and wrong_step is None:
            wrong_step = term, chain
        truths.append(with_simple_point(truth, value, reference) if isinstance(sense, AsFunction) else truth)
        steps.append(step)
        link = found_link if index == 0 or found_link is None else link
        remark = remark or _remark(value, truth, sense)
        is_true = truth.status is Status.CORRECT
        chain = Chain(line.number, value, sense, reference, term)
        context = context.having(
            chain=chain,
            values=(*context.values, chain)[-12:],
            true_lines=context.true_lines | {line.number} if is_true else context.true_lines - {line.number},
        )
    return Finding(part, role, _all(truths), _all(steps), link, remark, wrong_step=wrong_step), context


def _answers_at_once(term: Term, chain: Chain, context: Context, world: World) -> bool:
    """Tell whether a value stands right after the problem, and is not the problem itself."""
    is_new = term != chain.term or chain.expression == world.target.function
    return world.begins_with(chain) and is_new and not world.letters_of(context)


def _goes_on_with(main: Chain, reference: Any, value: Any, sense: Sense, context: Context, world: World) -> bool:
    """Tell whether a line after an equation that holds by itself goes on with the problem, and not with that equation."""
    if reference == main.reference or not isinstance(sense, AsFunction) or main.sense != sense:
        return False
    return not world.same(reference, value, sense, context) and bool(world.same(main.reference, value, sense, context))


def restated(term: Term, part: Part, context: Context, world: World) -> Chain | None:
    """Return the problem as the beginning of the chain where a line writes it again."""
    main = main_chain(world)
    if main is None or term.head not in {sp.Integral, sp.Limit, sp.Derivative}:
        return None
    return main if world.expression(term, part, context) == main.reference else None


def _is_block(part: Part, term: Term, value: sp.Expr, line: Line, chain: Chain, context: Context, world: World) -> bool:
    """Tell whether an expression poses a part of the work by itself: a derivative, or an integral or limit of an earlier line."""
    if part.term is not term:  # it continues a chain
        return False
    if term.head is sp.Derivative or (term.head is At and term.args[0].head is sp.Derivative):
        return True
    if term.head in {At, sp.Integral, sp.Limit} and _is_posed_again(line, world):
        return True
    if not isinstance(value, sp.Integral | sp.Limit):
        return False
    if isinstance(value, sp.Limit) and not isinstance(chain.sense, AsLimit) and value.args[1] in chain.expression.free_symbols:
        return True  # the limit of what was worked out before
    if isinstance(value, sp.Limit) and isinstance(world.target.asked, sp.Limit) and value.args[1:] != world.target.asked.args[1:]:
        return True  # the limit from another side
    if isinstance(value, sp.Integral) and value.limits[0][0] not in {*world.letters_of(context), world.target.variable}:
        return len(value.limits[0]) == 1 and not context.definitions  # an integral in a letter that nothing defines
    asked = world.target.asked
    return any(c.expression.has(value) and c.expression != value for c in context.values) or (
        asked is not None and asked != value and asked.has(value)
    )


def _is_posed_again(line: Line, world: World) -> bool:
    """Tell whether a later line begins with the problem again, so that what stands before it is work apart."""
    problem = world.work.problem
    posed = problem.parts[0].term if problem is not None and problem.parts else None
    return posed is not None and any(len(other.parts) == 1 and other.parts[0].term == posed for other in world.work.lines[line.number :])


def _approached(value: Any, context: Context) -> Context:
    """Return the context with the approach of a limit that stands in a value."""
    limits = sorted(value.atoms(sp.Limit), key=str)
    return context.having(approach=tuple(limits[0].args[1:])) if limits else context


def _in_sense(value: Any, chain: Chain, context: Context, world: World) -> tuple[sp.Expr, Sense, sp.Expr, Chain]:
    """Return a value in the sense in which it continues the chain: an antiderivative beside a definite integral has its own."""
    sense: Any = chain.sense
    free = value.free_symbols
    if isinstance(sense, AsNumber):
        variables = _integration_letters(chain, context, world)
        inside = [v for v in variables if v in free and v not in chain.reference.free_symbols]
        has_open = any(len(limits) == 1 for integral in value.atoms(sp.Integral) for limits in integral.limits)
        if inside or has_open:
            return _as_antiderivative(value, inside, chain, context, world)
        return value, sense, chain.reference, chain
    if isinstance(sense, AsAntiderivative) and chain.reference is not world.target.asked and isinstance(world.target.sense, AsNumber):
        is_number = sense.variable not in free and not (free & set(context.definitions)) and chain.reference.has(sp.Integral)
        if (is_number and not value.has(sp.Integral)) or any(
            len(limits) == 3 for integral in value.atoms(sp.Integral) for limits in integral.limits
        ):
            main = main_chain(world)
            if main is not None:
                back = next((c for c in reversed(context.values) if isinstance(c.sense, AsNumber)), main)
                return value, AsNumber(), main.reference, back
    return value, sense, chain.reference, chain


def _has_undefined_letter(value: sp.Expr, sense: Any, chain: Chain, context: Context, world: World) -> bool:
    """Tell whether an antiderivative stands in the letter of the integral before it, and nothing read says what the letter is."""
    if not isinstance(sense, AsAntiderivative):
        return False
    letters = {i.limits[0][0] for i in chain.expression.atoms(sp.Integral)} - {sense.variable, *world.letters_of(context)}
    return bool(letters & value.free_symbols)


def _integration_letters(chain: Chain, context: Context, world: World) -> list[sp.Symbol]:
    found = [world.target.variable] if world.target.variable is not None else []
    found.extend(integral.limits[0][0] for integral in sorted(chain.expression.atoms(sp.Integral), key=str))
    variable = world.target.variable
    letters = world.letters_of(context)
    found.extend(letter for letter in context.definitions if put_in(letter, letters).has(variable))
    if variable in letters:
        found.extend(sorted(letters[variable].free_symbols - world.target.asked.free_symbols, key=str))
    return list(dict.fromkeys(found))


def _as_antiderivative(value: Any, inside: Sequence[Any], chain: Chain, context: Context, world: World) -> tuple[Any, Sense, Any, Chain]:
    """Return a value with a free variable in work on a definite integral as an antiderivative of its integrand."""
    asked = world.target.asked
    variable = world.target.variable
    if isinstance(asked, sp.Integral) and chain.reference is asked:
        open_problem = sp.Integral(asked.function, variable)
        sense: Sense = AsAntiderivative(variable)
        expression = chain.expression
        opened = _opened(expression)
        begun = Chain(chain.line, open_problem if opened is None or chain.line == 0 else opened, sense, open_problem, chain.term)
        defined = set(context.definitions)
        lost = [v for v in inside if v != variable and v not in defined]
        if lost:  # the substitution was never written down: the last integral says what is meant
            last = next((i for i in sorted(expression.atoms(sp.Integral), key=str) if i.limits[0][0] in lost), None)
            if last is not None and opened is not None:
                own = AsAntiderivative(lost[0])
                return value, own, opened, Chain(chain.line, opened, own, opened, chain.term)
        return value, sense, open_problem, begun
    return value, chain.sense, chain.reference, chain


def _opened(expression: Any) -> Any:
    """Return an expression with its definite integrals open, or None where it has none."""
    pairs = {i: sp.Integral(i.function, i.limits[0][0]) for i in expression.atoms(sp.Integral) if len(i.limits) == 1}
    return expression.xreplace(pairs) if pairs else None


def _is_true_line(number: int, context: Context) -> bool:
    return number == 0 or number in context.true_lines


def _all(verdicts: Sequence[Verdict]) -> Verdict:
    """Return one verdict for several: the first wrong one, else the first open one, else the last."""
    for status in (Status.INCORRECT, Status.UNDECIDED):
        found = next((v for v in verdicts if v.status is status), None)
        if found is not None:
            return found
    return verdicts[-1] if verdicts else UNKNOWN


def _remark(value: sp.Expr, truth: Verdict, sense: Sense) -> str:
    """Return what is missing in a value that is right."""
    if truth.status is not Status.CORRECT or not isinstance(sense, AsAntiderivative) or value.has(sp.Integral):
        return ""
    from symtutor.checking.equivalence.domains import natural_domain  # noqa: PLC0415 (only finished antiderivatives need it)

    logarithms = value.atoms(sp.log)
    if logarithms and natural_domain(value) == sp.false:
        return "real for no value of the variable: the absolute values are missing"
    return ""


# ---- equations ------------------------------------------------------------------------------------
def judge_value(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged | None:
    """Judge an equation whose left side is what is asked, the last value, or a name of either; None where it is none of them."""
    main = main_chain(world)
    if main is None:
        return None
    left = world.expression(sides[0], part, context)
    if not isinstance(left, sp.Expr):
        return None
    if isinstance(left, sp.Symbol) and _is_name_of_asked(left, world, context):
        return judge_members(part, sides[1:], line, context, world, chain=_begun(context, main))
    inner = [s for s in left.free_symbols if isinstance(main.sense, AsLimit) and _is_name_of_asked(s, world, context)]
    if len(inner) == 1:  # ln L = …, where L is the limit
        begun = left.subs(inner[0], main.reference)
        return judge_members(part, sides[1:], line, context, world, chain=Chain(0, begun, main.sense, begun))
    previous = context.chain
    if _is_asked(left, main):
        returned = _returned(part, sides, left, line, context, world)
        if returned is not None:
            return returned
        return judge_members(part, sides[1:], line, context, world, chain=_begun(context, main))
    if previous is not None and left == previous.expression:
        return judge_members(part, sides[1:], line, context, world)
    returned = _returned(part, sides, left, line, context, world)
    if returned is not None:
        return returned
    if _is_member(left, main, previous, context, world):
        return judge_members(part, sides, line, context, world, chain=previous or main)
    return None


def _begun(context: Context, main: Chain) -> Chain:
    """Return where a chain goes on when the name of what is asked is written again: at the last value for it, else at the problem."""
    return next((c for c in reversed(context.values) if c.reference == main.reference), main)


def _is_name_of_asked(symbol: Any, world: World, context: Context) -> bool:
    """Tell whether a letter alone on the left names what is asked: I for an integral, L for a limit, F for an antiderivative."""
    asked = world.target.asked
    if symbol in asked.free_symbols or symbol in context.definitions or symbol.name in world.target.letters:
        return False
    return symbol.name in {"I", "J", "L", "F", "A", "S", "V", "y"} or symbol.name in context.names


def _is_asked(left: sp.Expr, main: Chain) -> bool:
    """Tell whether a left side is the problem as it was posed."""
    return bool(left == main.reference)


def _is_member(left: sp.Expr, main: Chain, previous: Chain | None, context: Context, world: World) -> bool:
    """Tell whether the left side of an equation is a further value of the chain: two numbers, or the same as the last value."""
    chain = previous or main
    if isinstance(main.sense, AsLimit) and isinstance(left, sp.Limit) and str(left.args[3]) != main.sense.direction:
        return False  # the limit from one side, where that from both is asked
    if isinstance(main.sense, AsLimit | AsNumber) and left.is_number and not left.has(sp.Integral, sp.Limit):
        return True
    if isinstance(chain.sense, AsLimit) and left.has(sp.Limit):
        under = bare(left, chain.sense)
        return not any(right == under for _, _, right in context.sides)  # the limit of a side line is one of its own
    value, sense, _, begun = _in_sense(left, chain, context, world)
    if world.same(begun.expression, value, sense, context).status is Status.CORRECT:
        return True
    return world.same(main.reference, left, main.sense, context).status is Status.CORRECT


def _returned(part: Part, sides: Sequence[Term], left: Any, line: Line, context: Context, world: World) -> Judged | None:
    """Judge an equation for the integral that came back, such as 2∫f dx = …; None where the problem's integral is not on the left."""
    main = main_chain(world)
    if main is None or not isinstance(main.sense, AsAntiderivative) or len(sides) != 2 or not isinstance(main.reference, sp.Integral):
        return None
    names = [s for s in left.free_symbols if s.name in {"I", "J"}]
    if names:
        left = left.subs(names[0], main.reference)
    if not left.has(main.reference):
        return None
    right = world.expression(sides[1], part, context)
    if names:
        right = right.subs(names[0], main.reference)
    truth = world.same(left, right, main.sense, context)
    integral = sp.Symbol("returned_integral")
    link = None
    for value in _earlier(context, main):
        equation = integral - value.expression.xreplace({main.reference: integral})
        found = sp.Poly(equation, integral) if equation.is_polynomial(integral) else None
        if found is None or found.degree() != 1:
            continue
        solved = -found.coeff_monomial(1) / found.coeff_monomial(integral)
        rest = (left - right).xreplace({main.reference: integral}).subs(integral, solved)
        if world.same(rest, sp.S.Zero, main.sense, context).status is Status.CORRECT:
            link = Link(value.line, Relation.IMPLIED)
            break
    follows = truth if link is None else Verdict(Status.CORRECT, truth.evidence)
    solved_left = left.xreplace({main.reference: integral})
    chain = context.chain
    if solved_left == integral:
        chain = Chain(line.number, right, main.sense, main.reference, sides[1])
    elif sp.Poly(solved_left, integral).degree() == 1 and solved_left.subs(integral, 0) == 0:
        chain = Chain(line.number, right / solved_left.coeff(integral), main.sense, main.reference, None)
    values = context.values if chain is None else (*context.values, chain)
    return Finding(part, Role.EQUATION, truth, follows, link), context.having(chain=chain, values=values)


def _earlier(context: Context, main: Chain) -> Iterator[Chain]:
    yield from (c for c in reversed(context.values) if c.reference == main.reference)


def _named_components(values: Sequence[Any], world: World, context: Context) -> dict[Any, Any]:
    """Return what P = 2xy, or (P, Q) = (2xy, x²), gives to letters that are new, where rows or columns are asked for; else nothing."""
    if len(values) != 2 or not isinstance(world.target.asked, sp.MatrixBase):
        return {}
    left, right = (list(v.flat()) if isinstance(v, sp.MatrixBase) else [v] for v in values)
    known = {*world.letters_of(context), *(sp.Symbol(name) for name in world.target.letters)}
    is_new = all(isinstance(v, sp.Symbol) and v not in known for v in left)
    return dict(zip(left, right, strict=True)) if is_new and len(left) == len(right) else {}


def judge_side(part: Part, sides: Sequence[Term], line: Line, context: Context, world: World) -> Judged:
    """Judge an equation that holds by itself: its sides are the same; later lines may put one in for the other."""
    values = [world.expression(side, part, context) for side in sides]
    components = _named_components(values, world, context)
    if components:
        names = {**context.names, **{letter.name: (line.number, value) for letter, value in components.items()}}
        return Finding(part, Role.NAMED, UNKNOWN, counts=False), context.having(names=names)
    if all(isinstance(v, sp.MatrixBase) for v in values):
        truths = [world.same(values[0], v, AsFunction(), context) if v.shape == values[0].shape else UNKNOWN for v in values[1:]]
        truth = _all(truths)
        return Finding(part, Role.SIDE, truth, truth, Link(0, Relation.EQUAL) if truth.status is Status.CORRECT else None), context
    if not all(isinstance(v, sp.Expr) for v in values):
        return Finding(part, Role.SIDE, UNKNOWN), context
    sense, _ = sense_of(
        sp.Add(*[v for v in values if v.has(sp.Integral, sp.Limit)][:1]) if any(v.has(sp.Integral, sp.Limit) for v in values) else values[0]
    )
    if isinstance(world.target.sense, AsLimit) and not any(v.has(sp.Limit) for v in values):
        sense = AsFunction()
    chain = Chain(line.number, values[0], sense, values[0], sides[0])
    outer = context.chain
    finding, context = judge_members(part, sides[1:], line, context, world, chain=chain)
    named = context.chain
    of_integral = isinstance(sense, AsAntiderivative) and isinstance(world.target.sense, AsNumber | AsAntiderivative)
    keeps = named is not None and (of_integral or isinstance(world.target.sense, AsFunction))
    context = context.having(chain=named if keeps else outer, sides=(*context.sides, (line.number, values[0], values[-1])))
    return Finding(part, Role.SIDE, finding.true, finding.true, finding.link or Link(line.number, Relation.EQUAL), finding.remark), context
