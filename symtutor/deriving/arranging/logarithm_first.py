"""Logarithmic differentiation as it is written by hand: y = f, ln y, y′/y, and at last y′ = y·(ln y)′."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.algorithms.structure import is_everywhere_positive
from symtutor.deriving.on_the_way import in_words
from symtutor.deriving.steps import Block, Line, Reason
from symtutor.goals.curves import primed
from symtutor.rule import Relation, Remark
from symtutor.term import ONE, Quotient, Term, quote, subterms, value
from symtutor.textbook import opened, written

__all__ = ["logarithm_first"]


def logarithm_first(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks of a solution, each that begins with a logarithm told by way of ln y.

    Parameters
    ----------
    blocks : tuple of Block
        From layout: f·d/dx ln f, worked out while f is carried along.
    """
    return tuple(_told(block) for block in blocks)


def _told(block: Block) -> Block:
    node = block.node
    if node is None or not node.rule.takes_logarithm or len(block.lines) < _FEWEST:
        return block
    found, variable = node.goal.args[0], node.goal.args[1]
    is_power = "g" in node.bindings
    base = node.bindings["f"]
    logs = node.bindings["g"] * sp.log(base) if is_power else node.bindings["logs"]
    letter = next((sp.Symbol(n) for n in "yzwv" if sp.Symbol(n) not in found.free_symbols), None)
    rests = [_without(line.term, found) for line in block.lines[1:]]
    last = max((i for i, rest in enumerate(rests) if rest is not None), default=0)
    found_rests = [rest for rest in rests[: last + 1] if rest is not None]
    if letter is None or not last or len(found_rests) <= last:
        return block
    y, slope = quote(letter), Term(primed, (quote(letter), ONE))
    is_plain = is_power or is_everywhere_positive(found, variable)
    conditions = (sp.Gt(base, 0),) if is_power and not is_everywhere_positive(base, variable) else ()
    lines = [
        Line(None, Term(sp.Eq, (y, quote(found)))),
        Line(
            Relation.IMPLIES,
            Term(sp.Eq, (Term(sp.log, (y if is_plain else Term(sp.Abs, (y,)),)), written(logs))),
            (Reason(Remark(id="both_logarithms", name="logarithm of both sides", words=node.rule.words), {}, node.bindings),),
            (),
            conditions,
        ),
    ]
    ratio = Term(Quotient, (slope, y))
    for i, (line, rest) in enumerate(zip(block.lines[2 : last + 2], found_rests[1:], strict=True)):
        started = (in_words("both sides differentiated"),) if i == 0 else ()
        relation = Relation.IMPLIES if i == 0 else Relation.EQUAL
        term = Term(sp.Eq, (ratio, rest)) if i == 0 else rest
        lines.append(replace(line, relation=relation, term=term, reasons=(*started, *line.reasons)))
    lines.append(Line(Relation.IMPLIES, Term(sp.Eq, (slope, Term(sp.Mul, (y, found_rests[last])))), (in_words(f"multiplied by {letter}"),)))
    lines.append(Line(Relation.EQUAL, block.lines[last + 1].term, (in_words(f"{letter} put back"),)))
    return replace(block, lines=(*lines, *block.lines[last + 2 :]))


_FEWEST = 3


def _without(term: Term, found: Any) -> Term | None:
    """Return what multiplies a function in a product, else None."""
    term = opened(term)
    own, kept = (part.args if part.head is sp.Mul else (part,) for part in (written(found), term))
    if term.head is sp.Mul and kept[: len(own)] == own and len(kept) > len(own):
        return kept[-1] if len(kept) == len(own) + 1 else Term(sp.Mul, kept[len(own) :])
    plain = value(term) if not any(part.head is sp.Derivative for part in subterms(term)) else None
    return None if plain is None or (plain / found).has(found) else quote(plain / found)
