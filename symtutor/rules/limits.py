"""The rules of limits in order of priority: what can be read off, the laws, algebra, l'Hôpital's rule, series."""

from symtutor.rules.limits_algebra import ALGEBRA_RULES, CANCEL_RULES
from symtutor.rules.limits_composition import COMPOSITION_RULES, POWER_RULES
from symtutor.rules.limits_ends import END_RULES, GROWTH_RULES, VANISHING_RULES
from symtutor.rules.limits_functions import FORM_RULES, SINES_RULES
from symtutor.rules.limits_hopital import HOPITAL_RULES, SERIES_RULES
from symtutor.rules.limits_infinity import DOMINANT_RULES, REFLECTION_RULES
from symtutor.rules.limits_laws import LIMIT_LAWS, SPLIT_RULES
from symtutor.rules.limits_local import LOCAL_RULES
from symtutor.rules.limits_oscillation import OSCILLATION_RULES
from symtutor.rules.limits_parts import PART_RULES
from symtutor.rules.limits_sides import CONTINUITY_RULES
from symtutor.rules.limits_standard import STANDARD_FACTOR_RULES, STANDARD_RULES

__all__ = ["LIMITS"]

LIMITS = (
    *CONTINUITY_RULES,
    *STANDARD_RULES,
    *LOCAL_RULES,
    *END_RULES,
    *VANISHING_RULES,
    *PART_RULES,
    *LIMIT_LAWS,
    *COMPOSITION_RULES,
    *OSCILLATION_RULES,
    *GROWTH_RULES,
    *REFLECTION_RULES,
    *POWER_RULES,
    *SINES_RULES,
    *CANCEL_RULES,
    *STANDARD_FACTOR_RULES,
    *SPLIT_RULES,
    *FORM_RULES,
    *ALGEBRA_RULES,
    *DOMINANT_RULES,
    *HOPITAL_RULES,
    *SERIES_RULES,
)
