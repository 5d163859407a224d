"""What the prose says: quantities, counts, reasons, terms, sections, denials."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

import pytest
from answer_store import UNIT, ask, knowledge, numbers

from answer.holdings.held import ProseFact
from answer.holdings.knowledge import Knowledge
from answer.language import contrasts
from answer.prose import told
from answer.prose.causes import of_other_comparison, reasons, went_otherwise
from answer.prose.item_told import zero
from answer.prose.quoted import NEGATION
from answer.prose.told import _base, _rate
from answer.request.fact_names import bare_names
from answer.request.reply import Reply
from answer.request.stated import content, fitting, settled


def test_typed_quantity_with_its_sentence() -> None:
    reply = ask("示例市数据中心2023年授予中小企业合同金额是多少")
    assert numbers(reply) == [("80.5", "万元")]
    assert "80.50万元" in reply["evidence"][0]["quote"]


def test_staff() -> None:
    assert numbers(ask("示例市数据中心2023年底有多少在职人员")) == [("20", "人")]
    assert numbers(ask("示例市数据中心2023年离退休人员多少人")) == [("7", "人")]


def test_a_counted_thing_no_reader_typed() -> None:
    reply = ask("示例市数据中心2023年办理业务多少件")
    assert numbers(reply) == [("10832", "件")]
    assert "办理业务10832件" in reply["evidence"][0]["quote"]


def test_one_number_is_no_answer_to_a_question_for_two() -> None:
    assert numbers(ask("示例市数据中心2023年办理业务多少件")) == [("10832", "件")]
    assert ask("示例市数据中心2023年办理业务多少件？退件多少件")["status"] == "unanswered"


def test_money_is_no_answer_to_how_many() -> None:
    assert ask("示例市数据中心2023年中小企业数量")["status"] == "unanswered"


def test_reason() -> None:
    reply = ask("示例市数据中心2023年公务接待费为什么减少")
    assert "来访批次减少" in reply["text"]
    assert reply["evidence"]


def test_a_reason_that_is_not_given_is_refused() -> None:
    assert ask("示例市数据中心2023年办公费为什么增加")["status"] == "unanswered"


def test_term_with_and_without_a_unit() -> None:
    for question in ("什么是机关运行经费", "示例市数据中心2023年机关运行经费指什么"):
        assert "保障行政单位运行" in ask(question)["text"]


def test_section() -> None:
    assert "政务数据" in ask("示例市数据中心2023年主要职能是什么")["text"]


def test_a_denial_is_an_answer() -> None:
    reply = ask("示例市数据中心2023年有没有政府性基金预算财政拨款收入")
    assert reply["status"] == "answered"
    assert reply["text"].startswith("没有")
    assert reply["values"] == []


def test_who_is_not_answered_with_a_number() -> None:
    assert ask("示例市数据中心2023年主任是谁")["status"] == "unanswered"


def test_a_change_is_reckoned_from_what_its_paragraph_says_of_its_subject() -> None:
    """本年收入 is a part of 总收入: the year before of the whole is not reckoned from the part."""
    unit = knowledge().directory.units[0]
    part = next(f for f in knowledge().books(unit, unit.years[0]).figures if f.amount)
    fact = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    same = replace(fact, year=None, role="result", subject="总收入", amount=Decimal(90), value=Decimal(90))
    change = replace(same, role="change", subject="总收入、总支出", amount=Decimal(20))

    def base(*facts: ProseFact) -> Decimal | None:
        held = cast(Knowledge, SimpleNamespace(facts=lambda unit, year: facts))
        found = _base(held, [(unit, 2023)], change, part, "总收入")
        return found.amount if found else None

    assert base(change) == part.amount
    assert base(change, same) == 90
    assert base(change, same, replace(same, subject="总支出", amount=Decimal(80))) == 90
    assert base(change, same, replace(same, amount=Decimal(80))) is None


def test_a_bare_number_after_a_change_in_money_is_its_rate() -> None:
    """减少100万元，减少9.52: a per cent sign that the source lost."""
    fact = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    change = replace(fact, role="change")
    bare = replace(change, value=Decimal("9.52"), uom="", amount=None)
    assert _rate(bare, [change])
    assert not _rate(replace(bare, uom="人"), [change])
    assert not _rate(bare, [replace(change, evidence=replace(change.evidence, quote="另一句。"))])


def test_an_amount_by_any_of_its_names_without_their_last_words() -> None:
    assert "政府采购" in bare_names("procurement")
    assert "政府采购" not in bare_names("procurement-goods")


def test_why_less_than_was_planned_is_asked_of_final_accounts() -> None:
    fact = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    final = replace(fact, subject="职业年金缴费", role="completion", reason="基数核定低于测算", disclosure_kind="决算")
    budget = replace(final, role="change", reason="基数上调", disclosure_kind="预算")
    assert reasons([budget, final], "职业年金缴费低于预算")[0] is final
    assert reasons([budget, final], "职业年金缴费预算增加")[0] is budget


def test_what_was_carried_out_is_no_budget() -> None:
    fact = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    planned = replace(fact, subject="专项普查活动", role="budget", disclosure_kind="预算", text="预算安排60.13万元")
    assert fitting([planned], "专项普查活动预算安排")
    assert not fitting([planned], "专项普查活动预算执行数")


def test_a_word_that_many_quantities_begin_with_is_no_one_of_them() -> None:
    fact = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    young = replace(fact, subject="救助未成年人", measure="", value=Decimal(212), uom="人次", amount=None,
                    text="救助未成年人212人次")
    old = replace(young, subject="救助六十岁以上老年人", value=Decimal(1035), text="救助六十岁以上老年人1035人次")
    assert settled(fitting([young, old], "救助了多少人次")) == (None, [young, old])
    assert settled(fitting([young, old], "救助未成年人多少人次")) == (young, [])


def test_what_can_not_be_compared_is_no_denial() -> None:
    assert not NEGATION.search("上年口径含办公设备购置费，故上下年数据无可比性。")
    assert NEGATION.search("办公设备购置费无年初预算。")


def test_a_part_behind_a_dash_is_not_the_whole() -> None:
    fact = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    part = replace(fact, subject="基本支出-人员经费", measure="", role="completion", uom="%", amount=None,
                   text="基本支出-人员经费执行率为107.15%")
    assert not fitting([part], "基本支出", "completion")
    assert fitting([part], "基本支出人员经费", "completion")


def test_the_word_for_inside_is_no_part_of_a_name() -> None:
    assert content("走访了城市圈里的哪几个城市") == content("走访了城市圈的哪几个城市")


def test_a_reason_is_that_of_the_change_asked_about() -> None:
    fact = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    quote = "公务接待费0.18万元，比年初预算减少1.32万元，主要原因是来访取消。"
    budget = replace(fact, subject="公务接待费", role="result", reason="来访取消", disclosure_kind="决算",
                     evidence=replace(fact.evidence, quote=quote))
    before = replace(budget, reason="接待了外省同行", evidence=replace(fact.evidence, quote="公务接待费0.18万元。"))
    assert reasons([budget, before], "公务接待费比上年多了0.18万元") == [before]
    assert reasons([budget], "公务接待费比年初预算减少") == [budget]


def test_nought_in_a_sentence_is_told_where_the_cell_is_blank() -> None:
    unit = next(u for u in knowledge().directory.units if u.name == "示例市数据中心")
    cell = next(b for b in knowledge().books(unit, 2023).blanks if b.stage == "决算" and b.item)
    some = next(f for f in knowledge().facts(unit, 2023) if f.amount is not None)
    named = replace(some, role="result", subject="三公经费/" + cell.item, year=None)
    nought = replace(named, value=Decimal(0), amount=Decimal(0))
    reply = Reply("")
    assert zero(reply, [nought], cell, "")
    assert [v["value"] for v in reply.values] == ["0"]
    assert len(reply.evidence) == 2
    for other in (replace(nought, role="budget"), replace(nought, subject="别的费"), replace(nought, year=2022)):
        assert not zero(Reply(""), [other], cell, "")


def test_what_was_carried_out_of_a_budget_is_no_change_over_the_years() -> None:
    fact = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    quote = "事业单位管理年初预算155万元，完成年初预算的89.19%，原因是招标流标。"
    carried = replace(fact, subject="事业单位管理", role="completion", reason="招标流标", disclosure_kind="决算",
                      evidence=replace(fact.evidence, quote=quote))
    assert reasons([carried], "预算单位比上年少了一家") == []
    assert reasons([carried], "事业单位管理没花完") == [carried]
    assert reasons([carried], "事业单位管理决算少于预算") == [carried]


def test_a_change_is_no_reason_why_money_was_left() -> None:
    change = "总收入比上年增加96万元，主要原因是新增工作室经费。"
    assert of_other_comparison("工作室经费没花完", change)
    assert not of_other_comparison("总收入为什么增加", change)
    assert not of_other_comparison("工作室经费没花完", "工作室经费减少，主要原因是成果延期印刷，未支出8万元。")


def test_one_of_several_names_leaves_the_others_out() -> None:
    assert contrasts.other("授予小微企业合同金额", "政府采购支出授予中小企业")
    assert not contrasts.other("授予小微企业合同金额", "授予小微企业占授予中小企业")
    assert not contrasts.other("授予中小企业合同金额", "政府采购支出")
    fact = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    said = "授予中小企业合同金额80万元，占政府采购支出总额的90%，其中：授予小微企业合同金额50万元。"
    sme = replace(fact, subject="授予中小企业合同金额", measure="procurement-sme", text="授予中小企业合同金额80万元",
                  evidence=replace(fact.evidence, quote=said))
    small = replace(sme, subject="授予小微企业合同金额", measure="procurement-small-micro",
                    text="授予小微企业合同金额50万元")
    assert [m.fact for m in fitting([small, sme], "政府采购支出授予中小企业多少")] == [sme]
    assert not fitting([small, sme], "政府采购支出授予大型企业多少")


def test_a_target_by_what_its_things_are_called_too() -> None:
    fact = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    said = "预计接待侨胞及国际友好人士200人次"
    guests = replace(fact, subject="侨胞及国际友好人士", measure="", value=Decimal(200), uom="人次", amount=None,
                     role="target", text=said, evidence=replace(fact.evidence, quote=said))
    assert fitting([guests], "计划接待侨胞、国际友人多少人次")
    assert not fitting([guests], "计划接待外商多少人次")


def test_a_reason_of_an_item_without_its_word_for_money() -> None:
    fact = next(f for u in knowledge().directory.units for f in knowledge().facts(u, 2023) if f.amount)
    fell = replace(fact, subject="统计信息事务/专项普查活动", role="change", reason="项目调整", disclosure_kind="预算",
                   text="比2022年预算执行数减少57.14%",
                   evidence=replace(fact.evidence, quote="比2022年预算执行数减少57.14%。主要原因是：项目调整。"))
    assert reasons([fell], "专项普查经费减少了")
    assert not reasons([fell], "专项普查经费涨了")
    assert not reasons([fell], "会议经费减少了")


def test_a_reason_told_of_the_other_way_says_so() -> None:
    quote = "培训费97万元，比上年预算增加16万元，主要原因是压减后班次增加。"
    assert went_otherwise("培训费为什么减少", quote) == "增加"
    assert not went_otherwise("培训费为什么增加", quote)
    assert not went_otherwise("培训费的原因", quote)


def test_several_things_that_one_sentence_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = next(u for u in knowledge().directory.units if u.name == UNIT)
    one = knowledge().facts(unit, 2023)[0]
    quote = "计划接待来校考察交流24批次、约300人次。"
    planned = [
        replace(one, subject="来校考察交流", measure="", value=Decimal(value), uom=uom, amount=None, role="target",
                text=quote, evidence=replace(one.evidence, quote=quote, place="a#line=1"))
        for value, uom in (("24", "批次"), ("300", "人次"))
    ]  # fmt: skip
    monkeypatch.setattr(told, "_facts", lambda held, targets: planned)
    for text, values in (("计划接待多少批次、多少人次", ["24", "300"]), ("接待了多少批次、多少人次", [])):
        reply = Reply("")
        told.quantities(reply, knowledge(), [(unit, 2023)], text, "")
        assert [v["value"] for v in reply.values] == values
