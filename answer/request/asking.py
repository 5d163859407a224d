"""One question on its way: what was understood, what is held, and the answer as it grows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answer.holdings.directory import HeldUnit, Linked, comparable_kept
from answer.holdings.held import ProseFact, Statement, as_statement
from answer.holdings.knowledge import Books, Knowledge
from answer.language.names import cut, mend
from answer.request import stated
from answer.request.lookup import COMMON, Found, in_one_column, look_up
from answer.request.match import Reading, readings, within
from answer.request.plans import Operand, operand, shortened
from answer.request.question import Question, rewritten
from answer.request.reply import Reply
from answer.request.speak import SCALE, name_of, stage_word

BRACKET = re.compile(r"[（(]([^（）()]{2,20})[）)]")
PEOPLE = re.compile("[\u4e00-\u9fff]{0,4}(?:人员|职工|员工|教职工|干部)")
Target = tuple[HeldUnit, int]


@dataclass(slots=True)
class Asking:
    """A question with its units taken out (``rest``), and the answer under way."""

    knowledge: Knowledge
    out: Reply
    asked: Question
    linked: Linked
    rest: str
    lacking: str = ""
    """What is not disclosed and would have been needed, where that is known."""
    note: str = ""
    """Says whose disclosure tells it, where the question names no body."""

    @property
    def uom(self) -> str:
        """The unit of money the question wants, empty where it names none."""
        return self.asked.uom

    def books(self, unit: HeldUnit, year: int) -> Books:
        """What is printed about a unit and year, of the scope the question names where both are held."""
        books = self.knowledge.books(unit, year)
        held = {scope for y, _, scope in unit.held if y == year}
        if self.asked.scope in held and len(held) > 1:
            books = books.of(self.asked.scope)
        return books.at(self.asked.row, self.asked.column) if self.asked.row or self.asked.column else books

    def look_up(self, targets: Sequence[Target], text: str) -> list[Found]:
        """The lookups of a text over units and years."""
        plain = rewritten(text)
        counter = stated.COUNTED.search(plain)
        if counter and counter["uom"] not in SCALE:
            found = self._counted(targets, plain, counter["uom"])
            if found:
                return found
        found = [one for unit, year in targets for one in look_up(self.books(unit, year), plain)]
        for bracket in BRACKET.findall(self.asked.text) if any(f.unknown for f in found) else ():
            # A name said again in brackets: 离休人员费用（离休费）, 三项（三公经费表）.
            inner = comparable_kept(bracket)
            others = [inner, plain.replace(inner, " ")]
            if inner.endswith("表"):
                # A form by a short name: its title, or nothing.
                forms = [t for unit, year in targets for t in shortened(inner, self.books(unit, year))]
                others = [plain.replace(inner, f" {forms[0]} ")] if len(set(forms)) == 1 else []
            unknown = {w for f in found for w in f.unknown}
            # What it is called by others stands right before its name in brackets: 快递电话网络费（邮电费）.
            others += [plain.replace(w, " ") for w in unknown if w + inner in comparable_kept(plain).replace(" ", "")]
            for other in others if inner in plain else ():
                again = [one for unit, year in targets for one in look_up(self.books(unit, year), other)]
                if all(f.any for f in again) and (other != inner or plain[:COMMON] == inner[:COMMON]):
                    found = again
                    break
        # Over all units, or all years of one, those that do not disclose it are left out, not the whole answer.
        if (self.linked.everyone or not self.asked.years) and any(f.any for f in found):
            found = [f for f in found if f.any]
        return found

    def _counted(self, targets: Sequence[Target], text: str, counter: str) -> list[Found]:
        """Lookups of a text that says a counter (多少公里): only figures with that counter."""
        plain = stated.COUNTED.sub(" ", text)
        found = [one for unit, year in targets for one in look_up(self.books(unit, year), plain)]
        fitting = [f for f in found if f.reading is not None and f.reading.best.uom.endswith(counter)]
        return fitting if fitting and len(fitting) == len(found) else []

    def operands(self, targets: Sequence[Target], text: str) -> list[Operand]:
        """The figures that lookups of a text settle on, of the tables or, where these have none, of the prose."""
        looked_up = self.look_up(targets, text)
        if len(targets) > 1:
            looked_up = in_one_column(looked_up)
            if any(f.differing for f in looked_up) and not self.linked.everyone:
                return []  # what is open for one of several is not left out of a sum or a comparison
        found = [o for f in looked_up if (o := operand(f)) is not None]
        if found or not text.strip():
            return found
        told = [self._stated(target, text) or self._stated(target, rewritten(text)) for target in targets]
        return [Operand(f, f"{f.unit.name}{f.year}年{f.item}") for f in told if f is not None]

    def operands_of(self, targets: Sequence[Target], text: str) -> list[Operand]:
        """The figures of every reading of a text, nearest first."""
        found: list[Statement] = []
        for unit, year in targets:
            books = self.books(unit, year)
            segments = mend(cut(rewritten(text), books.names), books.names)
            if all(s.known for s in segments):
                found.extend(r.best for r in readings(books.figures, within(segments), books.met))
        return [Operand(f, f"{f.unit.name}{f.year}年{name_of(f)}{stage_word(f)}") for f in found]

    def _stated(self, target: Target, text: str) -> Statement | None:
        matches = [m for m in stated.fitting(self.facts([target]), text) if m.fact.year in (None, target[1])]
        if PEOPLE.fullmatch(text.strip(" 的")):
            # People are counted, what is spent on them (人员经费) is another thing.
            matches = [m for m in matches if m.fact.amount is None]
        fact, _ = stated.settled(matches)
        return None if fact is None else as_statement(fact)

    def left_out(self, targets: Sequence[Target], told: Sequence[Statement]) -> bool:
        """Names the units that do not disclose what is compared or added up, or not the same stage; always True."""
        of = {f.unit.iri for f in told}
        lacking = list(dict.fromkeys(u.name for u, _ in targets if u.iri not in of)) if len(targets) > 1 else []
        if lacking:
            self.out.text += f"另有{len(lacking)}个单位没有公开可以相比的这一项，没有列入：{'、'.join(lacking)}。"
        return True

    def facts(self, targets: Sequence[Target]) -> list[ProseFact]:
        """The quantities that the prose of units and years states."""
        return [f for unit, year in targets for f in self.knowledge.facts(unit, year)]

    def mended(self, targets: Sequence[Target], text: str) -> tuple[str, str]:
        """A text with its mistyped names set right, and what was taken for what; empty where none was."""
        for unit, year in targets[:1]:
            names = self.books(unit, year).names
            segments = mend(cut(rewritten(text), names), names)
            if any(s.taken_for for s in segments):
                note = "".join(f"“{s.text}”按“{s.taken_for}”理解。" for s in segments if s.taken_for)
                return "".join(s.taken_for or s.text for s in segments), note
        return text, ""

    def noted(self, note: str) -> bool:
        """Puts a note before the answer; always True."""
        self.out.text = note + self.out.text
        return True

    def clear(self) -> None:
        """Forgets what a way of answering that came to nothing left behind."""
        self.out.values, self.out.evidence, self.out.text, self.out.formula = [], [], "", ""
        self.out.status, self.out.reason = "unanswered", ""


def reading_of(found: Sequence[Found]) -> list[Reading]:
    """The readings that lookups settled on."""
    return [f.reading for f in found if f.reading is not None]


def without_amounts(text: str) -> str:
    """A question without the amounts it says: 工会经费26.05万元出自哪张表."""
    return re.sub(r"\d[\d,]*(?:\.\d+)?\s*(?:万元|亿元|元)", " ", text)
