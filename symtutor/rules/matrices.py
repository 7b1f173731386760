"""The shelf of matrix calculus: differentials first, then what is read off from them."""

from symtutor.rules.matrix_differentials import DIFFERENTIALS
from symtutor.rules.matrix_forms import FORMS
from symtutor.rules.matrix_numbers import NUMBERS

__all__ = ["MATRICES"]

MATRICES = (*FORMS, *DIFFERENTIALS, *NUMBERS)
