"""Reading: characters to Terms, and Terms to SymPy objects."""

from symtutor.reading.elaborate import elaborate
from symtutor.reading.limits import Limits
from symtutor.reading.read import Reading, read_expression, read_term
from symtutor.reading.tokens import Note

__all__ = ["Limits", "Note", "Reading", "elaborate", "read_expression", "read_term"]
