"""One sentence → facts: what each of its numbers is and whose."""

from __future__ import annotations

from dataclasses import replace

from ingest.facts.changes import STAGES, budget_told, first_told, is_of_money, whole_by_fund, with_counter, with_money
from ingest.facts.memory import Subject
from ingest.facts.reasons import Behind
from ingest.facts.types import FUNCTIONAL, is_functional, is_stock, sides, things_bought
from ingest.facts.writing import Reading, SentenceFacts
from ingest.language import roles
from ingest.language.clauses import Clause
from ingest.language.quantities import Quantity
from ingest.language.sentences import Sentence
from ingest.language.subjects import strip_leading, strip_trailing, take_apart, too_long
from ingest.records import Passage


class SentenceReader(SentenceFacts):
    """Appends the facts of one sentence to those of its owner."""

    def __init__(self, owner: Reading, sentence: Sentence, passage: Passage) -> None:
        super().__init__(owner, sentence, passage)
        self.reason_given = False

    # --- clauses ---------------------------------------------------------------------------------------------------

    def read(self, clause: Clause) -> None:
        memory = self.memory
        for separator in clause.before:
            if separator == "（":
                memory.stack.append((memory.subject, memory.year, memory.whole))
            elif separator == "）" and memory.stack:
                memory.subject, memory.year, memory.whole = memory.stack.pop()
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
        if text.startswith("其中") or (clause.after == "：" and roles.opens_whole(text)):
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
        if words and clause.after == "，" and clause.before in ("", "；") and roles.opens_paragraph(text):
            memory.topic = memory.subject = Subject(words, FUNCTIONAL) if is_functional(words) else None
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
        rest = self.sentence.text[quantity.end :]
        if "分别" in before and quantity.kind == "percent" and rest.startswith(("和", "、")):
            self._append_in_order(clause, before, quantity)
            return 0
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
            if quantity.kind == "money" and self._is_base_amount(before, compared[2], quantity):
                self._append_base(clause, compared[0], compared[1], quantity, after)
                return 0
        self._note_time(words)
        if "同比" in words:
            memory.against_last_year(self.owner.year)
        if words.startswith("其中"):
            memory.whole = memory.subject
        if shared := roles.shared_number(words, after):
            budget = roles.budget_shared(shared[1])
            if budget is not None and memory.subject is not None and memory.subject.name:
                self._append(clause, memory.subject, quantity, "budget", stage=STAGES[budget])
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
        if quantity.kind == "percent" and words == "的" and last and last.role == "budget" and (
            last.text == clause.text or clause.before == "）"
        ):
            self._append(clause, Subject(last.subject, last.measure), quantity, "completion", base=last.stage)
            return 0
        of = budget_told(self.owner.facts, self.source, memory.subject) if words == "完成" else None
        if quantity.kind == "percent" and of is not None:
            self._append(clause, Subject(of.subject, of.measure), quantity, "completion", base=of.stage)
            return 0  # 年初预算200万元，支出188万元，完成94%
        if quantity.kind == "money" and roles.is_earlier(words) and memory.subject is not None:
            self._append_base(clause, roles.Comparison("上年", self.owner.year - 1), "", quantity, after)
            return 0  # 会议费0万元，上年2万元
        stage = roles.bracketed_budget(self.sentence.text[: quantity.start])
        if quantity.kind == "money" and stage is not None:
            if memory.subject is not None and memory.subject.name:
                self._append(clause, memory.subject, quantity, "budget", stage=STAGES[stage])
            return 0
        budgeted = last is not None and last.role == "budget" and last.source is self.source
        role = roles.role_of(words, quantity.kind, budgeted=budgeted, compared=memory.comparison is not None)
        if role is None and not strip_trailing(words):
            role = roles.goes_on_changing(self.sentence.text[: quantity.start])
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
        elif subject is not None and role.name == "change" and not said and quantity.kind == "count":
            subject = with_counter(subject, quantity.uom, self.owner.facts, self.source)
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
        elif role.name in ("budget", "both"):
            self._append(clause, subject, quantity, "budget", stage=STAGES[role.stage])
            if role.name == "both":
                self._append(clause, subject, quantity, "result", stage="决算")
        else:
            self._append(clause, subject, quantity, "result", stage="执行" if "执行" in words else "决算")
        memory.year = year
        if role.name in ("budget", "final", "both"):
            memory.subject = subject
        return 0

    def _plain(self, clause: Clause, before: str, words: str, quantity: Quantity, after: str) -> int:
        """A number with no word of role before it: 车辆1辆, 受理542次现场咨询."""
        memory, last = self.memory, self.owner.facts[-1] if self.owner.facts else None
        if before == "即" and last is not None and last.role == "share" and last.source is self.source:
            stage = self.owner.kind if last.measure else ""
            role = "budget" if stage == "预算" else "result"
            self._append(clause, Subject(last.subject, last.measure), quantity, role, stage=stage)
            return 0  # 教育支出占0.41%，即15.50万元
        if roles.is_target_behind(after) and memory.subject is not None and memory.subject.name:
            self._append(clause, memory.subject, quantity, "target")
            return 0
        if quantity.kind == "bare" or (quantity.kind == "percent" and not words):
            return 0
        memory.targets = roles.plan_after(before, memory.targets)
        planned = memory.targets or roles.plans(before) or (quantity.qualifier in ("≥", "≤") and not quantity.threshold)
        for each in (several := self.naming.each(words, quantity)):
            self._append_plain(clause, each, quantity, planned=planned)
        if several:
            return 0
        subject, used = self.naming.of_number(clause, before, words, quantity, after)
        if subject is None:
            return used
        if clause.depth and (whole := whole_by_fund(subject, self.owner.facts, self.source)) is not None:
            self._append(clause, Subject(whole.subject + subject.name), quantity, whole.role, stage=whole.stage)
            return used
        if self.owner.kind == "预算" and quantity.kind == "count" and things_bought(subject.predicate):
            planned = planned or memory.year == self.owner.year
        self._append_plain(clause, subject, quantity, planned=planned)
        memory.subject = subject
        return used

    def _target_or_actual(self, clause: Clause, role: roles.Role, quantity: Quantity) -> None:
        memory = self.memory
        words = strip_trailing(strip_leading(role.subject))
        if role.name == "actual":
            memory.targets = False
            named = self.naming.by_rule(Subject(words), clause, quantity) if words else memory.subject
            if (subject := memory.target_subject or named) is not None:
                money = quantity.kind == "money" and bool(subject.measure) and not is_stock(subject.measure)
                self._append(clause, subject, quantity, "result", stage=self.owner.kind if money else "")
            return
        name = words or memory.candidate
        if name and not too_long(name):
            memory.target_subject = Subject(name)
            self._append(clause, memory.target_subject, quantity, "target")

    # --- what holds for several facts ------------------------------------------------------------------------------

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
        side = first_told(facts, sides().get(roles.side_changed(split[0]), ()), self.source)
        subject = (self.naming.typed(named_before, None) if named_before else None) or memory.subject or memory.topic
        subject = side if side.measure else subject
        if named_before and subject is not None and subject.measure:
            memory.subject = subject
        self.owner.reasons.give(facts, subject, reason)

    def _behind(self, clause: Clause) -> Behind:
        return self.owner.reasons.behind(self.owner.facts, self.source, opens=clause.start == 0)

    def _note_time(self, text: str) -> None:
        self.memory.period = roles.period_of(text) or self.memory.period
        self.memory.note_years(text, self.owner.year)
