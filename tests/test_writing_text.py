"""Plain text: widths, ASCII, and reading back what is printed."""

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

import symtutor
from symtutor.checking.equivalence.equivalence import is_proved_equal
from symtutor.reading.read import read_expression
from symtutor.rules import BOOK
from symtutor.term import Term, as_term, quote
from symtutor.writing.document import Chain, Document, Paragraph, Row
from symtutor.writing.formats.terminal import as_text
from symtutor.writing.marks.characters import ascii_words
from symtutor.writing.marks.latex import LATEX
from symtutor.writing.marks.text import ASCII, GREEK, UNICODE
from tests.strategies import expressions, tried
from tests.worked import WORKED

X, Y = sp.symbols("x y")


@pytest.mark.parametrize(
    ("expression", "printed", "in_ascii"),
    [
        ("x^2 - 1", "x² − 1", "x^2 - 1"),
        ("6x(x - 5)", "6x(x − 5)", "6x*(x - 5)"),
        ("(x - 2)^4 (x^2 + 1)^3", "(x − 2)⁴(x² + 1)³", "(x - 2)^4*(x^2 + 1)^3"),
        ("x sin x", "x·sin x", "x*sin x"),
        ("sin(2x)^2", "sin²(2x)", "sin^2(2x)"),
        ("ln|x|", "ln|x|", "ln|x|"),
        ("e^(sin x)", "e^(sin x)", "e^(sin x)"),
        ("sqrt(x)/2", "√x/2", "sqrt(x)/2"),
        ("1/(1 + e^(-x))", "1/(1 + e^(−x))", "1/(1 + e^(-x))"),
        ("x^x (ln x + 1)", "x^x·(ln x + 1)", "x^x*(ln x + 1)"),
        ("(-x - 1) sin x", "−(x + 1)·sin x", "-(x + 1)*sin x"),
        ("2 sin x cos x", "2 sin x·cos x", "2 sin x*cos x"),
        ("(x^2 - 1 - (x + 9)(2x - 7))", "x² − (x + 9)(2x − 7) − 1", "x^2 - (x + 9)*(2x - 7) - 1"),
        ("csc(4x) cot(4x)", "csc(4x)·cot(4x)", "csc(4x)*cot(4x)"),
        ("x + sqrt(x^2 + 1)", "x + √(x² + 1)", "x + sqrt(x^2 + 1)"),
        ("sqrt(2) x/4", "√2·x/4", "sqrt(2)*x/4"),
        ("e^x - x - 1", "e^x − x − 1", "e^x - x - 1"),
        ("w_12 theta", "w₁₂·θ", "w_12*theta"),
    ],
)
def test_an_expression_looks_as_in_a_textbook(expression: str, printed: str, in_ascii: str) -> None:
    value = read_expression(expression)
    assert (UNICODE.value(value), ASCII.value(value)) == (printed, in_ascii)


@pytest.mark.parametrize(
    ("expression", "printed", "in_ascii", "in_latex"),
    [
        ("sum[i=1..n] i^2", "Σ[i=1..n] i²", "sum[i=1..n] i^2", r"\sum_{i = 1}^{n} i^{2}"),
        ("sum[i=0..n-1] (i + 1)", "Σ[i=0..n − 1] (i + 1)", "sum[i=0..n - 1] (i + 1)", r"\sum_{i = 0}^{n - 1} \left(i + 1\right)"),
        (
            "2 prod[k=1..n] (x/k + 1)",
            "2·Π[k=1..n] (x/k + 1)",
            "2*prod[k=1..n] (x/k + 1)",
            r"2 \prod_{k = 1}^{n} \left(\frac{x}{k} + 1\right)",
        ),
        ("x + sum[i=1..3] x^i/i", "x + Σ[i=1..3] x^i/i", "x + sum[i=1..3] x^i/i", r"x + \sum_{i = 1}^{3} \frac{x^{i}}{i}"),
    ],
)
def test_sums_and_products_over_an_index_have_their_signs(expression: str, printed: str, in_ascii: str, in_latex: str) -> None:
    value = read_expression(expression)
    assert (UNICODE.value(value), ASCII.value(value), LATEX.value(value)) == (printed, in_ascii, in_latex)
    assert read_expression(printed) == read_expression(in_ascii) == value


@pytest.mark.parametrize(
    ("condition", "printed", "in_ascii"),
    [
        (sp.Ne(X, 0), "x ≠ 0", "x != 0"),
        (sp.And(X > 0, sp.Ne(X, 1)), "x > 0 and x ≠ 1", "x > 0 and x != 1"),
        (sp.Or(X < 0, X > 1), "x > 1 or x < 0", "x > 1 or x < 0"),
        (sp.Not(sp.Contains(X, sp.S.Integers)), "x ∉ ℤ", "x not in the integers"),
        (sp.Contains(X, sp.Interval.Lopen(0, sp.oo)), "x ∈ (0, ∞)", "x in (0, oo)"),
        (sp.FiniteSet(1, 2), "{1, 2}", "{1, 2}"),
        (sp.S.EmptySet, "∅", "{}"),
    ],
)
def test_a_condition_is_written_in_words_and_signs(condition: sp.Basic, printed: str, in_ascii: str) -> None:
    assert (UNICODE.value(condition), ASCII.value(condition)) == (printed, in_ascii)


def reads_back(text: str, value: sp.Expr) -> bool:
    found = read_expression(text)
    return bool(found == value or sp.simplify(found - value) == 0 or is_proved_equal(found, value))


@tried(100)
@given(expressions(6))
def test_what_is_printed_in_ascii_reads_back(value: sp.Expr) -> None:
    text = ASCII.value(value)
    assert text.isascii()
    assert reads_back(text, value), text


@tried(100)
@given(expressions(6))
def test_what_is_printed_in_unicode_reads_back(value: sp.Expr) -> None:
    assert reads_back(UNICODE.value(value), value), UNICODE.value(value)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (sp.sin(X) / X, "(sin x)/x"),
        (X * sp.log(X) / 2, "x/2·ln x"),
        (sp.sin(X) ** 2 / 2, "1/2·sin² x"),
        (sp.log(sp.Abs(X)) / 2, "1/2·ln|x|"),
        (sp.sin(X + 1) / X, "sin(x + 1)/x"),
    ],
)
def test_a_slash_is_not_taken_into_the_argument_of_a_function(value: sp.Expr, printed: str) -> None:
    assert UNICODE.value(value) == printed


@pytest.mark.parametrize(
    ("expr", "letter", "operator"),
    [("x y", "x", "∂/∂x"), ("p q", "p", "∂/∂p"), ("a^2 b", "a", "∂/∂a"), ("a x^2", "x", "d/dx"), ("x_1 x_2", "x_1", "∂/∂x₁")],
)
def test_beside_letters_of_its_own_kind_a_derivative_is_partial(expr: str, letter: str, operator: str) -> None:
    printed = str(symtutor.differentiate(expr, letter))
    assert operator in printed
    assert ("held constant" in printed) == operator.startswith("∂")


@pytest.mark.parametrize("name", WORKED)
@pytest.mark.parametrize("detail", ["brief", "normal", "full"])
def test_no_line_is_longer_than_the_width(name: str, detail: str) -> None:
    solution = WORKED[name]()
    for width in (60, 80, 100, 140, 200):
        for ascii_only in (False, True):
            text = solution.text(width=width, ascii_only=ascii_only, detail=detail)
            assert max(map(len, text.splitlines())) <= width
            assert text.isascii() or not ascii_only


def test_only_a_token_may_stick_out() -> None:
    number = sp.Integer(7) ** 150
    text = as_text(Document(("A number",), (Chain((Row(1, "", quote(number * X + number)),)), Paragraph(("word " * 40,)))), width=60)
    assert [line for line in text.splitlines() if len(line) > 60] == [f"1.     {number}x", f"         + {number}"]


def test_brackets_keep_together_where_they_can() -> None:
    value = (X + 1) * sp.sin(X * Y + X + Y) + sp.cos(X * Y + X + Y) * (X - Y)
    text = as_text(Document(("t",), (Chain((Row(1, "=", quote(value)),)),)), width=50)
    assert [line.strip() for line in text.splitlines()[3:]] == ["1.  =  (x + 1)·sin(x·y + x + y)", "+ (x − y)·cos(x·y + x + y)"]


def test_notes_stand_in_a_column() -> None:
    lines = symtutor.differentiate("x^2 sin x").text().splitlines()
    first, second = (next(line for line in lines if name in line) for name in ("(product rule", "(power rule"))
    assert first.index("(product rule") == second.index("(power rule")


def test_every_character_of_the_book_has_an_ascii_form() -> None:
    names = {letter: name for name, letter in GREEK.items()}
    words = [text for rule in BOOK.rules for text in (rule.name, rule.words, *(mistake.words for mistake in rule.mistakes))]
    assert [char for char in sorted(set("".join(words))) if ascii_words(char, names) == ""] == []


@given(st.text(max_size=60))
@tried(80)
def test_any_text_has_an_ascii_form(text: str) -> None:
    assert ascii_words(text, {}).isascii()


def test_a_line_never_breaks_inside_a_place() -> None:
    text = symtutor.integrate("1/sqrt(2-x)", "x", limits=(0, 2)).text(width=44)
    assert "from x = 0 to x = t" in " ".join(text.split())
    assert not any(line.lstrip().startswith(("= 0 ", "= t")) for line in text.splitlines())


@pytest.mark.parametrize(
    ("direction", "title"), [("+", "x tends to 0 from the right"), ("-", "x tends to 0 from the left"), ("+-", "x tends to 0")]
)
def test_the_title_of_a_limit_names_its_side(direction: str, title: str) -> None:
    assert symtutor.limit("1/(1 + x)", "x", 0, direction).text().splitlines()[0].endswith(title)


def test_a_derivative_over_another_stands_in_brackets() -> None:
    assert "(d/dx ln x)/(d/dx (1/x))" in symtutor.limit("x ln x", "x", 0, "+").text()


def test_the_unit_step_tells_its_value_at_0_only_where_it_is_unusual() -> None:
    assert UNICODE.value(sp.Heaviside(X)) == "Heaviside(x)"
    assert UNICODE.value(sp.Heaviside(X, 1)) == "Heaviside(x, 1)"


MATRIX = as_term(sp.ImmutableMatrix([[X**2, 1], [-2, X * sp.sin(X)], [0, 10]]))


def shown_in_a_chain(term: Term, *, width: int = 60, ascii_only: bool = False) -> list[str]:
    document = Document(("title",), (Chain((Row(1, "", term, ("why",)),)),))
    return as_text(document, width=width, ascii_only=ascii_only).splitlines()[3:]


def test_a_matrix_has_its_rows_below_one_another() -> None:
    assert shown_in_a_chain(Term(sp.Eq, (as_term(sp.Symbol("A")), MATRIX))) == [
        "           ⎡ x²     1    ⎤",
        "1.     A = ⎢ −2  x·sin x ⎥    (why)",
        "           ⎣ 0     10    ⎦",
    ]


def test_a_matrix_in_ascii_has_brackets_in_every_row() -> None:
    assert shown_in_a_chain(MATRIX, ascii_only=True) == [
        "       [ x^2     1    ]",
        "1.     [ -2   x*sin x ]    (why)",
        "       [  0     10    ]",
    ]


def test_a_matrix_that_is_too_wide_stays_on_broken_lines() -> None:
    lines = shown_in_a_chain(as_term(sp.ImmutableMatrix([[X**100 + X**99 + X**98, 1], [2, 3]])), width=20)
    assert max(map(len, lines)) <= 20
    assert "".join(lines).count("⎡") == "".join(lines).count("⎣") == 1


@pytest.mark.parametrize("width", range(24, 90, 3))
def test_matrices_keep_the_width(width: int) -> None:
    term = Term(sp.Add, (MATRIX, as_term(X**2 + X), MATRIX, MATRIX))
    lines = shown_in_a_chain(Term(sp.Eq, (as_term(sp.Symbol("A")), term)), width=width)
    assert max(map(len, lines)) <= width
    assert "".join(lines).count("⎡") == "".join(lines).count("⎦") == 3
