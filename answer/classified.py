"""Rows of one classification and level, as a question names them: 基本支出中金额最大的经济分类款级科目.

The level decides which rows are compared: the largest class holds the largest item. A question that names the economic
classification without a level is answered for each level that is printed, and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from answer.held import Statement
from answer.knowledge import Books
from answer.lookup import look_up
from answer.parts import NATURES
from answer.question import Operator, rewritten
from answer.reply import Reply
from answer.rows import among, rank
from answer.words import lexicon


@dataclass(frozen=True, slots=True)
class Classified:
    """What a question compares: a classification's scheme, and its levels (the printed word → id)."""

    scheme: str
    levels: dict[str, str]


def named(text: str) -> Classified | None:
    """The classification a question names, with the level where it names one; None where it names none, or where the
    classes of the functional classification are meant, as they are without a word."""
    data = lexicon("words")["classified"]
    for each in data["scheme"]:
        found = re.search(each["pattern"], text)
        if found is None:
            continue
        level = re.search(data["level"], text[found.end() :]) or re.search(data["level"], text[: found.start()])
        levels: dict[str, str] = each["levels"]
        if level is not None:
            levels = {word: id for word, id in levels.items() if word in (level["level"], level["short"])}
        elif each["scheme"] == "functional":
            return None
        return Classified(each["scheme"], levels) if levels else None
    return None


def without(text: str) -> str:
    """A text without the words that name classifications and levels."""
    data = lexicon("words")["classified"]
    for pattern in (*(each["pattern"] for each in data["scheme"]), data["level"], data["words"]):
        text = re.sub(pattern, " ", text)
    return re.sub(r"^[\s,，的中里内]+|[\s,，的中里内]+$", "", text)


def rows_of(books: Books, text: str, scheme: str, level: str) -> list[Statement]:
    """The rows of a level that make up what ``text`` names, from the form that prints most of them."""
    found = look_up(books, rewritten(text))
    if len(found) != 1 or found[0].reading is None:
        return []
    whole = found[0].reading.best
    fitting = [
        f
        for f in books.figures
        if (f.scheme, f.level, f.stage, f.scope) == (scheme, level, whole.stage, whole.scope)
        and not f.derived
        and f.measure.removesuffix("-total") == whole.measure.removesuffix("-total")
        and _same_nature(f, whole.nature)
    ]
    # Basic expenditure by economic items is printed for one fund only; where that of the question is, it is taken.
    fitting = [f for f in fitting if f.fund == whole.fund] or fitting
    groups: dict[tuple[str, ...], list[Statement]] = {}
    for f in fitting:
        groups.setdefault((f.evidence.disclosure, f.form), []).append(f)
    for key, group in list(groups.items()):
        if len({(f.code, f.item) for f in group}) < len(group):
            # Several columns print the same rows: each is a list of its own.
            del groups[key]
            for f in group:
                groups.setdefault((*key, f.column), []).append(f)
    return max(groups.values(), key=lambda g: (len(g), g[0].form, g[0].column), default=[])


def _same_nature(figure: Statement, nature: str) -> bool:
    if nature in NATURES:
        return figure.nature == nature or NATURES[nature] in figure.column
    return figure.nature == nature or {figure.nature, nature} <= {"", "total"}


def compared(reply: Reply, books: Books, asked: Classified, operator: Operator, text: str, uom: str) -> bool:
    """The largest of the rows below what ``text`` names, or those that fit a condition, at each level asked for."""
    compare = among if operator.id == "among" else rank
    said: list[tuple[str, Reply]] = []
    for word, level in asked.levels.items():
        part = Reply(reply.question)
        if compare(part, rows_of(books, without(text), asked.scheme, level), operator, uom):
            said.append((word, part))
    if not said:
        return False
    reply.text = "".join(part.text for _, part in said)
    if len(said) > 1:
        reply.text = "没有写明比哪一级：" + "".join(f"{word}级中，{part.text}" for word, part in said)
    reply.values = [value for _, part in said for value in part.values]
    reply.evidence = [place for _, part in said for place in part.evidence]
    reply.status = "answered" if len(said) == 1 else "ambiguous"
    return True
