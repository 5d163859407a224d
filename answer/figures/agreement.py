"""Whether an answer is of the kind that its question asks for: money for money, things of the counter asked for, of
every year that it sets against another, and with a "not" where the question has one. What is none of these is not
told, however well its words fit."""

from __future__ import annotations

import re

from answer.language.words import lexicon
from answer.request import evaluators, stated
from answer.request.question import YES_OR_NO, Question, asks_quantity
from answer.request.reply import Reply

MONEY_ASKED = re.compile("(?:多少|几)(?:万元|亿元|元|钱|万块|块钱|块)(?![\u4e00-\u9fff/／])")
MONEY_SAID = re.compile("元")
COUNTED = re.compile(rf"(?:多少|(?<!哪)几)(?:万|亿)?(?P<uom>{stated.COUNTERS})(?![\u4e00-\u9fff]{{0,2}}钱)")
NOT_DONE = re.compile(
    "(?<![有与])(?P<said>(?:没有|没|未|尚未|不曾)(?!来|成年|婚|知)[\u4e00-\u9fff]{2}"
    "|不(?!含|包|计|超|低|少|高|足|到|同|断|多|大于|小于|是|管|论|可|得|能[低少超高]|动产)[\u4e00-\u9fff]{2})"
)
DENIES = re.compile(r"没|未|不|非|无|零|(?<![\d.])0(?![\d.])|差额|剩|结余|结转|除|[-−]")
SET_AGAINST = re.compile("比|相差|差额|差多少|增加|减少|增长|下降|变化|提高|降低|多多少|少多少")
SENTENCE = re.compile("原[文句]：“(.+)”")
"""A sentence that an answer quotes."""
OWN = re.compile("支出|收入|经费|政府采购(?:金额|预算|总额)|拨款")
AGAINST_BUDGET = re.compile("[比较与](?:年初|全年|调整)?预算")
BUDGET = re.compile("预算")
ACTUAL = re.compile("实际(?!控制)")
DONE = re.compile("实际|执行|决算|完成了")
IN_ALL = re.compile("总共|一共|共计|合计|总数|总量|总里程|总面积|全部|现有|共有|(?:全[省市县区州]|辖区)")
USED = re.compile("(?:动用|使用|(?<![可费])用)了?(?:多少)?[^，,。？?]{0,6}(?<!年末)(?<!年初)结余(?!分配)")
USING = re.compile("使用|动用|用")
HALF = re.compile("半年(?=.{0,6}(?:目标|指标|计划))")
MARKED = re.compile("[多少几得评总打满扣]分|分数|等[级次]|档次|评级")
POINTS = re.compile("权重|满分|标准分|[扣失]了?(?:多少|几)?分")
AGAINST_BEFORE = re.compile("上年|上一年|去年|前一年|同比")


def disagreement(asked: Question, reply: Reply) -> str:
    """What a question asks for and its answer is not, as a clause for people; empty where they agree."""
    if reply.status != "answered":
        return ""
    if MARKED.search(asked.text) and not evaluators.asked_for(asked.text, _evaluated(reply)):
        return "公开的是另一种评价的结果"
    if not reply.values:
        return ""
    if POINTS.search(asked.text) and not {v["unit"] for v in reply.values} & {"分", "%", ""}:
        return "公开的不是所问的分值"
    said = "".join((reply.text, reply.formula, *(e["quote"] for e in reply.evidence)))
    return (
        _money(asked.text, reply)
        or _counter(asked.text, reply, said)
        or _denial(asked.text, reply)
        or _years(asked, reply, said)
        or _plan(asked.text, reply)
        or _year_end(asked, reply)
        or _stock(asked.text, reply)
        or _compared(asked, reply, said)
        or _half(asked.text, reply, said)
        or _used(asked.text, reply, said)
    )


def _evaluated(reply: Reply) -> str:
    """What an answer says of an evaluation: its sentences, and the titles of the tables that it is printed in."""
    return "，".join(e["quote"] + e["form"] for e in reply.evidence)


def of_own_accounts(reply: Reply) -> bool:
    """Whether money is told that a body itself took in or spent: a question for a place is not answered by it."""
    told = SENTENCE.findall(reply.text) or [e["quote"] for e in reply.evidence]
    return any(v["amount"] is not None for v in reply.values) and any(OWN.search(said) for said in told)


def _money(text: str, reply: Reply) -> str:
    """Money is asked for by its unit, and no money is told."""
    found = MONEY_ASKED.search(text)
    told = any(v["amount"] is not None or "元" in v["unit"] or not v["unit"] for v in reply.values)
    told = told or MONEY_SAID.search(reply.text) is not None
    return "" if found is None or told else "公开的是数量，没有公开所问的金额"


def _counter(text: str, reply: Reply, said: str) -> str:
    """Things are asked for by one counter, and told by another that does not go with them."""
    asked = {m["uom"] for m in COUNTED.finditer(text)}
    units = {v["unit"].removeprefix("万") for v in reply.values}
    if len(asked) != 1 or len(units) != 1:
        return ""
    counter, unit = asked.pop(), units.pop()
    if unit == counter or not re.fullmatch(stated.COUNTERS, unit) or _go_together(counter, unit):
        return ""
    plain, number = re.sub(r"[\s,]", "", said), re.escape(str(reply.values[0]["value"]))
    if re.search(rf"{number}[余多]?万?{counter}", plain):
        return ""
    return f"公开的是按“{unit}”计的数，没有公开按“{counter}”计的数"


def _go_together(one: str, other: str) -> bool:
    """Whether things may be counted by either of two counters."""
    groups = (*lexicon("prose")["counters"]["alike"], *lexicon("prose")["said_again"]["alike"])
    return one in other or other in one or any(one in group and other in group for group in groups)


def _denial(text: str, reply: Reply) -> str:
    """What was not done is asked for, and what was done is told."""
    found = NOT_DONE.search(text)
    if found is None or not asks_quantity(text) or YES_OR_NO.search(text) or DENIES.search(reply.text + reply.formula):
        return ""
    return f"公开的文字说的不是“{found['said']}”"


def _years(asked: Question, reply: Reply, said: str) -> str:
    """Two years are set against each other, and only one is told of."""
    if len(set(asked.years)) != 2 or not SET_AGAINST.search(asked.text):
        return ""
    told = {v["year"] for v in reply.values} | {y for y in asked.years if str(y) in said}
    if AGAINST_BEFORE.search(said):
        told |= {y for y in asked.years if y + 1 in told}
    lacking = sorted(set(asked.years) - told)
    return f"没有找到{'、'.join(map(str, lacking))}年可以相比的数" if lacking else ""


def _plan(text: str, reply: Reply) -> str:
    """What was done is asked for, and a budget tells what is to be done."""
    planned = all("/预算/" in str(e["disclosure"]) for e in reply.evidence)
    return "公开的是计划，没有公开实际完成的" if ACTUAL.search(text) and planned and not DONE.search(reply.text) else ""


def _year_end(asked: Question, reply: Reply) -> str:
    """How things stood at the end of a year is asked for, and the year's own budget, made before, tells it."""
    for year in re.findall(r"(20\d\d)年度?(?:年?末|年?底|12月31日)", asked.text):
        if reply.evidence and all(f"/{year}/预算/" in str(e["disclosure"]) for e in reply.evidence):
            return f"{year}年的预算在年末以前编制，没有公开年末的数"
    return ""


def _stock(text: str, reply: Reply) -> str:
    """How many there are is asked for, and how many came or went is told."""
    if len(reply.values) != 1 or not IN_ALL.search(text) or any(w in text for w in _changed()):
        return ""
    number = str(reply.values[0]["value"])
    came = "|".join(map(re.escape, _changed()))
    told = re.compile(rf"(?:{came})[^，,；;。]*?(?<![\d.]){re.escape(number)}(?![\d.])")
    if any(told.search(e["quote"].replace(",", "")) for e in reply.evidence):
        return "公开的是增减的数，没有公开总数"
    return ""


def _half(text: str, reply: Reply, said: str) -> str:
    """What is planned for half of the year is asked for, and what is planned for all of it told."""
    told = said + "".join(e["column"] for e in reply.evidence)
    return "" if not HALF.search(text) or HALF.search(told) else "没有公开半年的数"


def _used(text: str, reply: Reply, said: str) -> str:
    """What was used of a balance is asked for, and what is left of it told."""
    told = said + "".join(e["row"] for e in reply.evidence)
    return "" if not USED.search(text) or USING.search(told) else "公开的是结余的数额，没有公开用了多少"


def _changed() -> tuple[str, ...]:
    """Words that say that things came or went."""
    return (*lexicon("prose")["deeds"]["changed"], "建成", "新改建", "新开通")


def _compared(asked: Question, reply: Reply, said: str) -> str:
    """A change against the year before is asked for, and one against the budget is told."""
    before = AGAINST_BEFORE.search(asked.text) or len(set(asked.years)) > 1
    other = AGAINST_BUDGET.search(said) and not BUDGET.search(asked.text)
    year = any(str(y) in said for y in asked.years if y != max(asked.years)) or any(
        f"{y - 1}年" in said for y in asked.years
    )
    if before and other and len(reply.values) == 1 and not year and not AGAINST_BEFORE.search(said):
        return "公开的是与预算相比的增减，没有公开与上年相比的"
    return ""
