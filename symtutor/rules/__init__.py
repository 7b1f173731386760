"""The book: every rule, in order of priority."""

from symtutor.rule import Book
from symtutor.rules.definition import DEFINITION_RULES
from symtutor.rules.derivatives_elementary import ELEMENTARY_DERIVATIVES
from symtutor.rules.derivatives_special import SPECIAL_DERIVATIVES
from symtutor.rules.differentiation import DIFFERENTIATION
from symtutor.rules.evaluation import EVALUATION

__all__ = ["BOOK"]

BOOK = Book((*DIFFERENTIATION, *ELEMENTARY_DERIVATIVES, *SPECIAL_DERIVATIVES, *DEFINITION_RULES, *EVALUATION))
