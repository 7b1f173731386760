"""What goes wrong in hand-solved optimization: in extrema, in problems under constraints, in separations, and in steps of descent."""

from __future__ import annotations

from symtutor.goals.core import Goal
from symtutor.goals.descent import DescentOf
from symtutor.goals.optimization import ExtremaOf, MinimumOf, SeparationOf, SolveInequality, StationaryOf
from symtutor.rule import Slip

__all__ = ["SLIPS"]


def _of(prefix: str, *goals: type[Goal], **words: str) -> tuple[Slip, ...]:
    return tuple(Slip(id=f"{prefix}/{name.replace('_', '-')}", words=told, goals=goals) for name, told in words.items())


_INEQUALITIES = _of(
    "solve.inequality",
    SolveInequality,
    ends="{x} = {place} {belongs} to the solutions: the inequality has {relation}.",
    wrong_side="The sign is turned around: {told}",
)

_EXTREMA = _of(
    "optimize",
    ExtremaOf,
    StationaryOf,
    inflection_for_extremum="{x} = {place} is a place of inflection, no extremum.",
    bend_is_not_zero="{x} = {place} is no place of inflection: the second derivative is {bend} there.",
    bend_keeps_its_sign="{x} = {place} is no place of inflection: the graph bends the same way on both sides of it.",
    not_stationary="{x} = {place} is no critical point and no end: the slope there is {slope}.",
    without_value="{x} = {place} is no place of the function: it has no value there.",
    other_value="At {x} = {place} the value is {height}, not {claimed}.",
    maximum_and_minimum_swapped="At {x} = {place} there is {found}, no {claimed}.",
    stationary_is_not_extremum="At {x} = {place} there is no {claimed}: it is {found}.",
    local_called_global="The {claimed} at {x} = {place} is local: it is not the global one.",
    end_forgotten="The end {x} = {place} was forgotten: there is a {found} there.",
    corner_forgotten="{x} = {place} is missing: a {found}, where the slope changes its sign.",
    point_missing="The {found} at {x} = {place} is missing.",
)

_CONSTRAINED = _of(
    "optimize.constrained",
    MinimumOf,
    no_minimum="The problem is {outcome}: there is no such point.",
    no_point="{place} is no point: an optimum is taken at a place, and infinity is none.",
    other_value="At the point {place} the value is {value}, not {claimed}.",
    infeasible="The point is not feasible: {gap} is {number} there and must be at least 0.",
    off_the_curve="The point is not feasible: {gap} is {number} there and must be 0.",
    not_inside="The point is not feasible: {gap} is {number} there and must be positive.",
    constraint_ignored="The constraints were ignored: {gap} is {number} where the gradient of f alone is 0, and must be {wanted}.",
    not_stationary="Stationarity fails: {told}",
    all_taken_as_active="{told} Taken as active, constraint {which} has the multiplier {number} < 0: it must be let go. λ ≥ 0 does not "
    "mean that every constraint is active.",
    negative_multiplier="{told} The multiplier of constraint {which} is {number} < 0: it must be let go.",
    boundary_forgotten="{told} The boundary was forgotten: the {word} lies on it.",
    maximum_for_minimum="{told} It is the maximum.",
    minimum_for_maximum="{told} It is the minimum.",
    not_the_best="{told} It satisfies the conditions, and is not the best point that does.",
    root_of_the_value="The value is not {claimed}: that is the root of it. f itself is asked for, which is {value}.",
    minus_the_value="The value is not {claimed}: the sign is that of −f, which is minimized in its place; f is {value}.",
    number_of_multipliers="There are {wanted} constraints and {number} multipliers.",
    wrong_sign_of_lagrangian="The multipliers have the wrong sign: with g ≥ 0 and a minimum the Lagrangian is L = f − Σ λ g, λ ≥ 0. With a "
    "plus sign none with λ ≥ 0 exist.",
    other_scaling="The multipliers belong to {word} the objective: take {factor} times these.",
    slackness="Slackness fails: λ g for constraint {which} is {number}; one of the two must be 0.",
    multipliers_swapped="These are the multipliers of other constraints: they must stand in the order in which the constraints were given.",
)

_SEPARATION = _of(
    "optimize.support_vectors",
    SeparationOf,
    not_separable="No line separates these points.",
    not_scaled="This is the right line in another scale: the least margin is {margin}, and it must be 1.",
    margin_violated="Point {which} {told}",
    sides_swapped="This is the right line with its sides swapped: w and b must have the other sign.",
    other_offset="The normal w is right, and b is not: it must be {offset}, in the middle between both sides.",
    not_the_widest="Every margin is at least 1, and {scaled} is {number}; {best} is less, with a wider street.",
    not_the_least="½‖w‖² + C Σ ξ is {number} for this line; {best} is less.",
    number_of_multipliers="There are {wanted} points and {number} multipliers.",
    negative_multiplier="Multiplier {which} is negative: {number}.",
    above_the_bound="Multiplier {which} is {number}, and C = {bound} is the most.",
    unbalanced="Σ α y is {number}, and must be 0.",
    wrong_combination="With these multipliers Σ α y x is {combination}: it is not the normal of the widest street.",
    slackness="Point {which} has the margin {margin}, and its multiplier is {number}: one of α and y (w·x + b) − 1 must be 0.",
)

_DESCENT = _of(
    "optimize.descent",
    DescentOf,
    uphill="The step goes along the gradient, not against it: x − η ∇f.",
    rate_forgotten="The gradient was not multiplied by the rate.",
    old_gradient="The gradient of the start was used again; it must be taken at the point that was reached.",
    momentum_forgotten="The part of the step before is missing.",
    momentum_with_wrong_sign="The part of the step before is added, not subtracted.",
    not_inverted="The gradient was multiplied by the Hessian; Newton's step divides by it.",
    gradient_step="That is a step of gradient descent; Newton's step divides by the Hessian.",
    value_for_gradient="Newton's method for a minimum looks for a zero of f', not of f: the step is f'/f''.",
)

SLIPS = (*_INEQUALITIES, *_EXTREMA, *_CONSTRAINED, *_SEPARATION, *_DESCENT)
