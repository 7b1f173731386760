"""The book of antiderivatives: all entries in order of priority."""

from symtutor.rules.integration_definite import DEFINITE_INTEGRALS
from symtutor.rules.integration_linear import INTEGRAL_FORMS, INTEGRAL_LINEARITY
from symtutor.rules.integration_parts import PARTS
from symtutor.rules.integration_radicals import RADICAL_RULES, RADICAL_TABLE
from symtutor.rules.integration_rational import QUADRATIC_TABLE, RATIONAL_RULES
from symtutor.rules.integration_restored import RESTORING
from symtutor.rules.integration_special import SPECIAL
from symtutor.rules.integration_substitution import INVERSE_SUBSTITUTIONS, SHIFT, SUBSTITUTE_EXACT, SUBSTITUTIONS
from symtutor.rules.integration_table import INTEGRAL_TABLE
from symtutor.rules.integration_trigonometric import TRIGONOMETRIC_IDENTITIES, TRIGONOMETRIC_RULES

__all__ = ["INTEGRATION"]

INTEGRATION = (
    *INTEGRAL_TABLE,
    *QUADRATIC_TABLE,
    *RADICAL_TABLE,
    SUBSTITUTE_EXACT,
    *INTEGRAL_LINEARITY,
    SHIFT,
    *TRIGONOMETRIC_IDENTITIES,
    *SUBSTITUTIONS,
    *INTEGRAL_FORMS,
    *RATIONAL_RULES,
    *TRIGONOMETRIC_RULES,
    *PARTS,
    *RADICAL_RULES,
    *INVERSE_SUBSTITUTIONS,
    *SPECIAL,
    *RESTORING,
    *DEFINITE_INTEGRALS,
)
