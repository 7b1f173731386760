"""How worked solutions in several variables read: marks, order of terms, trees of dependencies, potentials, sigmoids."""

import pytest
import sympy as sp

import symtutor as st
from symtutor.rule import Relation
from symtutor.rules import BOOK
from symtutor.textbook import summands
from symtutor.writing.marks.latex import LATEX
from symtutor.writing.marks.text import ASCII, UNICODE

x, y, t = sp.symbols("x y t")


@pytest.mark.parametrize(
    "expr, text",
    [
        (x**2 + y**3, "x² + y³"),
        (sp.exp(x) + y**2, "e^x + y²"),
        (1 + x + y, "x + y + 1"),
        (y**2 - x**3, "y² − x³"),
        (x**2 + y**2 - 1, "x² + y² − 1"),
        (2 * x**2 - 3 * x * y + 8 * y**2 + 2 * x, "2x² − 3x·y + 8y² + 2x"),
        (1 + sp.exp(-x - y), "1 + e^(−x − y)"),
        (1 - x, "1 − x"),
        (x + x**3, "x³ + x"),
        (2 * x * y * sp.Symbol("dx") + (x**2 + 3 * y**2) * sp.Symbol("dy"), "2x·y·dx + (x² + 3y²)·dy"),
    ],
)
def test_terms_in_one_variable_each_keep_the_order_of_the_variables(expr: sp.Expr, text: str) -> None:
    assert UNICODE.value(expr) == text
    if isinstance(expr, sp.Add):
        assert sp.Add(*summands(expr)) == expr


def test_a_partial_derivative_has_its_mark() -> None:
    assert "∂/∂x z" in st.jacobian("(x y, z)", ("x", "y")).text(detail="full")
    assert "∂/∂x₁ (x₁²·x₂)" in str(st.gradient("x_1^2 x_2", detail="full"))
    assert "d/dx (a·x²)" in str(st.differentiate("a x^2", "x"))


def test_the_shape_of_a_jacobian_is_told() -> None:
    assert "1 row, 2 columns" in str(st.jacobian("(2x y)"))
    assert "2 rows, 1 column)" in str(st.jacobian("(x, x^2)"))


def test_the_tree_of_dependencies_is_shown() -> None:
    found = st.differentiate("x^2 y", "t", where={"x": "t^2", "y": "sin t"})
    assert "f → x → t, f → y → t" in str(found)
    assert "f -> x -> t, f -> y -> t" in found.text(ascii_only=True)
    assert r"f \to x \to t" in found.latex()
    direct = st.differentiate("x^2 t", "t", where={"x": "sin t"})
    assert "f → t, f → x → t" in str(direct)
    several = st.differentiate("f + x y", "s", where={"x": "s t", "y": "s + t"})
    assert "F → x → s" in str(several)
    assert "∂/∂s F = F_x·∂/∂s x + F_y·∂/∂s y" in str(several)
    assert "t held constant" in str(several)


def test_a_potential_is_an_integral_and_what_it_lacks() -> None:
    text = str(st.potential("(2x y, x^2 + 3y^2)"))
    assert "C′(y) = 3y²" in text
    text = str(st.potential("(2x y + z^2, x^2, 2x z)"))
    assert "f = ∫ (2x·y + z²) dx" in text
    assert "f_z = 2x·z + C_z = 2x·z" in text or "C(y, z) = D(z)" in text


@pytest.mark.parametrize(
    "field, variables, answer",
    [
        ("(r cos t, r sin t)", ("r", "t"), "r"),
        ("(rho sin phi cos theta, rho sin phi sin theta, rho cos phi)", ("rho", "phi", "theta"), "rho^2 sin phi"),
        ("(e^x cos y, e^x sin y)", None, "e^(2x)"),
        ("(x sin y, y cos x)", None, "sin y cos x + x y sin x cos y"),
        ("(2 cos x, y)", None, "-2 sin x"),
    ],
)
def test_squares_of_sine_and_cosine_are_added(field: str, variables: tuple[str, ...] | None, answer: str) -> None:
    found = st.jacobian_determinant(field, variables)
    assert found.answer == st.read(answer)
    assert found.check(answer)


def test_indices_are_ordered_as_numbers() -> None:
    terms = sp.Add(*[sp.Symbol(f"x{i}") for i in (10, 2, 1)])
    assert UNICODE.value(terms) == "x₁ + x₂ + x₁₀"


def test_the_text_of_a_long_gradient_grows_with_its_rows() -> None:
    lengths = []
    for count in (20, 40):
        letters = sp.symbols(f"x1:{count + 1}")
        found = st.gradient(sp.Add(*[sp.sin(a) * b**2 for a, b in zip(letters, letters[1:] + letters[:1], strict=True)]), letters)
        assert found.check(found.answer)
        lengths.append(len(str(found)))
    assert lengths[1] < 2.2 * lengths[0]


SIGMOIDS = st.jacobian("(1/(1 + e^(-p x - q y)), 1/(1 + e^(-r x - s y)), 1/(1 + e^(-t x - u y)))", ("x", "y"))


def test_sigmoids_are_differentiated_in_themselves() -> None:
    text = str(SIGMOIDS)
    assert "⎡ p·σ₁·(1 − σ₁)  q·σ₁·(1 − σ₁) ⎤" in text
    assert "⎢ r·σ₂·(1 − σ₂)  s·σ₂·(1 − σ₂) ⎥" in text
    assert "let σ₁ = 1/(1 + e^(−p·x − q·y))" in text
    components = sp.Matrix(SIGMOIDS.problem.goal.args[0])
    for found, wanted in zip(SIGMOIDS.answer.flat(), components.jacobian([x, y]).flat(), strict=True):
        assert st.equivalent(found, wanted)
    assert SIGMOIDS.check([[1, 2], [3, 4], [5, 6]]).mistake is None
    assert SIGMOIDS.check("[[p, q], [r, s], [t, u]]").mistake == "vector.sigmoids/no-slope"


def test_letters_of_sigmoids_are_new_and_put_back() -> None:
    known: dict[sp.Symbol, sp.Expr] = {}
    for step in SIGMOIDS.steps:
        known.update(step.lets)
        gap = sp.simplify((step.before.subs(known) - step.after.subs(known)).doit())
        assert gap in {0, sp.zeros(3, 2).as_immutable()}
    taken = st.jacobian("(1/(1 + e^(-sigma_1 x)), 1/(1 + e^(-x y)))", ("x", "y"))
    assert "s₁·(1 − s₁)" in str(taken)
    single = st.jacobian("(1/(1 + e^(-2x)), x)", ("x",))
    assert "vector.jacobian" in {step.rule for step in single.steps}


@pytest.mark.parametrize(
    "across, up, last",
    [
        ("cos t", "sin t", "−1/(sin³ t)"),
        ("2 cos t", "3 sin t", "−3/(4 sin³ t)"),
        ("t - sin t", "1 - cos t", "−1/(cos t − 1)²"),
    ],
)
def test_a_second_derivative_along_a_circle_is_shortened(across: str, up: str, last: str) -> None:
    found = st.parametric(across, up, order=2)
    assert f"=  {last} " in str(found)
    assert "sin² + cos² = 1" in str(found)


@pytest.mark.parametrize(
    "components, variables, last",
    [
        ("(r cos theta, r sin theta)", ("r", "theta"), "r"),
        ("(r cos theta, r sin theta, z)", ("r", "theta", "z"), "r"),
        ("(rho sin phi cos theta, rho sin phi sin theta, rho cos phi)", ("rho", "phi", "theta"), "ρ²·sin φ"),
    ],
)
def test_the_determinant_of_curved_coordinates_is_shortened(components: str, variables: tuple[str, ...], last: str) -> None:
    found = st.jacobian_determinant(components, variables)
    assert UNICODE.value(found.answer) == last
    assert f"=  {last} " in str(found)


def test_a_case_of_another_variable_is_no_kink() -> None:
    found = st.differentiate(sp.Piecewise((x * y**2, x <= 0), (x * y, True)), "y")
    assert found.answer == sp.Piecewise((2 * x * y, x <= 0), (x, True))
    assert found.report.status == "correct"


@pytest.mark.parametrize(
    "expr, text, ascii_text, latex",
    [
        (sp.polygamma(0, x + 1), "ψ(x + 1)", "polygamma(0, x + 1)", r"\psi\left(x + 1\right)"),
        (sp.polygamma(1, x), "ψ′(x)", "polygamma(1, x)", r"\psi'\left(x\right)"),
        (sp.FallingFactorial(y, t), "y(y − 1)⋯(−t + y + 1)", "y*(y - 1)*...*(-t + y + 1)", None),
        (sp.FallingFactorial(sp.Rational(1, 2), t), "(1/2)(−1/2)⋯(3/2 − t)", "(1/2)*(-1/2)*...*(3/2 - t)", None),
    ],
)
def test_special_functions_have_their_notation(expr: sp.Expr, text: str, ascii_text: str, latex: str | None) -> None:
    assert UNICODE.value(expr) == text
    assert ASCII.value(expr) == ascii_text
    assert latex is None or LATEX.value(expr) == latex


@pytest.mark.parametrize(
    "expr, text",
    [
        (sp.exp(-(x**2) / 2) / sp.sqrt(2 * sp.pi), "e^(−x²/2)/√(2π)"),
        (x / sp.sqrt(6 * sp.pi), "x/√(6π)"),
        (sp.sqrt(2) / 2, "√2/2"),
        (sp.sqrt(2) * x / sp.sqrt(sp.pi), "√2·x/√π"),
    ],
)
def test_numbers_stand_under_the_root_of_pi(expr: sp.Expr, text: str) -> None:
    assert UNICODE.value(expr) == text


def test_the_marks_of_one_jacobian_agree() -> None:
    text = str(st.jacobian("(r cos theta, r sin theta, z)", ("r", "theta", "z")))
    assert "d/d" not in text
    assert "(P_r, P_θ, P_z) = (cos θ, −r·sin θ, 0)" in text
    assert "(R_r, R_θ, R_z) = (0, 0, 1)" in text
    shown = str(st.gradient("x^2 + y^3", detail="full"))
    assert "=  d/dy y³" in shown  # one letter is left
    assert "∂/∂y ∫ x/(x² + y²) dx" in str(st.potential("(x/(x^2+y^2), y/(x^2+y^2))"))


def test_a_column_is_printed_as_a_list_that_can_be_read_back() -> None:
    found = st.gradient("x^2 + y^3", at=(2, 3))
    assert "=  (2x, 3y²)" in found.text(detail="full")
    assert "(2x, 3y²) at x = 2, y = 3" in found.text(detail="full")
    assert found.check(UNICODE.value(found.answer))
    assert st.gradient("x^2 + y^3").check(ASCII.value(st.gradient("x^2 + y^3").answer))
    assert "pmatrix" in found.latex()
    assert "⎡ 2y  2x ⎤ at x = 1, y = 2" in st.hessian("x^2 y", at=(1, 2)).text(detail="full")


def test_a_question_with_given_values_says_them() -> None:
    given = {"f(2)": 3, "f'(2)": 1, "g(2)": 4, "g'(2)": 5}
    title = str(st.differentiate("f(x) g(x)", "x", at=2, given=given)).splitlines()[0]
    assert title == "Find d/dx (f(x)·g(x)) at x = 2, given f′(2) = 1, g′(2) = 5, f(2) = 3, g(2) = 4"


def test_no_statement_says_the_same_on_both_sides() -> None:
    for rule in BOOK.rules:
        sides = rule.statement() if rule.id.startswith(("vector.", "matrix.")) else None
        if sides is not None and rule.relation is Relation.EQUAL and rule.id != "matrix.transpose":
            left, right = map(UNICODE.render, sides)
            assert left != right, rule.id
