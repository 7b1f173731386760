"""The shelf of matrix calculus: differentials first, then what is read off from them."""

from symtutor.rules.matrices.differentials import CONSTANT, DIFFERENTIALS
from symtutor.rules.matrices.differentials_of_numbers import NUMBERS
from symtutor.rules.matrices.linear_forms import FORMS
from symtutor.rules.matrices.softmax import SOFTMAXES

__all__ = ["MATRICES"]

MATRICES = (*FORMS, CONSTANT, *SOFTMAXES, *DIFFERENTIALS, *NUMBERS)
