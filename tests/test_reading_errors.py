"""Text that is no mathematics: where, what was expected, what to try; and nothing is run."""

from typing import Any

import pytest

from symtutor.errors import InputError, ReadError
from symtutor.reading import Limits, read_expression, read_term

MISTAKES = [
    # text, position of the caret, part of the message
    ("", 0, "nothing to read"),
    (" \n", 0, "nothing to read"),
    ("2x +", 4, "expected after '+'"),
    ("sin(", 4, "expected after the bracket '('"),
    ("sin", 3, "sin needs an argument"),
    ("sin + 1", 4, "sin needs an argument"),
    ("sin - 1", 4, "sin needs an argument"),
    ("x^", 2, "expected after '^'"),
    ("x = = 2", 4, "expected after '='"),
    ("* x", 0, "cannot begin with *"),
    ("2 3", 2, "a number cannot follow '2'"),
    ("x 3", 2, "a number cannot follow 'x'"),
    ("pi2", 2, "a number cannot follow 'pi'"),
    ("0.5.3", 3, "a number cannot follow '0.5'"),
    ("007", 0, "does not begin with 0"),
    ("1,000", 2, "does not begin with 0"),
    ("(x + 1", 0, "never closed"),
    ("((x + 1)", 0, "never closed"),
    ("(x]", 2, "cannot close the bracket '(' opened at position 0"),
    ("x)", 1, "closes no bracket"),
    ("|x", 0, "never closed"),
    ("()", 0, "is empty"),
    ("x @ y", 2, "'@' is not mathematics"),
    ("x\x00y", 1, "code 0 is not mathematics"),
    ("х + 1", 0, "cyrillic small letter ha"),
    ("x ± 1", 2, "two values"),
    ("5 %", 2, "% is not read"),
    ("30°", 2, "radians"),
    ("x ≈ 2", 2, "not exact"),
    ("1 + … + n", 4, "dots"),
    ("sine(x)", 0, "'sine' is not a known name"),
    ("factoral(5)", 0, "'factoral' is not a known name"),
    ("2 + sen(x)", 4, "'sen' is not a known name"),
    ("cosine(x)", 0, "'cosine' is not a known name"),
    ("loss + 1", 0, "'loss' is not a known name"),
    ("sin(x, y)", 0, "sin takes one argument, not 2"),
    ("binomial(n)", 0, "binomial takes two arguments, not 1"),
    ("exp^-1 x", 0, "no agreed meaning"),
    ("f^-1(x)", 0, "inverse function"),
    ("f'(x, y)", 0, "one variable"),
    ("d/dx", 4, "needs an expression"),
    ("d^2/dx x", 0, "order 2 above and 1 below"),
    ("∫ x^2", 0, "no dx"),
    ("∫_0 x dx", 4, "two bounds or none"),
    ("lim x sin x", 0, "arrow"),
    ("lim x->0", 8, "needs an expression"),
    ("sum i^2", 0, "needs its index"),
    ("x_", 1, "an index is missing"),
    ("sin_2 x", 3, "takes no index"),
    ("1/0", 0, "has no value"),
    ("tan(pi/2)", 0, "has no value"),
    ("ln 0 + 1", 0, "has no value"),
    ("(x = 2) + 1", 0, "cannot be part of a formula"),
    ("sin([[1]])", 0, "a matrix cannot stand here"),
    ("[[1, 2]] + [[1], [2]]", 0, "do not go together"),
    ("x + ∞", 0, "∞ is no number"),
    ("log(x, 1)", 0, "no logarithm to the base 1"),
    (r"x \cdot y", 2, "backslash"),
]


@pytest.mark.parametrize("text, position, message", MISTAKES, ids=[repr(text) for text, *_ in MISTAKES])
def test_a_mistake_is_shown_where_it_is(text: str, position: int, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_term(text, syntax="text")
    assert message in caught.value.message
    assert caught.value.position == position
    if text.strip():
        line, caret = str(caught.value).split("\n")[1:3]
        assert caret.index("^") == position + 2
        assert line == "  " + text


HOSTILE = [
    '__import__("os").system("x")',
    "().__class__",
    "x.__class__.__mro__",
    "lambda: 0",
    "9**9**9**9",
    "factorial(10^7)",
    "Γ(10^7)",
    "digamma(10^9)",
    "factorial(factorial(100))",
    "1e1000000",
    "1" * 201,
    "2^(10^9)",
    "(10^100)^(10^100)",
    "2^2^2^2^2^2",
    "(2x)^(10^9)",
    "sqrt(3)^(10^9)",
    "12^0.6789123",
    "2^sqrt(10^18)",
    "2^(10^9 x/x)",
    "e^(10^9 ln 2)",
    "2^(10^9 ln 3/ln 2)",
    "floor(e^(10^9))",
    "binomial(10^9, 5*10^8)",
    "max(e^e^e^10, 2)",
    "cosh(sinh(sinh(30)))",
    "[[1, 1], [1, 0]]^(10^9)",
    "9!" * 2000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:30] for text in HOSTILE])
def test_hostile_text_is_refused_before_it_is_evaluated(text: str) -> None:
    with pytest.raises(ReadError):
        read_expression(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "(" * 5_000 + ")" * 5_000,
        "-" * 9_999 + "x",
        "x^" * 3_000 + "x",
        "sin " * 2_000 + "x",
        "x" + "!" * 5_000,
        "x/" * 4_000 + "x",
        "|" * 9_999,
        "∫" * 9_999,
        "√" * 5_000 + "x",
        r"\frac{" * 1_600,
        r"\begin{pmatrix}" * 600,
    ],
    ids=lambda text: f"{text[:12]} … {text[-1]}",
)
def test_deep_nesting_is_refused_by_its_limit(text: str) -> None:
    with pytest.raises(ReadError, match="nesting is deeper than 200"):
        read_term(text)


def test_the_depth_that_is_allowed_needs_no_stack() -> None:
    def at_the_bottom(levels: int) -> str:
        return read_expression("(" * 199 + "x" + ")" * 199).name if levels == 0 else at_the_bottom(levels - 1)

    assert at_the_bottom(700) == "x"


def test_long_texts_are_refused() -> None:
    with pytest.raises(ReadError, match="10001 characters"):
        read_term("x+" * 5_000 + "x")
    with pytest.raises(ReadError, match="at most 5 are read"):
        read_term("x + 1 + 2", limits=Limits(characters=5))


@pytest.mark.parametrize("thing", [None, 5, b"x", ["x"], 1.5])
def test_what_is_no_text_is_refused(thing: Any) -> None:
    with pytest.raises(InputError, match="a text is expected"):
        read_term(thing)


def test_options_are_checked() -> None:
    with pytest.raises(InputError, match="syntax 'tex' is unknown"):
        read_term("x", syntax="tex")
    with pytest.raises(InputError, match="'2x' cannot be the name"):
        read_term("x", names=("2x",))


@pytest.mark.parametrize(
    "text, hint",
    [("sine(x)", "sin"), ("factoral(5)", "factorial"), ("sqr(x) + 1", "sqrt"), ("sigmoyd(x)", "sigmoid"), ("cosinus(x)", "cos")],
)
def test_a_misspelled_name_is_suggested(text: str, hint: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_term(text)
    assert caught.value.hint == f"Did you mean {hint}?"


@pytest.mark.parametrize(
    "text", ["x^(10^9)", "2^1000", "e^(5 ln 2)", "10^0.1234", "100!", "binomial(100, 50)", "(1 + x)^100", "2^(x^2)", "abs(3+4i)"]
)
def test_what_is_large_but_fine_is_read(text: str) -> None:
    assert read_expression(text) is not None
