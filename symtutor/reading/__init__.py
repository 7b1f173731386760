"""Reading: characters to Terms, Terms to SymPy objects, questions to Problems."""

from symtutor.reading.elaborate import elaborate
from symtutor.reading.limits import Limits
from symtutor.reading.problem import read_problem
from symtutor.reading.question import Kind, Question, read_question
from symtutor.reading.read import Reading, read_expression, read_term
from symtutor.reading.tokens import Note

__all__ = ["Kind", "Limits", "Note", "Question", "Reading", "elaborate", "read_expression", "read_problem", "read_question", "read_term"]
