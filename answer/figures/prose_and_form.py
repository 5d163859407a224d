"""Whether the prose and a form say the same of one thing: 年末结转和结余，文字说明和收入支出决算总表对得上吗.

What the prose states of the very thing is set against what the form prints for it, both are said and cited. A number
that the prose takes from another form than the one named is said to be that one's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from answer.figures import relations
from answer.holdings.held import ProseFact, Statement
from answer.language.words import comparable, lexicon
from answer.request import fact_names, plans, stated
from answer.request.asking import Asking, Target
from answer.request.question import Operator, operator_of
from answer.request.reply import cite, value_of, value_of_fact
from answer.request.speak import SCALE, basis, grouped, said, trimmed

NUMBERED = re.compile(r"(?:公开|附)?0?(\d{1,2})表")
ANY_FORM = re.compile("(?:报|表格?|决算|预算|公开|各|相关|对应|附|里|中)*表?格?")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
STAGE = re.compile("的?(?:年初)?(?:预算|决算)?数?$")
WHOLE = re.compile("(?<=[\u4e00-\u9fff]{2})(?:支出|费用?)$")
REST_OF_NAME = r"(?:支出|费用?|合计|总额)*(?:[”\s]|$)"
"""What may end the name that a finding calls a thing by."""
PLANNED = re.compile("预算")


def asked(text: str) -> Operator | None:
    """The question, where it is one for what prose and form say of one thing."""
    found = operator_of(text)
    return found if found is not None and found.id == "prose_and_form" else None


def tell(asking: Asking, operator: Operator, targets: Sequence[Target]) -> bool:
    """Whether they say the same, with both numbers; False where one of them says none, or no one can tell which."""
    if len(targets) != 1:
        return False
    what = operator.parts["what"].strip(" ，,的")
    figures = _printed(asking, targets[0], what, operator.parts["form"])
    if not figures:
        return False
    facts = _told(asking, targets[0], what, figures[0])
    if not facts:
        return False
    same = next((f for f in figures if all(_same(x, f) for x in facts)), None)
    if same is None and len(facts) > 1 and any(_same(fact, f) for fact in facts for f in figures):
        return False  # one of them is of other money, or wrong: the findings know
    figure = same or figures[0]
    if same is None and not _of_one_fund(facts[0], figure):
        return False  # all money in the one, one fund's in the other
    unit, year = targets[0]
    uom = asking.uom or facts[0].uom
    told = "、".join(_shown(f, uom) for f in facts)
    asking.out.text = (
        f"{'一致' if same else '不一致'}：{unit.name}{year}年{figure.item or what}，文字写的是{told}，"
        f"{basis(figure)}印的是{said(figure, uom)}。{'' if same else _elsewhere(asking, targets[0], facts, figure)}"
        f"正文原句：“{facts[0].evidence.quote}”"
    )
    asking.out.values = [*(value_of_fact(f, uom) for f in facts), value_of(figure, uom)]
    asking.out.status = "answered"
    cite(asking.out, [facts[0], figure, *facts[1:]])
    return True


def _as_printed(fact: ProseFact) -> Decimal:
    """The number of a fact with the digits that its sentence prints: 24.90."""
    numbers = (Decimal(n.replace(",", "")) for n in NUMBER.findall(fact.evidence.quote))
    value = fact.value or Decimal(0)
    return next((n for n in numbers if n == value), value)


def _shown(fact: ProseFact, uom: str) -> str:
    if fact.uom == uom:
        return f"{grouped(_as_printed(fact))}{uom}"
    return f"{grouped(trimmed((fact.amount or Decimal(0)) / SCALE[uom]))}{uom}"


def speaks_of(operator: Operator | None, message: str) -> bool:
    """Whether what was found elsewhere is told of the very thing (基本支出 is no 支出合计); always where none is asked
    about."""
    if operator is None:
        return True
    what = STAGE.sub("", operator.parts["what"].strip(" ，,的"))
    return re.search(f"{re.escape(WHOLE.sub('', what) or what)}{REST_OF_NAME}", message) is not None


def _printed(asking: Asking, target: Target, what: str, form: str) -> list[Statement]:
    """What the form prints for a thing, the surest first; of any form where none is named."""
    books, name = asking.books(*target), comparable(form)
    titles = {comparable(f.form) for f in books.figures if f.kind == "table"}
    if number := NUMBERED.fullmatch(name):
        ids = lexicon("years")["forms"]["numbered"].get(str(int(number[1])), "")
        titles = {comparable(f.form) for f in books.figures if f.form_id == ids and f.disclosure_kind == "决算"}
    elif not ANY_FORM.fullmatch(name):
        short = re.compile(".*?".join(map(re.escape, name)))
        titles = {name} & titles or {t for t in titles if short.search(t)}
    else:
        best = [o.figure for o in asking.operands([target], what) if o.figure.kind == "table"]
        same = [f for f in books.figures if best and _alike(f, best[0])]
        same.sort(key=lambda f: f.measure.removesuffix("-total") != best[0].measure.removesuffix("-total"))
        return [*best, *same] if len(best) == 1 else []
    found = [o for t in sorted(titles) for f in asking.look_up([target], f"{what} {t}") if (o := plans.operand(f))]
    figures = [o.figure for o in found if o.figure.kind == "table"]
    return figures if len({f.amount for f in figures}) == 1 and figures[0].amount is not None else []


def _alike(figure: Statement, other: Statement) -> bool:
    """Whether a figure is the same quantity as another, in whatever form."""
    return (
        figure.kind == "table" and figure.amount is not None and comparable(figure.item) == comparable(other.item)
        and (figure.stage, figure.year, figure.scope) == (other.stage, other.year, other.scope)
        and figure.nature in ("", "total", other.nature)
    )  # fmt: skip


def _told(asking: Asking, target: Target, what: str, figure: Statement) -> list[ProseFact]:
    """The amounts that the prose states of a thing and stage: more than one where it states different ones."""
    role = "budget" if PLANNED.search(figure.stage) else "result"
    matches: list[stated.Match] = []
    # By the name that the form prints where the question's own, a piece of it, finds none: 年末结转(和)结余.
    for name in (what, figure.item if set(comparable(what)) <= set(comparable(figure.item)) else ""):
        matches = matches or [
            m
            for m in (stated.fitting(asking.facts([target]), name) if name else ())
            if m.fact.amount is not None and m.fact.role == role and m.fact.year in (None, target[1])
            and m.fact.uom in SCALE and not m.unsaid and relations.is_of_name(m.fact.subject, figure.item or what)
        ]  # fmt: skip
    one, several = stated.settled(matches)
    facts = [one] if one is not None else list(several)
    return list({f.amount: f for f in facts}.values())


def _same(fact: ProseFact, figure: Statement) -> bool:
    """Whether two amounts are one, to the last digit that the prose prints."""
    if fact.amount is None or figure.amount is None:
        return False
    half = SCALE[fact.uom] * Decimal(10) ** min(int(_as_printed(fact).as_tuple().exponent), 0) / 2
    return abs(fact.amount - figure.amount) <= half


def _of_one_fund(fact: ProseFact, figure: Statement) -> bool:
    """Whether what the prose tells may be of the fund that a form is of."""
    told = next((prefix[:-1] for prefix in fact_names.FUNDED if fact.measure.startswith(prefix)), "")
    own = "" if figure.fund == "all" else figure.fund
    # What is told of a class under a heading is of all money, or of the appropriations: its name does not say.
    return told == own or (fact.measure == "functional-item" and own in ("", "general", "fiscal"))


def _elsewhere(asking: Asking, target: Target, facts: Sequence[ProseFact], figure: Statement) -> str:
    """That another form prints the number of the prose for the same thing."""
    others = [f for f in asking.books(*target).figures if _alike(f, figure) and all(_same(x, f) for x in facts)]
    kind = figure.measure.removesuffix("-total")
    other = min(others, key=lambda f: f.measure.removesuffix("-total") != kind, default=None)
    return f"文字的数与{basis(other)}的相同。" if other is not None else ""
