"""The search: depth first in book order under a rising bound on the cost, then again for something cheaper.

A goal that comes back while it is being solved gets a letter, and the value
is found by solving the equation that results (the cyclic integrals of the
textbook).  Three clauses keep that sound: a value that holds the letter of
another open goal is not remembered, a failure that met an open goal is not
remembered, and a closed value is never displaced by one with letters.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import sympy as sp

from symtutor.algorithms.places.divisors import excluded_by, excluded_in_the_limit
from symtutor.algorithms.structure import over_reals, worth
from symtutor.book import Book
from symtutor.checking.calculus.satisfying import satisfiable
from symtutor.checking.equivalence.domains import further_conditions
from symtutor.context import Context
from symtutor.derivation import Derivation, Solved
from symtutor.deriving.remarks import CAME_BACK
from symtutor.errors import NoRuleApplies, OutOfBudget, sympy_errors
from symtutor.goals.core import DefiniteIntegral, Goal, Integral, Limit
from symtutor.problem import Problem
from symtutor.rule import Bindings, Rule, applied, quoted
from symtutor.term import LEAVES, At, Quote, Term, combine

__all__ = ["NODES", "Search", "derive"]

_SYMPY_ERRORS = sympy_errors()
UNBOUNDED = 10**6
_BOUNDS = (8, 20, 45, 100)  # a first find is never much dearer than it need be
_SHOWN = 200  # characters of a goal in an error message
_DEPTH = 40
NODES = 900
_TIGHTENING = 150  # goals that may be looked at for something cheaper than the first find
_CHOOSING = 1  # a goal met while choosing between rules counts as one more
_LARGE = 40  # and one of so many nodes as another one
LAST_RESORT = 1_000  # rules that cost so much are tried alone, once everything else has failed


def derive(problem: Problem, book: Book, *, nodes: int = NODES, seconds: float | None = None, method: Collection[str] = ()) -> Solved:
    """Return the derivation of everything that a problem asks.

    Parameters
    ----------
    problem : Problem
        What is asked, and where.
    book : Book
        The rules.
    nodes : int
        How many goals may be looked at: the limit that decides between results.
    seconds : float, optional
        How long it may take: a limit that only aborts.
    method : collection of str
        Ids of rules one of which has to be the first, minor rules apart; empty means any.

    Returns
    -------
    Solved

    Raises
    ------
    NoRuleApplies
        If no rule of the book reaches the goal; the error lists where it got stuck.
    OutOfBudget
        If a limit was reached before anything was found.
    """
    return Search(book, domain=problem.domain, given=problem.given, nodes=nodes, seconds=seconds, method=method).solve(problem.goal)


class Search:
    """One search with its memo; it lives for one call.

    Parameters
    ----------
    book : Book
        The rules.
    domain, given : mapping
        See `Problem`.
    nodes, seconds, method
        See `derive`.
    refused : collection of (str, Goal)
        Ids of rules with goals at which they are not to be used.
    """

    def __init__(
        self,
        book: Book,
        *,
        domain: Mapping[sp.Symbol, sp.Set] | None = None,
        given: Mapping[Any, Any] | None = None,
        nodes: int = NODES,
        seconds: float | None = None,
        method: Collection[str] = (),
        refused: Collection[tuple[str, Goal]] = (),
    ) -> None:
        self.book = book
        self.context = Context(self._value_for_rules, domain or {}, given or {})
        self.stuck: dict[Goal, None] = {}
        self.failed: dict[str, Exception] = {}  # by rules that could not look for their bindings
        self.best: Solved | None = None  # what was found so far, for a caller whose time is over
        self._nodes = nodes
        self._deadline = None if seconds is None else time.monotonic() + seconds
        self._memo: dict[Goal, Derivation] = {}
        self._cut: dict[Goal, int] = {}
        self._cut_while_open: dict[Goal, list[tuple[int, frozenset[Goal]]]] = {}
        self._open: dict[Goal, sp.Symbol | None] = {}
        self._met: set[Goal] = set()
        self._method = frozenset(method)
        self._kinds = frozenset(rule.goal for rule in book.rules if rule.id in self._method) if method else frozenset()
        self._refused = frozenset(refused)
        self._is_top = True  # only minor rules lead from the problem to the goal at hand
        self._is_last_resort = False
        self._depth = 0  # of rules that are choices; those that commit are followed to the end
        self._seen: dict[Goal, tuple[list[tuple[Rule, Bindings]], Iterator[tuple[Rule, Bindings]]]] = {}

    @property
    def unreached(self) -> tuple[Goal, ...]:
        """The goals that the search got stuck on, in the order in which it met them."""
        return tuple(goal for goal in self.stuck if goal not in self._memo)

    def solve(self, term: Term) -> Solved:
        """Return the derivation of every goal in a term, the cheapest that the budget reaches; raises as `derive` does."""
        best = self.best = self._first_find(term)
        if best is None:
            stuck = self.unreached
            raise NoRuleApplies("no rule of the book applies to " + "; ".join(_shortened(str(g)) for g in stuck[:3]), stuck)
        cost = _cost(0, best.premises)
        self._nodes = min(self._nodes, _TIGHTENING)
        while cost > 0:
            try:
                better = self._solved(term, cost - 1)
            except OutOfBudget:
                break
            if better is None:
                break
            best, cost = better, _cost(0, better.premises)
            self.best = best
        return best

    def _first_find(self, term: Term) -> Solved | None:
        """Return the first derivation under rising bounds, else one by last resorts."""
        try:
            found = next((found for bound in _BOUNDS if (found := self._solved(term, bound)) is not None), None)
        except OutOfBudget:
            found = self._by_last_resort(term)
            if found is None:
                raise
        return found or self._by_last_resort(term)

    def _by_last_resort(self, term: Term) -> Solved | None:
        """Try again with the rules of last resort, for the goals that have any."""
        if self._method or not any(rule.cost >= LAST_RESORT for goal in self._seen for rule in self.book.rules_for(goal)):
            return None
        self._is_last_resort = True
        self._nodes = _TIGHTENING
        self._open.clear()
        for known in (self._cut, self._cut_while_open, self._seen):
            known.clear()
        return self._solved(term, UNBOUNDED)

    def value_of(self, term: Term) -> sp.Basic | None:
        """Return the value of a term at the first derivation that is found, or None."""
        return self._instantiate(term, [], UNBOUNDED)

    def remember(self, nodes: Iterable[Derivation]) -> None:
        """Take derivations for granted: their goals are not derived again."""
        self._memo.update((node.goal, node) for node in nodes)

    def _solved(self, term: Term, bound: int) -> Solved | None:
        premises: list[Derivation] = []
        found = self._instantiate(term, premises, bound)
        return None if found is None else Solved(term, tuple(premises), found)

    def _value_for_rules(self, goal: Goal) -> sp.Basic | None:
        node = next((n for bound in (*_BOUNDS, UNBOUNDED) if (n := self.find(goal, bound)) is not None), None)
        return None if node is None or node.returned else node.value

    def find(self, goal: Goal, bound: int) -> Derivation | None:
        """Return a derivation of a closed goal within a cost, or None."""
        known = self._memo.get(goal)
        if known is not None and known.cost <= bound:
            return known
        if goal in self._open:
            return self._come_back(goal)
        if self._is_cut(goal, bound) or self._depth > _DEPTH:
            return None
        self._spend(goal)
        self._open[goal] = None
        outer, self._met = self._met, set()
        try:
            node = self._first(goal, bound)
        finally:
            del self._open[goal]
            met = self._met - {goal}
            self._met = outer | met
        if node is None:
            self._remember_failure(goal, bound, frozenset(met))
        elif not node.returned:
            self._memo[goal] = node
        return node

    def _is_cut(self, goal: Goal, bound: int) -> bool:
        """Tell whether a goal is known to have no derivation within a cost."""
        if self._cut.get(goal, -1) >= bound:
            return True
        return any(cost >= bound and all(g in self._open for g in met) for cost, met in self._cut_while_open.get(goal, ()))

    def _remember_failure(self, goal: Goal, bound: int, met: frozenset[Goal]) -> None:
        """Remember that a goal failed: always, or while the goals it met are open."""
        if met:
            self._cut_while_open.setdefault(goal, []).append((bound, met))
        else:
            self._cut[goal] = bound
            self.stuck.setdefault(goal)

    def _first(self, goal: Goal, bound: int) -> Derivation | None:
        """Return the first candidate that works; one with letters of open goals only if no closed one does."""
        fallback = None
        for rule, bindings in self._candidates(goal):
            if rule.cost > bound or not self._is_allowed(rule):
                continue
            node = self._attempt(goal, rule, bindings, bound)
            if node is not None:
                if not node.returned:
                    return node
                fallback = fallback or node
            if rule.commit:
                break
        return fallback

    def _is_allowed(self, rule: Rule) -> bool:
        """Tell whether a rule may be used here: at the top, a method that was asked for comes first."""
        return not (self._is_top and self._method) or rule.id in self._method or self._leads_on(rule)

    def _leads_on(self, rule: Rule) -> bool:
        """Tell whether what follows a rule is still at the top: minor rules, and goals of a kind that no method is for."""
        return rule.minor or rule.goal not in self._kinds

    def _candidates(self, goal: Goal) -> Iterator[tuple[Rule, Bindings]]:
        """Yield rules with bindings, each computed once for all passes of the search."""
        known, rest = self._seen.setdefault(goal, ([], self._fresh_candidates(goal)))
        yield from known
        for candidate in rest:
            known.append(candidate)
            yield candidate

    def _fresh_candidates(self, goal: Goal) -> Iterator[tuple[Rule, Bindings]]:
        rules = self.book.rules_for(goal)
        last = [r for r in rules if r.cost >= LAST_RESORT]
        for rule in last if self._is_last_resort and last else rules:
            if (rule.cost >= LAST_RESORT and not self._is_last_resort) or (rule.id, goal) in self._refused:
                continue
            try:
                for bindings in rule.when(goal, self.context):
                    yield rule, bindings
            except _SYMPY_ERRORS as error:  # SymPy could not do what the rule asked of it, so the rule does not apply
                self.failed[rule.id] = error

    def _attempt(self, goal: Goal, rule: Rule, bindings: Bindings, bound: int) -> Derivation | None:
        """Return the node that a rule makes of a goal, if its premises can be derived."""
        conditions: tuple[Any, ...] = ()
        if rule.holds is not None:
            judged = [(c, self.context.holds(c)) for c in applied(rule.holds, bindings)]
            if any(truth is False for _, truth in judged):
                return None
            conditions = tuple(c for c, truth in judged if truth is None)
        premises: list[Derivation] = []
        is_top = self._is_top
        self._is_top = is_top and self._leads_on(rule)
        self._depth += not rule.commit
        try:
            found = self._instantiate(applied(rule.right, quoted(bindings)), premises, bound - rule.cost)
        finally:
            self._depth -= not rule.commit
            self._is_top = is_top
        if found is None:
            return None
        if not self._can_hold(conditions, premises):
            return None
        returned = frozenset().union(*[p.returned for p in premises]) if premises else frozenset()
        node = Derivation(goal, rule, bindings, tuple(premises), found, conditions, returned, cost=_cost(rule.cost, premises))
        if goal in returned and isinstance(goal, Limit):
            return None  # that I = a·I + b may be solved for I takes for granted that there is a limit
        whole = _solve_for_returned(node, self._open[goal]) if goal in returned else node
        return None if whole is None else self._with_place(self._with_divisors(whole))

    def _can_hold(self, conditions: tuple[sp.Basic, ...], premises: list[Derivation]) -> bool:
        """Tell whether a point was found at which the conditions of a step and of all below it hold together."""
        stated = frozenset(conditions).union(*[node.conditions for premise in premises for node in premise.nodes()])
        return not stated or satisfiable(stated, self.context.domain)

    def _with_place(self, node: Derivation | None) -> Derivation | None:
        """Return a definite integral with the conditions under which its value is real, where those known so far do not say it."""
        if node is None or not isinstance(node.goal, DefiniteIntegral) or not node.value.free_symbols:
            return node
        stated = frozenset(node.conditions).union(*[below.conditions for premise in node.premises for below in premise.nodes()])
        added = further_conditions(node.value, stated, self.context.domain)
        return node if not added else replace(node, conditions=(*node.conditions, *added)) if satisfiable({*stated, *added}) else None

    def _with_divisors(self, node: Derivation) -> Derivation | None:
        """Return an integral or a limit with the conditions that nothing its value divides by is 0; None where one is surely false."""
        if not isinstance(node.goal, Integral | Limit) or node.returned:
            return node
        f, x, *_ = node.goal.args
        known = {c for below in node.nodes() for c in below.conditions}
        further = excluded_in_the_limit(node.goal, node.value, known) if isinstance(node.goal, Limit) else ()
        excluded = dict.fromkeys((*excluded_by(node.value, f, x, known), *further))
        judged = [(c, self.context.holds(c)) for c in excluded]
        if any(truth is False for _, truth in judged):
            return None
        added = tuple(c for c, truth in judged if truth is None)
        return replace(node, conditions=(*node.conditions, *added)) if added else node

    def _instantiate(self, term: Term, premises: list[Derivation], bound: int) -> sp.Basic | None:
        """Return the value of a term, deriving its goals innermost first; None when one cannot be derived."""
        head = term.head
        if head is Quote:
            return term.args[0]
        if isinstance(term, Goal):
            goal = self._close(term, premises, bound)
            if goal is None:
                return None
            node = self.find(goal, bound - (_cost(0, premises) if bound < UNBOUNDED else 0))
            if node is None:
                return None
            premises.append(node)
            return node.value
        if head in LEAVES:
            return term.args[0]
        values = []
        for arg in term.args:
            found = self._instantiate(arg, premises, bound)
            if found is None:
                return None
            values.append(found)
        found = combine(head, values)
        return over_reals(found) if head is At else found

    def _close(self, goal: Goal, premises: list[Derivation], bound: int) -> Goal | None:
        """Return a goal with the goals in its arguments replaced by their values."""
        if not any(isinstance(a, Term) for a in goal.args):
            return goal
        values = []
        for arg in goal.args:
            found = self._instantiate(arg, premises, bound) if isinstance(arg, Term) else arg
            if found is None or (isinstance(arg, Term) and any(p.returned for p in premises)):
                return None
            values.append(found)
        return type(goal)(*values)

    def _come_back(self, goal: Goal) -> Derivation:
        """Return a node that stands for a goal being solved: its value is a letter."""
        self._met.add(goal)
        letter = self._open[goal]
        if letter is None:
            used = [a for g in self._open for a in g.args if isinstance(a, sp.Basic)]
            taken = {s.name for s in self._open.values() if s is not None}
            letter = self.context.letter(*used, choices="".join(c for c in "IJKLM" if c not in taken) or "N")
            self._open[goal] = letter
        return Derivation(goal, CAME_BACK, {}, (), letter, returned=frozenset((goal,)), name=letter)

    def _spend(self, goal: Goal) -> None:
        self._nodes -= 1 + (_CHOOSING + worth(goal.args[0]) // _LARGE if self._depth and isinstance(goal.args[0], sp.Basic) else 0)
        if self._nodes < 0:
            raise OutOfBudget(f"the derivation looks at too many goals; the last was {goal}")
        if self._deadline is not None and time.monotonic() > self._deadline:
            raise OutOfBudget("the time given by seconds= is over; give more, or ask for less")


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]} … {text[-_SHOWN // 2 :]}"


def _cost(own: int, premises: list[Derivation] | tuple[Derivation, ...]) -> int:
    """Return a rule's cost with that of the distinct goals below it."""
    costly = [p for p in premises if p.cost]
    if len(costly) < 2:
        return own + sum(p.cost for p in costly)
    distinct = {node.goal: node.rule.cost for premise in costly for node in premise.nodes()}
    return own + sum(distinct.values())


def _solve_for_returned(node: Derivation, letter: Any) -> Derivation | None:
    """Return the node with its own letter solved for: I = a·I + b gives b/(1 − a), if a is free of I and not 1."""
    factor = sp.expand(node.value).coeff(letter, 1)
    rest = sp.expand(node.value).coeff(letter, 0)
    if factor == 1 or factor.has(letter) or rest.has(letter) or sp.expand(factor * letter + rest - node.value) != 0:
        return None
    solution = sp.Add(*[t / (1 - factor) for t in sp.Add.make_args(rest)])
    returned = node.returned - {node.goal}
    return Derivation(
        node.goal, node.rule, node.bindings, node.premises, solution, node.conditions, returned, solved=True, name=letter, cost=node.cost
    )
