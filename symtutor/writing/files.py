"""Files: the ending of a path chooses the format."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from symtutor.errors import InputError

__all__ = ["Writable", "compile_latex", "save_document"]

_SECONDS = 60
_NO_PDFLATEX = (
    "Install TeX (Debian: apt-get install texlive-latex-recommended lmodern; macOS: MacTeX; Windows: MiKTeX), "
    "or save as .tex or .html and print that."
)


class Writable(Protocol):
    """What can be saved: anything that has these forms."""

    def text(self) -> str:
        """Return plain text."""

    def latex(self) -> str:
        """Return a LaTeX document."""

    def markdown(self) -> str:
        """Return Markdown."""

    def html(self) -> str:
        """Return an HTML page."""

    def json(self) -> str:
        """Return JSON."""

    def plot(self) -> Any:
        """Return a picture."""


def save_document(path: str | Path, thing: Any) -> Path:
    """Write a solution or lesson to a file.

    Parameters
    ----------
    path : str or Path
        Where; its folder must exist, its ending names the format.
    thing : Writable
        What to write.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    InputError
        If the ending is unknown, the folder does not exist, or a PDF is asked for without pdflatex.
    """
    target = Path(path)
    write = _FORMATS.get(target.suffix.lower())
    if write is None:
        raise InputError(f"{target.name!r} has no known ending", f"Choose one of {', '.join(_FORMATS)}.")
    if not target.parent.is_dir():
        raise InputError(f"the folder {target.parent} does not exist", "Make it first, or save elsewhere.")
    try:
        write(thing, target)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}") from None
    return target


def compile_latex(source: str, target: Path) -> str:
    """Compile a LaTeX document to a PDF and return pdflatex's log.

    Raises
    ------
    InputError
        If there is no pdflatex, or it fails; the message holds its first error.
    """
    program = shutil.which("pdflatex")
    if program is None:
        raise InputError("a PDF needs pdflatex, and there is none on this machine", _NO_PDFLATEX)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "solution.tex").write_text(source, encoding="utf-8")
        command = [program, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "solution.tex"]
        try:
            subprocess.run(command, cwd=folder, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 (our own source, no shell)
        except subprocess.TimeoutExpired:
            raise InputError(f"pdflatex did not finish within {_SECONDS} s") from None
        log = Path(folder, "solution.log").read_text(encoding="utf-8", errors="replace")
        made = Path(folder, "solution.pdf")
        if not made.exists() or "\n!" in log:
            raise InputError(f"pdflatex failed: {_first_error(log)}")
        shutil.copyfile(made, target)
    return log


def _first_error(log: str) -> str:
    """Return the first error of a log with the line it names."""
    lines = log.splitlines()
    at = next((i for i, line in enumerate(lines) if line.startswith("!")), None)
    if at is None:
        return "no PDF was made"
    place = next((line for line in lines[at:] if line.startswith("l.")), "")
    return f"{lines[at]} {place}".strip()


def _text(form: str) -> Callable[[Any, Path], None]:
    def write(thing: Any, target: Path) -> None:
        text = getattr(thing, form)()
        target.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")

    return write


def _pdf(thing: Any, target: Path) -> None:
    compile_latex(thing.latex(), target)


def _picture(thing: Any, target: Path) -> None:
    thing.plot().savefig(target)


_FORMATS: dict[str, Callable[[Any, Path], None]] = {
    ".txt": _text("text"),
    ".tex": _text("latex"),
    ".html": _text("html"),
    ".md": _text("markdown"),
    ".json": _text("json"),
    ".pdf": _pdf,
    ".png": _picture,
    ".svg": _picture,
}
