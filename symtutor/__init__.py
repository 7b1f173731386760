"""symtutor: derive, check and diagnose the calculus behind machine learning.

Names are loaded when they are first used, so that importing the package costs
nothing: ``import symtutor`` imports neither SymPy nor numpy nor matplotlib.
"""

from importlib import import_module as _import_module
from typing import Any as _Any

_HOME = {
    "ask.curves": ("implicit", "normal_line", "parametric", "related_rates", "tangent"),
    "ask.differentiation": ("difference_gap", "differential", "differentiate", "inverse_derivative"),
    "ask.integration": ("integrate", "methods", "riemann_sum"),
    "ask.grading": ("equivalent_many", "grade"),
    "ask.judging": ("check", "equivalent"),
    "ask.limits": ("limit", "taylor"),
    "ask.notation": ("read", "read_term"),
    "ask.matrices": ("matrix_derivative", "matrix_differential"),
    "ask.gradients": ("check_gradient",),
    "ask.networks": ("Network", "backpropagate"),
    "ask.fields": ("curl", "divergence", "potential"),
    "ask.optimization.extrema": ("optimize", "solve_equation"),
    "ask.optimization.constrained": ("maximize", "minimize"),
    "ask.practice": ("practice", "worksheet"),
    "ask.optimization.separation": ("svm",),
    "ask.optimization.descent": ("descend",),
    "ask.optimization.convexity": ("convexity",),
    "ask.surfaces": ("approximation", "tangent_plane", "total_differential"),
    "ask.vectors": ("directional_derivative", "gradient", "hessian", "jacobian", "jacobian_determinant"),
    "ask.work": ("check_work",),
    "errors": ("InputError", "NoRuleApplies", "OutOfBudget", "ReadError", "StepRefuted", "SymtutorError"),
    "lessons": ("lesson",),
    "views.solution": ("Solution",),
    "work": ("Diagnosis",),
    "training": ("train", "two_circles"),
    "verdict": ("Report", "Verdict"),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = list(_MODULE_OF)
__version__ = "0.1.0"


def __getattr__(name: str) -> _Any:
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module 'symtutor' has no attribute {name!r}")
    found = getattr(_import_module(f"symtutor.{module}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
