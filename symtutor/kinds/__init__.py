"""Kinds of problems: one record a kind says how it is asked, read, judged, remarked on and drawn.

The goals of ``goals/X.py`` have their kinds in ``kinds/X.py``, in a table ``KINDS`` from the class of a
goal to its `Kind`; `kind_of` finds it there.  Whatever meets a problem goes through this table: the
methods of `Solution`, ``check(problem, answer)``, ``Solution.from_json``, lessons and the shell.
So the same problem is judged alike at every door.

To add a kind, write the goal in ``goals/`` and one record beside its neighbours here.  Everything but
the title has a default.  As an example, a goal that asks for the mean of an expression on an interval:

    class Mean(Goal, fields="expr variable low high", shown=mean): ...       # goals/core.py

    KINDS[Mean] = Kind(                                  # kinds/core.py
        "Find the mean of {expr} from {variable} = {low} to {high}",
        judge=judged_by(judge_answer),                   # the default: the same function, the book names the mistake
        remarks=lambda case: (Paragraph(("It is attained somewhere between.",)),),
        beside={"length": lambda case: case.goal.args[3] - case.goal.args[2]},   # the solution has .length
        picture=drawn("area"),                           # a function of kinds/pictures.py
    )

The record is a `Kind`, and its functions take a `Case`: the problem, its derivation, whether it stayed
open.  The law in ``tests/test_kinds_of_problems.py`` runs each kind through every door; add an example there.
"""

from symtutor.kinds.kind import Case, Kind, case_of, judged, kind_of, question

__all__ = ["Case", "Kind", "case_of", "judged", "kind_of", "question"]
