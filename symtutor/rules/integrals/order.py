"""The book of antiderivatives: all entries in order of priority."""

from symtutor.rules.integrals.absolute import ABSOLUTE_TABLE, ABSOLUTE_VALUES
from symtutor.rules.integrals.black_box import BLACK_BOX_RULES
from symtutor.rules.integrals.definite.comparison import COMPARISON
from symtutor.rules.integrals.definite.fundamental_theorem import FUNDAMENTAL_THEOREM
from symtutor.rules.integrals.definite.splitting import DEFINITE_INTEGRALS
from symtutor.rules.integrals.linearity import INTEGRAL_FORMS, INTEGRAL_LINEARITY
from symtutor.rules.integrals.parts import PARTS
from symtutor.rules.integrals.powers import ABSOLUTE_FACTORS, POWER_FORMS
from symtutor.rules.integrals.product_backwards import PRODUCT_RULES
from symtutor.rules.integrals.rational import RATIONAL_RULES
from symtutor.rules.integrals.restored import RESTORING
from symtutor.rules.integrals.root_substitutions import RADICAL_LETTERS, SINE_OR_TANGENT
from symtutor.rules.integrals.substitution import INVERSE_SUBSTITUTIONS, SHIFT, SUBSTITUTE_EXACT, SUBSTITUTIONS
from symtutor.rules.integrals.table.elementary import INTEGRAL_TABLE
from symtutor.rules.integrals.table.nonelementary import SPECIAL
from symtutor.rules.integrals.table.nonelementary_logarithms import SPECIAL_FURTHER
from symtutor.rules.integrals.table.quadratics import QUADRATIC_TABLE
from symtutor.rules.integrals.table.radicals import RADICAL_RULES, RADICAL_TABLE
from symtutor.rules.integrals.trigonometric import TRIGONOMETRIC_IDENTITIES, TRIGONOMETRIC_RULES

__all__ = ["INTEGRATION", "METHODS"]

INTEGRATION = (
    *INTEGRAL_TABLE,
    *QUADRATIC_TABLE,
    *RADICAL_TABLE,
    *ABSOLUTE_TABLE,
    SUBSTITUTE_EXACT,
    SINE_OR_TANGENT,
    *INTEGRAL_LINEARITY,
    *POWER_FORMS,
    *PRODUCT_RULES,
    SHIFT,
    *TRIGONOMETRIC_IDENTITIES,
    *SUBSTITUTIONS,
    *INTEGRAL_FORMS,
    *RATIONAL_RULES,
    *TRIGONOMETRIC_RULES,
    *ABSOLUTE_VALUES,
    *ABSOLUTE_FACTORS,
    *PARTS,
    *RADICAL_RULES,
    *RADICAL_LETTERS,
    *INVERSE_SUBSTITUTIONS,
    *SPECIAL,
    *SPECIAL_FURTHER,
    *RESTORING,
    *DEFINITE_INTEGRALS,
    *FUNDAMENTAL_THEOREM,
    *COMPARISON,
    *BLACK_BOX_RULES,
)

METHODS: dict[str, tuple[str, ...]] = {
    "table": tuple(r.id for r in (*INTEGRAL_TABLE, *QUADRATIC_TABLE, *RADICAL_TABLE, *ABSOLUTE_TABLE)),
    "expanding": ("int.expand", "int.divide_termwise", "int.divide"),
    "substitution": (
        "int.substitution",
        "int.substitution_joined",
        "int.substitution_exact",
        "int.linear_substitution",
        "int.log_derivative",
    ),
    "parts": ("int.parts",),
    "partial fractions": ("int.partial_fractions", "int.real_factors"),
    "completing the square": ("int.complete_square",),
    "trigonometric identities": (
        "int.half_angle",
        "int.double_angle",
        "int.product_to_sum",
        "int.pythagorean",
        "int.in_secants",
        "int.sine_substitution",
        "int.cosine_substitution",
    ),
    "reduction formula": tuple(r.id for r in INTEGRATION if "reduc" in r.name),
    "tangent substitution": ("int.tangent_substitution",),
    "half-angle substitution": ("int.weierstrass",),
    "trigonometric substitution": ("int.sine_or_tangent", "int.trigonometric_substitution"),
    "Euler substitution": ("int.euler_substitution",),
    "root substitution": ("int.root", "int.quotient_root", "int.binomial"),
    "exponential substitution": ("int.exponential_substitution",),
    "undetermined coefficients": ("int.root_ansatz", "int.exponential_form", "int.ostrogradsky"),
}
"""What a caller may name as the method of an integral, with the rules that begin it."""
