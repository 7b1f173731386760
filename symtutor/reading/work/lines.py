"""From the text of a line to its statements as Terms."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

import sympy as sp

from symtutor.errors import OutOfBudget, ReadError
from symtutor.reading.elaborate import elaborate
from symtutor.reading.grammar.tables import parse
from symtutor.reading.read import parse_term, parser_of
from symtutor.reading.size_limits import DEFAULT_LIMITS
from symtutor.reading.text.words import Vocabulary
from symtutor.reading.work.statements import Statement, as_range, functions_of, letters_of, speaks_of_arrays, statements
from symtutor.term import LEAVES, Between, Blank, DifferentialOf, PlusMinus, Term, Variable, fresh_symbol, quote
from symtutor.work import Line, Part, Work

__all__ = ["NoValue", "expression_of", "members", "read_line", "read_work", "with_sign"]


class NoValue(Exception):  # noqa: N818 (caught by those who judge a line)
    """A line that divides by zero, or is not defined in another way."""


def read_work(problem: str | None, lines: Sequence[str], names: Collection[str] = (), functions: Collection[str] = ()) -> Work:
    """Return the lines of hand work as statements; what cannot be read keeps its error.

    Parameters
    ----------
    problem : str, optional
        What was asked.
    lines : sequence of str
        One text a line.
    names, functions : collection of str
        Symbols and functions of several letters.

    Examples
    --------
    >>> work = read_work("∫ 2x dx", ["x^2 + C"])
    >>> work.lines[0].parts[0].term.head is sp.Add
    True
    """
    texts = [*([problem] if problem else []), *lines]
    functions = (*functions, *functions_of(problem or ""))
    letters = (letters_of(texts) | set(names)) - set(functions)
    arrays = speaks_of_arrays(texts[:1])
    return Work(
        None if problem is None else read_line(0, problem, letters, functions, arrays=arrays),
        tuple(read_line(number, text, letters, functions, arrays=arrays) for number, text in enumerate(lines, 1)),
    )


def read_line(number: int, text: str, names: Collection[str] = (), functions: Collection[str] = (), *, arrays: bool = False) -> Line:
    """Return one line as statements; signs of matrices are read where the work is about arrays."""
    is_latex = "\\" in text
    notes: list[str] = []
    parts = [_part(statement, names, functions, notes, is_latex=is_latex, arrays=arrays) for statement in statements(text, names)]
    return Line(number, text, tuple(part for found in parts for part in found), tuple(dict.fromkeys(notes)))


def _part(
    statement: Statement, names: Collection[str], functions: Collection[str], notes: list[str], *, is_latex: bool, arrays: bool
) -> list[Part]:
    """Return a statement as parts: several where it joins some by arrows or lines."""
    span = (statement.start, statement.start + len(statement.text))
    known = Part(statement.text, span, None, statement.words, statement.connective)
    if not statement.text or statement.text.rstrip().endswith("?") or as_range(statement.text):
        return [known]
    text = _CAPITALS.sub(lambda run: " ".join(run.group(0)), statement.text) if arrays else statement.text
    try:
        term, noted = parse_term(text, syntax="latex" if is_latex else "auto", names=names, functions=functions)
    except (ReadError, OutOfBudget) as error:
        read = _otherwise(text, names, functions, is_latex=is_latex) if arrays else None
        if read is not None:
            return [Part(statement.text, span, read, statement.words, statement.connective)]
        if len(statement.words) > 1 and "=" not in statement.text:
            return [known]
        return [Part(statement.text, span, None, statement.words, statement.connective, str(error))]
    notes.extend(str(note) for note in noted)
    return [Part(statement.text, span, term, statement.words, statement.connective)]


def _otherwise(text: str, names: Collection[str], functions: Collection[str], *, is_latex: bool) -> Term | None:
    """Return a text as LaTeX, as in q_kq_i, or in the notation of matrix calculus, A : B and A ∘ B; None where it is neither."""
    try:
        if not is_latex:
            return parse_term(text, syntax="latex", names=names, functions=functions)[0]
    except (ReadError, OutOfBudget):
        pass
    try:
        parser, _ = parser_of(text, "latex" if is_latex else "auto", Vocabulary(frozenset(), matrices=True), DEFAULT_LIMITS)
        return _with_differentials(parse(parser))
    except (ReadError, OutOfBudget):
        return None


def _with_differentials(term: Term) -> Term:
    """Return a term in which a letter d before a letter is its differential."""
    if term.head in LEAVES:
        return term
    args = [_with_differentials(a) if isinstance(a, Term) else a for a in term.args]
    if term.head is sp.Mul:
        joined: list[Any] = []
        for arg in args:
            if joined and arg.head is Variable and joined[-1] == Term(Variable, (sp.Symbol("d"),)):
                joined[-1] = Term(DifferentialOf, (arg,))
            else:
                joined.append(arg)
        if len(joined) == 1:
            return Term(joined[0].head, joined[0].args, term.span)
        args = joined
    return Term(term.head, tuple(args), term.span)


def with_sign(term: Term, sign: int) -> Term:
    """Return a term with + or − for its ±."""
    if term.head is PlusMinus:
        return term.args[0] if sign > 0 else -term.args[0]
    return Term(term.head, tuple(with_sign(a, sign) if isinstance(a, Term) else a for a in term.args), term.span)


_CAPITALS = re.compile(r"(?<![\\A-Za-z{])[A-Z]{4,}(?![a-z])")


def members(term: Term) -> tuple[Any, tuple[Term, ...]]:
    """Return the relation of a statement and its sides; an expression alone has none, a Blank side is left out."""
    if term.head in _RELATIONS:
        return term.head, tuple(side for side in term.args if not (isinstance(side, Term) and side.head is Blank))
    return None, (term,)


_RELATIONS = frozenset({sp.Eq, sp.Ne, sp.Lt, sp.Le, sp.Gt, sp.Ge})


def expression_of(term: Term, text: str = "") -> Any:
    """Return the SymPy object of a Term; a bracket [F] from a to b is taken by limits where F has no value at an end.

    Raises
    ------
    NoValue
        If it divides by zero.
    ReadError
        If it is no expression.
    """
    try:
        return elaborate(_with_limits(term, text), text=text)
    except ReadError as error:
        if "has no value\n" in f"{error}\n" or "Division by zero" in str(error):
            raise NoValue(str(error).splitlines()[0]) from None
        raise


def _with_limits(term: Term, text: str) -> Term:
    """Return a term in which brackets between limits are quotes of their values: by limits where an end cannot be put in."""
    if term.head in LEAVES:
        return term
    args = tuple(_with_limits(a, text) if isinstance(a, Term) else a for a in term.args)
    term = Term(term.head, args, term.span)
    if term.head is not Between or not isinstance(args[1], Term) or args[1].head is Blank:
        return term
    inside, letter, low, high = (elaborate(a, text=text) for a in args)
    if not isinstance(inside, sp.Expr):
        return term
    return quote(_between(inside, letter, low, high))


def _between(inside: Any, letter: sp.Basic, low: sp.Basic, high: sp.Basic) -> sp.Basic:
    """Return [F] from low to high; an integral that is still open in F runs from the lower end, so that its constant cancels."""
    running = fresh_symbol({s.name for s in inside.free_symbols}, "suvw")
    open_ones = [i for i in inside.atoms(sp.Integral) if len(i.limits) == 1 and i.limits[0] == sp.Tuple(letter)]
    inside = inside.xreplace({i: sp.Integral(i.function.subs(letter, running), (running, low, letter)) for i in open_ones})
    ends = []
    for end, side in ((high, "-"), (low, "+")):
        value = inside.subs(letter, end)
        has_value = not value.has(sp.nan, sp.zoo, sp.oo, -sp.oo)
        ends.append(value if has_value else sp.Limit(inside, letter, end, side))
    return ends[0] - ends[1]
