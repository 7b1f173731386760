"""Reading: characters to Terms, Terms to SymPy objects, questions to Problems."""

from importlib import import_module
from typing import Any

# Loaded when first used: a first answer to an expression need not wait for the reading of questions.
_HOME = {
    "elaborate": ("elaborate",),
    "size_limits": ("Limits",),
    "problem": ("NothingAsked", "problem_of", "read_problem"),
    "question": ("Kind", "Question", "read_question"),
    "read": ("Reading", "parse_term", "read_expression", "read_term"),
    "tokens": ("Note",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = list(_MODULE_OF)


def __getattr__(name: str) -> Any:
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module 'symtutor.reading' has no attribute {name!r}")
    return getattr(import_module(f"symtutor.reading.{module}"), name)
