"""How a diagnosis is told: the mistake first, then the witness; a constant ratio in words."""

from __future__ import annotations

import sympy as sp

__all__ = ["mistake_first", "of_the_right_one"]

_NOT_THE_SAME = "Not the same"
_WRONG = ("is wrong", "are wrong", "is not the field")
_SHARES = {
    sp.Rational(1, 2): "half of the right one",
    sp.Rational(1, 3): "a third of the right one",
    sp.Rational(1, 4): "a quarter of the right one",
    sp.Integer(2): "twice the right one",
    sp.Integer(-1): "the right one with the other sign",
}
_MOST = 12  # of a ratio's numerator and denominator, for a factor that somebody forgot


def mistake_first(told: str, words: str) -> str:
    """Return a verdict's sentence with the diagnosis before the witness.

    Examples
    --------
    >>> mistake_first("Not the same: at x = 1 your answer is 2, and 1 is right.", "A factor is missing.")
    'Not the same. A factor is missing. At x = 1 your answer is 2, and 1 is right.'
    """
    beginning, colon, rest = told.partition(": ")
    if not colon or not rest or not (beginning.startswith(_NOT_THE_SAME) or beginning.endswith(_WRONG)):
        return f"{told} {words}".strip()
    return f"{beginning}. {words} {rest[0].upper()}{rest[1:]}"


def of_the_right_one(answer: float, right: float) -> tuple[sp.Expr, str] | None:
    """Return the ratio of an answer to the right one as a small fraction, and its words; None where it is none.

    The ratio comes from one pair of numbers: whether it holds everywhere is for a proof to say.

    Examples
    --------
    >>> of_the_right_one(870.962528344671, 1741.92505668934)
    (1/2, 'half of the right one')
    """
    if not right or not answer:
        return None
    ratio = sp.Rational(answer / right).limit_denominator(_MOST)
    if abs(ratio.p) > _MOST or ratio == 1 or abs(float(ratio) - answer / right) > 1e-9 * abs(answer / right):
        return None
    return ratio, _SHARES.get(ratio, f"{ratio} times the right one")
