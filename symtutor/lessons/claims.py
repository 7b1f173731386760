"""Mathematics in the words of a lesson: read as everywhere, and no equation stands there that is not proved."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

import symtutor
from symtutor.errors import InputError, ReadError
from symtutor.reading.grammar.tables import parse
from symtutor.reading.read import parser_of
from symtutor.reading.size_limits import DEFAULT_LIMITS
from symtutor.reading.text.words import Vocabulary
from symtutor.term import Term, as_term, sympified

__all__ = ["Claims", "as_typed"]


def as_typed(answer: Any, right: Any) -> Term | str:
    """Return an answer as it was typed, as mathematics where it can be read; the right one tells whether it is about matrices."""
    if not isinstance(answer, str):
        return str(answer) if isinstance(answer, list | dict) else as_term(sympified(answer))
    try:
        if not isinstance(right, sp.MatrixExpr):
            return symtutor.read_term(answer)
        parser, _ = parser_of(answer, "auto", Vocabulary(matrices=True), DEFAULT_LIMITS)
        return parse(parser)
    except ReadError:
        return answer


class Claims:
    """Reads the mathematics of a lesson in order.

    An equation whose left side is a function of letters that has no meaning yet, such as f(x) = x², gives it one.  One whose
    left side is a letter, or letters in brackets, only says what they are.  Every other one is a claim.
    """

    def __init__(self) -> None:
        self.meanings: dict[Any, sp.Lambda] = {}

    def read(self, text: str, where: str) -> Term:
        """Return the mathematics as it is written.

        Raises
        ------
        InputError
            If it cannot be read, or claims what is not proved.
        """
        try:
            term = symtutor.read_term(text)
            found = symtutor.read(text)
        except ReadError as error:
            raise InputError(f"{where}: ${text}$ is not mathematics: {error}") from None
        for relation in found if isinstance(found, tuple | sp.Tuple) else (found,):
            if isinstance(relation, sp.core.relational.Relational):
                self._take(relation, text, where)
        return term

    def _take(self, relation: Any, text: str, where: str) -> None:
        left, right = relation.args
        if isinstance(relation, sp.Eq):
            if isinstance(left, sp.Symbol) or (isinstance(left, sp.Tuple) and all(part.is_Symbol for part in left)):
                return
            if isinstance(left, AppliedUndef) and left.func not in self.meanings and all(a.is_Symbol for a in left.args):
                self.meanings[left.func] = sp.Lambda(left.args, right)
                return
            verdict = symtutor.equivalent(self._opened(left), self._opened(right))
            if not verdict:
                raise InputError(f"{where}: the words claim {text}, and that is {verdict.status}: {verdict}")
        elif relation.func(self._opened(left), self._opened(right)) == sp.false:
            raise InputError(f"{where}: the words claim {text}, and that is false")

    def _opened(self, expr: Any) -> Any:
        for function, meaning in self.meanings.items():
            expr = expr.replace(function, meaning)
        return expr.doit() if hasattr(expr, "doit") else expr
