"""Sentence after sentence → facts: keeps in mind what the prose speaks of, as a reader does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest import roles
from ingest.clauses import Clause, clauses
from ingest.fact_changes import first_told, is_of_money, is_planned, owner_by_rate, whole_by_fund, with_money
from ingest.fact_memory import Memory, Subject
from ingest.fact_naming import Naming
from ingest.fact_reasons import Behind, Reasons
from ingest.fact_types import classification_of, is_stock, named, sides, things_bought
from ingest.quantities import Quantity, may_hold_quantities, quantities
from ingest.records import Fact, Kind, Passage, Source, Stage
from ingest.sentences import Sentence, normalise
from ingest.subjects import strip_leading, strip_trailing, take_apart, too_long

if TYPE_CHECKING:
    from spacy.language import Language

_STAGES: dict[str, Stage] = {
    "": "预算",
    "当年": "预算",
    "年初": "年初预算",
    "全年": "全年预算",
    "年度": "全年预算",
    "调整": "调整预算",
    "调整后": "调整预算",
}


class FactReader:
    """Reads the sentences of one document in order; ``facts`` grows."""

    def __init__(self, nlp: Language, year: int, kind: Kind) -> None:
        self.nlp = nlp
        self.year = year
        self.kind: Kind = kind
        self.facts: list[Fact] = []
        self.memory = Memory(year=year)
        self.reasons = Reasons()
        self.sentence_ended = True

    def new_section(self, section: tuple[str, ...]) -> None:
        """Forget everything: another heading. One that names an item of a classification is what follows speaks of."""
        self.memory = Memory(year=self.year)
        self.reasons = Reasons()
        if section and (found := named(roles.heading_name(strip_leading(normalise(section[-1]))))):
            self.memory.heading = Subject(found[1], found[0])
        if section and (path := roles.item_path(strip_leading(normalise(section[-1]).rstrip("。：")))):
            measure = classification_of(path, economic_place=roles.is_economic_place("/".join(section)))
            self.memory.topic = self.memory.subject = Subject("/".join(path), measure)
        elif section and (project := roles.project_of(normalise(section[-1]))):
            self.memory.project = project

    def read(self, sentence: Sentence, passage: Passage) -> None:
        """Append the facts of one sentence."""
        memory = self.memory
        memory.begin_sentence(self.year)
        if self.sentence_ended:
            memory.end_sentence(self.facts)
        self.sentence_ended = sentence.text.endswith(("。", "！", "？"))
        if roles.opens_paragraph(sentence.text):
            memory.begin_paragraph()
            self.reasons.waiting = []
        if roles.is_unfilled(sentence.text):
            return
        self.reasons.go_on(self.facts, sentence.text)
        found = quantities(self.nlp(sentence.text)) if may_hold_quantities(sentence.text) else []
        reader = _SentenceReader(self, sentence, passage)
        for clause in clauses(sentence.text, found):
            reader.read(clause)


class _SentenceReader:
    def __init__(self, owner: FactReader, sentence: Sentence, passage: Passage) -> None:
        self.owner = owner
        self.memory = owner.memory
        self.sentence = sentence
        self.passage = passage
        self.source: Source = replace(passage.source, printed=sentence.printed)
        self.naming = Naming(owner.memory, "/".join(passage.section), sentence.text)
        self.reason_given = False

    # --- clauses ---------------------------------------------------------------------------------------------------

    def read(self, clause: Clause) -> None:
        memory = self.memory
        for separator in clause.before:
            if separator == "（":
                memory.stack.append((memory.subject, memory.year))
            elif separator == "）" and memory.stack:
                memory.subject, memory.year = memory.stack.pop()
            elif separator == "；":
                memory.parent, memory.scope, memory.unit_start = None, "", clause.start
        if scope := roles.scope_of(clause.text):
            memory.scope = scope
        if project := roles.project_of(clause.text):
            memory.project = project
        if not clause.quantities:
            self._read_words(clause)
        else:
            self._read_numbers(clause)

    def _read_words(self, clause: Clause) -> None:
        """A clause without numbers sets the scene: topic, comparison, reason, targets."""
        memory, text = self.memory, clause.text
        memory.changed = ""
        if roles.reason_split(text, behind=self._behind(clause)):
            self._give_reason(clause)
            return
        if text.startswith("其中"):
            memory.whole = memory.subject
        if path := roles.item_path(strip_leading(text)):
            memory.topic = memory.subject = Subject("/".join(path), self.naming.classification(path))
            memory.parent = None
            return
        if clause.after == "：" and roles.opens_target(text):
            memory.targets = True
        if clause.after == "：" and roles.opens_parts(text):
            memory.parent = memory.subject
        if changed := roles.changed_subject(strip_leading(text)):
            memory.changed = changed
            return
        compared = roles.comparison(text, self.owner.year)
        if roles.is_flat(text):
            self._note_flat(text, compared)
            return
        if compared is not None:
            memory.comparison = compared[0]
            text = compared[1]
            if (subject := self.naming.typed(strip_trailing(strip_leading(text)), None)) is not None:
                memory.subject = subject  # 收入支出总计与上年相比，增加755.18万元
        self._note_time(text)
        words = strip_trailing(strip_leading(text))
        if words:
            memory.candidate = words
        if clause.after == "。" and clause.before == "" and (subject := self.naming.typed(words, None)) is not None:
            memory.topic = memory.subject = subject  # a heading on the line of its text: 2.公务接待费。
        elif clause.after == "。" and roles.opens_paragraph(text) and roles.names_project(words):
            memory.topic = memory.subject = Subject(words)
            memory.project = words

    def _read_numbers(self, clause: Clause) -> None:
        if roles.is_skipped(clause.text):
            return
        if roles.begins_parts(clause.text):
            self.memory.parent = self.memory.subject
        position = clause.start
        for index, quantity in enumerate(clause.quantities):
            text = self.sentence.text
            before = text[position : quantity.start]
            following = clause.quantities[index + 1] if index + 1 < len(clause.quantities) else None
            after = text[quantity.end : following.start if following else clause.end]
            names_bound = quantity.threshold and (following is not None or quantity.kind == "money")
            if names_bound and after and not after.startswith("（"):
                continue  # 单价50万元以上通用设备1台: the bound belongs to the name of the thing
            position = quantity.end
            used = self._read_number(clause, before, quantity, after)
            position += used
        self.memory.changed = self.memory.candidate = ""

    # --- one number ------------------------------------------------------------------------------------------------

    def _read_number(self, clause: Clause, before: str, quantity: Quantity, after: str) -> int:
        """Append the fact of one quantity. Returns how many characters behind it were taken for its name."""
        memory = self.memory
        if "分别" in before and quantity.kind == "percent" and after in ("和", "、"):
            return 0  # 同比分别下降12.3%和8.6%: which is whose is told by their order only
        if found := roles.reason_split(before, behind=self._behind(clause)):
            self._give_reason(clause)
            before = found[1]
        compared = roles.comparison(before, self.owner.year)
        words = before
        if compared is not None:
            memory.comparison = compared[0]
            words = compared[2] if compared[2] not in ("", "的") else compared[1]
            if compared[1] and compared[2]:
                named_first = len(compared[1]) > 2 or self.naming.typed(compared[1], None) is not None
                words = compared[1] + compared[2] if named_first else compared[2]
                if (side := sides().get(strip_leading(compared[1]))) is not None:
                    memory.subject = first_told(self.owner.facts, side, self.source)
                    words = compared[2]
            if not compared[2] and quantity.kind == "money" and roles.is_base_amount(after):
                self._append_base(clause, compared[0], compared[1], quantity, after)
                return 0
        self._note_time(words)
        if words.startswith("其中"):
            memory.whole = memory.subject
        if shared := roles.shared_number(words, after):
            budget = roles.budget_shared(shared[1])
            if budget is not None and memory.subject is not None and memory.subject.name:
                self._append(clause, memory.subject, quantity, "budget", stage=_STAGES[budget])
                return 0
            memory.shared = (memory.subject, shared[1] + self.sentence.text[quantity.start : quantity.end])
            self._append(clause, Subject(take_apart(shared[1], noun_behind=False).name), quantity, "result")
            return 0
        if memory.shared is not None and quantity.kind == "percent":
            (subject, base), memory.shared = memory.shared, None
            if subject is not None and subject.name and words == "的":
                self._append(clause, subject, quantity, "share", base=base)
                return 0
        words = strip_leading(words)
        if quantity.negative:
            words = words[:-1]
        last = self.owner.facts[-1] if self.owner.facts else None
        if quantity.kind == "percent" and words == "的" and last and last.role == "budget" and last.text == clause.text:
            self._append(clause, Subject(last.subject, last.measure), quantity, "completion", base=last.stage)
            return 0
        budgeted = last is not None and last.role == "budget" and last.source is self.source
        role = roles.role_of(words, quantity.kind, budgeted=budgeted, compared=memory.comparison is not None)
        if role is not None and role.name == "change" and (side := sides().get(role.subject)) is not None:
            memory.subject, role = first_told(self.owner.facts, side, self.source), replace(role, subject="")
        if role is not None and role.name in ("budget", "final") and role.subject:
            whole, part = (self.naming.typed(each, quantity) for each in (strip_trailing(words), role.subject))
            if whole is not None and (part is None or part.measure != whole.measure):
                role = replace(role, subject=whole.name)  # 一般公共预算支出决算数: 支出 belongs to the name
            elif role.name == "budget" and not self.naming.is_known(role.subject, quantity):
                role = None
        if role is None:
            return self._plain(clause, before, words, quantity, after)
        if role.name in ("target", "actual"):
            self._target_or_actual(clause, role, quantity)
            return 0
        if quantity.kind == "bare" and role.name != "change":
            return 0
        said, year = role.subject, memory.year
        if role.name in ("budget", "final") and roles.is_previous(said):
            role, year = replace(role, subject=""), self.owner.year - 1  # 去年决算数为0万元
        subject = self.naming.of_role(role)
        if subject is not None and role.name == "change" and not said and is_of_money(quantity, memory.comparison):
            subject = with_money(subject, self.owner.facts, self.source)
        if subject is not None and role.name == "budget" and not subject.measure:
            subject = self.naming.by_rule(subject, clause, quantity)
            if subject is not None and is_stock(subject.measure):
                self._append(clause, subject, quantity, "result")
                memory.subject = subject
                return 0
        if subject is None:
            return 0
        memory.year, year = year, memory.year
        if role.name == "change":
            self._append_change(clause, subject, role, quantity)
        elif role.name == "completion":
            self._append(clause, subject, quantity, "completion", base=role.base or "预算")
        elif role.name == "share":
            self._append(clause, subject, quantity, "share", base=strip_trailing(role.base))
        elif role.name == "budget":
            self._append(clause, subject, quantity, "budget", stage=_STAGES[role.stage])
        else:
            self._append(clause, subject, quantity, "result", stage="执行" if "执行" in words else "决算")
        memory.year = year
        if role.name in ("budget", "final"):
            memory.subject = subject
        return 0

    def _plain(self, clause: Clause, before: str, words: str, quantity: Quantity, after: str) -> int:
        """A number with no word of role before it: 车辆1辆, 受理542次现场咨询."""
        memory = self.memory
        if roles.is_target_behind(after) and memory.subject is not None and memory.subject.name:
            self._append(clause, memory.subject, quantity, "target")
            return 0
        if quantity.kind == "bare" or (quantity.kind == "percent" and not words):
            return 0
        memory.targets = roles.plan_after(before, memory.targets)
        planned = memory.targets or roles.plans(before) or (quantity.qualifier in ("≥", "≤") and not quantity.threshold)
        subject, used = self.naming.of_number(clause, before, words, quantity, after)
        if subject is None:
            return used
        if clause.depth and (whole := whole_by_fund(subject, self.owner.facts, self.source)) is not None:
            self._append(clause, Subject(whole.subject + subject.name), quantity, whole.role, stage=whole.stage)
            return used
        if self.owner.kind == "预算" and quantity.kind == "count" and things_bought(subject.predicate):
            planned = planned or memory.year == self.owner.year
        role = "target" if planned else "result"
        stage: Stage | None = None
        if quantity.kind == "money" and role == "result" and is_planned(subject):
            role, stage = "budget", "预算"
        elif quantity.kind == "money" and subject.measure and not is_stock(subject.measure):
            stage = self.owner.kind
            role = "budget" if stage == "预算" else role
        self._append(clause, subject, quantity, role, stage=stage or "")
        memory.subject = subject
        return used

    def _target_or_actual(self, clause: Clause, role: roles.Role, quantity: Quantity) -> None:
        memory = self.memory
        words = strip_trailing(strip_leading(role.subject))
        if role.name == "actual":
            memory.targets = False
            subject = memory.target_subject or (Subject(words) if words else memory.subject)
            if subject is not None:
                self._append(clause, subject, quantity, "result")
            return
        name = words or memory.candidate
        if name and not too_long(name):
            memory.target_subject = Subject(name)
            self._append(clause, memory.target_subject, quantity, "target")

    # --- facts -----------------------------------------------------------------------------------------------------

    def _append_change(self, clause: Clause, subject: Subject, role: roles.Role, quantity: Quantity) -> None:
        base = self.memory.comparison
        direction = roles.opposite(role.direction) if quantity.negative else role.direction
        if direction:
            self._append(clause, subject, quantity, "change", base=base.base if base else "", direction=direction)
            if (owner := owner_by_rate(self.owner.facts)) is not None:
                subject = Subject(owner.subject, owner.measure)
                for index in (-2, -1):
                    changed = replace(self.owner.facts[index], subject=owner.subject, measure=owner.measure)
                    self.owner.facts[index] = changed
        self.memory.subject = subject

    def _append_base(
        self, clause: Clause, base: roles.Comparison, words: str, quantity: Quantity, after: str
    ) -> None:  # fmt: skip
        """The amount that a change is measured against, where the print gives it: 比年初预算数1.28万元减少0.97万元."""
        memory, named = self.memory, strip_trailing(strip_leading(words))
        subject = (self.naming.typed(named, None) if named else None) or memory.subject or memory.topic
        if subject is None or not subject.name or not subject.measure:
            return
        memory.subject, year = subject, memory.year
        memory.year = base.year or year
        if "预算" in base.base:
            stage = next((_STAGES[word] for word in ("年初", "全年", "调整") if word in base.base), "预算")
            self._append(clause, subject, quantity, "budget", stage=stage)
        elif memory.year < year:
            stage = "执行" if "执行" in base.base else "决算" if self.owner.kind == "决算" else ""
            last = self.owner.facts[-1] if self.owner.facts else None
            if stage:
                self._append(clause, subject, quantity, "result", stage=stage)
            elif last and last.role == "budget" and last.measure == subject.measure:
                self._append(clause, subject, quantity, "budget", stage=last.stage)
        memory.year = year
        if roles.is_flat(after):
            self._append(clause, subject, None, "change", base=base.base, direction="持平")

    def _append(
        self, clause: Clause, subject: Subject, quantity: Quantity | None, role: str, *,
        stage: Stage | str = "", base: str = "", direction: str = "",
    ) -> None:  # fmt: skip
        memory = self.memory
        if role in ("change", "completion") or stage == "决算":
            self.owner.reasons.waiting.append(len(self.owner.facts))
        self.owner.facts.append(
            Fact(
                subject=subject.name, measure=subject.measure,
                value=quantity.value if quantity else None, uom=quantity.uom if quantity else "",
                amount=quantity.amount if quantity else None, year=memory.year,
                qualifier=quantity.qualifier if quantity else "", role=role, source=self.source, text=clause.text,
                direction=direction, base=base, stage=stage,  # type: ignore[arg-type]
                period=memory.period, predicate=subject.predicate,
            )
        )

    def _note_flat(self, text: str, compared: tuple[roles.Comparison, str, str] | None) -> None:
        if compared is None:
            return
        words = strip_trailing(strip_leading(compared[1]))
        words = "" if roles.names_nothing(words) else words
        names = words.split("、") if words and self.naming.typed(words, None) is None else [words]
        clause = Clause(text, 0, len(text), "", "", 0, ())
        changed = {fact.subject for fact in self.owner.facts if fact.source is self.source and fact.role == "change"}
        for name in names:
            subject = self.naming.typed(name, None) if name else self.memory.subject
            if not name and self.reason_given and subject is not None and subject.name in changed:
                continue  # 增加0.00万元，主要原因是：与上年一致
            if subject is not None and subject.name:
                self._append(clause, subject, None, "change", base=compared[0].base, direction="持平")

    def _give_reason(self, clause: Clause) -> None:
        """Give what follows 原因 to the facts of the subject that still lack a reason."""
        facts, memory = self.owner.facts, self.memory
        split = roles.reason_split(self.sentence.text[clause.start :], behind=self._behind(clause))
        reason = split[1].strip("：，。；") if split else ""
        if not split or not reason:
            return
        self.reason_given = True
        named_before = strip_leading(roles.reason_subject(split[0]))
        subject = (self.naming.typed(named_before, None) if named_before else None) or memory.subject or memory.topic
        if named_before and subject is not None and subject.measure:
            memory.subject = subject
        self.owner.reasons.give(facts, subject, reason)

    def _behind(self, clause: Clause) -> Behind:
        return self.owner.reasons.behind(self.owner.facts, self.source, opens=clause.start == 0)

    def _note_time(self, text: str) -> None:
        self.memory.period = roles.period_of(text) or self.memory.period
        self.memory.note_years(text, self.owner.year)


