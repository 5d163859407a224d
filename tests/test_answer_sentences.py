"""Words as wholes, numbers by their sentence, names said twice or shared: what a question leaves to be understood."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from answer_store import ask, knowledge, numbers

from answer.holdings.held import Evidence
from answer.language.names import Names, Tag, cut, mend
from answer.language.words import holds
from answer.prose import lists, sentences
from answer.prose.sentences import Sentence
from answer.request.question import operator_of
from answer.request.reply import Reply
from answer.request.stated import content
from answer.telling import NAMED_SO

UNIT = "示例市数据中心"


def test_a_word_is_no_beginning_of_another() -> None:
    assert not holds("研究室和10个专门委员会", "委员")
    assert holds("计划编辑出版杂志6期", "出版")


def test_a_filler_is_only_taken_out_between_words() -> None:
    assert "集中" in content("集中采购")


def test_words_that_say_nothing_beside_a_name() -> None:
    expected = numbers(ask(f"{UNIT}2023年工会经费是多少"))
    for question in (
        f"{UNIT}2023年工会经费一项有多少钱",
        f"我想查一下{UNIT}23年的工会经费",
        f"{UNIT}2023年收到的工会经费这部分是多少",
    ):
        assert numbers(ask(question)) == expected


def test_a_word_nobody_knows_is_not_left_out() -> None:
    assert ask(f"{UNIT}2023年工会经费里酒水是多少")["status"] == "unanswered"


def test_parts_in_another_order_and_confused_characters() -> None:
    names = Names({"办公设备购置": frozenset({Tag("label", "a")}), "租赁费": frozenset({Tag("label", "b")})})
    assert [s.taken_for for s in mend(cut("购置办公设备", names), names)] == ["办公设备购置"]
    assert [s.taken_for for s in mend(cut("租凭费", names), names)] == ["租赁费"]


def test_a_name_said_again_in_brackets() -> None:
    assert numbers(ask(f"{UNIT}2023年退休人员费用（退休费）")) == numbers(ask(f"{UNIT}2023年退休费"))


def test_two_names_that_share_their_beginning() -> None:
    both = numbers(ask(f"{UNIT}2023年基本支出和项目支出各是多少"))
    assert len(both) == 2


def test_a_number_found_by_its_sentence() -> None:
    reply = ask(f"{UNIT}2023年接待了多少万人次的群众")
    assert reply["status"] == "unanswered" or numbers(reply)[0][0] == "61"


def test_a_counter_is_no_money() -> None:
    reply = ask(f"{UNIT}2023年公务接待费有多少批次")
    assert all(unit != "万元" for _, unit in numbers(reply))


def test_rows_above_an_amount() -> None:
    reply = ask(f"{UNIT}2023年商品和服务支出中超过5万元的科目有哪些")
    assert "其他商品和服务支出" in reply["text"]
    assert "福利费" not in reply["text"]
    none = ask(f"{UNIT}2023年商品和服务支出中超过500万元的科目有哪些")
    assert (none["status"], none["values"]) == ("answered", [])


def test_whether_tables_agree() -> None:
    assert ask(f"{UNIT}2023年住房保障支出在各表中的数一致吗")["text"].startswith("一致")


def test_above_the_year_before() -> None:
    assert ask(f"{UNIT}2023年支出合计比2022年多吗")["text"].startswith("是")
    assert ask(f"{UNIT}2023年支出合计比2022年少吗")["text"].startswith("否")


def test_why_comes_before_every_comparison() -> None:
    for text in ("公务接待费比预算少是什么缘故", "为什么公务接待费比上年少了", "支出小于预算是因为什么"):
        operator = operator_of(text)
        assert operator is not None
        assert operator.id == "why"


def test_the_largest_below_any_row() -> None:
    assert "一般公共服务支出" in ask(f"{UNIT}2023年支出决算最多的一类是什么")["text"]
    assert "事业运行" in ask(f"{UNIT}2023年政府办公厅（室）及相关机构事务下面哪个科目的支出最高")["text"]


def test_english_says_what_is_done_last() -> None:
    from answer.request.english import in_chinese

    assert in_chinese("the difference between welfare expenses and office expenses", []).endswith("相差多少")


def test_a_list_goes_on_over_the_numbered_lines_that_follow() -> None:
    texts = ("部门预算包括下属2家单位的收支。", "具体包括：", "1.图书馆。", "2.文化馆。", "（一）基本支出：指经费。")
    assert listed(texts, 0) == list(texts[:4])
    assert listed(texts, 4) == [texts[4]]


def test_a_list_is_quoted_to_its_end_and_from_its_beginning() -> None:
    opened = ("发现的问题：一是支出偏慢；", "二是指标偏少。", "下一步将改进。")
    assert listed(opened, 0) == list(opened[:2])
    ended = ("签署了备忘录。", "共享数据；", "互认证书；", "培训人才等三项合作。")
    assert listed(ended, 3) == list(ended[1:])
    assert listed(ended, 1) == [ended[1]]


def listed(texts: Sequence[str], at: int) -> list[str]:
    place = Evidence("a.html", "", "https://mingzhang.example/id/document/1#line=1", "", "", "", "")
    every = tuple(Sentence(text, "", "", place) for text in texts)
    return [s.text for s in lists.whole(every, every[at])]


def test_a_part_of_what_was_named_before(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Evidence("a.txt", "", "a#line=1", "", "", "", "")
    said = Sentence("地上主楼7层，裙房3层。", "", "新建的文化中心位于河边。", place)
    monkeypatch.setattr(sentences, "sentences", lambda knowledge, target: (said,))
    unit = knowledge().directory.units[0]
    for text, value in (("文化中心裙房几层", ["3"]), ("体育中心裙房几层", [])):
        reply = Reply(text)
        assert sentences.number(reply, knowledge(), [(unit, 2023)], text, "") is bool(value)
        assert [v["value"] for v in reply.values] == value


@pytest.mark.parametrize(("text", "counter"), [
    ("药占比控制在多少以下", "%"), ("合格率稳定在多少", "%"), ("药占比控制在多少元以下", "元"),
    ("住院日控制在多少", ""),
])
def test_a_rate_is_counted_in_per_cent(text: str, counter: str) -> None:
    mark = sentences.ASKED.search(text)
    assert mark is not None
    assert sentences.counter_of(text, mark) == counter


@pytest.mark.parametrize(("text", "operator"), [
    ("最低标准从多少提到多少", "went"), ("最低的是哪一项", "rank"), ("支出全部给了中小企业吗", "all_of"),
])
def test_which_operation(text: str, operator: str) -> None:
    found = operator_of(text)
    assert found is not None
    assert found.id == operator


def test_a_name_with_a_word_for_average() -> None:
    assert NAMED_SO.search("平均住院日控制在多少天")
    assert not NAMED_SO.search("平均每人多少")


def test_what_was_aimed_at_is_not_told_by_what_stands_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "毕业生就业升学率保持在97%以上，本地就业比例不低于45%，上线60人。"
    for kind, value in (("决算", []), ("预算", ["45"])):
        whose = f"https://mingzhang.example/id/disclosure/甲/2023/{kind}/单位"
        place = Evidence("a.txt", whose, "a#line=1", "", "", "", "")
        said = Sentence(text, "", "", place)
        monkeypatch.setattr(sentences, "sentences", lambda knowledge, target, said=said: (said,))
        reply = Reply("")
        target = (knowledge().directory.units[0], 2023)
        assert sentences.number(reply, knowledge(), [target], "本地就业比例多少", "") is bool(value)
        assert [v["value"] for v in reply.values] == value
