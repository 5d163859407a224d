"""Disclosure records for tests, made without any reader: small ones to play with, and one of realistic shape."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

from ingest.records import (
    BlankRow,
    Dimensions,
    Disclosure,
    DisclosureKey,
    Fact,
    Figure,
    FileRecord,
    Goal,
    Indicator,
    KeyWork,
    Kind,
    LedgerEntry,
    Note,
    Passage,
    Project,
    Scope,
    Score,
    Source,
    Unit,
)

UNIT = "示例市数据中心"
SCALES = {"万元": Decimal(10000), "元": Decimal(1)}

CLASSES = (
    ("201", "一般公共服务支出"), ("20103", "政府办公厅（室）及相关机构事务"), ("2010350", "事业运行"),
    ("2010399", "其他政府办公厅（室）及相关机构事务支出"), ("208", "社会保障和就业支出"),
    ("20805", "行政事业单位养老支出"), ("2080502", "事业单位离退休"),
    ("2080505", "机关事业单位基本养老保险缴费支出"), ("2080506", "机关事业单位职业年金缴费支出"),
    ("210", "卫生健康支出"), ("21011", "行政事业单位医疗"), ("2101102", "事业单位医疗"),
    ("221", "住房保障支出"), ("22102", "住房改革支出"), ("2210201", "住房公积金"), ("2210202", "提租补贴"),
)
ITEMS = {
    "2010350": "166.38", "2010399": "144.00", "2080502": "5.26", "2080505": "25.30", "2080506": "3.47",
    "2101102": "6.83", "2210201": "18.57", "2210202": "4.16",
}
ECONOMIC = (
    ("301", "工资福利支出"), ("30101", "基本工资"), ("30102", "津贴补贴"), ("30107", "绩效工资"),
    ("30108", "机关事业单位基本养老保险缴费"), ("30109", "职业年金缴费"), ("30110", "职工基本医疗保险缴费"),
    ("30112", "其他社会保障缴费"), ("30113", "住房公积金"), ("30199", "其他工资福利支出"),
    ("303", "对个人和家庭的补助"), ("30302", "退休费"),
    ("302", "商品和服务支出"), ("30201", "办公费"), ("30207", "邮电费"), ("30211", "差旅费"),
    ("30217", "公务接待费"), ("30228", "工会经费"), ("30229", "福利费"), ("30239", "其他交通费用"),
    ("30299", "其他商品和服务支出"),
)
FORMS = (
    ("revenue-expenditure-summary", "收入支出决算总表"), ("revenue", "收入决算表"), ("expenditure", "支出决算表"),
    ("fiscal-summary", "财政拨款收入支出决算总表"), ("general-expenditure", "一般公共预算财政拨款支出决算表"),
    ("general-basic", "一般公共预算财政拨款基本支出决算明细表"), ("fund", "政府性基金预算财政拨款收入支出决算表"),
    ("capital", "国有资本经营预算财政拨款支出决算表"), ("three-public", "财政拨款“三公”经费支出决算表"),
)
LEVELS = {3: "class", 5: "group", 7: "item"}


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def file_record(name: str = "决算公开.pdf", content: str = "", pages: int | None = 20) -> FileRecord:
    return FileRecord(name, sha(content or name), "application/pdf", pages, 123456)


def figure(value: str, *, item: str = "", code: str = "", column: str = "本年支出合计", form_id: str = "expenditure",
           form: str = "支出决算表", level: str | None = None, uom: str = "万元", year: int = 2023, stage: str = "决算",
           measure: str = "expenditure", fund: str = "all", nature: str = "total", scheme: str = "",
           dim_item: str = "", kind: str = "table", document: str = "决算公开.pdf", page: int | None = 8,
           table: int = 3, row: int = 1, col: int = 1, printed: str = "", formula: str = "") -> Figure:
    number = Decimal(value)
    if code and not scheme:
        scheme = "economic" if form_id == "general-basic" else "functional"
    if level is None:
        level = LEVELS.get(len(code), "") if code else "total"
    scale = SCALES.get(uom)
    return Figure(
        form=form, form_id=form_id, stage=stage, year=year, code=code,
        item="" if item == "-" else item or ("合计" if not code else ""),
        column=column, level=level, value=number, uom=uom, amount=None if scale is None else number * scale,
        source=Source(document, printed or f"{number:,}", page=page, table=table, row=row, column=col,
                      box=(71.25 + 40 * col, 100.5 + 12 * row, 110.0 + 40 * col, 111.0 + 12 * row)),
        dimensions=Dimensions(measure, fund, nature, scheme, dim_item or code), kind=kind, formula=formula,
    )


def disclosure(*figures: Figure, name: str = UNIT, year: int = 2023, kind: Kind = "决算", scope: Scope = "单位",
               document: str = "决算公开.pdf", content: str = "", **more: object) -> Disclosure:
    """A disclosure of the figures given, all printed in one ``document``; ``more`` are fields of the record."""
    fields: dict[str, object] = {
        "unit": Unit(name),
        "title": f"{name}{year}年度{kind}公开",
        "files": (file_record(document, content),),
        "parts": frozenset(f"form:{figure.form_id}" for figure in figures if figure.kind == "table"),
        **more,
    }
    placed = tuple(replace(each, source=replace(each.source, document=document)) for each in figures)
    return Disclosure(DisclosureKey(name, year, kind, scope), figures=placed, **fields)  # type: ignore[arg-type]


def realistic(unit: str = UNIT, year: int = 2023, *, factor: str = "1", passages: int = 110, facts: int = 0,
              document: str = "决算公开.pdf", content: str = "") -> Disclosure:
    """A final account with nine forms and about 170 figures, as a small unit publishes it. All sums hold."""
    account = _Account(year, Decimal(factor), document)
    account.fill()
    sentence = "本年度支出合计比上年有所变化，主要原因是人员变动和项目安排调整，具体情况见各表。"
    box = (72.0, 80.0, 520.0, 130.0)
    return disclosure(
        *account.figures, unit=Unit(unit, ("数据中心",), "示例市", "示例市人民政府", "承担数据工作。", 12),
        name=unit, year=year, document=document, content=content or f"{unit}{year}",
        facts=tuple(
            Fact(f"第{n}类活动", "", Decimal(n) + Decimal("0.5"), "场次", None, year, "", "result",
                 Source(document, f"全年开展第{n}类活动{n}.5场次。", page=20 + n // 20, line=n)) for n in range(facts)
        ),
        passages=tuple(
            Passage(f"{n}、{sentence}", ("第三部分", "部门决算情况说明", f"{n // 8}、说明"),
                    Source(document, sentence, page=18 + n // 10, line=n, box=box)) for n in range(passages)
        ),
        projects=(
            Project("平台运行维护费", Decimal("100.00"), Decimal("98.50"), "98.5%", "万元",
                    Source(document, "平台运行维护费", page=30, table=12, row=5, column=2)),
        ),
        indicators=tuple(
            Indicator("平台运行维护费", "保障平台运行", "产出指标", "数量指标", f"受理项目数{n}", f"≥{n}0个", f"{n}2个",
                      "", Source(document, f"受理项目数{n}", page=30, table=12, row=8 + n, column=4),
                      Source(document, f"{n}2个", page=30, table=12, row=8 + n, column=6)) for n in range(1, 7)
        ),
        ledger=(
            LedgerEntry("read", "", form="收入决算表", read=36, blank=100, tested=12),
            LedgerEntry("blank-table", "表中没有数字", form="政府性基金预算财政拨款收入支出决算表"),
            LedgerEntry("no-data", "本表无数据", form="国有资本经营预算财政拨款支出决算表"),
        ),
        parts=frozenset({*(f"form:{form_id}" for form_id, _ in FORMS), "prose", "annex"}),
    )


def everything() -> Disclosure:
    """A disclosure with a record of every kind and every field filled: what the vocabulary must have words for."""
    document = "决算公开.pdf"
    at = Source(document, "平台运行维护费", page=30, table=12, row=5, column=2)
    base = realistic(passages=2, facts=1)
    counted = figure("12", uom="辆", measure="vehicles-kept", form_id="assets")
    return replace(
        base,
        sample=True,
        unit=replace(base.unit, members=("示例市数据中心本级", "示例市档案室")),
        figures=(
            *base.figures,
            figure("350.38", kind="derived", form_id="", form="", year=2022, column="", formula="373.97 − 23.59"),
            replace(counted, failed=1, source=replace(counted.source, confidence=0.97)),
        ),
        blanks=(
            BlankRow("支出决算表", "expenditure", "决算", 2023, "2010350", "事业运行", ("项目支出", "经营支出"), at),
        ),
        facts=(
            Fact("公务接待", "reception-batches", Decimal("12"), "批次", None, 2023, "约", "change", at,
                 "公务接待约12批次", "交流增多", "增加", "上年", "决算", "2023年", "接待"),
            Fact("支出", "", Decimal("1.5"), "万元", Decimal(15000), 2023, "", "result", at),
        ),
        projects=(replace(
            base.projects[0], stage_values=(("年初预算", Decimal("2046.14")),), funds=(("财政拨款", Decimal("80.00")),),
            remarks=(("实施单位", "示例中心"),),
        ),),
        indicators=(replace(base.indicators[0], note="略有偏差"),),
        goals=(Goal("平台运行维护费", "1", "保障平台运行", at, "已完成"),),
        scores=(Score("平台运维费", "产出", "40%", "40", "38.5", "优", at),),
        key_works=(KeyWork("1", "数据共享", "建成共享平台", "已建成", at),),
        notes=(
            Note("body", "示例会计师事务所", "聘请示例会计师事务所开展评价", at, role="受聘"),
            Note("event", "", "5月平台上线运行", at, period="5月"),
            Note("problem", "平台运行维护费", "部分指标未设目标值", at),
        ),
        ledger=(
            *base.ledger, LedgerEntry("missing", "缺少机关运行经费表", form="running-costs"),
            LedgerEntry("not-understood", "第 12 个表格不是已知的法定表格"),
        ),
    )


Row = tuple[str, str]
Columns = list[tuple[str, dict[str, str], dict[str, Decimal]]]


class _Account:
    """The nine forms of one year, filled from a few items of expenditure."""

    def __init__(self, year: int, factor: Decimal, document: str) -> None:
        self.year, self.document = year, document
        items = {code: (Decimal(value) * factor).quantize(Decimal("0.01")) for code, value in ITEMS.items()}
        self.amounts = self._rolled_up(CLASSES, items)
        self.total = sum(items.values(), Decimal(0))
        self.project = dict.fromkeys(("201", "20103", "2010399"), items["2010399"])
        self.basic = {code: value - self.project.get(code, Decimal(0)) for code, value in self.amounts.items()}
        self.figures: list[Figure] = []

    @staticmethod
    def _rolled_up(rows: tuple[Row, ...], items: dict[str, Decimal]) -> dict[str, Decimal]:
        return {code: sum((v for c, v in items.items() if c.startswith(code)), Decimal(0)) for code, _ in rows}

    def put(self, value: Decimal, table: int, row: int, col: int, column: str, **more: str) -> None:
        form_id, form = FORMS[table - 1]
        self.figures.append(figure(str(value), form_id=form_id, form=form, table=table, row=row, col=col, column=column,
                                   page=6 + table, year=self.year, document=self.document, **more))  # type: ignore

    def coded(self, table: int, columns: Columns, rows: tuple[Row, ...]) -> None:
        for row, (code, label) in enumerate((("", "合计"), *rows), 4):
            for col, (column, dims, values) in enumerate(columns, 3):
                value = values.get(code) if code else sum(v for c, v in values.items() if len(c) == 3)
                if value:
                    self.put(Decimal(value), table, row, col, column, code=code, item=label, **dims)

    def fill(self) -> None:
        classes = [row for row in CLASSES if len(row[0]) == 3]
        source = "一般公共预算财政拨款收入"
        self.put(self.total, 1, 4, 3, "收入/金额", measure="revenue", fund="general", item=source)
        for row, (code, label) in enumerate(classes, 4):
            self.put(self.amounts[code], 1, row, 6, "支出/金额", item=label, scheme="functional", dim_item=code,
                     level="class")
        for measure, label, col, side in (
            ("revenue", "本年收入合计", 3, "收入"), ("expenditure", "本年支出合计", 6, "支出"),
            ("revenue-total", "总计", 3, "收入"), ("expenditure-total", "总计", 6, "支出"),
        ):
            self.put(self.total, 1, 30 + ("总" in label), col, f"{side}/金额", measure=measure, item=label)
        self.coded(2, [
            ("本年收入合计", {"measure": "revenue", "fund": "all"}, self.amounts),
            ("财政拨款收入", {"measure": "revenue", "fund": "fiscal"}, self.amounts),
        ], CLASSES)
        natures = (("total", self.amounts), ("basic", self.basic), ("project", self.project))
        for table, fund, names3 in (
            (3, "all", ("本年支出合计", "基本支出", "项目支出")),
            (5, "general", ("本年支出/小计", "本年支出/基本支出", "本年支出/项目支出")),
        ):
            columns: Columns = [(n, {"nature": d, "fund": fund}, v) for n, (d, v) in zip(names3, natures, strict=True)]
            self.coded(table, columns, CLASSES)
        self.put(self.total, 4, 5, 3, "收入/决算数", measure="revenue", fund="fiscal", item="本年收入合计")
        for col, fund, column in ((6, "fiscal", "合计"), (7, "general", "一般公共预算财政拨款")):
            for row, (code, label) in enumerate(classes, 5):
                self.put(self.amounts[code], 4, row, col, f"支出/决算数/{column}", item=label, scheme="functional",
                         dim_item=code, level="class", fund=fund)
            self.put(self.total, 4, 30, col, f"支出/决算数/{column}", fund=fund, item="本年支出合计")
        each = {code: Decimal(len(label)) + Decimal("0.37") for code, label in ECONOMIC if len(code) == 5}
        each["30101"] += sum(v for c, v in self.basic.items() if len(c) == 3) - sum(each.values())
        self.coded(6, [("决算数", {"fund": "general", "nature": "basic"}, self._rolled_up(ECONOMIC, each))], ECONOMIC)
        for block, stage in ((0, "年初预算"), (6, "决算")):
            head = "预算数" if stage == "年初预算" else "决算数"
            for col, (item, column) in enumerate((("total", "合计"), ("vehicles", "公务用车/小计"),
                                                  ("vehicle-running", "公务用车/运行费"), ("reception", "公务接待费"))):
                value = {"total": "3.42", "reception": "1.42"}.get(item, "2.00")
                self.put(Decimal(value), 9, 5, 1 + col + block, f"{head}/{column}", measure="three-public",
                         fund="fiscal", scheme="three-public", dim_item=item, stage=stage, item="-",
                         level="total" if item == "total" else "")
