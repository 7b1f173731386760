"""Wrong antiderivatives that students write are named."""

import pytest

import symtutor

RECOGNISED = """
x e^x | x e^x + e^x | int.parts/plus
x e^x | x^2/2 e^x | int.parts/product-of-integrals
x ln x | x^2 ln(x)/2 + x^2/4 | int.parts/plus
ln x | 1/x | int.parts/differentiated
1/x | 1 | int.reciprocal/power-rule
1/x | -1/x^2 | int.reciprocal/derivative
x^3 | x^4 | int.power/not-divided
x^3 | 3x^2 | int.power/differentiated
(3x+1)^4 | (3x+1)^5/5 | int.power/inner-factor-lost
sin(3x) | -cos(3x) | int.sin/inner-factor-lost
sin(3x) | -3cos(3x) | int.sin/inner-factor-multiplied
sin x | cos x | int.sin/sign
x cos(x^2) | sin(x^2) | int.substitution/du-factor-lost
2x cos(x^2) | 2x sin(x^2) | int.substitution_exact/du-forgotten
1/(x^2+4) | arctan(x/2) | int.arctan/factor-lost
1/(x^2+4) | ln(x^2+4) | int.arctan/logarithm
1/(x^2-1) | ln|x^2-1| | int.partial_fractions/factors-integrated
x/(x^2+1) | ln(x^2+1) | int.log_derivative/factor-lost
tan(x)^2 | tan x | int.reduce_tan/lower-power-forgotten
x^2/(x+1) | x^2/2 - x | int.divide/rest-lost
x^2 + sin x | x^3/3 | int.sum/term-forgotten
3 sin x | -cos x | int.constant_multiple/dropped
2^x | 2^x | int.exponential/no-log
1/sqrt(9-x^2) | asin(x) | int.arcsin/inner-lost
sin(x)^3 | cos x - cos(x)^3/3 | int.cosine_substitution/sign
(x^2+sin x)/x | x^2/2 - cos x | int.expand/first-term-only
e^(-x^2) | e^(-x^2)/(-2x) | int.gaussian/divided-by-inner-derivative
sec(x)^2 | sec(x)^3/3 | int.sec_squared/cube
"""


@pytest.mark.parametrize("row", RECOGNISED.strip().splitlines())
def test_check_names_what_students_write(row: str) -> None:
    problem, answer, mistake = (part.strip() for part in row.split(" | "))
    judgement = symtutor.integrate(problem, "x").check(answer)
    assert judgement.status == "incorrect"
    assert judgement.mistake == mistake
