"""Reading a text: lexer, parser, elaboration."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sympy as sp

from symtutor.errors import InputError, ReadError
from symtutor.reading.elaborate import elaborate
from symtutor.reading.grammar.pratt import Parser
from symtutor.reading.grammar.tables import notes_of, parse, parser_for
from symtutor.reading.size_limits import DEFAULT_LIMITS, Limits
from symtutor.reading.text.lexer import lex_text
from symtutor.reading.text.words import Vocabulary
from symtutor.reading.tokens import Note
from symtutor.term import Term, Variable, subterms

__all__ = ["Reading", "parse_term", "parser_of", "read_expression", "read_term", "vocabulary_of"]

_SYNTAXES = ("auto", "text", "latex")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text and what it was read as.

    Parameters
    ----------
    text : str
        The text.
    term : Term
        As written, with spans into the text.
    expr : Basic, matrix or tuple
        The SymPy object of the term.
    notes : tuple of Note
        Readings that were chosen where the notation allows another.
    symbols : tuple of Symbol
        The symbols of the text, sorted by name.
    """

    text: str
    term: Term
    expr: Any
    notes: tuple[Note, ...]
    symbols: tuple[sp.Symbol, ...]


def read_term(
    text: str, *, syntax: str = "auto", names: Iterable[str] = (), functions: Iterable[str] = (), limits: Limits = DEFAULT_LIMITS
) -> Reading:
    """Read an expression, relation or list as it is written.

    Parameters
    ----------
    text : str
        Plain text or LaTeX.
    syntax : {"auto", "text", "latex"}
        With "auto", a text with a backslash or dollar sign is LaTeX.
    names : iterable of str
        Symbols of several letters.
    functions : iterable of str
        Names that apply to the bracket after them, besides f, g, h, F, G, H.
    limits : Limits
        How large the text and its value may be.

    Returns
    -------
    Reading
        With the Term, its SymPy object and the notes.

    Raises
    ------
    ReadError
        With the place, what was expected and what to try.
    InputError
        If `text` is no string or an option is unknown.

    Examples
    --------
    >>> reading = read_term("1/2x")
    >>> reading.expr
    x/2
    >>> print(reading.notes[0])
    1/2x is read as (1/2)·x
    """
    term, notes = parse_term(text, syntax=syntax, names=names, functions=functions, limits=limits)
    expr = elaborate(term, text=text, limits=limits)
    symbols = {leaf.args[0] for leaf in subterms(term) if leaf.head is Variable}
    return Reading(text, term, expr, notes, tuple(sorted(symbols, key=lambda symbol: symbol.name)))


def parse_term(
    text: str, *, syntax: str = "auto", names: Iterable[str] = (), functions: Iterable[str] = (), limits: Limits = DEFAULT_LIMITS
) -> tuple[Term, tuple[Note, ...]]:
    """Read a text as a Term that need not have a value by itself, such as a line of work.

    Parameters and errors are those of `read_term`, but what a line leaves out
    or only the lines before it tell is no error: see the heads in `symtutor.term`.

    Returns
    -------
    tuple of Term and notes
        Readings that were chosen where the notation allows another.

    Examples
    --------
    >>> term, _ = parse_term("= 37/3")
    >>> term.head.__name__, term.args[0].head.__name__
    ('Equality', 'Blank')
    """
    parser, noted = parser_of(text, syntax, vocabulary_of(names, functions), limits)
    return parse(parser), notes_of(parser, noted)


def read_expression(
    text: str, *, syntax: str = "auto", names: Iterable[str] = (), functions: Iterable[str] = (), limits: Limits = DEFAULT_LIMITS
) -> sp.Basic:
    """Read a text as a SymPy object; derivatives, integrals, limits, sums and relations stay unevaluated.

    Parameters and errors are those of `read_term`.

    Returns
    -------
    Basic, matrix or tuple
        A tuple for a chain a = b = c.

    Examples
    --------
    >>> read_expression("d/dx x^2 sin x = 2x sin x + x^2 cos x")
    Eq(Derivative(x**2*sin(x), x), x**2*cos(x) + 2*x*sin(x))
    """
    return read_term(text, syntax=syntax, names=names, functions=functions, limits=limits).expr


def parser_of(text: object, syntax: str, vocabulary: Vocabulary, limits: Limits) -> tuple[Parser, list[Note]]:
    """Return a parser over the tokens of a text, and the notes of the lexer, after checking the text."""
    if not isinstance(text, str):
        raise InputError(f"a text is expected, not {type(text).__name__}", 'Write the expression between quotes: "x^2".')
    if not isinstance(syntax, str) or syntax not in _SYNTAXES:
        raise InputError(f"the syntax {syntax!r} is unknown", f"Choose one of {', '.join(_SYNTAXES)}.")
    if len(text) > limits.characters:
        raise ReadError(f"the text has {len(text)} characters; at most {limits.characters} are read", text, limits.characters)
    if not text.strip():
        raise ReadError("there is nothing to read", text, 0, "Write an expression such as x^2 + 1.")
    is_latex = syntax == "latex" or (syntax == "auto" and any(mark in text for mark in "\\$"))
    tokens, noted = _lexer(is_latex=is_latex)(text, vocabulary, limits)
    return parser_for(text, tokens, vocabulary, limits, is_latex=is_latex), noted


def vocabulary_of(names: Iterable[str], functions: Iterable[str], phrases: Iterable[str] = ()) -> Vocabulary:
    """Return the declared names, after checking that they are names."""
    if not all(isinstance(given, Iterable) for given in (names, functions)):
        raise InputError("names= and functions= hold names", 'Write names=["mass", "speed"].')
    symbols, applied = (frozenset([given] if isinstance(given, str) else given) for given in (names, functions))
    for name in sorted(map(str, symbols | applied)):
        if not name.isidentifier():
            raise InputError(f"{name!r} cannot be the name of a symbol or function", "Use letters, digits and underscores.")
    return Vocabulary(symbols, applied, frozenset(phrases) - symbols - applied)


def _lexer(*, is_latex: bool) -> Any:
    """Return the lexer of a syntax; that of LaTeX is loaded for LaTeX only."""
    if not is_latex:
        return lex_text
    from symtutor.reading.latex.lexer import lex_latex  # noqa: PLC0415

    return lex_latex
