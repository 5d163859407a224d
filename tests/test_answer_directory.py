"""What in a question names a unit, and what is never taken for one."""

from __future__ import annotations

import pytest

from answer.holdings.directory import Directory, HeldUnit, slip
from answer.language.body_names import initials, split_region, variants
from answer.request.english import in_chinese, is_english


def unit(name: str, *years: int, aliases: tuple[str, ...] = ()) -> HeldUnit:
    return HeldUnit(f"urn:{name}", name, aliases, tuple((y, "决算", "单位") for y in years or (2023,)))


HELD = Directory([
    unit("武汉市公共资源交易中心"), unit("武汉市蔡甸区公共资源交易中心"), unit("示例市图书馆"),
    unit("示例市示范区水务局"), unit("江苏省高级人民法院"),
    unit("示例市流浪人员救助管理站"), unit("示例市东山区市场监管综合行政执法大队"),
    unit("示例市东山区石塘镇人民政府"), unit("示例市东山区人民政府万里街道办事处"), unit("示例师范学院"),
    unit("渌阳市桐岭县茶业科学研究所"),
])


def named(text: str) -> list[str]:
    return [u.name for m in HELD.link(text).mentions for u in m.units]


@pytest.mark.parametrize(("text", "name"), [
    ("武汉市公共资源交易中心2021年办公费", "武汉市公共资源交易中心"),
    ("蔡甸区公共资源交易中心办公费", "武汉市蔡甸区公共资源交易中心"),
    ("武汉公共资源交易中心办公费", "武汉市公共资源交易中心"),
    ("江苏高院会议费", "江苏省高级人民法院"),
    ("示范区水利局电费", "示例市示范区水务局"),
    ("水务局（示例市示范区） 培训费", "示例市示范区水务局"),
    ("图书馆 办公费，示例市的", "示例市图书馆"),
    ("蔡甸中心 办公费", "武汉市蔡甸区公共资源交易中心"),
    ("武汉蔡甸区公共资源交易中心 办公费", "武汉市蔡甸区公共资源交易中心"),
    ("武汉市公共资源交意中心办公费", "武汉市公共资源交易中心"),
    ("高院 办公费", "江苏省高级人民法院"),
    ("示例市图书馆下属有哪些单位", "示例市图书馆"),
    ("示例流浪人员救助站取暖费", "示例市流浪人员救助管理站"),
    ("示例东山区市场监管执法大队罚没款", "示例市东山区市场监管综合行政执法大队"),
    ("省高院（江苏）会议费", "江苏省高级人民法院"),
    ("省高院会议费", "江苏省高级人民法院"),
    ("区水务局 电费", "示例市示范区水务局"),
    ("市图书馆 电费", "示例市图书馆"),
    ("示例东山区市监执法大队罚没款", "示例市东山区市场监管综合行政执法大队"),
    ("武汉市公共资源交昜中心办公费", "武汉市公共资源交易中心"),
    ("石塘镇 电费", "示例市东山区石塘镇人民政府"),
    ("东山石塘镇政府电费", "示例市东山区石塘镇人民政府"),
    ("公路硬化项目石塘镇 预算", "示例市东山区石塘镇人民政府"),
    ("请问石塘镇电费", "示例市东山区石塘镇人民政府"),
    ("万里街道办公费", "示例市东山区人民政府万里街道办事处"),
    ("示例师院电费", "示例师范学院"), ("苏高院会议费", "江苏省高级人民法院"),
    ("蔡甸招投标系统哪天上线", "武汉市蔡甸区公共资源交易中心"),
])
def test_named(text: str, name: str) -> None:
    assert set(named(text)) == {name}


@pytest.mark.parametrize("text", [
    "余杭区公共资源交易中心办公费", "武汉市洪山区公共资源交易中心办公费", "示例县图书馆电费", "实例市图书馆电费",
    "示例市博物馆支出", "浙江省高级人民法院支出", "示例市图书馆分馆人员经费", "示例市第二图书馆办公费",
    "南京市中级人民法院支出", "示例市第7图书馆办公费", "示例市水务局 支出",
    "示例儿童救助站 取暖费", "示例西山区市场监管执法大队罚没款", "示例东山区市场监管大队罚没款",
    "大石塘镇 电费", "东石塘镇 电费", "西山区石塘镇电费",
    "示例市人大常委会办公厅 三公经费", "区图书馆 电费", "市水务局 电费", "西湖区水务局 电费",
])
def test_another_body_is_never_taken_for_one_held(text: str) -> None:
    linked = HELD.link(text)
    assert not linked.mentions
    assert linked.unknown


@pytest.mark.parametrize("text", [
    "浙高院会议费", "苏中院会议费", "蔡甸公安局会议费", "蔡甸图书馆哪天开馆", "去蔡甸的车费",
])
def test_a_province_or_a_place_said_short_names_no_other_body(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize("text", ["高院长的办公费", "某高院 办公费", "中院 办公费"])
def test_a_short_word_for_a_body_stands_by_itself(text: str) -> None:
    assert named(text) == []


def test_a_body_of_another_kind_is_no_slip() -> None:
    assert not slip("示例市示范区水务局", "示例市示范区水务所")
    assert slip("公共资源交易中心", "公共资源交意中心")


def test_bodies_by_the_initials_of_their_words() -> None:
    assert initials("林业和草原局") == {"林草局"}
    assert "文旅体局" in initials("文化和广电旅游体育局")
    assert initials("卫生健康委员会") == {"卫健委"}
    assert {"城管执法局", "城管局"} <= initials("城市管理执法局")
    assert "样例林草" in variants("样例县林业和草原局")
    assert "样例教育" not in variants("样例县教育局"), "a word of its own"
    assert not initials("教育局") | initials("公共资源交易中心"), "another body may be called so"


def test_a_name_of_several_bodies_fits_them_all() -> None:
    assert set(named("公共资源交易中心办公费")) == {"武汉市公共资源交易中心", "武汉市蔡甸区公共资源交易中心"}


def test_a_place_alone_is_marked_as_such() -> None:
    (mention,) = HELD.link("蔡甸区 支出合计").mentions
    assert mention.method == "place"


def test_all_units() -> None:
    assert HELD.link("哪个单位办公费最多").everyone
    assert len(HELD.link("所有单位的支出合计").mentions) == len(HELD.units)


def test_names() -> None:
    assert split_region("武汉市蔡甸区公共资源交易中心") == ("武汉市蔡甸区", "公共资源交易中心")
    assert "江苏高院" in variants("江苏省高级人民法院")


def test_english() -> None:
    assert is_english("total expenditure of the library in 2023")
    assert not is_english("示例市图书馆2023年PDF第几页")
    said = in_chinese("Wuhan Caidian Public Resources Trading Center 2023 office expenses", HELD.units)
    assert said.split() == ["武汉市蔡甸区公共资源交易中心2023年", "办公费"]
    assert "武汉" not in in_chinese("Hangzhou Public Resources Trading Center 2023 office expenses", HELD.units)


@pytest.mark.parametrize(("question", "name"), [
    ("Dongshan District Market Supervision Law Enforcement Brigade 2023: travel", "示例市东山区市场监管"),
    ("travel of the Market Supervision Law Enforcement Brigade of Dongshan", "示例市东山区市场监管"),
    ("Dongshan District Forestry Bureau 2023 travel", ""),
    ("Xishan District Market Supervision Law Enforcement Brigade 2023 travel", ""),
])
def test_an_english_body_is_put_together_from_its_words(question: str, name: str) -> None:
    assert in_chinese(question, HELD.units).startswith(name)
    assert bool(name) == ("大队" in in_chinese(question, HELD.units))


def test_usual_short_words_for_bodies() -> None:
    for name, said in (
        ("青禾县林业和草原局", "青禾县林业局"), ("蜀岭县交通运输局", "蜀岭交通局"),
        ("示例市残疾人联合会", "示例市残联"),
        ("示例区应急管理局", "示例区应急局"), ("中共示例市纪律检查委员会", "示例市纪委"),
    ):  # fmt: skip
        assert said in variants(name), name


@pytest.mark.parametrize("text", ["桐岭县茶科所 电费", "桐岭茶科所 电费", "茶科所 电费", "桐岭县茶业科研所 电费"])
def test_an_institute_by_its_initials(text: str) -> None:
    assert named(text) == ["渌阳市桐岭县茶业科学研究所"]


@pytest.mark.parametrize(("text", "name"), [
    ("桐玲县茶科所 电费", "渌阳市桐岭县茶业科学研究所"), ("石唐镇 电费", "示例市东山区石塘镇人民政府"),
    ("东山区石唐镇 电费", "示例市东山区石塘镇人民政府"),
    ("武汗市公共资源交易中心 电费", "武汉市公共资源交易中心"),
])
def test_a_place_with_another_character_of_its_sound(text: str, name: str) -> None:
    linked = HELD.link(text)
    assert [(m.units[0].name, m.method) for m in linked.mentions] == [(name, "alike")]


@pytest.mark.parametrize("text", [
    "石潭镇 电费", "塘石镇 电费", "大石唐镇 电费", "桐岭区茶科所 电费", "桐玲市茶科所 电费", "桐玲县林科所 电费",
    "桐岭县农科所 电费", "桐岭县茶科院 电费", "桐庐县茶科所 电费", "铜陵市茶科所 电费", "东山县石唐镇 电费",
    "蔡店区公共资源交易中心 电费",
])
def test_a_real_or_another_place_is_no_slip(text: str) -> None:
    assert not HELD.link(text).mentions
