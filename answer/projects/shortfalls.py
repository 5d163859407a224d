"""Why an indicator fell short of its target, as the form's own remark on its row tells: asked for by what it is called
and that it was not reached (健身步道为什么没修够)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.holdings.knowledge import Knowledge
from answer.language.words import comparable, compiled, lexicon
from answer.projects.achieved import DONE, Target, closest, fields_of, indicators, met, of_project, said_of
from answer.request import stated
from answer.request.reply import Reply, cite

TELLING = 4
"""Characters of a remark that tells a reason."""


def tell(reply: Reply, knowledge: Knowledge, targets: Sequence[Target], text: str) -> bool:
    """The remark on the indicator that a question why it was missed names; False where it was not missed, and where
    two that are called so have different remarks."""
    data = lexicon("prose")["shortfall"]
    marked = re.search(data["marked"], text) is not None
    if not marked and not any(compiled(p).search(text) for p in data["missed"]):
        return False
    for pattern in (*data["missed"], data["marked"]):
        text = compiled(pattern).sub(" ", text)
    text = fields_of(text, "indicator")[1]
    skipped = {*lexicon("prose")["unmet"], *stated.light(), "指标", "项目"}
    words = [w for w in stated.content(text) if w not in skipped]
    held = of_project([i for target in targets for i in indicators(knowledge, target)], text)
    best = [i for i in closest([(i, i.name, i.project) for i in held], " ".join(words)) if _tells(i.note)]
    if not words or not best or len({comparable(i.note) for i in best}) > 1:
        return False
    one = best[0]
    if one.score == one.full_mark if marked else met(one):
        return False
    of = f"（{told}）" if (told := said_of(one)) else ""
    reply.text = f"{one.unit.name}{one.year}年指标“{one.name}”{of}：{one.note.rstrip('。；;')}。"
    reply.status = "answered"
    cite(reply, one.places[::-1])
    return True


def _tells(note: str) -> bool:
    """Whether a remark says more than that the target was reached, or was not."""
    return len(DONE.sub("", re.sub("[未没]", "", comparable(note)))) >= TELLING
