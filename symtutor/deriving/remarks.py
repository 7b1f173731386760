"""Reasons that no rule of the book gives: what the search and layout do with goals themselves."""

from symtutor.rule import Remark

__all__ = ["CAME_BACK", "FOUND_ABOVE", "NUMBERS", "PART_DIVERGES", "PUT_BACK", "THE_INTEGRAND", "UPPER_MINUS_LOWER"]

CAME_BACK = Remark(id="return", name="the goal came back", words="the goal came back: call it {goal}")
FOUND_ABOVE = Remark(id="found", name="found above", words="What was worked out once is not worked out again.")
NUMBERS = Remark(id="numbers", name="numbers put in", words="Put the numbers in the places of the letters.")
PART_DIVERGES = Remark(
    id="part_diverges", name="a part diverges, so the whole does", words="An integral over parts converges only where each part does."
)
PUT_BACK = Remark(id="put_back", name="put back", words="Write again what the letter stands for.")
THE_INTEGRAND = Remark(
    id="the_integrand", name="the integrand", words="The derivative is the integrand, so that this is an antiderivative."
)
UPPER_MINUS_LOWER = Remark(
    id="upper_minus_lower",
    name="upper minus lower limit",
    words="Put the upper limit into the antiderivative, then the lower, and subtract.",
)
