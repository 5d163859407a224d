"""What a table is called: the form's name in a printed title. The patterns are ``[title]`` in ``forms/layout.toml``."""

from __future__ import annotations

from functools import cache

from ontology.layout import bare, compiled, data, in_chinese, in_present_words

MOST_PASSES = 6
SHORTEST_NAME = 3


def clean_title(text: str, unit_names: tuple[str, ...] = ()) -> str:
    """A printed title without white space, unit, year and form number: 二、2018 年度X厅收入预算总表 → 收入预算总表.

    Of the unit's names, what stands at the head of the title is taken off, whole or without the place that they begin
    with (示例市水务局, 水务局).
    """
    title = in_chinese(bare(text))
    rules = data()["title"]
    patterns = (*rules["number"], *rules["year"], *rules["trail"])
    for _ in range(MOST_PASSES):
        before = title
        for pattern in patterns:
            shorter = compiled(pattern).sub("", title, count=1)
            title = shorter or title
        title = _without_unit(title, unit_names)
        if title == before:
            break
    return title


def _without_unit(title: str, unit_names: tuple[str, ...]) -> str:
    for name in sorted(unit_names, key=len, reverse=True):
        for start in range(len(name) - SHORTEST_NAME + 1):
            tail = name[start:]
            if title.startswith(tail) and len(title) > len(tail):
                return title[len(tail):]
    return title


@cache
def folded(title: str) -> str:
    """A cleaned title as titles are compared: without quotes, 部门, and the words between the subject and 表
    (预算, 决算, 情况, 总). Empty where it names no table."""
    rules = data()["title"]
    title = in_present_words(title)
    for pattern, replacement in rules["fold"]:
        title = compiled(pattern).sub(replacement, title)
    found = compiled(rules["table"]).search(title)
    return title[:found.start()] + (found["bracket"] or "") if found else ""
