"""The book: every rule, in order of priority, on shelves that are opened when a goal asks for them.

To add a file of rules, add a line to `_SHELVES`: its module, its tuple, and the
kinds of goal that the rules answer.
"""

from collections.abc import Callable, Iterable
from importlib import import_module

from symtutor.goals import core as goals
from symtutor.goals import curves as curve_goals
from symtutor.goals import matrices as matrix_goals
from symtutor.goals import vectors as vector_goals
from symtutor.rule import Book, Rule, Shelf

__all__ = ["BOOK"]

_GOALS = (goals, vector_goals, matrix_goals, curve_goals)
_SHELVES = (
    ("algebra", "ALGEBRA", "Collected"),
    ("closed_forms", "CLOSED_FORMS", "HigherDerivative"),
    ("named_functions", "NAMED_FUNCTIONS", "Derivative"),
    ("activations", "ACTIVATIONS", "Derivative"),
    ("differentiation", "DIFFERENTIATION", "Derivative HigherDerivative"),
    ("derivatives_elementary", "ELEMENTARY_DERIVATIVES", "Derivative"),
    ("derivatives_special", "SPECIAL_DERIVATIVES", "Derivative"),
    ("derivatives_nonelementary", "NONELEMENTARY_DERIVATIVES", "Derivative"),
    ("named_functions", "INSERTION", "Inserted"),
    ("derivatives_of_integrals", "DERIVATIVES_OF_INTEGRALS", "Derivative OpenIntegral"),
    ("kinks", "KINKS", "Derivative"),
    ("pieces", "PIECES", "Derivative PiecewiseSlope"),
    ("at_kinks", "AT_KINKS", "SlopeAtJoin DerivativesAt DirectionalDerivativeAt"),
    ("joins", "JOINS", "Join JoinedSlopes JoinedValues SlopeAtJoin"),
    ("implicit", "IMPLICIT", "Slope SideDerivative Isolated Divided Renamed SecondSlope OnCurve CurveSlope"),
    ("lines", "LINES", "SlopeAt Tangent Normal CurveTangent CurveNormal Line"),
    ("further_methods", "FURTHER_METHODS", "LogarithmicDerivative ParametricSlope InverseSlope Differential"),
    ("evaluation", "EVALUATION", "Evaluated"),
    (
        "definition",
        "DEFINITION_RULES",
        "DerivativeFromDefinition DerivativeFromDefinitionAt Expanded Canceled DifferenceQuotient Limit BothSides",
    ),
    ("limits", "LIMITS", "Limit BothSides Squeezed AlongSequences"),
    ("taylor", "TAYLOR", "TaylorPolynomial TaylorTerm Truncated TaylorRemainder AbsoluteBound"),
    ("integration", "INTEGRATION", "Integral DefiniteIntegral Restored"),
    ("riemann_sums", "RIEMANN_SUMS", "RiemannSum Summation"),
    ("vectors", "VECTORS", " ".join(kind.__name__ for kind in vector_goals.KINDS)),
    ("matrices", "MATRICES", " ".join(kind.__name__ for kind in matrix_goals.KINDS)),
)


def _kind(name: str) -> type[goals.Goal]:
    """Return the kind of goal of a name."""
    found: type[goals.Goal] = next(held for module in _GOALS if (held := getattr(module, name, None)) is not None)
    return found


def _loader(module: str, name: str) -> Callable[[], Iterable[Rule]]:
    return lambda: getattr(import_module(f"symtutor.rules.{module}"), name)


BOOK = Book(Shelf([_kind(kind) for kind in kinds.split()], _loader(module, name)) for module, name, kinds in _SHELVES)
