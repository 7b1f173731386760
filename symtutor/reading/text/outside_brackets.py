"""Parts of a text that separators part where they stand in no bracket."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["split_outside_brackets"]


def split_outside_brackets(text: str, separator: str = ",", *, quotes: str = "") -> Iterator[str]:
    """Yield what stands between the separators that stand in no bracket, nor between quotes.

    Parameters
    ----------
    text : str
        As it was typed.
    separator : str
        One character.
    quotes : str
        The characters that open and close a quotation, if there are any.

    Examples
    --------
    >>> list(split_outside_brackets("a, f(b, c), d"))
    ['a', ' f(b, c)', ' d']
    >>> list(split_outside_brackets("'ni,nj->ij', A", quotes="'"))
    ["'ni,nj->ij'", ' A']
    """
    depth, start, quote = 0, 0, ""
    for place, character in enumerate(text):
        if quote or character in quotes:
            quote = "" if character == quote else quote or character
            continue
        depth += (character in "([{") - (character in ")]}")
        if character == separator and depth == 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]
