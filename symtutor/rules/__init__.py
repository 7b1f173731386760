"""The book: every rule, in order of priority, on shelves that are opened when a goal asks for them.

To add a file of rules, add a line to `_SHELVES`: its module, its tuple, and the
kinds of goal that the rules answer.
"""

from collections.abc import Callable, Iterable
from importlib import import_module

from symtutor.book import Book, Shelf
from symtutor.goals import matrices as matrix_goals
from symtutor.goals import networks as network_goals
from symtutor.goals import vectors as vector_goals
from symtutor.goals.by_name import goal_named
from symtutor.rule import Rule, Slip

__all__ = ["BOOK"]

_SHELVES = (
    ("algebra", "ALGEBRA", "Collected"),
    ("finishing", "FINISHING", "Finished"),
    ("derivatives.nth_order", "CLOSED_FORMS", "HigherDerivative"),
    ("derivatives.named_functions", "NAMED_FUNCTIONS", "Derivative"),
    ("derivatives.activations", "ACTIVATIONS", "Derivative"),
    ("derivatives.laws", "DIFFERENTIATION", "Derivative HigherDerivative"),
    ("derivatives.table_elementary", "ELEMENTARY_DERIVATIVES", "Derivative"),
    ("derivatives.table_hyperbolic_and_special", "SPECIAL_DERIVATIVES", "Derivative"),
    ("derivatives.table_by_integrals", "NONELEMENTARY_DERIVATIVES", "Derivative"),
    ("derivatives.named_functions", "INSERTION", "Inserted"),
    ("derivatives.of_integrals", "DERIVATIVES_OF_INTEGRALS", "Derivative OpenIntegral"),
    ("kinks.between", "KINKS", "Derivative"),
    ("kinks.pieces", "PIECES", "Derivative PiecewiseSlope"),
    ("kinks.at_a_point", "AT_KINKS", "SlopeAtJoin DerivativesAt DirectionalDerivativeAt"),
    ("kinks.joins", "JOINS", "Join JoinedSlopes JoinedValues SlopeAtJoin"),
    ("curves.implicit", "IMPLICIT", "Slope SideDerivative Isolated Divided Renamed SecondSlope OnCurve CurveSlope"),
    ("curves.lines", "LINES", "SlopeAt Tangent Normal CurveTangent CurveNormal Line"),
    ("derivatives.further_methods", "FURTHER_METHODS", "LogarithmicDerivative ParametricSlope InverseSlope Differential"),
    ("derivatives.evaluation", "EVALUATION", "Evaluated"),
    (
        "definition.everywhere",
        "DEFINITION_RULES",
        "DerivativeFromDefinition DerivativeFromDefinitionAt Expanded Canceled DifferenceQuotient Limit BothSides",
    ),
    ("limits.order", "LIMITS", "Limit BothSides Squeezed AlongSequences"),
    ("taylor.polynomials", "TAYLOR", "TaylorPolynomial TaylorTerm Truncated TaylorRemainder AbsoluteBound"),
    ("integrals.order", "INTEGRATION", "Integral DefiniteIntegral Restored"),
    ("integrals.definite.riemann_sums", "RIEMANN_SUMS", "RiemannSum Summation"),
    ("vectors.gradient_jacobian_hessian", "VECTORS", " ".join(kind.__name__ for kind in vector_goals.KINDS)),
    ("optimization.equations", "EQUATIONS", "Solve"),
    ("optimization.inequalities", "INEQUALITIES", "SolveInequality"),
    ("optimization.extrema", "EXTREMA", "ExtremaOf"),
    ("optimization.several_variables", "SEVERAL_VARIABLES", "SolveSystem StationaryOf"),
    ("optimization.constrained", "CONSTRAINED", "MinimumOf"),
    ("optimization.separation", "SEPARATION", "SeparationOf"),
    ("optimization.descent", "DESCENT", "DescentOf"),
    ("optimization.convexity", "CONVEXITY", "ConvexityOf"),
    ("matrices.order", "MATRICES", " ".join(kind.__name__ for kind in matrix_goals.KINDS)),
    ("networks.backpropagation", "NETWORKS", " ".join(kind.__name__ for kind in network_goals.KINDS)),
)


def _loader(module: str, name: str) -> Callable[[], Iterable[Rule]]:
    return lambda: getattr(import_module(f"symtutor.rules.{module}"), name)


_SLIPS = ("matrices.slips", "optimization.slips", "integrals.running_sums", "algebra_slips")  # files with mistakes that no rule makes


def _slips() -> Iterable[Slip]:
    return (slip for module in _SLIPS for slip in import_module(f"symtutor.rules.{module}").SLIPS)


BOOK = Book((Shelf([goal_named(kind) for kind in kinds.split()], _loader(module, name)) for module, name, kinds in _SHELVES), _slips)
