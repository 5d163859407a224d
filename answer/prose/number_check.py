"""Whether a number of the prose can be what a question asks for: it is not when its clause tells of another partner
(与长沙开展 for 与南昌), or when what is asked about is only named after it, in a clause of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from answer.language.words import comparable, garnish, holds, neutral, tokens
from answer.prose import from_to, quoted, respectively
from answer.prose.counted_things import listed_apart
from answer.prose.sentences import CLAUSE, NEXT_TO, words_asked
from answer.request import stated
from answer.request.reply import Reply
from answer.request.speak import SCALE, number, trimmed

PARTNER = re.compile(
    "(?:与|和|同|跟)(?P<who>[\u4e00-\u9fff]{2,6}?)(?:之间)?(?:共同|联合|一起|合作)?"
    "(?:开展|进行|做|办|搞|签|合作|召开|建立|交流|对接|举办|来往|往来)"
)
"""With whom something was done."""
PURPOSE = re.compile("(?:主要|专门)?(?:用于|为|用以|用来|其中|以便|确保|保障|实现)")
"""Begins a clause that goes on about what stands before it."""
ALL_OF_IT = re.compile("一共|总共|共计|总计|全部|合计|总额|总(?!结)|共(?![产和同享])")
KIND = re.compile("(?<![\u4e00-\u9fff]第)[一二三四五六七八九十](?:类|级|等|星级|阶段|季度|届|轮)(?!别)")
"""Which of several kinds is meant: 三类 is not 二类."""
COUNTER_LAST = f"(?:{stated.COUNTERS}|万元|亿元|元|钱)?$"
LEAST_WORD = 2
ADVERB = 2
"""Characters that say only how something was done (按期办结)."""
JOINS = frozenset("和与及")
DEEDS = frozenset({"实现", "完成", "达到", "新增", "增加", "减少", "取得", "共有", "形成", "累计", "带动"})
TELLS_OTHER = re.compile(r"\d|原因|由于|因为")
"""A clause after a number that tells of something else: another number, or why the number is as it is."""
MOSTLY = 0.5
"""Share of the question that, told up to the number, makes it what is asked for."""
BODY = re.compile(
    "[\u4e00-\u9fff]{2,16}?(?:编辑部|俱乐部|工程队|办公室|中心|支队|大队|学校|小学|中学|医院|公司|博物馆|图书馆)(?![\u4e00-\u9fff]{0,3}(?:建设|工程))"
)
"""A body by its name."""
SMALLER = re.compile("(?<!中)小微")
"""Small and micro businesses, and no larger ones: 中小微 takes in more."""
NAMED = re.compile("[“「『\"]([\u4e00-\u9fff]{3,12})[”」』\"](?!等)")
OWN_YEAR = re.compile(r"(20\d\d)年(?:度|当年)?(?![\d末底初、和与至]|\d{1,2}月)")
"""The year that a clause tells of."""
ASIDE = r"(?:\.0+)?\s*[\u4e00-\u9fff]{0,3}\s*[（(](?P<aside>[^（）()]*)[）)]"
"""What a bracket right after a number says of it."""


def fits(text: str, reply: Reply) -> bool:
    """Whether the one number of an answer can be what the question's ``text``, without units and years, asks for."""
    if len(reply.values) != 1 or not reply.evidence:
        return reply.status != "ambiguous" or not _partner_missing(text, reply)
    quote = str(reply.evidence[0]["quote"])
    printed = _printed(reply.values[0], quote)
    told = [(s, clauses, at) for s in quoted.SENTENCE.findall(quote) for clauses, at in _places(s, printed)]
    return not told or any(
        _of_it(text, clauses, at, printed)
        and not _of_other_year(reply, clauses[at])
        and not (_together(text, s, clauses[at]) or _one_of_aside(text, s, printed) or _of_part(text, clauses[at]))
        and not (_of_other_in_order(text, s, printed) or (SMALLER.search(text) and _of_larger(s)))
        and not (_of_other_name(text, s, printed) or _went_from(text, s, printed))
        and not _of_other_body(text, s, clauses[at], printed)
        and not listed_apart(s, Decimal(printed), str(reply.values[0]["unit"]), text)
        for s, clauses, at in told
    )


def _of_larger(sentence: str) -> bool:
    """Whether a sentence speaks of small businesses together with larger ones alone."""
    return "中小微" in sentence and SMALLER.search(sentence) is None


def _of_other_in_order(text: str, sentence: str, printed: str) -> bool:
    """Whether a number is one of several told in order (分别下降12.9%和16.2%) and told of what the question does not
    name."""
    listed = [t for t in respectively.told(sentence) if Decimal(t.number) == Decimal(printed)]
    asked = [w for w in words_asked(text) if len(w) > 1]
    return bool(listed) and not any(stated.called(w, comparable(t.of)) for t in listed for w in asked)


def _of_other_name(text: str, sentence: str, printed: str) -> bool:
    """Whether the clause of a number names in quotation marks what it is of, a question says another thing, and the
    sentence does not hold all that it says: 政府采购“电子卖场”成交1811笔 tells nothing of 框架协议电子平台."""
    plain = re.sub(r"\s|(?<=\d),(?=\d{3})", "", sentence)
    up_to = re.split(rf"(?<![\d.]){re.escape(printed)}(?![\d.]*\d)", plain)[0]
    asked, own = comparable(text), comparable(sentence)
    others = [name for name in NAMED.findall(re.split("[，,；;。]", up_to)[-1]) if comparable(name) not in asked]
    return bool(others) and any(not stated.called(w, own) for w in words_asked(text) if not stated.says_nothing(w))


def _of_other_body(text: str, sentence: str, clause: str, printed: str) -> bool:
    """Whether the clause of a number names, before it, a body (联谊俱乐部) of which the question says nothing, and the
    sentence does not name the one that the question does."""
    asked, own = comparable(text), comparable(sentence)
    named = [b[0] for b in BODY.finditer(asked)]
    if not named or all(any(holds(own, b[start:]) for start in range(len(b) - 1)) for b in named):
        return False
    up_to = re.split(rf"(?<![\d.]){re.escape(printed)}(?![\d.]*\d)", clause.replace(",", ""))[0]
    others = [b[0] for b in BODY.finditer(up_to)]
    return any(any(len(w) > 1 and w not in asked for w in tokens(other)) for other in others)


def _went_from(text: str, sentence: str, printed: str) -> bool:
    """Whether a number is what something went from (由128元提高到143元), which the question does not ask for."""
    plain = re.sub(r"\s|(?<=\d),(?=\d{3})", "", sentence)
    went = rf"[由从](?:每[\u4e00-\u9fff]{{1,3}}){{0,2}}{re.escape(printed)}(?![\d.])[^\d，。；]{{0,12}}?{from_to.VERB}"
    return re.search(went, plain) is not None and not re.search("[由从]|原[来先]?|此前|之前", text)


def _of_other_year(reply: Reply, clause: str) -> bool:
    """Whether the clause of a number begins with a year that is not the one it is given for: 2022年执行数为0万元,
    where a budget for 2023 tells what was spent before."""
    own, year = OWN_YEAR.match(clause), reply.values[0]["year"]
    return own is not None and year is not None and int(own[1]) != int(year)


def _printed(value: Mapping[str, Any], quote: str) -> str:
    """A value as the sentence prints it: money perhaps in another unit than it is told in."""
    if value["amount"] is None:
        return str(value["value"])
    said = [str(value["value"]), *(number(trimmed(Decimal(value["amount"]) / scale)) for scale in SCALE.values())]
    plain = quote.replace(",", "")
    return next((n for n in said if re.search(rf"(?<![\d.]){re.escape(n)}(?![\d.]*\d)", plain)), said[0])


def _of_part(text: str, clause: str) -> bool:
    """Whether a clause tells of a part (其中中小微企业成交金额) of which a question, that asks for all of it, names
    nothing that the part alone is called by."""
    part = re.match("其中(?P<named>[\u4e00-\u9fff]{3,})", clause)
    if part is None or ALL_OF_IT.search(text) is None:
        return False
    own = [t for t in tokens(part["named"]) if len(t) > 1 and t not in neutral()]
    asked = comparable(text)
    return bool(own) and own[0] not in asked and not stated.alike_in(own[0], asked)


def _together(text: str, sentence: str, clause: str) -> bool:
    """Whether a number is told of several partners of whom a question names one."""
    asked = PARTNER.search(text)
    if asked is None or PARTNER.search(clause):
        return False
    who = re.escape(asked["who"])
    return re.search(f"、{who}|{who}(?:、|和|及)", re.sub(r"\s", "", sentence)) is not None


def _one_of_aside(text: str, sentence: str, printed: str) -> bool:
    """Whether what is asked about is only named in the bracket behind a number, as one of several things it counts:
    其他用车8辆（主要是校车和教学用车） tells of no number of 校车."""
    plain = sentence.replace(",", "")
    for found in re.finditer(rf"(?<![\d.]){re.escape(printed)}{ASIDE}", plain):
        aside, beside = comparable(found["aside"]), comparable(plain.replace(found["aside"], " "))
        if re.search("[和与及、]", found["aside"]) and not re.search(r"\d", aside):
            return any(len(w) > 1 and w in aside and not stated.called(w, beside) for w in words_asked(text))
    return False


def _counted(text: str, words: Sequence[str]) -> list[str]:
    """What a question counts, where it stands before the question word and nothing after it."""
    own = comparable(text)
    return [w for w in words if re.search(re.escape(w) + NEXT_TO.pattern + COUNTER_LAST, own)]


def _of_like(text: str, up_to: str) -> bool:
    """Whether a clause tells, up to its number, of the like of what is asked for: 林业总产值 of 中药材产值."""
    asked = [w for w in words_asked(text) if w not in neutral()]
    counted = _counted(text, asked)
    for first, second in pairwise(asked):
        if first + second not in comparable(text) or second not in counted or stated.called(first, up_to):
            continue
        told = re.search(rf"(?P<other>[\u4e00-\u9fff]{{2,}}){re.escape(second)}", up_to)
        others = [] if told is None else [w for w in tokens(told["other"]) if len(w) >= LEAST_WORD and not _bare(w)]
        if stated.BARE.sub("", second) and others and not any(w in asked or stated.alike_in(w, text) for w in others):
            return True
    return False


def _bare(word: str) -> bool:
    """Whether a word says nothing of what it stands before: 实现产值, 全年产值."""
    return word in neutral() or word in garnish() or word in stated.light() or word in DEEDS


def _of_both(text: str, up_to: str) -> bool:
    """Whether a number is told of two things together, said before it, of which a question names one: 小型和微型企业
    for 微型企业."""
    own = comparable(text)
    said = list(tokens(up_to))
    for at, word in enumerate(said[1:-1], 1):
        if word in JOINS and len({w in own for w in (said[at - 1], said[at + 1])}) > 1:
            missing = said[at - 1] if said[at + 1] in own else said[at + 1]
            if len(missing) >= LEAST_WORD and not stated.called(missing, own) and not re.search(r"\d", up_to):
                return True
    return False


def _partner_missing(text: str, reply: Reply) -> bool:
    """Whether none of several readings is told of the partner that a question names."""
    asked = PARTNER.search(text)
    told = [m["who"] for e in reply.evidence for m in PARTNER.finditer(comparable(str(e["quote"])))]
    return asked is not None and bool(told) and not any(asked["who"] in who or who in asked["who"] for who in told)


def _places(sentence: str, printed: str) -> list[tuple[list[str], int]]:
    """The clauses of a sentence, with which of them print a number."""
    clauses = [comparable(c) for c in CLAUSE.split(sentence) if c]
    number = re.compile(rf"(?<![\d.]){re.escape(printed)}(?:\.0+)?(?![\d.]*\d)")
    return [(clauses, at) for at, clause in enumerate(clauses) if number.search(clause.replace(",", ""))]


def _of_it(text: str, clauses: Sequence[str], at: int, printed: str) -> bool:
    if any(kind not in "，".join(clauses) for kind in KIND.findall(text)):
        return False
    asked, told = PARTNER.search(text), PARTNER.search(clauses[at])
    if asked and told and asked["who"] not in told["who"] and told["who"] not in asked["who"]:
        return False
    before, after = "，".join(clauses[: at + 1]), [c for c in clauses[at + 1 :] if not PURPOSE.match(c)]
    nothing = neutral() | garnish() | stated.light()
    words = [w for w in words_asked(text) if len(w) > 1 and w not in nothing]
    up_to = re.split(rf"(?<![\d.]){re.escape(printed)}(?![\d.]*\d)", clauses[at].replace(",", ""))[0]
    if _of_like(text, up_to) or _of_both(text, up_to):
        return False
    heads = _counted(text, words)
    if any(not stated.called(w, before) and any(holds(c, w) and re.search(r"\d", c) for c in after) for w in heads):
        return False
    uom = re.search(rf"(?<![\d.]){re.escape(printed)}(?:\.0+)?([\u4e00-\u9fff]?)", clauses[at].replace(",", ""))
    for w in words:
        own = rf"^.{{0,{ADVERB}}}{re.escape(w)}了?\d[\d,.]*{uom[1] if uom else ''}"
        if not stated.called(w, before) and any(re.search(own, c) for c in after):
            return False  # what was done is told with a number of its own: 受理诉求8647件，办结8563件
    if sum(len(w) for w in words if stated.called(w, before)) >= MOSTLY * sum(map(len, words)):
        return True
    return not any(
        not stated.called(w, before) and any(holds(c, w) and TELLS_OTHER.search(c) for c in after) for w in words
    )
