"""The smallest disclosures for tests of findings: prose as read by the real reader, figures one by one."""

from __future__ import annotations

from decimal import Decimal

from graph.findings import findings
from ingest.facts.facts import read_facts
from ingest.records import (
    BlankRow,
    Dimensions,
    Disclosure,
    DisclosureKey,
    Figure,
    FileRecord,
    Kind,
    LedgerEntry,
    Level,
    Passage,
    Source,
    Stage,
    Unit,
)
from ontology.forms import dimensions, forms

NAME = "示例市示范区水务局"
FILE = "a.txt"
GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
PROSE = "第三部分 示例市示范区水务局2023年度部门决算情况说明"
TITLES = {form.id: form for form in forms()}


def prose(*paragraphs: str | tuple[str, str], section: str = "一、收入支出决算总体情况说明", year: int = 2023,
          kind: Kind = "决算", name: str = NAME, figures: tuple[Figure, ...] = (), blanks: tuple[BlankRow, ...] = (),
          ledger: tuple[LedgerEntry, ...] = (), **more: object) -> Disclosure:
    """A disclosure of these paragraphs (each under ``section`` or its own) and figures."""
    passages = []
    for line, paragraph in enumerate(paragraphs, 1):
        text, own = (paragraph, section) if isinstance(paragraph, str) else paragraph
        passages.append(Passage(text, (PROSE.replace("2023", str(year)), own), Source(FILE, text, line=line)))
    facts, derived = read_facts(passages, year=year, document=FILE, kind=kind)
    return Disclosure(
        key=DisclosureKey(name, year, kind, "部门"), unit=Unit(name), title=name,
        files=(FileRecord(FILE, "0" * 64, "text/plain", None, 1),), figures=(*figures, *derived), facts=tuple(facts),
        passages=tuple(passages), blanks=blanks, ledger=ledger, parts=frozenset({"prose"}), **more,  # type: ignore[arg-type]
    )


def cell(form: str, item: str, column: str, value: str, *, code: str = "", level: Level = "", stage: Stage = "决算",
         uom: str = "万元", row: int = 1, year: int = 2023) -> Figure:
    """One figure of a form, with the dimensions that the form's own data give it."""
    found = dimensions(TITLES[form], column, item, code)
    known: Level = found.pop("level", "") or level  # type: ignore[assignment]
    amount = Decimal(value) * (10000 if uom == "万元" else 1)
    what = Dimensions(**{name: found.get(name, "") for name in ("measure", "fund", "nature", "scheme", "item")})
    parent = code[:3] if TITLES[form].codes == "economic" and len(code) > 3 else code[:-2] if len(code) > 3 else ""
    return Figure(TITLES[form].zh, form, stage, year, code, item, column, known, Decimal(value), uom, amount,
                  Source(FILE, value, table=1, row=row, column=1), what, parent=parent)


def blank(form: str, item: str, column: str, code: str) -> BlankRow:
    """A blank cell."""
    place = Source(FILE, "", table=1, row=9, column=1)
    return BlankRow(TITLES[form].zh, form, "决算", 2023, code, item, (column,), place)


def rules(disclosure: Disclosure) -> list[str]:
    """The rules under which anything is found, in order."""
    return [each.rule for each in findings(disclosure)]
