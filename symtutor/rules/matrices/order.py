"""The shelf of matrix calculus: differentials first, then what is read off from them."""

from symtutor.rules.matrices.differentials import DIFFERENTIALS
from symtutor.rules.matrices.differentials_of_numbers import NUMBERS
from symtutor.rules.matrices.linear_forms import FORMS

__all__ = ["MATRICES"]

MATRICES = (*FORMS, *DIFFERENTIALS, *NUMBERS)
