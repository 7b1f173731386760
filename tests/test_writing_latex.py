"""LaTeX: breaking, escaping, widths, commands that notebooks know, and documents that compile."""

import re
import shutil
import string
from pathlib import Path

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

import symtutor
from symtutor.checking.equivalence.equivalence import is_proved_equal
from symtutor.errors import InputError
from symtutor.reading.read import read_expression
from symtutor.rules import BOOK
from symtutor.term import Number, Quotient, Term, quote
from symtutor.writing.document import Bullets, Chain, Document, Folded, Listing, Paragraph, Part, Row
from symtutor.writing.files import compile_latex, save_document
from symtutor.writing.formats.breaking import broken, inline
from symtutor.writing.formats.latex import aligned, as_latex
from symtutor.writing.formats.latex_text import note_lines
from symtutor.writing.formats.latex_width import formula_width
from symtutor.writing.marks.latex import LATEX
from symtutor.writing.marks.latex_words import escaped
from tests.strategies import expressions, tried
from tests.worked import WORKED

X, Y = sp.symbols("x y")
LONG = sp.diff(sp.sin(X**2 + sp.exp(X)) * sp.log(X + sp.sqrt(X**2 + 1)) / (X**3 + sp.tan(X)) * (X + 1) ** 5, X)
needs_tex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")

# what MathJax 3 and KaTeX both know
SHARED = set(
    r"\frac \left \right \bigl \bigr \Bigl \Bigr \sqrt \text \operatorname \mathrm \mathit \mathbb \cdot \sin \cos \tan \cot \sec \csc "
    r"\sinh \cosh \tanh \coth \arcsin \arccos \arctan \ln \exp \max \min \det \lim \int \infty \pi \delta \to \leq \geq \neq \quad "
    r"\partial \qquad \phantom \Rightarrow \Leftrightarrow \begin \end \in \notin \emptyset \Gamma \textstyle \\ \{ \} \,".split()
) | {"\\ "}  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "latex"),
    [
        ("x^2 sin x", r"x^{2} \sin x"),
        ("x^(1/3)", "x^{1/3}"),
        ("e^(x^2)/2", r"\frac{e^{x^{2}}}{2}"),
        ("ln(2) sin(x)", r"\ln 2 \cdot \sin x"),
        ("w_12 + w_max + theta", r"\theta + w_{12} + w_{\mathit{max}}"),
        ("|x|", r"\left|x\right|"),
        ("sqrt(x + 1)", r"\sqrt{x + 1}"),
        ("2*3^x", r"2 \cdot 3^{x}"),
    ],
)
def test_an_expression_in_latex(expression: str, latex: str) -> None:
    assert LATEX.value(read_expression(expression, names=("w_max",))) == latex


@tried(100)
@given(expressions(6))
def test_what_is_printed_in_latex_reads_back(value: sp.Expr) -> None:
    found = read_expression(LATEX.value(value), syntax="latex")
    assert found == value or sp.simplify(found - value) == 0 or is_proved_equal(found, value), LATEX.value(value)


@tried(60)
@given(expressions(12), st.sampled_from([12.0, 20.0, 38.0]))
def test_a_broken_formula_keeps_its_meaning(value: sp.Expr, width: float) -> None:
    lines = broken(quote(value), width)
    joined = re.sub(r"\\[bB]ig[lr]", "", " ".join(lines).replace("{}", ""))
    found = read_expression(joined, syntax="latex")
    assert found == value or sp.simplify(found - value) == 0 or is_proved_equal(found, value), joined


def test_lines_fit_their_width() -> None:
    for width in (15.0, 25.0, 38.5):
        assert all(formula_width(line) <= width for line in broken(quote(LONG), width))


def test_a_formula_that_fits_is_one_line() -> None:
    assert broken(quote(X + 1), 38.5) == ("x + 1",)


def test_a_break_is_outside_of_brackets_where_there_is_one() -> None:
    lines = broken(quote((X + 1) * sp.sin(X * Y + X + Y) + sp.cos(X * Y + X + Y) * (X - Y)), 20.0)
    assert [line.startswith("{} +") for line in lines] == [False, True]
    assert not any("\\bigl" in line for line in lines)


def test_brackets_that_a_break_separates_have_a_fixed_size() -> None:
    lines = broken(quote(sp.exp(X) * sp.Add(*[sp.sin(k * X) / k for k in range(1, 8)])), 20.0)
    assert r"\Bigl(" in lines[0]
    assert r"\Bigr)" in lines[-1]
    assert all(line.count(r"\left") == line.count(r"\right") for line in lines)


def test_a_long_number_is_broken() -> None:
    number = sp.Integer(7) ** 150
    lines = broken(quote(number), 38.5)
    assert len(lines) > 1
    assert "".join(lines) == str(number)


def test_a_long_formula_in_a_sentence_can_be_broken() -> None:
    assert r"\left" not in inline(quote(LONG))
    assert r"\allowbreak" in inline(quote(LONG), between_factors=r"\allowbreak ")


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("50% & more_#$", r"50\% \& more\_\#\$"),
        ("{a}", r"\{a\}"),
        ("a\\b~c^", r"a$\backslash$b$\sim$c$\wedge$"),
        ("derivative of e^x", "derivative of $e^{x}$"),
        ("(xⁿ)′ = n·xⁿ⁻¹", r"($x^{n}$)$'$ = n$\cdot$$x^{n-1}$"),
        ("x₁", "$x_{1}$"),
        ("l'Hôpital", "l'Hôpital"),
        ("“so” – it is", "``so'' -- it is"),
        ("漢", "[U+6F22]"),
    ],
)
def test_words_are_escaped(text: str, latex: str) -> None:
    assert escaped(text) == latex


def test_a_note_is_wrapped_between_words() -> None:
    lines = note_lines(("(chain rule: ", quote(X**2), "; derivative of the square root)"), 12.0)
    assert lines == (r"\text{(chain rule: }x^{2}\text{; derivative}", r"\text{of the square root)}") or len(lines) >= 2
    assert all(formula_width(line) <= 13.0 for line in lines)


def test_a_fraction_in_a_note_is_small() -> None:
    assert note_lines(("completing the square: ", quote(X + sp.Rational(1, 2))), 40.0) == (
        r"\textstyle \text{completing the square: }x + \frac{1}{2}",
    )


def test_widths_are_not_too_small() -> None:
    """These were measured with pdfTeX at 11 pt."""
    measured = {
        r"\text{(chain rule: }u = x + 1\text{; power rule; derivative of the square root)}": 28.2,
        r"\text{(sum rule; derivative of the variable; derivative of a constant)}": 26.9,
        r"\frac{x^{4} e^{x^{2}}}{2} - x^{2} e^{x^{2}} + e^{x^{2}}": 8.7,
        r"28001283 n^{4} - 409 n^{2} - 25 n + 936": 14.3,
    }
    assert all(0.97 * width <= formula_width(latex) <= 1.2 * width for latex, width in measured.items())


@pytest.mark.parametrize("name", WORKED)
def test_notebooks_get_only_commands_that_mathjax_and_katex_know(name: str) -> None:
    markdown = WORKED[name]().markdown()
    used = set(re.findall(r"\\[A-Za-z]+|\\.", markdown))
    assert used <= SHARED
    for block in re.findall(r"\$\$\n(.*?)\n\$\$", markdown, re.DOTALL):
        assert "$" not in block
        assert block.startswith("\\begin{aligned}")
        assert block.count("{") - block.count("\\{") == block.count("}") - block.count("\\}")


def test_markdown_signs_in_words_are_escaped() -> None:
    from symtutor.writing.formats.markdown import as_markdown  # noqa: PLC0415 (the only use)

    assert as_markdown(Document(("a*b_c",), (Paragraph(("1 < 2 # `x` $",)),))) == "### a\\*b\\_c\n\n1 \\< 2 \\# \\`x\\` \\$\n"


def test_rows_are_aligned_at_their_relations() -> None:
    chain = Chain((Row(1, "", quote(X)), Row(2, "=", quote(Y), ("why",))))
    assert aligned(chain).splitlines()[1:3] == [
        r"\text{1.}\quad & \phantom{=} x \\",
        r"\text{2.}\quad & = y \qquad \text{(why)}",
    ]


# ---- documents that TeX compiles ------------------------------------------------------------------
def compiled(document: Document, tmp_path: Path) -> str:
    return compile_latex(as_latex(document), tmp_path / "out.pdf")


def complaints(log: str) -> list[str]:
    return re.findall(r"Overfull.*|Missing character.*|^!.*", log, re.MULTILINE)


@needs_tex
@pytest.mark.parametrize("name", ["chain", "logarithmic", "at_a_point", "definition", "long"])
def test_a_solution_compiles_within_its_margins(name: str, tmp_path: Path) -> None:
    assert complaints(compiled(WORKED[name]().document("full"), tmp_path)) == []
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")


@needs_tex
def test_a_solution_saves_itself_as_pdf(tmp_path: Path) -> None:
    assert symtutor.differentiate("x^2").save(tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")


@needs_tex
def test_all_words_and_statements_of_the_book_compile(tmp_path: Path) -> None:
    parts = []
    for rule in BOOK.rules:
        words = re.sub(r"\{\w+\}", "f", rule.words)
        parts.append(Paragraph((f"{rule.id} {rule.name}: {words}",)))
        sides = rule.statement()
        if sides is not None:
            parts.append(Paragraph((Term(sp.Eq, sides),)))
        parts.extend(Paragraph((mistake.words,)) for mistake in rule.mistakes)
    assert [c for c in complaints(compiled(Document(("The book",), tuple(parts)), tmp_path)) if not c.startswith("Overfull")] == []


@needs_tex
def test_no_character_stops_the_document(tmp_path: Path) -> None:
    known = (
        string.printable + "".join(chr(c) for c in range(0xA0, 0x250)) + "−·×±′″≠≤≥≈→↦⇒⇔√∛∜∞∫∂∇∑∏∈∉∪∩∘°ℝℚℤℕ½¼¾‖∠…πσδελΓψ⁰¹²³⁴⁻ⁿˣ₀₁₂‘’“”–—"
    )
    other = "漢字ءא🙂\x00\x07\u200b\ufeff\U000e0001"
    parts = (Paragraph((known,)), Paragraph((other,)), Paragraph((sp_symbols(known + other),)))
    log = compiled(Document((known,), parts), tmp_path)
    assert [c for c in complaints(log) if not c.startswith("Overfull")] == []


def sp_symbols(characters: str) -> Term:
    """Return a sum of symbols with these names."""
    return quote(sp.Add(*[sp.Symbol(c) for c in characters], *[sp.Symbol(f"ab{c}") for c in characters], evaluate=False))


@needs_tex
def test_a_number_of_two_hundred_digits_stays_on_the_page(tmp_path: Path) -> None:
    row = Row(1, "=", quote(sp.Integer(3) ** 400 * X), ("the number ", quote(sp.Integer(3) ** 400)))
    assert complaints(compiled(Document(("A number",), (Chain((row, row)),)), tmp_path)) == []


def test_without_pdflatex_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(InputError, match=r"needs pdflatex[\s\S]*texlive"):
        symtutor.differentiate("x^2").save(tmp_path / "x.pdf")


@pytest.mark.parametrize(("name", "said"), [("x.doc", "no known ending"), ("nowhere/x.tex", "does not exist")])
def test_a_file_that_cannot_be_written_is_an_error_with_words(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        save_document(tmp_path / name, symtutor.differentiate("x^2"))


@pytest.mark.parametrize(
    ("ending", "start"), [("tex", "\\documentclass"), ("md", "### "), ("txt", "Diff"), ("json", "{"), ("html", "<!DOCTYPE")]
)
def test_the_ending_chooses_the_format(ending: str, start: str, tmp_path: Path) -> None:
    path = symtutor.differentiate("x^2").save(tmp_path / f"x.{ending}")
    assert path.read_text(encoding="utf-8").startswith(start)


def test_what_cannot_be_broken_is_shrunk_to_the_page() -> None:
    document = symtutor.hessian("e^(x y z) sin(x+y+z)").latex()
    assert r"\usepackage{graphicx}" in document
    assert document.count(r"\fitted{0.8}") >= 1
    assert document.count(r"\fitted{0.85}") == 1
    assert r"\fitted" not in symtutor.hessian("x^2 y").latex()
    assert r"\fitted{1}{\begin{tabular}" in symtutor.optimize("x^4-4x^2+x").latex()


def test_a_polynomial_without_terms_is_printed_as_0() -> None:
    solution = symtutor.taylor("floor x", "x", "1/2", 2)
    assert solution.answer == 0
    assert "Answer:" in str(solution)
    assert "= 0" in solution.latex()


def _written(*parts: Part) -> str:
    return as_latex(Document(("A title",), parts))


def test_a_program_is_set_as_it_is_typed() -> None:
    code = 'def f(x):\n    """Return e^(-x), f_xx."""\n    return x**2 if x < 1 else -x\n'
    text = _written(Listing(code, ""))
    assert r"\ \ \ \ \textquotedbl{}\textquotedbl{}\textquotedbl{}Return e\textasciicircum{}(-{}x),{} f\_xx." in text
    assert "if x <{} 1 else -{}x" in text


def test_a_point_of_a_list_may_begin_with_a_bracket() -> None:
    assert r"\item {}[1] is no answer" in _written(Bullets((("[1] is no answer",), ("another",))))


def test_letters_with_an_index_are_set_below_the_line_in_words() -> None:
    assert r"$f_{xx}$, $w_{ik}$, $\lambda _{i}$, $\sigma _{i}$" in _written(Paragraph(("f_xx, w_ik, λ_i, σᵢ",)))


def test_a_sign_between_words_has_the_spaces_of_words() -> None:
    assert note_lines(("its left side is −2",), 40.0) == (r"\text{its left side is }{-}\text{2}",)


def test_rows_of_fractions_have_air_and_are_read_back() -> None:
    text = LATEX.render(quote(sp.ImmutableMatrix([sp.Rational(1, 2), 2])))
    assert text == r"\begin{pmatrix}\frac{1}{2} \\[0.6em] 2\end{pmatrix}"
    assert symtutor.read(text) == sp.Matrix([sp.Rational(1, 2), 2])


def test_a_fraction_before_a_number_has_a_dot() -> None:
    third, number = Term(Quotient, (Term(Number, (sp.Integer(1),)), Term(Number, (sp.Integer(5),)))), Term(Number, (sp.Integer(19900),))
    assert LATEX.render(Term(sp.Mul, (third, number))) == r"\frac{1}{5} \cdot 19900"


def test_no_line_of_formulas_stands_alone_at_the_foot_or_head_of_a_page() -> None:
    text = symtutor.differentiate("sin x", method="limit").latex()
    block = text[text.index(r"\begin{alignat*}") : text.index(r"\end{alignat*}")]
    ends = [line[-3:] for line in block.splitlines() if line.endswith(("\\\\", "\\\\*"))]
    assert ends[0] == ends[-1] == r"\\*"
    assert ends[1] != r" \\*"


def test_names_in_a_rule_of_steps_are_set_whole() -> None:
    here, there = sp.Symbol("x_k"), sp.Symbol("x_(k+1)")
    assert LATEX.render(quote(there)) == "x_{k+1}"
    assert LATEX.render(quote(sp.Function("∇f")(here))) == r"{\nabla}f\left(x_{k}\right)"


def test_a_label_stays_with_what_follows() -> None:
    text = _written(Folded("Hint 1", (Paragraph(("Look at the exponent.",)),)))
    assert "\\textbf{Hint 1:} \\nopagebreak" in text
