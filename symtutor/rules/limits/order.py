"""The rules of limits in order of priority: what can be read off, the laws, algebra, l'Hôpital's rule, series."""

from symtutor.rules.limits.algebra import ALGEBRA_RULES, CANCEL_RULES
from symtutor.rules.limits.composition import COMPOSITION_RULES, POWER_RULES
from symtutor.rules.limits.continuity_and_sides import CONTINUITY_RULES
from symtutor.rules.limits.ends_and_growth import END_RULES, GROWTH_RULES, VANISHING_RULES
from symtutor.rules.limits.hopital_and_series import HOPITAL_RULES, SERIES_RULES
from symtutor.rules.limits.infinity import DOMINANT_RULES, REFLECTION_RULES
from symtutor.rules.limits.laws import LIMIT_LAWS, SPLIT_RULES
from symtutor.rules.limits.local_formulas import LOCAL_RULES
from symtutor.rules.limits.oscillating_terms import OSCILLATING_SUMS
from symtutor.rules.limits.oscillation import OSCILLATION_RULES
from symtutor.rules.limits.rewritten_functions import FORM_RULES, SINES_RULES
from symtutor.rules.limits.several_laws import PART_RULES
from symtutor.rules.limits.standard import STANDARD_FACTOR_RULES, STANDARD_RULES

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
    *OSCILLATING_SUMS,
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
