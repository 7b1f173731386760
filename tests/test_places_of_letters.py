"""Lines that a rule's value hides: brackets, upper minus lower limit, numbers put in, letters put back."""

import pytest

import symtutor

PRINTED = {
    "bracket": (
        lambda: symtutor.integrate("x/(x^2+1)^2", limits=(0, 1)),
        ["= 1/2·[−1/u] from u = 1 to u = 2", "= 1/2·(−1/2 − (−1))", "= 1/4"],
    ),
    "improper": (
        lambda: symtutor.integrate("1/x^2", limits=(1, "oo")),
        ["= lim t→∞ [−1/x] from x = 1 to x = t", "= lim t→∞ (1 − 1/t)", "= 1"],
    ),
    "new letter": (
        lambda: symtutor.integrate("x sqrt(x+1)"),
        ["= 2u^(5/2)/5 − 2u^(3/2)/3", "= 2(x + 1)^(5/2)/5 − 2(x + 1)^(3/2)/3 + C"],
    ),
    "slope": (lambda: symtutor.implicit("x^3 + y^3 = 6x y", "y", "x", at=(3, 3)), ["y′ = (9 − 6)/(6 − 9) = −1"]),
    "plane": (lambda: symtutor.tangent("2x^2 + y^2", at={"x": 1, "y": 1}), ["z = 3 + 4(x − 1) + 2(y − 1)", "⇔ z = 4x + 2y − 3"]),
}


@pytest.mark.parametrize("name", PRINTED)
def test_the_lines_before_the_answer(name: str) -> None:
    solve, wanted = PRINTED[name]
    rows = [" ".join(row.split(".", 1)[-1].strip().split("    ")[0].split()) for row in str(solve()).splitlines() if row[:1].isdigit()]
    rows = [row.split(" (")[0] if row.split(" (")[0] in wanted else row for row in rows]
    assert [row for row in rows if row in wanted] == wanted


def test_du_stands_beside_u() -> None:
    assert "(odd power of sine: u = cos x, du = −(sin x)·dx)" in str(symtutor.integrate("sin^3 x cos^2 x"))
