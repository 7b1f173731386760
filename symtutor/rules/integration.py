"""The book of antiderivatives: all entries in order of priority."""

from symtutor.rules.integration_linear import INTEGRAL_FORMS, INTEGRAL_LINEARITY
from symtutor.rules.integration_parts import PARTS
from symtutor.rules.integration_rational import QUADRATIC_TABLE, RATIONAL_RULES
from symtutor.rules.integration_substitution import INVERSE_SUBSTITUTIONS, SHIFT, SUBSTITUTE_EXACT, SUBSTITUTIONS
from symtutor.rules.integration_table import INTEGRAL_TABLE

__all__ = ["INTEGRATION"]

INTEGRATION = (
    *INTEGRAL_TABLE,
    *QUADRATIC_TABLE,
    SUBSTITUTE_EXACT,
    *INTEGRAL_LINEARITY,
    SHIFT,
    *SUBSTITUTIONS,
    *INTEGRAL_FORMS,
    *RATIONAL_RULES,
    *PARTS,
    *INVERSE_SUBSTITUTIONS,
)
