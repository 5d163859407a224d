"""Which function answers which operator of ``lexicon/operators.toml``; which must be done as asked or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from answer import findings, telling
from answer.figures import (
    adding_up,
    all_of_it,
    both_conditions,
    breakdowns,
    changes,
    class_changes,
    completion,
    filters,
    operations,
    outside,
    over_units,
    per_head,
    prose_and_form,
    purchase_kinds,
    purposes,
    reasons,
    recomputed,
    relations,
    row_questions,
    share_points,
    shares,
    sums,
    unchanged,
    verdicts,
)
from answer.projects import indicator_lists
from answer.request.asking import Asking, Target
from answer.request.question import Operator

Operation = Callable[[Asking, Operator, Sequence[Target]], bool]


def _or_told(operation: Operation, told: Callable[[Asking, Sequence[Target]], bool]) -> Operation:
    """An operation for whose figures the prose may stand where the tables do not hold what is asked for."""

    def done(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
        if operation(asking, operator, targets):
            return True
        asking.clear()
        return told(asking, targets)

    return done


def _not_of_agreement(operation: Operation) -> Operation:
    """An operation that does not answer whether two places say the same: that one of them is there does not say it."""

    def done(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
        return not findings.of_agreement(asking.rest) and operation(asking, operator, targets)

    return done


OPERATIONS: Mapping[str, Operation] = {
    "all_of": all_of_it.tell,
    "went": telling.went,
    "kinds": purchase_kinds.tell,
    "sources": breakdowns.sources,
    "three_public": breakdowns.three_public,
    "social_insurance": breakdowns.social_insurance,
    "comes_out": recomputed.comes_out,
    "both": both_conditions.both,
    "among": row_questions.among,
    "beyond": row_questions.beyond,
    "prose_and_form": prose_and_form.tell,
    "consistent": relations.consistent,
    "come_to": adding_up.come_to,
    "class_movers": class_changes.movers,
    "movers": over_units.movers,
    "without": over_units.without,
    "series": over_units.series,
    "same": unchanged.same,
    "versus": changes.versus,
    "where": operations.where,
    "why": reasons.why,
    "purpose": purposes.tell,
    "define": operations.define,
    "meaning": operations.define,
    "blank": row_questions.blank,
    "shares": shares.of_which,
    "outside": outside.without_part,
    "share_points": share_points.apart,
    "ratio": shares.ratio,
    "completion": _or_told(completion.completion, telling.carried_out),
    "difference": _or_told(operations.difference, telling.apart_in_prose),
    "change": _or_told(changes.change, telling.in_order),
    "rank": _or_told(row_questions.rank, telling.so_named),
    "ordered": row_questions.ordered,
    "list": row_questions.listing,
    "members": operations.members,
    "projects": operations.projects,
    "judge": operations.judge,
    "unmet": operations.unmet,
    "indicators": indicator_lists.listing,
    "keep": operations.keep,
    "works": operations.works,
    "best_score": operations.best_score,
    "score": operations.score,
    "goals": operations.annual_goals,
    "grade": operations.grade,
    "per_head": _or_told(per_head.per_head, telling.so_named),
    "multiple": relations.multiple,
    "rates": filters.ranked,
    "zero": verdicts.zero,
    "spent": verdicts.spent,
    "reached": verdicts.reached,
    "gap": operations.gap,
    "paid_by": operations.paid,
    "verify": operations.verify,
    "yesno": _not_of_agreement(operations.yes_or_no),
    "sum": _or_told(sums.total, telling.apart_in_prose),
    "average": _or_told(sums.average, telling.so_named),
}
"""Operator id of ``lexicon/operators.toml`` → what answers it."""
NOTHING_ELSE = frozenset(
    {
        "come_to", "class_movers", "comes_out", "why", "spent", "paid_by", "blank", "consistent", "sources", "outside",
        "prose_and_form", "share_points", "all_of",
    }
)
"""After these no other operator is tried: its words in such a question mean something else."""
REFUSED_ALONE = frozenset(
    {
        "all_of",
        "among",
        "come_to",
        "class_movers",
        "comes_out",
        "paid_by",
        "sources",
        "beyond",
        "prose_and_form",
        "consistent",
        "versus",
        "why",
        "purpose",
        "define",
        "outside",
        "share_points",
        "ratio",
        "difference",
        "rank",
        "ordered",
        "best_score",
        "change",
        "completion",
        "average",
        "verify",
        "judge",
        "yesno",
        "unmet",
        "keep",
        "per_head",
        "multiple",
        "blank",
        "shares",
        "rates",
        "reached",
        "spent",
        "zero",
        "gap",
    }
)
"""What is not done when it can't be done as asked: a plain figure would not answer the question."""
