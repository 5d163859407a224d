"""A question, brought to one form: fiscal years, the unit of money it wants, what it does with the figures."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from answer.language.words import CHINESE_DIGITS, compiled, lexicon, simplified
from answer.request.speak import SCALE
from ingest.language.quantities import number

YEAR = re.compile(
    r"(?<!\d)(?<!\d[.,])((?:19|20)\d{2})(?:年度|财政年度|财年|年|(?!\d|[.,]\d|[万亿元%％余]))"
)
CHINESE_YEAR = re.compile(r"[二][〇○零一二三四五六七八九]{3}(?=年)")
CHINESE_SHORT = re.compile(
    r"(?<![〇○零一二三四五六七八九十百千万亿近这过去第后再])[一二][〇○零一二三四五六七八九]年度?(?![前来间内以级后多制])"
)
"""A year by its last two numerals: 一七年. 二三年 may be a few years, and is a year where nothing says so."""
FISCAL = re.compile(r"(?<![A-Za-z])FY\s*(?P<year>(?:20)?\d{2})(?!\d)年?(?:度)?", re.IGNORECASE)
"""A fiscal year as accountants write it: FY2023, FY23."""
SHORT_YEAR = re.compile(r"(?<!\d)(\d{2})年度?(?!\d|前|来|间|内|以)")
SPAN = re.compile(r"(?<!\d)((?:19|20)\d{2})年?(?:到|至|-|—|~)((?:19|20)\d{2})年")
SHORT_SPAN = re.compile(r"(?<!\d)(\d{2})年?(?:到|至|-|—|~)(\d{2})年")
PREVIOUS = re.compile(
    r"((?:19|20)\d{2})年度?的?(?:上年|上一年|前一年)度?的?[，,]?(?=[\u4e00-\u9fff])(?!结转|相比|同期|末|预算执行)"
)
CELL = re.compile(
    r"[“\"「『](?P<name>[^”\"」』]{1,40})[”\"」』](?:这|那)?一?(?P<kind>行|栏|列)(?:目|次)?的?(?:里|中|上)?的?"
)
"""A row or column named as such: “住房公积金”行“基本支出”栏."""
TAIL = re.compile(r"(?P<head>.{4,}?)[?？]\s*[（(]?(?P<tail>[^?？]{4,40}?)[）)]?")
ASKS = re.compile("多少|几|什么|啥|哪|谁|吗|如何|怎|为何|单位[:：]|[，,]")
SAID_TWICE = re.compile(
    r"(?:上一?年度?|上上年度?|去年|前年|前一年|本年度?|当年|今年|大前年)(?:即|也就是|[（(])(?P<year>(?:19|20)\d{2}年)度?[）)]?"
)
"""A year said by a word and by its number: 上一年度（2017年）."""
ASKED_IN = re.compile(r"(多少[\u4e00-\u9fff]{2,8})[（(](?:单位[:：])?(?:人|个|家|户|次|件|项|台|辆)[）)]$")
HOW_LARGE = re.compile(r"(?:有)?(?:多大|多长|多重|多高|多宽)[（(](?:单位[:：])?(?P<uom>[\u4e00-\u9fff]{1,4})[）)]")
SAID_AMOUNT = re.compile("[一二两三四五六七八九十百千]+(?=(?:万|亿)(?:元|以|的|$|[，,吗了]))")
"""An amount in Chinese numerals: 一千万元."""
END = re.compile(r"[?？。!！;；]+$")


@dataclass(frozen=True, slots=True)
class Operator:
    """What a question does with the figures, and the parts its pattern names (part, whole, order, count)."""

    id: str
    parts: dict[str, str] = field(default_factory=dict)
    rest: str = ""
    """The question without the operator's words."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question in one form. ``text`` has simplified characters and half-width signs, years still in it."""

    original: str
    text: str
    years: tuple[int, ...]
    uom: str
    """元, 万元 or 亿元 where the question wants the money in that unit, else empty."""
    latest: bool = False
    """Whether it asks for the last year held."""
    unsettled: str = ""
    """A word for a year that nothing in the question settles: 去年."""
    scope: str = ""
    """部门 (consolidated) or 单位 (one entity) where the question says which."""
    entity: bool = False
    """Whether it asks for the entity itself (本级), and nothing else will do."""
    row: str = ""
    column: str = ""
    """The row label and the header that it names as such (“住房公积金”行“基本支出”栏), else empty."""


def understand(original: str, chinese: str = "") -> Question:
    """The question in one form; ``chinese`` is what an English one says."""
    text = END.sub("", simplified(chinese or original).strip())
    row, column, text = _cell(text)
    text = _without_courtesy(_in_order(text))
    for pattern, full in (*lexicon("phrasing")["text"], *lexicon("words")["shorthand"]):
        text = compiled(pattern).sub(full, text)
    text = SAID_TWICE.sub(lambda m: m["year"], text)
    text = ASKED_IN.sub(r"\1", text)
    text = HOW_LARGE.sub(lambda m: f"多少{m['uom']}", text)
    text = CHINESE_YEAR.sub(lambda m: m[0].translate(CHINESE_DIGITS), text)
    text = CHINESE_SHORT.sub(lambda m: f"20{m[0].translate(CHINESE_DIGITS)}", text)
    text = FISCAL.sub(lambda m: f"20{m['year'][-2:]}年", text)
    text = SAID_AMOUNT.sub(lambda m: str(number(m[0])), text)
    text = SHORT_SPAN.sub(lambda m: f"20{m[1]}年至20{m[2]}年" if int(m[1]) < int(m[2]) <= 40 else m[0], text)
    text = SHORT_YEAR.sub(lambda m: f"20{m[1]}年" if int(m[1]) <= 40 else m[0], text)
    text = PREVIOUS.sub(lambda m: f"{int(m[1]) - 1}年", text)
    years: list[int] = []
    for span in SPAN.finditer(text):
        first, last = int(span[1]), int(span[2])
        if first < last <= first + 20:
            years.extend(range(first, last + 1))
    years.extend(int(match[1]) for match in YEAR.finditer(text))
    wanted = ""
    for pattern in lexicon("words")["units_of_measure"]["wanted"]:
        if found := compiled(pattern).search(text):
            wanted = found["uom"]
            break
    relative = lexicon("words")["relative"]
    latest, unsettled = False, ""
    if not years:
        latest = any(word in text for word in relative["latest"])
        unsettled = next((word for word in relative["unsettled"] if word in text), "") if not latest else ""
        for word in relative["latest"] if latest else ():
            text = text.replace(word, " ")
    scope = next((scope for scope, pattern in lexicon("words")["scope"].items() if compiled(pattern).search(text)), "")
    entity = scope == "单位" and "本级" in text
    if entity:
        text = text.replace("（本级）", " ").replace("(本级)", " ").replace("本级", " ")
    return Question(original, text, tuple(dict.fromkeys(years)), wanted, latest, unsettled, scope, entity, row, column)


def _cell(text: str) -> tuple[str, str, str]:
    """The row and the column that a question names as such, and the question with them as plain words; of a row's
    column not even those, for a header says nothing that the row does not."""
    named = {"row": "", "column": ""}
    for found in CELL.finditer(text):
        named["row" if found["kind"] == "行" else "column"] = found["name"]
    plain = CELL.sub(
        lambda m: " " if m["kind"] != "行" and named["row"] else f" {m['name'].replace('/', ' ')} ", text
    )
    return named["row"], named["column"], plain


def _in_order(text: str) -> str:
    """A question that names unit and year after its question mark, with them in front."""
    found = TAIL.fullmatch(text)
    if found is None or ASKS.search(found["tail"]) or not YEAR.search(found["tail"]):
        return text
    return f"{found['tail']} {found['head']}"


def _without_courtesy(text: str) -> str:
    """A question without the words of courtesy it begins and ends with."""
    courtesy = lexicon("words")["courtesy"]
    text = _without_purpose(text)
    if asked := re.fullmatch(courtesy["asking"], text):
        text = asked["what"]
    before, after = ("|".join(courtesy[end]) for end in ("before", "after"))
    return END.sub("", re.sub(rf"^(?:(?:{before})[，,：: ]*)+|[，, ]*(?:{after})[。！!？?]*$", "", text))


def _without_purpose(text: str) -> str:
    """A question without the clauses that say what its answer is for, who is asked for it, and how soon."""
    garnish = lexicon("garnish")
    purpose, asking = garnish["purpose"], garnish["asking"]
    whole = re.compile(
        f"(?:{purpose['who']}?(?:{purpose['aux']})*{purpose['what']}{purpose['end']}|{asking['after']})+", re.IGNORECASE
    )
    clauses = re.split(r"(?<!\d)[，,;；。]|[，,;；。](?!\d)", text)
    kept = [c for c in clauses if c.strip() and not whole.fullmatch(c.strip())]
    plain = ",".join(kept) if 0 < len(kept) < len(clauses) else text
    plain = re.sub(f"^[，, ]*{asking['before']}[，,：: ]*(?=.{{4}})", "", plain)
    return re.sub(f"(?<=[\\u4e00-\\u9fff]){garnish['likened']['before']}", "", plain)


def without_years(text: str) -> str:
    """The question with its years taken out."""
    return YEAR.sub(" ", SPAN.sub(" ", text))


def ordered(text: str) -> str:
    """A question without its units and years, in the words and the order of words that the operators know."""
    for pattern, replacement in (*lexicon("phrasing")["rest"], *lexicon("order")["rules"]):
        text = compiled(pattern).sub(lambda m, r=replacement: m.expand(r), text)  # type: ignore[misc]
    return text


def operator_of(text: str, but: tuple[str, ...] = ()) -> Operator | None:
    """The first operator whose pattern is found in a question without unit and years, None for a plain lookup."""
    for entry in lexicon("operators")["operator"]:
        if entry["id"] in but:
            continue
        for pattern in entry["patterns"]:
            if found := compiled(pattern).search(text):
                rest = text[: found.start()] + " " + text[found.end() :]
                return Operator(entry["id"], {k: v for k, v in found.groupdict().items() if v}, rest.strip())
    return None


def rewritten(text: str) -> str:
    """Compound names as people say them (收入预算总计), taken apart into names that documents print and a stage."""
    for pattern, replacement in lexicon("words")["rewrite"]:
        text = compiled(pattern).sub(lambda m, r=replacement: m.expand(r), text)  # type: ignore[misc]
    return text


YES_OR_NO = re.compile("[吗么]$|是否|是不是|有没有")
EACH = re.compile("各(?:是|为|有)?(?:多少|几)|分别")
"""Asks for several numbers, which no one number answers."""
PLANNED = re.compile(
    "目标|计划|预计|打算|要求|准备|拟|(?<![需主重只摘纪概必想])要(?![求素点闻紧件是花用缴交付])(?=[\u4e00-\u9fff]{1,8}?(?:多少|几))"
)
"""Asks for what is planned, not for what was done."""
QUANTITY = re.compile(
    r"多少|(?<!哪)几(?!类|种|方面|点|项工作|月|号|日(?!常))|百分之|比例|率$|金额|数额|目标值|指标值|预算数|执行数"
)
OPEN = re.compile(
    r"谁|哪|什么|几(?:月|号|日(?!常))|如何|怎|为何|为啥|是否|有没有|吗$|内容|介绍|做法|措施|问题|职责|职能|成效"
)


def asks_quantity(text: str) -> bool:
    """Whether a question wants a number: one that is not found as a number is refused, not answered with a passage."""
    return QUANTITY.search(text) is not None or OPEN.search(text) is None


RELATIONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    **dict.fromkeys(("大于", "高于", "超过", "超出", "多于", "超"), operator.gt),
    **dict.fromkeys(("小于", "低于", "少于", "不足", "不到", "未达到", "没达到"), operator.lt),
    **dict.fromkeys([no + done for no in ("没有", "没", "未") for done in ("花完", "用完", "完成")], operator.lt),
    **dict.fromkeys(("不低于", "不少于", "达到", "达", "以上", "之上"), operator.ge),
    **dict.fromkeys(("不超过", "不高于", "以下", "以内", "之内", "之下"), operator.le),
}
"""What a question's words for more and less mean."""


def in_yuan(printed: str, uom: str) -> tuple[Decimal, str]:
    """An amount as a question says it (100万, 1,440,000元): in yuan, and its unit in full."""
    unit = uom if uom.endswith("元") else uom + "元"
    return Decimal(printed.replace(",", "")) * SCALE[unit], unit
