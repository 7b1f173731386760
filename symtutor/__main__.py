"""The shell command: symtutor differentiate, integrate, limit, gradient, check, lesson ..."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from symtutor.ask.inputs.values import value_of
from symtutor.ask.signatures.commands import command_of
from symtutor.errors import InputError, SymtutorError
from symtutor.shell.parser import FORMS, built_parser
from symtutor.shell.spoken import told_in_shell

__all__ = ["main"]

FINE, WRONG, BAD_INPUT, UNDECIDED = range(4)
_INTERRUPTED = 130
_SHORT = {"normal": "normal-line", "solve": "solve-equation"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the shell command and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        The command line without the program's name; by default that of the process.
    """
    parser = built_parser()
    if "_ARGCOMPLETE" in os.environ:
        import argcomplete

        argcomplete.autocomplete(parser)
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(parser, words)
    except SymtutorError as error:
        print(f"symtutor: {told_in_shell(error)}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # the reader has gone, as in `symtutor ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except KeyboardInterrupt:
        print("symtutor: interrupted", file=sys.stderr)
        return _INTERRUPTED


def _run(parser: argparse.ArgumentParser, words: list[str]) -> int:
    known = _commands(parser)
    if words and not words[0].startswith("-"):
        words[0] = _command_meant(words[0], list(known))
    options, rest = parser.parse_known_args(_protected(words, parser))
    if options.completion:
        from argcomplete.shell_integration import shellcode

        print(shellcode(["symtutor"], shell=options.completion))
        return FINE
    if options.command is None:
        parser.error('a command is missing, as in symtutor differentiate "x^2 sin x"; symtutor --help lists all')
    if rest:
        has = [name for name in _option_names(known[options.command]) if name.startswith("--") and name != "--help"]
        near = get_close_matches(rest[0].strip("-"), [name.strip("-") for name in has], 1)
        advice = f"Do you mean --{near[0]}? " if near else ""
        advice += f"Its options are {', '.join(has)}."
        raise InputError(f"{options.command} does not take {' '.join(rest).strip()}", advice)
    options.command = options.command.replace("-", "_")
    return _lesson(options) if options.command == "lesson" else _call(options)


def _command_meant(word: str, known: list[str]) -> str:
    """Return the name of a command as the parser has it.

    Raises
    ------
    InputError
        If there is no such command, with the one that may be meant.
    """
    name = _SHORT.get(word, word.replace("_", "-"))
    if name in known:
        return name
    near = get_close_matches(name, known, 1)
    raise InputError(f"there is no command {word!r}", f"Do you mean {near[0]!r}?" if near else f"Choose one of {', '.join(known)}.")


def _commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of the commands by name."""
    found: dict[str, argparse.ArgumentParser] = {}
    for action in parser._actions:  # noqa: SLF001 (argparse has no public list of its commands)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 (the same)
            found.update(action.choices)
    return found


def _option_names(parser: argparse.ArgumentParser) -> list[str]:
    return [name for action in parser._actions for name in action.option_strings]  # noqa: SLF001 (argparse has no public list of its options)


def _protected(words: list[str], parser: argparse.ArgumentParser) -> list[str]:
    """Return the words so that an expression with a leading minus is no option: a space before it tells argparse."""
    own = _commands(parser).get(words[0]) if words else None
    known = {*_option_names(parser), *(_option_names(own) if own else ())}
    return [f" {w}" if w.startswith("-") and not w.startswith("--") and w not in known else w for w in words]


# ---- running: a command imports what it needs when it runs, so that --help answers without SymPy ----
def _call(options: argparse.Namespace) -> int:
    """Call the public function of a command, and show what it returns."""
    import symtutor

    given = vars(options)
    placed: list[Any] = []
    named: dict[str, Any] = {}
    for parameter in command_of(options.command).parameters:
        if given.get(parameter.name) is None:
            continue
        value = given[parameter.name] if parameter.is_many else value_of(parameter, given[parameter.name])
        if parameter.is_many:
            placed.extend(value)
        elif parameter.is_word and not placed and not named:
            placed.append(value)
        else:
            named[parameter.name] = value
    ends = given.get("low"), given.get("high")
    if ends.count(None) == 1:
        raise InputError("a definite integral has two limits", "Give both --from and --to, or neither.")
    if None not in ends:
        named["limits"] = ends
    return _shown(getattr(symtutor, options.command)(*placed, **named), given)


def _shown(found: Any, given: dict[str, Any]) -> int:
    """Print what a function returned in the form that was asked for, write what was asked to be written, and return the exit code."""
    if given.get("check") is not None:
        found = found.check(given["check"].strip())
    elif given.get("hint") is not None:
        print(found.hint(given["hint"]))
        return FINE
    if given.get("command") == "practice" and sys.stdin.isatty() and not any(given.get(name) for name in (*FORMS, "save")):
        from symtutor.shell.session import practise

        return FINE if practise(found) else UNDECIDED
    _print(found, given)
    if given.get("plot"):
        _draw(found, given["plot"])
    status = getattr(getattr(found, "report", found), "status", "correct")
    if getattr(found, "stuck", ()):
        return UNDECIDED
    return {"correct": FINE, "incorrect": WRONG, "undecided": UNDECIDED}[status]


def _print(found: Any, given: dict[str, Any]) -> None:
    """Print a result in the form that was asked for, and save it."""
    form = next((name for name in FORMS if name != "ascii" and given.get(name)), None)
    if form:
        text = getattr(found, form)()
    elif hasattr(found, "text"):
        text = found.text(width=_width(), ascii_only=bool(given.get("ascii")))
    else:
        text = "\n".join(map(str, found)) if isinstance(found, tuple) else str(found)
    print(text.rstrip("\n"))
    if given.get("save"):
        print(f"saved: {found.save(given['save'])}", file=sys.stderr)


def _draw(found: Any, path: str) -> None:
    """Write the picture of a solution or lesson.

    Raises
    ------
    InputError
        If it has none, or it cannot be written there.
    """
    picture = found.plot()
    try:
        picture.savefig(path)
    except (OSError, ValueError) as error:
        hint = "Choose a folder that exists, and .png, .svg or .pdf."
        raise InputError(f"the picture cannot be written to {path}: {error}", hint) from None


def _lesson(options: argparse.Namespace) -> int:
    from symtutor.lessons import lesson

    view = lesson(options.name)
    print(view.text(width=_width(), ascii_only=options.ascii))
    if options.save:
        print(f"saved: {view.save(options.save)}", file=sys.stderr)
    if options.plot:
        _draw(view, options.plot)
    return FINE


def _width() -> int:
    return max(60, shutil.get_terminal_size((100, 24)).columns)


if __name__ == "__main__":
    sys.exit(main())
