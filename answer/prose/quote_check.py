"""Whether a quoted sentence can be what a question asks for: several things where it asks which ones, a body of the
kind where it asks which body. A sentence that only shares words with the question is no answer."""

from __future__ import annotations

import re
from functools import cache

import jieba

from answer.language.words import comparable, fillers, lexicon, tokens
from answer.prose import named_lists
from answer.request import stated
from answer.request.reply import Reply

QUOTES = "原文：“"
SEVERAL = re.compile("哪(?:些|几|[两三四五六七八九十])(?!年)")
HAPPENED = re.compile("(换|搬|撤|停|关|拆|并|辞)(?:掉|走|人)?了(?:没有|吗|么)?$")
"""What happened to what is asked for, in one character at the end: 哪家的负责人换了."""
LIKE = re.compile(f"(?:什么|啥|哪种|哪个)({'|'.join(lexicon('prose')['attributes'])})")
"""What something is like, by the word for it: 是什么牌子的."""
LISTED = re.compile(
    r"[、；;\n]|[和与及并]|(?<![\d,，])(?:\d{1,2}|[一二三四五六七八九十])[.．)）](?!\d)|（\d|分别|包括|均|都"
)
KIND = re.compile(
    "哪(?:个|家|所|一家|一个|座|些|几家|几所|几个|[两二三四五六](?:家|所|个))(?P<kind>局|委员会|厅|公司|学校|大学|医院|银行|事务所|街道|中心|法院)"
)
WHEN = re.compile(
    "什么时候|何时|什么时间|哪(?:一)?(?:天|日)|几(?:月份?|号|日)|哪个?月|哪(?:几)?个月|几月几|"
    "哪(?:一)?年哪(?:一)?(?:个)?月"
)
DATED = re.compile(r"\d+\s*(?:月|日|号)|[一二三四五六七八九十]+月|月底|年初|年底|季度|上半年|下半年|\d{4}\s*年")
ON_DAY = re.compile(r"\d+\s*[日号]|[一二三四五六七八九十]+[日号]")
"""A day, where one is asked for."""
WHERE = re.compile(
    "哪(?:里|儿|些地方|几个地方|个地方)|什么地方|何处|"
    "哪(?:些|几个?|个|两个|三个)?[\u4e00-\u9fff]{0,2}(?:城市|国家|地市|区县|县市|地区|省份|省(?!级))"
)
PLACED = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:省|自治区|市|区|县|州|镇|乡|村|街道)(?![会民属辖场级直际政内外域间])")
KINDS_ALONE = re.compile(
    "^(?:.*[跨全我本该各外城小社地片园郊辖主市]|中|同|出|两|三|四|五|几|多)?(?:省|市|区|县|州|镇|乡|村|街道)$"
)
"""Words of a kind of place that name none: 跨省, 全市, 城市."""
ROW = re.compile("[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8})+")
LEAST_PLACES = 2
"""Places that a sentence names where a question asks which ones."""
USED = re.compile(
    "(?:干|做)(?:什么|啥|嘛)用|什么用途|用途(?:是什么|有哪些)|用来(?:干|做)(?:什么|啥)|用(?:于|在)(?:什么|啥|哪)|派什么用场"
)
SPENT_ON = re.compile("用于|用作|用来|用途|用在|供")
PAPERS = "|".join(sorted(lexicon("prose")["papers"]["kinds"], key=len, reverse=True))
"""Kinds of paper that things are done by."""
FILE = re.compile(
    f"(?:哪|什么|啥)(?:一)?(?:个|份|些|几个|几份|部|条|项)?(?:{PAPERS})|(?:哪|什么)(?:一)?[份部](?=[\u4e00-\u9fff]{{2}})"
)
PAPER = re.compile(f"(?P<of>[\u4e00-\u9fff]{{2,}})(?:是|为)(?:哪|什么|啥)(?:一)?[个份部些条项]?(?:{PAPERS})")
"""Asks which paper something is (环评批复是哪个文号)."""
SAID_PAPER = re.compile("(?:哪|什么|啥)(?:一)?[个份部些条项]?(" + "|".join(lexicon("prose")["papers"]["said"]) + ")")
"""Asks for a paper of a kind that its own title says."""
NUMBERED_FILE = re.compile(r"《|[〔\[［(（]\d{4}[〕\]］)）]|\d+号|号文")
WHO = re.compile(
    "哪(?:一)?(?:家|个|所)(?:公司|单位|机构|部门|企业|事务所|医院|学校|银行|中介|第三方)|"
    "什么(?:公司|单位|机构|部门|企业)"
)
BODY = re.compile(
    r"公司|事务所|[局院厅委办厂社会站所馆队处科部校行室]|中心|集团|政府|机构|单位|大学|主任|书记|局长|院长|领导|主席|同志|人员"
)
ASKED_DONE = re.compile(
    "(?:谁|哪(?:一)?(?:个|家|些|所)(?:单位|部门|公司|机构|企业|事务所|中心|局)?)(?:来|去|所|给)?"
    "(?P<verb>[\u4e00-\u9fff]{2})的$"
)
"""What somebody did: 是哪个单位实施的."""
ONE = re.compile(
    "(?:谁|哪(?:一)?(?:家|位|名|个|所|座|支)(?:公司|单位|机构|部门|企业|事务所|局|医院|学校|银行)?)(?:来|去|所|给|帮)?"
    "(?P<rest>[\u4e00-\u9fff]{2,})"
)
"""Asks for one body, person or thing, and goes on to say what of it."""
ASKED_OF = re.compile("的(?P<what>[\u4e00-\u9fff]{2,8}?)(?:是|为|叫|由)(?:谁|哪(?:个|家)(?:单位|部门|公司|机构))")
"""What of a thing is asked for: 某项目的主管部门是谁."""


@cache
def _named_places() -> frozenset[str]:
    """Names of places, from the dictionary of the word cutter."""
    with jieba.get_module_res("dict.txt") as lines:
        words = (line.decode("utf-8").split(" ") for line in lines)
        return frozenset(w[0] for w in words if w[2].strip() == "ns" and not PLACED.fullmatch(w[0]))


def places(text: str) -> set[str]:
    """The places that a text names."""
    named = {m[0] for m in PLACED.finditer(text) if not KINDS_ALONE.match(m[0])}
    named |= {t for t in tokens(text) if t in _named_places() and t != "中国"}
    for run in ROW.findall(text):
        items = run.split("、")
        # What stands in a row with a place is one: 黄石、鄂州、孝感.
        if any(item in named or _ends_in_place(item) for item in items):
            named.update(items)
    return named


def _of_paper(name: str, quote: str) -> bool:
    """Whether a text says what a paper is and what it is of: the last two words of its name."""
    words = [w for w in stated.content(name) if len(w) > 1]
    return all(stated.called(w, quote) for w in words[-2:])


def _ends_in_place(item: str) -> bool:
    """Whether what stands in a row is a place, or what is said of it before its name: 赴阿克苏."""
    return any(item[start:] in _named_places() for start in range(len(item) - 1))


def may_tell(text: str, quote: str) -> bool:
    """Whether a sentence can tell what a question asks: a date when it asks when, several things where it asks which
    ones, a body where it asks who."""
    if SEVERAL.search(text) and not (LISTED.search(quote) and named_lists.lists(text, quote)):
        return False
    if (when := WHEN.search(text)) and not (ON_DAY if "天" in when[0] else DATED).search(quote):
        return False
    if (where := WHERE.search(text)) and len(places(quote)) < (LEAST_PLACES if SEVERAL.search(where[0]) else 1):
        return False
    done = ASKED_DONE.search(text)
    if done is not None and not stated.same_deed(done["verb"], comparable(quote)):
        return False
    if WHO.search(text) and not BODY.search(quote):
        return False
    if USED.search(text) and not SPENT_ON.search(quote):
        return False
    if FILE.search(text) and not NUMBERED_FILE.search(quote):
        return False
    if (kind := SAID_PAPER.search(text)) and kind[1] not in quote:
        return False
    if (paper := PAPER.search(text)) and not _of_paper(paper["of"], comparable(quote)):
        return False
    if (happened := HAPPENED.search(text)) and happened[1] not in quote:
        return False
    if (like := LIKE.search(text)) and like[1] not in quote:
        return False
    asked = ASKED_OF.search(text)
    if asked is not None and not any(w in quote for w in _heads(asked["what"])):
        return False
    if not all(stated.called(w, comparable(quote)) for w in asked_beside(text)):
        return False
    kind = KIND.search(text)
    return kind is None or any(end in quote for end in _ends(kind["kind"]))


def asked_beside(text: str) -> list[str]:
    """The word right after a question for somebody or for one thing: what was done (由谁承建), or what is meant (哪位
    法官). A sentence that does not say it tells of something else."""
    told: list[str] = []
    for found in ONE.finditer(text):
        first = next(iter(tokens(comparable(found["rest"]))), "")
        named = first in lexicon("prose")["kinds"] or re.fullmatch(PAPERS, first)
        plain = named or first in stated.light() or first in fillers()
        told += [first] if len(first) > 1 and not plain else []
    return told


def _ends(kind: str) -> list[str]:
    """What the names of bodies of a kind end with."""
    return lexicon("prose")["named_by"].get(kind, [kind[-1]])  # type: ignore[no-any-return]


def _heads(what: str) -> tuple[str, ...]:
    """The words of which one must be said where a thing is asked for by a name: its last two characters, and what is
    called the same."""
    last = tokens(what)[-1]
    return tuple({last, *(w for group in lexicon("prose")["deeds"]["alike"] if last in group for w in group)})


def tells(text: str, reply: Reply) -> bool:
    """Whether an answer that is a quotation alone can tell what a question without units and years asks."""
    if reply.status != "answered" or reply.values or not reply.text.startswith(QUOTES):
        return True
    return may_tell(text, reply.text.removeprefix(QUOTES).rstrip("”。；;"))
