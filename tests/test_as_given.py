"""A solution keeps the notation of the problem: the order of sums, and σ where σ was typed."""

import symtutor


def test_sums_stand_as_they_were_typed() -> None:
    text = str(symtutor.differentiate("sin sqrt(1 + x^2)"))
    assert "√(1 + x²)" in text
    assert "x² + 1" not in text
    assert "√(x² + 1)" in str(symtutor.differentiate("sin sqrt(x^2 + 1)"))
    assert "f(x, y) = x³ − 2x·y − y⁶" in str(symtutor.hessian("x^3 - 2x y - y^6"))


def test_sigma_stays_sigma() -> None:
    solution = symtutor.differentiate("-y ln(sigma(w x)) - (1-y) ln(1 - sigma(w x))", "w")
    assert "\nAnswer: x(σ(w·x) − y)\n" in str(solution)
    assert r"\sigma" in solution.latex()
    assert "σ" not in str(symtutor.differentiate("1/(1 + e^(-x))"))


def test_sympy_expressions_are_written_in_the_usual_order() -> None:
    x = symtutor.read("x")
    assert "x² + 1" in str(symtutor.differentiate(1 + x**2, "x"))


def test_derivatives_keep_the_order_of_the_terms() -> None:
    assert "2x·y + 3y⁴" in str(symtutor.differentiate("x^2 y + 3x y^4", "x"))
    assert "3y⁴ + 2x·y" in str(symtutor.differentiate("3x y^4 + x^2 y", "x"))
    assert "1 − 2x" in str(symtutor.differentiate("x - x^2", "x"))


def test_a_product_keeps_the_order_of_its_rule_in_every_line() -> None:
    text = str(symtutor.differentiate("(x^2+1) e^(3x)"))
    assert "= (d/dx (x² + 1))·e^(3x) + (x² + 1)·d/dx e^(3x)" in text.replace("=  ", "= ")
    assert "= 2x·e^(3x) + 3(x² + 1)·e^(3x)" in text.replace("=  ", "= ")


def test_taylor_polynomials_rise() -> None:
    assert "Answer: 1 − x²/2 + x⁴/24\n" in str(symtutor.taylor("cos x", degree=4))
    assert "Answer: (x − 1) − (x − 1)²/2 + (x − 1)³/3\n" in str(symtutor.taylor("ln x", about=1))
    assert "(1 − x²/2)(1 + x + x²/2 + x³/6)" in str(symtutor.taylor("e^x cos x"))
    assert "The next line: T₃(e^x) = f(0) + f′(0)·x + f″(0)/2!·x² + f‴(0)/3!·x³." in symtutor.taylor("e^x").hint(3)
    assert "=  1 + x + x²/2 + x³/6\n" in str(symtutor.taylor("e^x"))


def test_a_bound_is_an_answer_with_its_sign() -> None:
    text = symtutor.taylor("e^x", degree=3, on=(-1, 1)).text(width=200)
    assert "R₃(x) = f^(4)(ξ)/4!·x⁴ with ξ between x and 0, and here |x| ≤ 1" in text
    assert "Answer: 1 + x + x²/2 + x³/6\n" in text
    assert "Answer: |R₃(e^x)| ≤ e/24\n" in text


def test_a_sigmoid_is_differentiated_as_it_was_typed() -> None:
    typed_out = str(symtutor.differentiate("1/(1 + e^(-x))"))
    assert "Answer: e^(−x)/(1 + e^(−x))²\n" in typed_out
    assert "chain rule: u = 1 + e^(−x)" in typed_out
    by_name = str(symtutor.differentiate("σ(x)"))
    assert "2.  =  σ(x)·(1 − σ(x))    (derivative of the sigmoid: s = σ(x))\n" in by_name
    assert "d/dx x\n" not in by_name
    assert "product rule" in str(symtutor.differentiate("x σ(x)"))
