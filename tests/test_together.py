"""Files of one folder or zip: what one leaves open those beside it settle, and texts stand beside each other."""

from __future__ import annotations

import zipfile
from collections.abc import Generator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

import pytest

from ingest.batch import Failure, read_one
from ingest.disclosure import UncertainKey, read_disclosure
from ingest.gather import gather
from ingest.records import Disclosure, DisclosureKey
from ingest.together import Companions, read_together
from tests.table_builders import tabs

PROSE = """示例市第一小学2024年单位预算

第一部分 单位概况

第三部分 2024年单位预算情况说明

一、收支预算总体情况

示例市第一小学2024年收入总预算123.45万元，支出总预算123.45万元。
"""
BARE = tabs("""
    部门支出总表
    单位：万元
    科目编码|科目名称|合计|基本支出|项目支出
    205|教育支出|123.45|100.00|23.45
    |合计|123.45|100.00|23.45
""")
CAPTIONED = BARE.replace("部门支出总表\n", "2024年部门支出预算总表\n部门：示例市第一小学\n")
KEY = DisclosureKey("示例市第一小学", 2024, "预算", "单位")


def write(folder: Path, **texts: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return [folder / f"{name}.txt" for name in texts]


def read(paths: Sequence[Path], key: Mapping[str, Any]) -> Generator[tuple[Path, Disclosure | Failure], None, None]:
    for path in paths:
        yield path, read_one(path, key)


def keys(files: Sequence[Path], places: Mapping[Path, PurePath] | None = None) -> dict[str, DisclosureKey | str]:
    found = read_together(files, places or {}, read, {})
    return {path.stem: each.key if isinstance(each, Disclosure) else each.kind for path, each in found}


def test_tables_that_name_nothing_are_of_the_one_disclosure_beside_them(tmp_path: Path) -> None:
    assert keys(write(tmp_path, tables=BARE, prose=PROSE)) == {"tables": KEY, "prose": KEY}


def test_the_scope_is_told_by_the_title_beside_not_by_the_habit_of_captions(tmp_path: Path) -> None:
    tables, prose = write(tmp_path, tables=CAPTIONED, prose=PROSE)
    assert keys([tables]) == {"tables": DisclosureKey("示例市第一小学", 2024, "预算", "部门")}
    assert keys([tables, prose])["tables"] == KEY
    assert read_disclosure([tables, prose]).key == KEY


def test_tables_of_other_amounts_are_not_taken_for_it(tmp_path: Path) -> None:
    other = BARE.replace("123.45", "99.99").replace("100.00", "76.54")
    assert keys(write(tmp_path, tables=other, prose=PROSE))["tables"] == "UncertainKey"


def test_two_disclosures_beside_settle_nothing(tmp_path: Path) -> None:
    files = write(tmp_path, tables=BARE, prose=PROSE, another=PROSE.replace("第一小学", "第二小学"))
    assert keys(files)["tables"] == "UncertainKey"
    files = write(tmp_path, tables=BARE, prose=PROSE, before=PROSE.replace("2024", "2023"))
    assert keys([files[0], files[1], tmp_path / "before.txt"])["tables"] == "UncertainKey"


def test_a_folder_within_belongs_to_what_stands_above_it_not_beside_it(tmp_path: Path) -> None:
    prose, tables = *write(tmp_path, prose=PROSE), *write(tmp_path / "附件", tables=BARE)
    assert keys([prose, tables])["tables"] == KEY
    prose = write(tmp_path / "第一小学", prose=PROSE)[0]
    assert keys([prose, tables])["tables"] == "UncertainKey"


def test_files_held_already_settle_what_comes_later(tmp_path: Path) -> None:
    tables, prose = write(tmp_path, tables=CAPTIONED, prose=PROSE)
    found = dict(read_together([tables], {}, read, {}, held=[(prose, KEY)]))
    assert isinstance(found[tables], Disclosure)
    assert found[tables].key == KEY


def test_the_files_of_a_zip_stand_where_they_stood_in_it(tmp_path: Path) -> None:
    write(tmp_path, tables=BARE, prose=PROSE)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for unit, name in (("甲", "prose"), ("乙", "tables")):
            archive.write(tmp_path / f"{name}.txt", f"{unit}/{name}.txt")
        archive.writestr("甲/README.md", "...")
    found = gather([tmp_path / "x.zip"], tmp_path / "scratch")
    assert keys(found.files, found.places) == {"prose": KEY, "tables": "UncertainKey"}


def test_texts_of_one_disclosure_stand_beside_each_other(tmp_path: Path) -> None:
    more = "示例市第一小学2024年单位预算\n\n第四部分 名词解释\n\n一、基本支出：指保障机构正常运转的支出。\n"
    prose, terms, again = write(tmp_path, prose=PROSE, terms=more, again=PROSE + "\n二、其他\n\n无。\n")
    companions = Companions(tmp_path)
    first, second, third = (companions.joined(path, read_disclosure([path])) for path in (prose, terms, again))
    assert [file.name for file in second.files] == ["prose.txt", "terms.txt"]
    assert {p.text for p in first.passages} < {p.text for p in second.passages}
    assert [file.name for file in third.files] == ["again.txt"]  # the same text once more: a revision


def test_several_files_are_refused_where_they_speak_of_different_disclosures(tmp_path: Path) -> None:
    with pytest.raises(UncertainKey, match="不属于同一份公开"):
        read_disclosure(write(tmp_path, one=PROSE, two=PROSE.replace("2024", "2023")))
