"""Properties of reading: print and read back, spans that nest, no error but our own."""

from contextlib import suppress
from typing import Any

import sympy as sp
from hypothesis import example, given
from hypothesis import strategies as st

from symtutor.errors import ReadError, SymtutorError
from symtutor.reading import Limits, read_question, read_term
from symtutor.term import LEAVES, Constant, Decimal, Negation, Number, Quotient, Root, Term, Variable
from tests.strategies import tried

LETTERS = st.sampled_from(["a", "b", "n", "x", "y", "z", "x1", "w_12", "theta", "lambda", "S"])
LEAF_TERMS = st.one_of(
    st.integers(0, 999).map(lambda k: Term(Number, (sp.Integer(k),))),
    LETTERS.map(lambda name: Term(Variable, (sp.Symbol(name),))),
    st.sampled_from([sp.E, sp.pi]).map(lambda constant: Term(Constant, (constant,))),
    st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda p: Term(Decimal, (sp.Rational(f"{p[0]}.{p[1]:02}"), f"{p[0]}.{p[1]:02}"))),
)
NAMES = {sp.sin: "sin", sp.log: "ln", sp.atan: "arctan", sp.Abs: "abs", sp.factorial: "factorial", sp.Max: "max", sp.Function("f"): "f"}


def several(head: Any, inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.lists(inner, min_size=2, max_size=3).map(lambda parts: Term(head, tuple(parts)))


def compounds(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        several(sp.Add, inner),
        several(sp.Mul, inner),
        several(sp.Max, inner),
        st.tuples(st.sampled_from([Quotient, sp.Pow]), inner, inner).map(lambda p: Term(p[0], p[1:])),
        inner.map(lambda part: Term(Negation, (part,))),
        inner.map(lambda part: Term(Root, (part, Term(Number, (sp.Integer(2),))))),
        st.tuples(st.sampled_from([head for head in NAMES if head is not sp.Max]), inner).map(lambda p: Term(p[0], p[1:])),
    )


TERMS = st.recursive(LEAF_TERMS, compounds, max_leaves=12)


def bracketed(term: Term) -> str:
    """Print a term with a bracket around every part."""
    if term.head in LEAVES:
        return term.args[1] if term.head is Decimal else str(term.args[0]).replace("E", "e") if term.head is Constant else str(term.args[0])
    parts = [f"({bracketed(part)})" for part in term.args]
    if term.head in {sp.Add, sp.Mul, Quotient, sp.Pow}:
        return {sp.Add: "+", sp.Mul: "*", Quotient: "/", sp.Pow: "^"}[term.head].join(parts)
    if term.head is Negation:
        return "-" + parts[0]
    if term.head is Root:
        return f"sqrt{parts[0]}"
    return f"{NAMES[term.head]}({', '.join(bracketed(part) for part in term.args)})"


def latex(term: Term) -> str:
    """Print a term in LaTeX, every part in brackets or braces."""
    if term.head in LEAVES:
        text = bracketed(term)
        return rf"\{text}" if text in {"pi", "theta", "lambda"} else text.replace("x1", "x_1").replace("w_12", "w_{12}")
    parts = [latex(part) for part in term.args]
    if term.head in {sp.Add, sp.Mul}:
        return (" + " if term.head is sp.Add else r" \cdot ").join(rf"\left({part}\right)" for part in parts)
    if term.head is Quotient:
        return rf"\frac{{{parts[0]}}}{{{parts[1]}}}"
    if term.head is sp.Pow:
        return rf"\left({parts[0]}\right)^{{{parts[1]}}}"
    if term.head is Negation:
        return rf"-\left({parts[0]}\right)"
    if term.head is Root:
        return rf"\sqrt{{{parts[0]}}}"
    name = NAMES[term.head]
    command = name if name == "f" else rf"\operatorname{{{name}}}" if name in {"abs", "factorial"} else rf"\{name}"
    return rf"{command}\left({', '.join(parts)}\right)"


def read_back(text: str, syntax: str) -> Any:
    """Return the term of a text, or nothing where it has no value, or one that is too large."""
    try:
        return read_term(text, syntax=syntax).term
    except ReadError as problem:
        if any(words in problem.message for words in ("digits", "no value", "do not go together")):
            return None
        raise


@given(TERMS)
@tried(100)
def test_what_is_printed_in_full_is_read_back(term: Term) -> None:
    assert read_back(bracketed(term), "text") in {None, term}


@given(TERMS)
@tried(100)
def test_latex_is_read_back(term: Term) -> None:
    expected = bracketed(term).replace("x1", "x_1")
    found = read_back(latex(term), "latex")
    assert found is None or bracketed(found) == expected


def check_spans(term: Term, low: int, high: int) -> None:
    if term.span is not None:
        assert low <= term.span[0] <= term.span[1] <= high
        low, high = term.span
    if term.head not in LEAVES:
        for part in term.args:
            if isinstance(part, Term):
                check_spans(part, low, high)


PIECES = st.sampled_from(
    [
        *"xyzeifdn0123456789+-*/^!=<>()[]{}|,;'_. &\\$%~#@√∫∂²₁½π−·\x00é",
        *("sin ", "cos", "ln ", "sqrt(", "dx", "d/dx ", "lim x->0 ", "sum_{i=1}^n ", "max(", "->", "..", "e^", "^-1 ", "10^9", "f'("),
        *(r"\frac{", "}{", r"\int_0^1 ", r"\sin ", r"\left(", r"\right)", r"\begin{pmatrix}", r"\end{pmatrix}", r"\lim_{x\to 0}"),
        *("gradient of ", "subject to ", "solve ", r"\text{if }", r"\begin{cases}", r"\\"),
    ]
)
SMALL = Limits(result_digits=50, exponent=100)


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["auto", "text", "latex"]))
@example("_8x", "latex")
@example("x'" + "'" * 50 + "(", "text")
@tried(400)
def test_soup_raises_nothing_but_our_errors(text: str, syntax: str) -> None:
    with suppress(SymtutorError):
        check_spans(read_term(text, syntax=syntax, limits=SMALL).term, 0, len(text))
    with suppress(SymtutorError):
        for term in read_question(text, syntax=syntax, limits=SMALL).terms:
            check_spans(term, 0, len(text))


@given(st.text(max_size=30))
@tried(150)
def test_any_text_raises_nothing_but_our_errors(text: str) -> None:
    with suppress(SymtutorError):
        read_term(text, limits=SMALL)


@given(TERMS)
@tried(60)
def test_spans_nest_and_cover(term: Term) -> None:
    text = bracketed(term)
    found = read_back(text, "text")
    if found is not None:
        assert found.span == (0, len(text))
        check_spans(found, 0, len(text))
