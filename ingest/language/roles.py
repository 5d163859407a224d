"""What a number is by the words before it: a result, a budget, a change, a share, a completion or a target."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.language.lexicon import patterns
from ingest.language.quantities import QuantityKind


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a change is measured against. ``year`` where it is the year before (or another year named), else None."""

    base: str
    year: int | None


@dataclass(frozen=True, slots=True)
class Role:
    """``name`` is of ``clauses.toml``; ``subject`` is empty where the clause names none."""

    name: str
    subject: str
    stage: str = ""
    base: str = ""
    direction: str = ""


@cache
def _data() -> dict[str, Any]:
    data = patterns("clauses")
    return {
        "roles": [(role["role"], frozenset(role["units"]), re.compile(role["before"])) for role in data["role"]],
        "compare": re.compile(data["compare"]["pattern"]),
        "changed": re.compile(data["compare"]["changed"]),
        "planned_money": re.compile(data["subject"]["planned_money"]),
        "earlier": re.compile(data["compare"]["earlier"]),
        "previous": re.compile(data["compare"]["previous_year"]),
        "nothing": re.compile(data["compare"]["nothing"]),
        "economic_place": re.compile(data["item"]["economic_place"]),
        "flat": re.compile(data["compare"]["flat"]),
        "base_amount": re.compile(data["compare"]["base_amount"]),
        "closes": tuple(data["compare"]["closes"]),
        "bracketed_budget": re.compile(data["share_of_number"]["bracketed"]),
        "side": re.compile(data["reason"]["side"]),
        "goes_on_changing": re.compile(data["compare"]["goes_on"]),
        "same_direction": data["compare"]["same_direction"],
        "opposite": data["compare"]["opposite"],
        "reason": re.compile(data["reason"]["pattern"]),
        "reason_ends": re.compile(data["reason"]["ends"]),
        "behind_change": re.compile(data["reason"]["behind_change"]),
        "reason_numbers": data["reason"]["numbered"],
        "next_sentence": re.compile(data["reason"]["next_sentence"]),
        "reason_subject": re.compile(data["reason"]["subject"]),
        "target_colon": re.compile(data["context"]["target_colon"]),
        "target": re.compile(data["context"]["target"]),
        "period": re.compile(data["time"]["period"]),
        "opens_paragraph": re.compile(data["time"]["opens_paragraph"]),
        "unfilled": re.compile(data["context"]["unfilled"]),
        "plan_opens": re.compile(data["context"]["plan_opens"]),
        "plan_closes": re.compile(data["context"]["plan_closes"]),
        "skip": re.compile("|".join(f"(?:{part})" for part in data["context"]["skip"])),
        "coded": re.compile(data["item"]["coded"]),
        "functional_place": re.compile(data["item"]["functional_place"]),
        "share_budget": re.compile(data["share_of_number"]["budget"]),
        "saves": data["compare"]["saves"],
        "share_before": re.compile(data["share_of_number"]["before"]),
        "share_after": data["share_of_number"]["after"],
        "parents": re.compile(data["item"]["parents"]),
        "opens_whole": re.compile(data["item"]["opens_whole"]),
        "opens_parts": re.compile(data["item"]["opens_parts"]),
        "marks": re.compile(data["item"]["marks"]),
        "project_heading": re.compile(data["subject"]["project_heading"]),
        "of_topic": re.compile(data["subject"]["of_topic"]),
        "target_behind": re.compile(data["subject"]["target_behind"]),
        "quoted": re.compile(data["item"]["quoted"]),
        "scope": re.compile(data["subject"]["scope"]),
        "project": re.compile(data["subject"]["project"]),
        "quoted_project": re.compile(data["subject"]["quoted_project"]),
        "of_last": re.compile(data["subject"]["of_last"]),
        "bare_things": frozenset(data["subject"]["bare_things"]),
        "done_to": re.compile(data["subject"]["done_to"]),
        "this_project": frozenset(data["subject"]["this_project"]),
        "heading_tail": re.compile(data["item"]["heading_tail"]),
        "scoped": re.compile(data["subject"]["scoped"]),
    }


def budget_shared(base: str) -> str | None:
    """Which budget (年初, 全年 or none said) a share is told of with its amount, None where it is of something else."""
    found = _data()["share_budget"].fullmatch(base)
    return (found.group("stage") or "") if found else None


def bracketed_budget(before: str) -> str | None:
    """Which budget the words right before an amount in brackets name (完成年初预算（12万元）的), None where none."""
    found = _data()["bracketed_budget"].search(before)
    return (found.group("stage") or "") if found else None


def is_previous(words: str) -> bool:
    """Words for the year before."""
    return bool(_data()["previous"].fullmatch(words.removesuffix("度")))


def is_earlier(words: str) -> bool:
    """Words before an amount that make it last year's of the thing in mind: 会议费2万元，上年3万元."""
    return bool(_data()["earlier"].fullmatch(words))


def role_of(before: str, kind: QuantityKind, *, budgeted: bool = False, compared: bool = True) -> Role | None:
    """The role that the words before a quantity give it, None for a plain statement.

    ``budgeted``: this sentence has just told a budget, of which the next amount may be what was spent. ``compared``: it
    has told what a change is measured against.
    """
    for name, units, pattern in _data()["roles"]:
        if name == "spent" and not budgeted:
            continue
        if kind in units and (found := pattern.fullmatch(before)):
            groups = found.groupdict()
            stage, base, direction = (groups.get(part) or "" for part in ("stage", "base", "direction"))
            name = "final" if name == "spent" else name
            if direction in _data()["saves"]:
                if not compared:
                    continue
                direction = _data()["saves"][direction]
            return Role(name, groups["subject"], stage, base, _data()["same_direction"].get(direction, direction))
    return None


def comparison(text: str, year: int) -> tuple[Comparison, str, str] | None:
    """The comparison in ``text``, and the words before and after it; None where there is none."""
    found = _data()["compare"].search(text)
    if found is None:
        return None
    base = found.group("base")
    if _data()["previous"].match(base):
        against: int | None = year - 1
    elif named := re.match(r"(\d{4})年", base):
        against = int(named.group(1))
    else:
        against = None
    base = re.sub(r"（[^）]*）", "", base)
    return Comparison(base, against), text[: found.start()], text[found.end() :]


def names_nothing(words: str) -> bool:
    """Words in front of a comparison that name no subject: 决算数."""
    return bool(_data()["nothing"].fullmatch(words))


def is_functional_place(section: str) -> bool:
    """Headings under which the name of an item of the functional classification stands for its expenditure."""
    return bool(_data()["functional_place"].search(section))


def shared_number(before: str, after: str) -> tuple[str, str] | None:
    """What has a share, and what the share is of, where that is told with its own number: 占全部项目22个的81.82%."""
    found = _data()["share_before"].fullmatch(before) if after == _data()["share_after"] else None
    return (found.group("subject"), found.group("base")) if found else None


def is_economic_place(section: str) -> bool:
    """Headings under which items are of the economic classification."""
    return bool(_data()["economic_place"].search(section))


def is_flat(text: str) -> bool:
    return bool(_data()["flat"].search(text))


def opposite(direction: str) -> str:
    """The direction that a minus sign in front of the number makes of this one, empty where that is not certain."""
    return str(_data()["opposite"].get(direction, ""))


def is_base_amount(after: str) -> bool:
    """Words behind an amount that make it the one compared with: ...减少0.97万元, 持平."""
    return bool(_data()["base_amount"].match(after))


def closes_comparison(before: str) -> bool:
    """Words that end a comparison: what is told behind them is this year's."""
    return before.endswith(_data()["closes"])


def goes_on_changing(before: str) -> Role | None:
    """A number that only a mark parts from the change told right before it: 减少6批次、81人次."""
    found = _data()["goes_on_changing"].search(before)
    return None if found is None else Role("change", "", direction=found.group("direction"))


def reason_split(text: str, *, behind: str = "") -> tuple[str, str] | None:
    """The words before 原因 and those after it, None where the clause gives no reason.

    ``behind``: where a change was told right before, so that 主要是 alone gives its reason: "behind_change" in this
    sentence, "next_sentence" in the one before, else empty.
    """
    found = _data()["reason"].search(text)
    if found is None and behind:
        found = _data()[behind].match(text)
    return None if found is None else (text[: found.start()], _data()["reason_ends"].split(text[found.end() :])[0])


def goes_on(reason: str, sentence: str) -> bool:
    """A sentence carries on a reason told in numbers: it begins with the number after the reason's last."""
    for marks in _data()["reason_numbers"]:
        told = next((i for i, mark in enumerate(marks) if mark not in reason), len(marks))
        if 0 < told < len(marks) and reason.startswith(marks[0]) and sentence.startswith(marks[told]):
            return True
    return False


def reason_subject(before: str) -> str:
    """What the words before 原因 say the reason is for, empty where they name nothing."""
    found = _data()["reason_subject"].match(before)
    return str(found.group("subject")) if found else ""


def side_changed(before: str) -> str:
    """收入 or 支出, where the words before 原因 say by that word alone what has changed; else empty."""
    found = _data()["side"].match(before)
    return str(found.group("side")) if found else ""


def heading_name(heading: str) -> str:
    """A heading without the words that say what is told about the thing named: 收入预算情况说明 → 收入预算."""
    return str(_data()["heading_tail"].sub("", heading))


def opens_target(text: str) -> bool:
    """Words before a colon that announce targets."""
    return bool(_data()["target_colon"].search(text))


def plans(before: str) -> bool:
    """Words before a number that make it a plan or a rule, not a result."""
    return bool(_data()["target"].search(before))


def is_unfilled(text: str) -> bool:
    """A sentence of a form with places left blank (XX万元)."""
    return bool(_data()["unfilled"].search(text))


def plan_after(before: str, planned: bool) -> bool:
    """Whether the numbers from here on are planned, given whether those before were."""
    if _data()["plan_closes"].search(before):
        return False
    return planned or bool(_data()["plan_opens"].search(before))


def is_skipped(clause: str) -> bool:
    """A clause whose numbers are part of a way of doing things."""
    return bool(_data()["skip"].search(clause))


def opens_parts(text: str) -> bool:
    """Words before a colon after which the parts of the subject are listed."""
    return bool(_data()["parents"].search(text))


def opens_whole(text: str) -> bool:
    """Words before a colon after which the whole just told is divided: 具体构成如下."""
    return bool(_data()["opens_whole"].search(text))


def begins_parts(text: str) -> bool:
    """A clause that lists the parts of what was named before it."""
    return bool(_data()["opens_parts"].match(text))


def item_path(words: str) -> tuple[str, ...] | None:
    """Names of class, group and item in words like ``…（类）…（款）…（项）``, None where there are no such marks."""
    parts = _data()["marks"].split(words)
    if len(parts) == 1:
        coded = _data()["coded"].match(words)
        return (coded.group("name"),) if coded else None
    names = [_item_name(part) for part in parts[:-1:2]]
    rest = parts[-1]
    if not re.fullmatch(
        r"(?:支出|收入)?[”\"]?(?:(?:19|20)\d\d年(?:度)?)?(?:支出|预算|决算|经费)*(?:安排)?数?(?:为|是)?", rest
    ):
        return None
    return tuple(name for name in names if name)


def _item_name(part: str) -> str:
    """The name before a mark, without its order number and the quotation mark that opens the whole path; one that is
    closed within the name is the name's own (“两庭”建设)."""
    name = re.sub(r"^(?:\d+[.、．])?[“”\"，、：；]*", "", part)
    if name.count("”") > name.count("“") and "“" in part[:-len(name)]:
        return unquoted(f"“{name}")
    return name


def unquoted(words: str) -> str:
    """The name of an item printed in quotes (“卫生健康支出”科目), else the words as they are."""
    found = _data()["quoted"].fullmatch(words)
    return str(found.group("name")) if found else words


def is_of_topic(words: str) -> bool:
    """Words for spending that, under a heading which names an item, stand for that item (本年支出决算)."""
    return bool(_data()["of_topic"].fullmatch(words))


def names_project(heading: str) -> bool:
    """A numbered heading that names a project."""
    return bool(_data()["project_heading"].fullmatch(heading))


def is_target_behind(after: str) -> bool:
    """Words behind a number that make it a target: 低于85%的目标值."""
    return bool(_data()["target_behind"].match(after))


def scope_of(text: str) -> str:
    """The group of things that the rest of the sentence speaks of, empty where the clause names none."""
    found = _data()["scope"].match(text)
    return str(found.group("scope")) if found else ""


def takes_scope(subject: str) -> bool:
    return bool(_data()["scoped"].search(subject))


def project_of(text: str) -> str:
    """The project a paragraph introduces, empty where it introduces none."""
    found = _data()["quoted_project"].search(text) or _data()["project"].match(text)
    return str(found.group("project")) if found else ""


def is_this_project(name: str) -> bool:
    return name in _data()["this_project"]


def is_money_of_last(name: str) -> bool:
    """Words for money that name no thing: whose it is was said right before."""
    return bool(_data()["of_last"].fullmatch(name))


def told_by_doing(name: str, after: str) -> str:
    """A thing counted whose name says little, named by what was done to it: 开展绩效监控的项目."""
    found = _data()["done_to"].match(after) if name in _data()["bare_things"] else None
    return found.group("done").replace("了", "", 1) + "的" + name if found else name


def changed_subject(text: str) -> str:
    """What a clause without a number says has grown or shrunk, empty where it says no such thing."""
    found = _data()["changed"].fullmatch(text)
    return str(found.group("subject")) if found else ""


def names_planned_money(name: str) -> bool:
    """Money planned by its own name: 采购预算, 预算金额."""
    return bool(_data()["planned_money"].search(re.sub(r"（[^）]*）", "", name)))


def period_of(text: str) -> str:
    """The time a clause names beyond the year, as printed, empty where it names none."""
    found = _data()["period"].search(text)
    return str(found.group()) if found else ""


def opens_paragraph(text: str) -> bool:
    """A sentence that begins with a number of a list."""
    return bool(_data()["opens_paragraph"].match(text))
