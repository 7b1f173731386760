"""The shell command: what it prints, what it writes, how it ends."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import symtutor as st
from symtutor.__main__ import main
from symtutor.errors import InputError
from tests.shown_lessons import view_of


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "symtutor", *arguments], capture_output=True, text=True, check=False, encoding="utf-8")


def test_it_prints_a_worked_solution(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["differentiate", "x^3 - 2x^2 + 1"]) == 0
    printed = capsys.readouterr().out
    assert "=  3x² − 4x" in printed
    assert "steps proved by independent code" in printed


def test_a_leading_minus_is_an_expression(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["differentiate", "-x^2"]) == 0
    assert "−2x" in capsys.readouterr().out
    assert main(["check", "d/dx -x^2", "-2x"]) == 0


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["implicit", "x^2 + y^2 = 25"], "−x/y"),
        (["implicit", "x^2 + y^2 = 1", "--order", "2"], "−1/y³"),
        (["implicit", "p q = 3", "p", "q"], "−p/q"),
        (["implicit", "x^2 + y^2 = 25", "--at", "x=3,y=4"], "−3/4"),
        (["tangent", "-x^2", "--at", "2"], "y = 4 − 4x"),
        (["tangent", "x^2 + y^2 = 25", "--at", "x=3,y=4"], "y = 25/4 − 3x/4"),
        (["normal", "x^2", "--at", "x=1"], "y = 3/2 − x/2"),
    ],
)
def test_slopes_and_lines_of_curves(arguments: list[str], answer: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert answer in printed
    assert "steps proved by independent code" in printed


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "d/dx x^2 sin x", "2x sin x + x^2 cos x"], 0),
        (["check", "d/dx x^2 sin x", "2x cos x"], 1),
        (["differentiate", "2x +"], 2),
        (["differentiate", "a x^2"], 2),
        (["lesson", "99"], 2),
        (["tangent", "|x|", "--at", "0"], 2),
        (["tangent", "x^2 + y^2 = 25", "--at", "x=3,y=5"], 2),
        (["differentiate", "x^2", "--save", "/no/such/folder/a.tex"], 2),
        (["differentiate", "x^2", "--save", "a.docx"], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == code
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    if code == 2:
        assert captured.err.startswith("symtutor: ")


def test_a_wrong_answer_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "d/dx x^2 sin x", "2x cos x"])
    printed = " ".join(capsys.readouterr().out.split())
    assert "(f·g)′ = f′·g + f·g′" in printed
    assert "diff.product/product-of-derivatives" in printed


@pytest.mark.parametrize(("option", "start"), [("--latex", "\\documentclass"), ("--markdown", "### "), ("--json", "{")])
def test_forms(option: str, start: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["differentiate", "x^2 sin x", option]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(start)
    if option == "--json":
        assert json.loads(printed)["schema"] == "symtutor/solution"


def test_ascii_is_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["differentiate", "sqrt(x) sin(alpha x)", "x", "--ascii", "--detail", "full"]) == 0
    assert capsys.readouterr().out.isascii()


def test_files_and_pictures_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.tex", "a.md", "a.json", "a.txt"):
        assert main(["differentiate", "x^2", "--save", str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size > 100
    assert main(["differentiate", "x^2", "--plot", str(tmp_path / "a.png")]) == 0
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    capsys.readouterr()


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed")
def test_a_pdf_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["differentiate", "x^2 sin x", "--save", str(tmp_path / "a.pdf")]) == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    capsys.readouterr()


def test_without_pdflatex_a_pdf_is_refused_with_advice(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert main(["differentiate", "x^2", "--save", str(tmp_path / "a.pdf")]) == 2
    assert "Install TeX" in capsys.readouterr().err


def test_help_answers_without_sympy() -> None:
    code = """
import sys
from symtutor.__main__ import main
try:
    main(["--help"])
except SystemExit:
    print("sympy" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("False")
    assert "exit codes: 0 fine, 1 wrong answer, 2 bad input, 3 undecided" in done.stdout


def test_unknown_commands_and_options_are_bad_input() -> None:
    assert run("integrrate", "x").returncode == 2
    assert run("differentiate").returncode == 2
    assert run().returncode == 2


def test_an_integral_that_stays_open_is_told_by_the_exit_code() -> None:
    done = run("integrate", "x^x")
    assert done.returncode == 3
    assert "No rule of the book applies" in done.stdout


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m symtutor differentiate x^2 | true; echo ${{PIPESTATUS[0]}}"  # `true` has gone before it prints
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == "0\n"
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_an_interrupt_ends_it_quietly() -> None:
    code = """
import signal  # a shell may start background jobs with interrupts ignored, which children inherit
signal.signal(signal.SIGINT, signal.default_int_handler)
from symtutor.__main__ import main
print("up", flush=True)
raise SystemExit(main(["differentiate", "+".join(f"sin(x^{k})^{k} cos(x)^{k}" for k in range(2, 200))]))
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors.strip() == "symtutor: interrupted"


def test_what_has_no_such_form_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be written as \.png"):
        st.check("d/dx x^2", "3x").save(tmp_path / "a.png")
    with pytest.raises(InputError, match=r"cannot be written as \.json"):
        view_of(1).save(tmp_path / "a.json")
    for ending in ("txt", "tex", "html", "md", "json"):
        assert st.check("d/dx x^2", "3x").save(tmp_path / f"a.{ending}").stat().st_size > 50
