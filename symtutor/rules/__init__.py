"""The book: every rule, in order of priority."""

from symtutor.rule import Book
from symtutor.rules.algebra import ALGEBRA
from symtutor.rules.definition import DEFINITION_RULES
from symtutor.rules.derivatives_elementary import ELEMENTARY_DERIVATIVES
from symtutor.rules.derivatives_special import SPECIAL_DERIVATIVES
from symtutor.rules.differentiation import DIFFERENTIATION
from symtutor.rules.evaluation import EVALUATION
from symtutor.rules.integration import INTEGRATION

__all__ = ["BOOK"]

BOOK = Book((*ALGEBRA, *DIFFERENTIATION, *ELEMENTARY_DERIVATIVES, *SPECIAL_DERIVATIVES, *DEFINITION_RULES, *EVALUATION, *INTEGRATION))
