"""Whether a share, a rate of completion or a change reaches what a question says: a quarter, 50 %, eight tenths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from answer.figures import changes, completion, relations, shares
from answer.request import plans
from answer.request.asking import Asking, Target
from answer.request.question import RELATIONS, Operator
from answer.request.speak import SCALE
from ingest.language.quantities import number

TENTHS = re.compile("(?P<tenths>[一二两三四五六七八九十])成(?P<half>半)?")
PART = re.compile(r"(?P<whole>[\d一二两三四五六七八九十百]+)分之(?P<part>[\d.一二两三四五六七八九十百]+)")
PER_CENT = re.compile(r"(?P<number>\d+(?:\.\d+)?)[%％]")
FELL = frozenset({"减少", "下降", "降低", "少"})


def bound_of(text: str) -> Fraction | None:
    """The share that words say: 四分之一, 八成, 一半, 50%; None where they say none."""
    if found := PART.search(text):
        whole, part = number(found["whole"]), number(found["part"])
        return Fraction(part) / Fraction(whole) if whole and part is not None else None
    if found := TENTHS.search(text):
        return Fraction(number(found["tenths"]) or 0) / 10 + (Fraction(1, 20) if found["half"] else 0)
    if found := PER_CENT.search(text):
        return Fraction(found["number"]) / 100
    return Fraction(1, 2) if "半" in text else None


def reached(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Whether a share, a completion or a change stands to a bound as the question says."""
    if re.search("哪|几[个项类]|列[出举]", asking.rest):
        return False  # those that reach it are asked for, not whether one does
    bound = bound_of(operator.parts["bound"])
    relation = operator.parts.get("relation") or operator.parts.get("above") or "达到"
    relation = {"过": "超过", **dict.fromkeys(("到", "占到", "占了", "占", "有", "是"), "达到")}.get(relation, relation)
    if operator.parts.get("above") in ("以上", "以下"):
        relation = operator.parts["above"]
    if bound is None or relation not in RELATIONS or len(targets) != 1:
        return False
    if not _computed(asking, operator, targets):
        return False
    share = _exact(asking)
    if share is None:
        return False
    if (way := operator.parts.get("way")) and (way in FELL) != (asking.out.values[0]["value"].startswith("-")):
        # It went the other way.
        share = -share
    # RELATIONS compare any two numbers of one kind.
    verdict = RELATIONS[relation](share, bound)  # type: ignore[arg-type]
    said = "一半" if operator.parts["bound"] == "半" else operator.parts["bound"]
    stands = "没有这样变化" if share < 0 else ("高于" if share > bound else "低于" if share < bound else "等于") + said
    asking.out.text = f"{'是' if verdict else '否'}，{stands}：{asking.out.text}"
    return True


def _computed(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """The percentage that is judged, as the answer under way."""
    given = operator.parts
    if what := given.get("what"):
        return completion.completion(asking, Operator("completion", {"what": what}, what), targets)
    if changed := given.get("changed"):
        done = changes.worked_out(asking, Operator("change", {}, changed), targets)
        # The rate is what is judged; what prose tells without a sign has its way in words.
        asking.out.values.sort(key=lambda v: v["unit"] != "%")
        return done and asking.out.values[0]["measure"] == "变化率"
    given = {"part": given["part"], "whole": relations.whole_of(operator)}
    return shares.ratio(asking, Operator("ratio", given, operator.rest), targets)


def spent(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Whether a budget was carried out in full."""
    if len(targets) != 1 or not completion.completion(asking, operator, targets):
        return False
    share = _exact(asking)
    if share is None:
        return False
    verdict = "是，完成了预算" if share == 1 else "是，完成并超过了预算" if share > 1 else "没有，未完成预算"
    asking.out.text = f"{verdict}：{asking.out.text}"
    return True


def _exact(asking: Asking) -> Fraction | None:
    """The percentage of the answer as a share: from the two figures it was divided from, where these are given."""
    values = asking.out.values
    if not values or values[0]["unit"] not in ("%", "％"):
        return None
    amounts = [v["amount"] or (v["value"] if v["unit"] not in SCALE else None) for v in values[1:3]]
    if values[0]["measure"] in ("占比", "完成率") and values[0]["derived"] and len(amounts) == 2 and all(amounts):
        part, whole = (Fraction(str(a)) for a in amounts)
        return part / whole
    return abs(Fraction(values[0]["value"])) / 100


def zero(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Whether a figure is nought; a cell printed blank is said to be blank."""
    found = asking.look_up(targets, operator.parts["what"])
    if len(found) != 1 or len(targets) != 1:
        return False
    if found[0].reading is None:
        return bool(found[0].blanks) and plans.say(asking.out, found, asking.uom)
    figure = found[0].reading.best
    if not plans.say(asking.out, found, asking.uom):
        return False
    is_nought = figure.value == 0
    asking.out.text = f"{'是' if is_nought else '否，不为零'}：{asking.out.text}"
    return True
