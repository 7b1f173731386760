r"""The statements of a line: formulas and the words around them, split at commas, arrows and colons outside of brackets."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection
from dataclasses import dataclass

from symtutor.reading.work.prose import is_prose

__all__ = ["Statement", "functions_of", "letters_of", "speaks_of_arrays", "statements"]

_OPENERS, _CLOSERS = "([{", ")]}"
_ARROWS = re.compile(
    r"\\(?:Longrightarrow|Rightarrow|implies|Longleftrightarrow|Leftrightarrow|iff|therefore|leadsto)(?![A-Za-z])|⟹|⇒|=>|⟺|⇔|<=>|∴|→(?=\s*$)"
)
_TEXT = re.compile(
    r"\\(?:text|textrm|textit|textbf|mbox|textup|textsf)\s*\{([^{}]*)\}|\\mathrm\s*\{\s*((?:[A-Za-z.]{2,}\s+)+[A-Za-z.]*\s*)\}"
)
_SPACE = re.compile(r"\\(?:quad|qquad|,|;|:|!|\s|hspace\{[^}]*\})|~")
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z][A-Za-z’']*[A-Za-z](?![A-Za-z])")
_RANGE = re.compile(r"^\s*(\\?[A-Za-z]+)\s*:\s*(.+?)\s*(?:\.\.|\\ldots|\\dots|\\to|→)\s*(.+?)\s*$")
_OF_X = re.compile(r"(?<![A-Za-z\\])y(['′’]*)\s*(?:\\left)?\(\s*x\s*(?:\\right)?\)")
_HIDDEN = re.compile(_TEXT.pattern + r"|\\(?:begin|end)\{[a-zA-Z]+\*?\}|\\(?:mathrm|operatorname|mathbf|hat|bar|vec)\s*\{[^{}]*\}")
_SUBJECT_TO = re.compile(r"\\(?:text|mathrm|mbox)\s*\{\s*(?:s\.\s*t\.|subject to|such that)\s*:?\s*\}|\bsubject to\b|\bs\.t\.")
_CASES = re.compile(r"\\begin\{(cases|matrix|[bpvB]matrix|array)\}.*?\\end\{\1\}|(?<![\w\\}^_])\{[^{}\\]*;[^{}\\]*\}")
_OF_MATRICES = re.compile(r"\^\s*\{?\s*(?:T(?![0-9])|\\top)|d[A-Z]\b")
_FROM_TO = re.compile(r"\]\s*(?:from|at)\b")


@dataclass(frozen=True, slots=True)
class Statement:
    """A formula of a line, or nothing but words.

    Parameters
    ----------
    text : str
        The formula as it was typed; empty for words alone.
    start : int
        Where it stands in the line.
    before, after : tuple of str
        The words before and after it.
    connective : str
        What leads to it: "", ",", "⇒", ":" or "or".
    """

    text: str
    start: int = 0
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    connective: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All words, in lower case."""
        return tuple(word.lower() for phrase in (*self.before, *self.after) for word in phrase.split())


def statements(line: str, known: Collection[str] = ()) -> tuple[Statement, ...]:
    r"""Return the statements of a line.

    Parameters
    ----------
    line : str
        One line, plain or LaTeX.
    known : collection of str
        Names of several letters.

    Examples
    --------
    >>> [s.text for s in statements("let u = x^2, du = 2x dx")]
    ['u = x^2', 'du = 2x dx']
    >>> [(s.text, s.before) for s in statements(r"\text{so } x = 2 \Rightarrow y = 3")]
    [('x = 2', ('so',)), ('y = 3', ())]
    """
    line = _plainly(line)
    line = _SUBJECT_TO.sub(lambda m: ";".ljust(len(m.group(0))), line)
    line, reason = split_reason(_OF_X.sub(r"y\1", line))
    found: list[Statement] = list(_lets_of(reason, known))
    pending: list[str] = []
    for piece, start, connective in _pieces(line):
        before, formula, after, offset = _without_words(piece, known)
        if not formula:
            pending.extend((*before, *after))
            if found and not connective:
                found[-1] = Statement(found[-1].text, found[-1].start, found[-1].before, (*found[-1].after, *pending), found[-1].connective)
                pending = []
            continue
        found.append(Statement(formula, start + offset, (*pending, *before), tuple(after), connective))
        pending = []
    if pending:
        if found:
            last = found[-1]
            found[-1] = Statement(last.text, last.start, last.before, (*last.after, *pending), last.connective)
        else:
            found.append(Statement("", 0, tuple(pending)))
    return tuple(_joined(found))


_SLOPE_BEFORE_BRACKET = re.compile(
    r"(\\[td]?frac\s*\{\s*d\s*y\s*\}\s*\{\s*d\s*x\s*\}|(?<![A-Za-z\\])dy/dx)(\s*(?:\\left)?\s*\([^(),]*[xy][^(),]*(?:\\right)?\s*\))"
)
_BRACKET_PRIME = re.compile(r"\(([^()]*)\)\s*(?:'|′|\^\s*\{?\s*\\prime\s*\}?)(?!['′])")
_INTEGRAL_FROM_TO = re.compile(r"^(\s*(?:=\s*)?)(?:∫|\\int)(?![_\[^])\s*(.+?d[a-z])\s*,?\s*from\s+(?:[a-z]\s*=\s*)?(\S+)\s+to\s+(\S+?)\s*$")


_OVER_A_SIGN = re.compile(r"\\(?:stackrel|overset|underset|xlongequal)\s*\{(?:[^{}]|\{[^{}]*\})*\}\s*\{\s*&?(=|\\Rightarrow|\\to)\s*\}")
_TENDS = re.compile(r"^\s*(?:y|f|L)(?:\(x\))?\s*(?:\\to(?![a-z])|→|->)\s*")


def _plainly(line: str) -> str:
    r"""Return a line with some spellings of hand work as they are read: (x^2)' and dy/dx(x + 2y), ∫ f dx from 0 to 1.

    Examples
    --------
    >>> _plainly("(x^2)' e^x"), _plainly("∫ x dx from 0 to 1")
    ('d/dx(x^2) e^x', '∫_{0}^{1} x dx')
    """
    line = _OVER_A_SIGN.sub(r" \1 ", line)
    line = _SLOPE_BEFORE_BRACKET.sub(r"\1 \\cdot \2" if "\\" in line else r"\1 *\2", line)
    line = _BRACKET_PRIME.sub(r"\\frac{d}{dx}(\1)" if "\\" in line else r"d/dx(\1)", line)
    line = _TENDS.sub("= ", line)
    sign = "\\int" if "\\int" in line else "∫"
    return _INTEGRAL_FROM_TO.sub(lambda m: f"{m.group(1)}{sign}_{{{m.group(3)}}}^{{{m.group(4)}}} {m.group(2)}", line)


def split_reason(line: str) -> tuple[str, str]:
    r"""Return a line without the reason in brackets at its end, and the reason.

    Examples
    --------
    >>> split_reason("= sin u + C    (integral of cosine)")
    ('= sin u + C', 'integral of cosine')
    """
    mark = re.search(r"\\text\{\s*[(\[]", line)
    if mark is not None:
        reason = re.sub(r"\\text\{([^{}]*)\}", r" \1 ", line[mark.start() :]).strip()
        return line[: mark.start()].rstrip(), re.sub(r"\s*[)\]]$", "", reason.lstrip("([ "))
    stripped = line.rstrip().rstrip(".")
    if not stripped.endswith((")", "]")):
        return line, ""
    level = 0
    for place in range(len(stripped) - 1, -1, -1):
        level += {")": 1, "]": 1, "(": -1, "[": -1}.get(stripped[place], 0)
        if level == 0:
            inside = stripped[place + 1 : -1]
            words = [m.group(0) for m in _WORD.finditer(inside) if is_prose(m.group(0))]
            is_apart = place == 0 or stripped[:place].endswith(("  ", "\t", "quad ", "quad"))
            if words and (is_apart or len(words) > 1):
                return stripped[:place].rstrip(), inside
            return line, ""
    return line, ""


def _lets_of(reason: str, known: Collection[str]) -> list[Statement]:
    """Return the definitions in a reason: what follows "substitution:", "let" and "where"."""
    match = re.search(r"\b(?:substitution:?|square:|let|where|put|set)(?!\w)\s*:?\s*(.+)", reason)
    if match is None:
        return []
    found = [s for s in statements(match.group(1), known) if "=" in s.text]
    return [Statement(s.text, 0, ("let",), (), "reason") for s in found]


def letters_of(lines: Collection[str]) -> frozenset[str]:
    r"""Return the letters and names that are variables in a whole work, though they could be functions.

    Examples
    --------
    >>> sorted(letters_of([r"\\lim_{h\\to0} h(x+h)", "SA = 2x^2"]))
    ['SA', 'h', 'y']
    """
    text = "\n".join(lines)
    found = {"y"}
    found |= {m for m in "hpHqrs" if re.search(rf"(?<![A-Za-z\\]){m}(?!\s*[('A-Za-z_]|\\left)", text)}
    found |= {
        m
        for m in "gGF"
        if re.search(rf"(?<![A-Za-z\\]){m}(?![A-Za-z])", text) and not re.search(rf"(?<![A-Za-z\\]){m}['’′]*\s*(?:\\left)?\(", text)
    }
    capitals = re.findall(r"(?:^|\n|,)\s*(?:\\(?:mathrm|text)\{)?([A-Z]{2,4})\}?\s*=", text)
    return frozenset(found | set(capitals))


def functions_of(problem: str) -> frozenset[str]:
    r"""Return the letters that a problem defines as functions, as c in ``f(x) = c(x) B x, c(x) = ...``.

    Examples
    --------
    >>> sorted(functions_of("f(x) = c(x) x, c(x) = x^2"))
    ['c', 'f']
    """
    return frozenset(re.findall(r"(?<![A-Za-z\\])([A-Za-z])\s*\(\s*[A-Za-z]\s*\)\s*=", problem)) - {"y", "d", "D"}


_ARRAYS = re.compile(
    r"\\sum(?!\s*_\s*\{\s*\w\s*=)|(?<![e0-9])\^\s*\{?\s*-?\s*(?:T(?![0-9])|\\top|\\intercal)|\\(?:operatorname|mathrm)\s*\{(?:tr|diag|softmax|vec)\}"
    r"|\\\||\\Vert|\\lVert|\|\|[^|]+\|\||\\mathbf|\btr\(|ᵀ|\bis a (?:matrix|column|row)\b"
)


def speaks_of_arrays(texts: Collection[str]) -> bool:
    r"""Tell whether texts are about vectors, matrices or sums over data.

    Examples
    --------
    >>> speaks_of_arrays(["f = x^T A x"]), speaks_of_arrays(["f = x^2"])
    (True, False)
    """
    return any(_ARRAYS.search(text) for text in texts)


def _pieces(line: str) -> list[tuple[str, int, str]]:
    """Return the pieces between separators outside of brackets, with where they start and what leads to them."""
    found: list[tuple[str, int, str]] = []
    level, start, place, connective = 0, 0, 0, ""
    while place < len(line):
        sign = line[place]
        text = _TEXT.match(line, place)
        if text is not None:
            inside = (text.group(1) or text.group(2) or "").strip().strip(",;:.").strip().lower()
            if level == 0 and inside in {"or", "and"}:
                found.append((line[start:place], start, connective))
                start, connective = text.end(), inside
            place = text.end()
            continue
        if sign == "\\" and line.startswith(("\\left", "\\right", "\\big", "\\Big", "\\{", "\\}")):
            place += 1
            continue
        if line.startswith(("\\langle", "⟨"), place):
            level += 1
        elif line.startswith(("\\rangle", "⟩"), place):
            level = max(0, level - 1)
        if sign in _OPENERS:
            level += 1
        elif sign in _CLOSERS:
            level = max(0, level - 1)
        elif level == 0:
            arrow = _ARROWS.match(line, place)
            if arrow is not None:
                found.append((line[start:place], start, connective))
                start = place = arrow.end()
                connective = "⇔" if arrow.group(0) in {"⇔", "⟺", "<=>"} or "eft" in arrow.group(0) or "iff" in arrow.group(0) else "⇒"
                continue
            word = _joining_word(line, start, place)
            is_spacing = sign in ",;:" and place > 0 and line[place - 1] == "\\"
            if word or (sign in ",;" and not is_spacing) or (sign == ":" and not is_spacing and _ends_a_case(line, start, place)):
                found.append((line[start:place], start, connective))
                connective = _CONNECTIVES.get(word, word) if word else "," if sign == ";" else sign
                place += len(word) if word else 1
                start = place
                continue
        place += 1
    found.append((line[start:], start, connective))
    return [piece for piece in found if _SPACE.sub(" ", piece[0]).strip(" .")]


_CONNECTIVES = {
    **dict.fromkeys(("so", "hence", "thus", "therefore", "implies", "gives"), "⇒"),
    "because": ",",
    "since": ",",
    "∨": "or",
    "\\lor": "or",
    "\\vee": "or",
}
_JOINING = re.compile(rf"(?:or|and|{'|'.join(map(re.escape, _CONNECTIVES))})(?![A-Za-z])")
_RELATION = re.compile(r"[=<>≤≥]|\\[lg]eq?(?![a-z])")


def _joining_word(line: str, start: int, place: int) -> str:
    """Return the word that joins two statements at a place: or, and; so, hence, because and the like between two relations."""
    if place and not line[place - 1].isspace():
        return ""
    found = _JOINING.match(line, place)
    if found is None:
        return ""
    word = found.group(0)
    joins = _CONNECTIVES.get(word, word) in {"or", "and"} or (_RELATION.search(line, start, place) and _RELATION.search(line, found.end()))
    return word if joins else ""


def _ends_a_case(line: str, start: int, place: int) -> bool:
    """Tell whether a colon ends a condition or words, and is no range t: 0..1 and no product of matrices."""
    head, tail = line[start:place], line[place + 1 :]
    if "=" in head and "=" not in tail and _OF_MATRICES.search(line):
        return False  # a product of matrices, A : B
    if tail.startswith("=") or re.match(r"[^,;]*\.\.", tail):
        return False
    return "=" in head or bool(re.search(r"[<>≤≥]|\\[lg]eq?\b", head)) or not _without_words(head, ())[1]


def _without_words(piece: str, known: Collection[str]) -> tuple[list[str], str, list[str], int]:
    """Return the words before a formula, the formula, the words after it, and where it starts in the piece."""
    cases = [(m.start(), m.end()) for m in _CASES.finditer(piece)]
    marks = [(m.start(), m.end(), (m.group(1) or m.group(2) or "").strip()) for m in _TEXT.finditer(piece)]
    masked = _HIDDEN.sub(lambda m: " " * len(m.group(0)), piece)
    if _FROM_TO.search(masked) is None:
        words = [m for m in _WORD.finditer(masked) if m.group(0) not in known]
        marks.extend((m.start(), m.end(), m.group(0)) for m in words if is_prose(m.group(0)) and not _is_of_matrices(m))
    marks = [mark for mark in marks if not any(a <= mark[0] < b for a, b in cases)]
    if not marks:
        formula, offset = _stripped(piece)
        return [], formula, [], offset
    marks.sort()
    marks = _with_small_words(masked, marks)
    gaps = [0, *(end for _, end, _ in marks)]
    stops = [*(begin for begin, _, _ in marks), len(piece)]
    runs = [(a, b) for a, b in zip(gaps, stops, strict=True)]
    full = [run for run in runs if re.search(r"[A-Za-z0-9]", _SPACE.sub(" ", piece[run[0] : run[1]]))]
    if not full:
        return [text for _, _, text in marks], "", [], 0
    first, last = full[0][0], full[-1][1]
    before = [text for _, end, text in marks if end <= first]
    after = [text for begin, _, text in marks if begin >= last]
    inner = [mark for mark in marks if first < mark[1] and mark[0] < last]
    if inner:  # the longest run is the formula, the others are words too
        first, last = max(full, key=lambda run: ("=" in piece[run[0] : run[1]], run[1] - run[0]))
        before = [text for _, end, text in marks if end <= first] + [piece[a:b].strip() for a, b in full if b <= first]
        after = [text for begin, _, text in marks if begin >= last] + [piece[a:b].strip() for a, b in full if a >= last]
    formula, offset = _stripped(piece[first:last])
    return before, formula, after, first + offset


def _is_of_matrices(word: re.Match[str]) -> bool:
    """Tell whether capitals are a product of matrices, as in A^TCXD."""
    return word.group(0).isupper() and word.string[: word.start()].endswith("^")


def _stripped(piece: str) -> tuple[str, int]:
    """Return a formula without space and full stops around it, and where it starts."""
    start = 0
    while True:
        match = _SPACE.match(piece, start) or re.compile(r"\s").match(piece, start)
        if match is None:
            break
        start = match.end()
    text = piece[start:]
    while True:
        shorter = re.sub(r"(?:\\(?:quad|qquad|,|;|!|\s)|~|\s|(?<!\.)\.|:|\\)$", "", text)
        if shorter == text:
            return text, start
        text = shorter


def _with_small_words(masked: str, marks: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return the words with the article "a" between two of them."""
    found = list(marks)
    for (_, end, _), (begin, _, _) in itertools.pairwise(marks):
        between = masked[end:begin]
        if between.strip() in {"a", "A", "I"}:
            place = end + between.index(between.strip())
            found.append((place, place + 1, between.strip()))
    return sorted(found)


def _joined(found: list[Statement]) -> list[Statement]:
    """Return statements in which x, y, z ≥ 0 is one, and so is (yz, xz) typed without brackets."""
    joined: list[Statement] = []
    for statement in found:
        run = 0
        while run < len(joined) and re.fullmatch(r"\\?[A-Za-z]+(?:_\{?\w\}?)?", joined[-1 - run].text):
            run += 1
        is_shared = run and re.match(r"\\?[A-Za-z]+(?:_\{?\w\}?)?\s*(?:[<>≤≥]|\\[lg]e|\\in)", statement.text)
        if is_shared:
            names = joined[len(joined) - run :]
            del joined[len(joined) - run :]
            text = ", ".join([*(n.text for n in names), statement.text])
            joined.append(Statement(text, names[0].start, names[0].before, statement.after, names[0].connective))
        else:
            joined.append(statement)
    return joined


def as_range(text: str) -> tuple[str, str, str] | None:
    """Return letter, low and high of a range such as ``t: 0..1``, or None."""
    match = _RANGE.match(text)
    return None if match is None else (match.group(1), match.group(2), match.group(3))
