"""Files: the ending of a path chooses the format."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from symtutor.errors import InputError
from symtutor.writing.folding import figures
from symtutor.writing.formats.latex import figure_file

__all__ = ["compile_latex", "save_document"]

_SECONDS = 60
_NO_PDFLATEX = (
    "Install TeX (Debian: apt-get install texlive-latex-recommended lmodern; macOS: MacTeX; Windows: MiKTeX), "
    "or save as .tex or .html and print that."
)


def save_document(path: str | Path, thing: Any) -> Path:
    """Write a solution, judgement or lesson to a file.

    Parameters
    ----------
    path : str or Path
        Where; its folder must exist, its ending names the format.
    thing : Solution, Judgement or LessonView
        What to write: its method of the format's name gives the text or the picture.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    InputError
        If the ending is unknown, the thing has no such form, the folder does not exist, or a PDF is
        asked for without pdflatex.
    """
    target = Path(path)
    form, write = _FORMATS.get(target.suffix.lower(), (None, None))
    if form is None or write is None:
        raise InputError(f"{target.name!r} has no known ending", f"Choose one of {', '.join(_FORMATS)}.")
    if not hasattr(thing, form):
        forms = ", ".join(ending for ending, (name, _) in _FORMATS.items() if hasattr(thing, name))
        raise InputError(f"{type(thing).__name__} cannot be written as {target.suffix}", f"Choose one of {forms}.")
    if not target.parent.is_dir():
        raise InputError(f"the folder {target.parent} does not exist", "Make it first, or save elsewhere.")
    try:
        if target.suffix.lower() == ".pdf":
            thing.compiled(target)
            return target
        write(getattr(thing, form)(), target)
        if target.suffix.lower() == ".tex":
            _save_pictures(figures(thing.document()), target.parent)
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}") from None
    return target


def compile_latex(source: str, target: Path, pictures: Iterable[Any] = ()) -> str:
    """Compile a LaTeX document with its pictures to a PDF and return pdflatex's log.

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
        _save_pictures(pictures, Path(folder))
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


def _save_pictures(pictures: Iterable[Any], folder: Path) -> None:
    """Write pictures as vector graphics where a LaTeX document looks for them."""
    for figure in pictures:
        figure.picture.savefig(folder / figure_file(figure.number))


def _text(text: str, target: Path) -> None:
    target.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")


def _picture(picture: Any, target: Path) -> None:
    picture.savefig(target)


# the ending of a file: the method that gives its content, and what writes that
_FORMATS: dict[str, tuple[str, Callable[[Any, Path], object]]] = {
    ".txt": ("text", _text),
    ".tex": ("latex", _text),
    ".html": ("html", _text),
    ".md": ("markdown", _text),
    ".ipynb": ("notebook", _text),
    ".json": ("json", _text),
    ".pdf": ("latex", _text),  # compiled
    ".png": ("plot", _picture),
    ".svg": ("plot", _picture),
}
