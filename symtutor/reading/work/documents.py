r"""From what was handed in to lines: a list, plain text, Markdown, a LaTeX document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from symtutor.errors import InputError
from symtutor.reading.work.printed_matrices import with_matrices_in_line

__all__ = ["lines_of"]

_NAMES = "align|aligned|alignat|alignedat|gather|gathered|equation|eqnarray|multline|split|displaymath|math"
_ENVIRONMENT = re.compile(rf"\\(?:begin|end)\{{(?:{_NAMES})\*?\}}")
_ALIGNAT = re.compile(r"(\\begin\{aligne?d?at\*?\})\{\d+\}")
_SETTING = re.compile(
    r"\\(?:displaystyle|rlap|notag|nonumber|noindent|par|maketitle)(?![A-Za-z])|\\phantom\{[^{}]*\}|\\(?:label|tag)\{[^}]*\}|\\penalty-?\d+"
    r"|(?<![\w}\]])\{\}(?=\s*[-+−=])"
)
_RULE = re.compile(r"^\s*[=\-_*#~]{3,}\s*$")
_LIST_MARK = re.compile(r"^\s*(?:\\item\b|[-*•]\s+(?=\S)|\(?\d{1,2}[.)]\s+)")
_NUMBERED = re.compile(r"^\s*\d{1,2}\.\s{2,}")


def lines_of(source: object) -> tuple[str, ...]:
    r"""Return the lines of hand work.

    Parameters
    ----------
    source : str or iterable of str
        Lines, or a text that holds them: plain, Markdown with ``$$``, or LaTeX with ``align``.

    Raises
    ------
    InputError
        If nothing is there.

    Examples
    --------
    >>> lines_of("x^2 + 1\n\n= 2")
    ('x^2 + 1', '= 2')
    >>> lines_of(r"\begin{align} f' &= 2x \\ &= 4 \end{align}")
    ("f' = 2x", '= 4')
    """
    if isinstance(source, str):
        found = _of_text(with_matrices_in_line(source))
    elif isinstance(source, Iterable):
        found = []
        for entry in _with_printed_rows(list(_entries(source))):
            if not isinstance(entry, str):
                raise InputError(f"a line of work is text, not {type(entry).__name__}", 'Pass a list such as ["∫ 2x dx", "x^2 + C"].')
            found.extend(_of_text(entry) or [""])
    else:
        raise InputError(f"work is a text or a list of lines, not {type(source).__name__}", 'Pass ["∫ 2x dx", "x^2 + C"].')
    lines = tuple(sentence for line in found if line for sentence in _sentences(line))
    if not lines:
        raise InputError("there are no lines to judge", 'Pass a list such as ["∫ 2x dx", "x^2 + C"].')
    return lines


def _entries(source: Iterable[object]) -> Iterator[object]:
    """Yield the entries of a collection.

    Raises
    ------
    InputError
        If it has none, as an array of one number.
    """
    try:
        yield from source
    except TypeError as error:
        raise InputError(f"work is a text or a list of lines: {error}", 'Pass ["∫ 2x dx", "x^2 + C"].') from None


def _with_printed_rows(entries: list[object]) -> list[object]:
    """Return lines, each with the whole of a matrix that was printed over several of them."""
    if not any(isinstance(entry, str) and "⎡" in entry for entry in entries) or not all(isinstance(entry, str) for entry in entries):
        return entries
    return list(with_matrices_in_line("\n".join(map(str, entries))).split("\n"))


def _sentences(line: str) -> list[str]:
    """Return the sentences of a line, each a line by itself.

    Examples
    --------
    >>> _sentences("Let f(x) = x^2. f'(x) = 2x, so x = 0. f''(0) = 2.5 > 0.")
    ['Let f(x) = x^2', "f'(x) = 2x, so x = 0", "f''(0) = 2.5 > 0."]
    """
    found = _FULL_STOP.split(line)
    return found if all(re.search(r"\d|[=<>∫√]|\\[a-zA-Z]", sentence) for sentence in found) else [line]


_FULL_STOP = re.compile(
    r"(?<=[\w)\]}'′’$|!])(?<!\bi\.e)(?<!\be\.g)(?<!\bs\.t)(?<!\bw\.r\.t)(?<!\betc)(?<!\bvs)(?<!\bresp)(?<!\beq)(?<!^\d)(?<!^\d\d)\.\s+(?=[A-Za-z\\$(∫√])"
)


def _of_text(text: str) -> list[str]:
    """Return the lines of one text, without what only sets them."""
    body = re.search(r"\\begin\{document\}(.*?)(\\end\{document\}|$)", text, re.DOTALL)
    if body is not None:
        text = body.group(1)
    text = _HEADING.sub(_task_of, re.sub(r"(?<!\\)%.*", "", text) if "\\" in text else text)
    text = _ALIGNAT.sub(r"\1", _TABULAR.sub("", text))
    is_display = _ENVIRONMENT.search(text) is not None or "$$" in text or "\\[" in text
    text = _joined_displays(text) if is_display else text
    text = _SETTING.sub("", text)
    lines: list[str] = []
    is_numbered = sum(1 for raw in text.split("\n") if _NUMBERED.match(raw)) > 1
    goes_on = False
    for raw in _without_tables(text.split("\n")):
        line = _LIST_MARK.sub("", raw) if not _NUMBERED.match(raw) else _NUMBERED.sub("", raw)
        line = "" if _RULE.match(line) else re.sub(r"^\s*\\text\{\d+\.\}(?:\\quad)?", "", line)
        line = re.sub(r"^\s*```\w*\s*$", "", line)
        line = re.sub(r"(?<!\\)\$\$?|\\\(|\\\)", "", line).strip()
        line = _EMPHASIS.sub(lambda m: m.group(1) or m.group(2), _without_lone_brace(line))
        if not line or line.startswith(("Plan:", "Checked:")):
            goes_on = False
            continue
        is_indented = is_numbered and goes_on and raw.startswith(_INDENTED)
        if lines and goes_on and (is_indented or _is_open(lines[-1])):
            lines[-1] += ("    " if line.startswith("(") else " ") + line
        else:
            lines.append(line)
        goes_on = bool(raw.strip())
    return lines


_HEADING = re.compile(r"^(?:#+[ \t]+(.*?)|\\(?:sub)*section\*?\{(?:\\raggedright(?![A-Za-z]))?[ \t]*(.*)\})[ \t]*$", re.MULTILINE)
_SETS_TASK = re.compile(
    r"(?:Find|Differentiate|Integrate|Solve|Minimi[sz]e|Maximi[sz]e|Evaluate|Compute|Determine|Is|Take|Separate)\b.*[\d$=^\\]"
)


def _task_of(heading: re.Match[str]) -> str:
    """Return a heading that says what is to be done, and nothing for one that names a part of a document."""
    said = str(heading.group(1) or heading.group(2) or "")
    return re.sub(r"\$|(?<=\$)\{\}(?=\^)", "", said) if _SETS_TASK.match(said) else ""


def _without_tables(lines: list[str]) -> list[str]:
    """Return lines without tables that are ruled under their heads, as that of signs: what they hold stands in the lines before."""
    kept: list[str] = []
    is_inside = False
    for line in lines:
        if _RULED.match(line):
            is_inside = True
            kept = kept[:-1]
        is_inside = is_inside and bool(line.strip())
        if not is_inside:
            kept.append(line)
    return kept


_RULED = re.compile(r"^\s*-{2,}(?:\s{2,}-{2,})+\s*$|^\s*\|(?:\s*:?-{2,}:?\s*\|)+\s*$")
_TABULAR = re.compile(r"(?:\\renewcommand\{\\arraystretch\}\{[\d.]+\}\s*)?\\begin\{tabular\}.*?\\end\{tabular\}", re.DOTALL)
_EMPHASIS = re.compile(r"\*\*([A-Z][a-z]+:)\*\*|\\(?:textbf|emph)\{([A-Za-z ]+[:.]?)\}")
_INDENTED = " " * 6


def _is_open(line: str) -> bool:
    """Tell whether a bracket of a line is closed on a later one."""
    plain = re.sub(r"\\[{}]|[\[(][^()\[\]]*\.\.|\\(?:left|right)\s*[.\[\]()|]", " ", line)
    return plain.count("(") > plain.count(")") and "[" not in plain


_SET = re.compile(r"\{[^{}\\]*\w[^{}\\]*\}$")  # {0, 1}, and not braces that only set a line


def _without_lone_brace(line: str) -> str:
    """Return a line without the braces around its beginning that only set it, whether they close on this line or not."""
    if _SET.match(line):
        return line
    if not line.startswith("{"):
        is_closed_alone = line.endswith("}") and line.count("}") > line.count("{")
        return line[:-1].rstrip() if is_closed_alone else line
    level = 0
    for place, sign in enumerate(line):
        level += (sign == "{") - (sign == "}")
        if level == 0:
            return (line[1:place] + line[place + 1 :]).strip()
    return line[1:].strip()


def _joined_displays(text: str) -> str:
    r"""Return the text with each row of a display on a line of its own: rows end at ``\\``, marks of alignment go."""
    pieces: list[str] = []
    place = 0
    for match in re.finditer(r"\$\$(.*?)\$\$|\\\[(.*?)\\\]|\\begin\{(\w+)\*?\}(.*?)\\end\{\3\*?\}", text, re.DOTALL):
        environment = match.group(3)
        if environment is not None and not _ENVIRONMENT.match(match.group(0)):
            continue
        pieces.append(text[place : match.start()])
        inside = next(group for group in (match.group(1), match.group(2), match.group(4)) if group is not None)
        pieces.append("\n" + "\n".join(_rows(inside)) + "\n")
        place = match.end()
    pieces.append(text[place:])
    return "".join(pieces)


def _rows(display: str) -> list[str]:
    r"""Return the rows of a display; ``\\`` inside a matrix or cases belongs to these."""
    rows, level, start, place = [], 0, 0, 0
    display = _ENVIRONMENT.sub(" ", display)
    while place < len(display):
        if display.startswith("\\begin{", place):
            level += 1
        elif display.startswith("\\end{", place):
            level -= 1
        elif display.startswith("\\\\", place):
            if level == 0:
                rows.append(display[start:place])
                gap = re.match(r"\\\\\*?(\[[-\d.]+\s*(?:pt|ex|em|mm|cm)\])?", display[place:])
                place += gap.end() if gap else 2
                start = place
                continue
            place += 1
        place += 1
    rows.append(display[start:])
    return _with_continuations([" ".join(_without_tabs(row).split()) for row in rows if row.strip()])


_CONTINUATION = re.compile(r"^\\phantom\{=\}\s*\\quad\\?\s*")
_OVERLAPPING = re.compile(r"\\rlap\{\$(?:\\displaystyle)?\s*(.*?)\$\}(?=\s*(?:\\qquad|\\quad|\\textstyle|\\text\{\(|$))")


def _with_continuations(rows: list[str]) -> list[str]:
    r"""Return rows joined with those that go on under them, which begin with ``\phantom{=} \quad``."""
    found: list[str] = []
    for row in rows:
        plain = _OVERLAPPING.sub(r"\1", row).strip()
        if found and _CONTINUATION.match(plain):
            found[-1] += " " + _CONTINUATION.sub("", plain).strip()
        else:
            found.append(plain)
    return found


def _without_tabs(row: str) -> str:
    """Return a row without the marks of alignment outside of matrices."""
    if "\\begin{" in row:
        head, sep, tail = row.partition("\\begin{")
        return head.replace("&", " ") + sep + tail
    return re.sub(r"(?<!\\)&", " ", row)
