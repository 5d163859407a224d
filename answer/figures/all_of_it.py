"""Whether all of something is, or went to, what a question names (政府采购工程支出全给了中小企业吗): the share that the
prose states, or that two figures make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.figures import shares
from answer.holdings.held import ProseFact
from answer.language.words import comparable
from answer.request import stated
from answer.request.asking import Asking, Target
from answer.request.question import Operator
from answer.request.reply import cite, value_of_fact
from answer.request.speak import fact_said

WHOLE = Decimal(100)
KIND = re.compile("货物|工程|服务")
FLOW = re.compile("(?:收入|支出)$")
SHARE = re.compile("占(?P<whole>[^占]*)$")


def tell(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Yes where the share is all, no with the share where it is less; False where none is told."""
    if len(targets) != 1:
        return False
    whole, part = operator.parts["whole"].strip(" 的"), operator.parts["part"]
    if "采购" in whole and "企业" in part:
        return _bought(asking, targets, whole, part)
    flow = FLOW.search(whole)
    parts = {"part": f"{part}{flow[0]}" if flow and not FLOW.search(part) else part, "whole": whole}
    rest, asking.rest = asking.rest, f"{parts['part']}占{whole}的百分之几"
    done = shares.ratio(asking, Operator("ratio", parts, asking.rest), targets)
    asking.rest = rest
    told = [Decimal(str(v["value"])) for v in asking.out.values if v["unit"] == "%"]
    return done and len(told) == 1 and _verdict(asking, told[0])


def _bought(asking: Asking, targets: Sequence[Target], whole: str, part: str) -> bool:
    """The share of what was bought, or of a kind of it, that went to businesses of a size."""
    kind = KIND.search(whole)
    named = f"{kind[0] if kind else '政府'}采购授予{part}合同金额占比"
    found = stated.fitting([f for f in asking.facts(targets) if _of(f, part)], named, "share")
    fact, _ = stated.settled([m for m in found if bool(KIND.search(m.fact.subject)) == bool(kind)])
    if fact is None or fact.value is None:
        return False
    whose = f"{fact.unit.name}{fact.disclosure_year}年{fact.subject}"
    asking.out.text = f"{whose}占比为{fact_said(fact)}，正文原句：“{fact.evidence.quote}”"
    asking.out.values, asking.out.status = [value_of_fact(fact)], "answered"
    cite(asking.out, [fact])
    return _verdict(asking, fact.value)


def _of(fact: ProseFact, part: str) -> bool:
    """Whether a share is one of what was bought, and not of what went to other businesses."""
    said = SHARE.search(re.sub(r"[\d.]+%", "", comparable(fact.text)))
    return said is None or "企业" not in said["whole"]


def _verdict(asking: Asking, share: Decimal) -> bool:
    asking.out.text = f"{'是，全部' if share >= WHOLE else '不是全部'}：{asking.out.text}"
    return True
