"""Quizzes for learning platforms: Moodle XML with multiple choice, and questions for STACK."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

import sympy as sp

from symtutor.goals.core import Integral
from symtutor.term import Term, quote
from symtutor.writing.formats.markdown import as_markdown
from symtutor.writing.marks.latex import LATEX

__all__ = ["as_maxima", "as_moodle", "as_stack"]

Item = tuple[Sequence[Any], Any, Sequence[Any], Any]  # what is asked, the answer, wrong answers, the solution


def as_moodle(title: str, items: Iterable[Item]) -> str:
    """Return a quiz: multiple choice where there are wrong answers, else a short answer as text.

    Parameters
    ----------
    title : str
        Name of the category.
    items : iterable
        What is asked as pieces, the answer, wrong answers, and the solution.
    """
    return _quiz(title, [_choice(n, item) if item[2] else _short(n, item) for n, item in enumerate(items, 1)])


def as_stack(title: str, items: Iterable[Item]) -> str:
    """Return a quiz for STACK: an answer is compared algebraically, an antiderivative up to a constant.

    Parameters
    ----------
    title, items
        See `as_moodle`.
    """
    return _quiz(title, [_algebraic(n, item) for n, item in enumerate(items, 1)])


def as_maxima(value: Any) -> str:
    """Return an expression, matrix or equation as Maxima reads it.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> as_maxima(sp.exp(x) * sp.pi + sp.log(sp.Abs(x)) ** 2)
    '%pi*exp(x) + log(abs(x))^2'
    """
    if isinstance(value, tuple | sp.Tuple | sp.FiniteSet):
        return "{" + ", ".join(map(as_maxima, value)) + "}"
    if isinstance(value, sp.MatrixBase):
        return f"matrix({', '.join('[' + ', '.join(map(as_maxima, value.row(i))) + ']' for i in range(value.rows))})"
    if isinstance(value, sp.Equality):
        return f"{as_maxima(value.lhs)} = {as_maxima(value.rhs)}"
    text = sp.sstr(value.xreplace({sp.pi: sp.Symbol("%pi"), sp.E: sp.Symbol("%e")}) if isinstance(value, sp.Basic) else value)
    return text.replace("**", "^").replace("Abs(", "abs(").replace("oo", "inf")


def _quiz(title: str, questions: Iterable[str]) -> str:
    category = f'<question type="category"><category><text>$course$/{escape(title)}</text></category></question>'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>", category, *questions, "</quiz>"]) + "\n"


def _asked(pieces: Sequence[Any]) -> str:
    """Return what is asked as a paragraph with formulas in it."""
    inside = "".join(rf"\({LATEX.render(p)}\)" if isinstance(p, Term) else escape(str(p)) for p in pieces)
    return f"<p>{inside}.</p>"


def _formula(value: Any) -> str:
    shown = sp.Tuple(*value) if isinstance(value, tuple) else value
    return rf"\({LATEX.render(quote(shown))}\)"


def _html(tag: str, content: str) -> str:
    return f'<{tag} format="html"><text><![CDATA[{content}]]></text></{tag}>'


def _head(kind: str, number: int, item: Item) -> str:
    asked = _html("questiontext", _asked(item[0]) + ("<p>[[input:ans1]] [[validation:ans1]]</p>" if kind == "stack" else ""))
    return f'<question type="{kind}"><name><text>Exercise {number}</text></name>{asked}{_html("generalfeedback", _solved(item))}'


def _solved(item: Item) -> str:
    return f"<pre>{escape(as_markdown(item[3].document()))}</pre>"


def _choice(number: int, item: Item) -> str:
    answers = [(100, item[1]), *((0, wrong) for wrong in item[2])]
    shown = "".join(
        f'<answer fraction="{fraction}" format="html"><text><![CDATA[{_formula(value)}]]></text></answer>' for fraction, value in answers
    )
    return f"{_head('multichoice', number, item)}<single>true</single><shuffleanswers>true</shuffleanswers>{shown}</question>"


def _short(number: int, item: Item) -> str:
    text = escape(as_maxima(item[1]))
    return f'{_head("shortanswer", number, item)}<answer fraction="100" format="plain_text"><text>{text}</text></answer></question>'


def _algebraic(number: int, item: Item) -> str:
    answer = escape(as_maxima(item[1]))
    goal = item[3].problem.goal
    test, options = ("Int", str(goal.args[1])) if isinstance(goal, Integral) else ("AlgEquiv", "")
    teacher = f"{answer} + C" if test == "Int" else answer
    variables = f"<questionvariables><text>ta1: {teacher};</text></questionvariables>"
    entry = (
        "<input><name>ans1</name><type>algebraic</type><tans>ta1</tans><boxsize>25</boxsize>"
        "<strictsyntax>1</strictsyntax><mustverify>1</mustverify><showvalidation>1</showvalidation></input>"
    )
    node = (
        f"<node><name>0</name><answertest>{test}</answertest><sans>ans1</sans><tans>ta1</tans><testoptions>{options}</testoptions>"
        "<truescoremode>=</truescoremode><truescore>1</truescore><truenextnode>-1</truenextnode>"
        "<falsescoremode>=</falsescoremode><falsescore>0</falsescore><falsenextnode>-1</falsenextnode></node>"
    )
    head = "<name>prt1</name><value>1</value><autosimplify>1</autosimplify><feedbackvariables><text></text></feedbackvariables>"
    tree = f"<prt>{head}{node}</prt>"
    feedback = '<specificfeedback format="html"><text>[[feedback:prt1]]</text></specificfeedback>'
    return f"{_head('stack', number, item)}{variables}{feedback}{entry}{tree}</question>"
