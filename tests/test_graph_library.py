"""The library: new, joined, revised, replaced, removed; and what the store holds afterwards."""

from __future__ import annotations

import multiprocessing
import multiprocessing.synchronize
import time
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from disclosure_builders import disclosure, figure, realistic
from pyoxigraph import NamedNode, Quad, QuerySolutions
from stored_graph import stored

from graph.library.library import HeldElsewhere, Library, MixedStore, StoreBusy, StructureViolation
from graph.naming.identity import Names
from graph.store.generation import open_current
from ingest.records import Disclosure, Indicator, Passage, Source

NAMES = Names()
MZ = "https://mingzhang.example/ontology#"
TABLES = disclosure(figure("310.38", code="201"), figure("373.97"), document="决算表.pdf")
PROSE = disclosure(document="决算说明.pdf", parts=frozenset({"prose"}), passages=(
    Passage("本年支出 373.97 万元。", ("情况说明",), Source("决算说明.pdf", "本年支出 373.97 万元。", page=3)),))


def quads(folder: Path) -> list[Quad]:
    with open_current(folder) as generation:
        return list(generation.store)


def held(library: Library) -> list[str]:
    library.publish()
    return stored(library.store_dir)


def amounts(folder: Path) -> list[str]:
    with open_current(folder) as generation:
        found = generation.query(f"SELECT ?amount {{ ?observation <{MZ}amount> ?amount }} ORDER BY ?amount")
        assert isinstance(found, QuerySolutions)
        return [solution["amount"].value for solution in found]


def test_a_new_disclosure_is_stored_under_its_own_graph(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        outcome = library.add(TABLES)
        library.publish()
    assert outcome.status == "new"
    assert outcome.disclosure == "https://mingzhang.example/id/disclosure/示例市数据中心/2023/决算/单位"
    assert outcome.revision.startswith(outcome.disclosure + "/")
    assert NamedNode(outcome.revision) in {quad.graph_name for quad in quads(tmp_path)}
    assert amounts(tmp_path) == ["3103800", "3739700"]


def test_the_same_files_again_change_nothing(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        first, before = library.add(TABLES), held(library)
        again = library.add(replace(TABLES, title="另一标题"))
        assert again.status == "no-op"
        assert again.revision == first.revision
        assert held(library) == before


def test_a_file_with_other_parts_joins_in_either_order(tmp_path: Path) -> None:
    contents = []
    for number, order in enumerate(((TABLES, PROSE), (PROSE, TABLES))):
        with Library(tmp_path / str(number)) as library:
            assert [library.add(each).status for each in order] == ["new", "joined"]
            contents.append(held(library))
    assert contents[0] == contents[1]
    text = "\n".join(contents[0])
    assert "isReplacedBy> <https://mingzhang" not in text
    assert text.count(f'<{MZ}fileName> "') == 2
    assert "本年支出 373.97 万元。" in text


def test_a_stray_note_beside_tables_does_not_stand_in_the_way_of_the_prose(tmp_path: Path) -> None:
    note = Passage("注：无政府性基金支出。", (), Source("决算表.pdf", "注：无政府性基金支出。", page=7))
    with Library(tmp_path) as library:
        library.add(replace(TABLES, passages=(note,)))
        assert library.add(PROSE).status == "joined"
        current = library.current(TABLES.key)
    assert current is not None
    assert len(current.passages) == 2


def test_the_rows_of_an_evaluation_are_replaced_with_it_and_not_by_the_prose(tmp_path: Path) -> None:
    def evaluated(document: str, target: str) -> Disclosure:
        source = Source(document, target, table=2, row=4, column=4)
        return replace(
            disclosure(figure("373.97"), document=document),
            indicators=(Indicator("设备购置", "", "产出指标", "数量指标", "购置数量", target, "", "", source),),
            passages=(Passage(f"三级指标：购置数量；指标值：{target}", ("绩效目标表",), source),),
        )

    with Library(tmp_path) as library:
        library.add(evaluated("决算表.xlsx", "≥3台"))
        assert library.add(PROSE).status == "joined"
        assert library.add(evaluated("决算表（更正）.xlsx", "≥4台")).status == "revision"
        current = library.current(TABLES.key)
    assert current is not None
    told = {passage.text for passage in current.passages}
    assert told == {"三级指标：购置数量；指标值：≥4台", "本年支出 373.97 万元。"}


def test_two_files_of_one_name_keep_their_places_apart(tmp_path: Path) -> None:
    named = replace(PROSE, files=(replace(PROSE.files[0], name="决算表.pdf"),), passages=tuple(
        replace(passage, source=replace(passage.source, document="决算表.pdf")) for passage in PROSE.passages))
    with Library(tmp_path) as library:
        library.add(TABLES)
        library.add(named)
        text = "\n".join(held(library))
    for each in (TABLES, PROSE):
        assert f"{NAMES.file(each.files[0].sha256).value}#page" in text


REVISED = disclosure(figure("310.38", code="201"), figure("374.00"), figure("9.00", code="208"), document="更正.pdf")


def test_a_file_with_parts_already_held_is_a_revision(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        first = library.add(TABLES)
        second = library.add(REVISED)
        library.publish()
    assert second.status == "revision"
    assert [str(change) for change in second.changes] == [
        "支出决算表 / 合计 / 本年支出合计 / 2023决算：373.97万元 → 374.00万元",
        "支出决算表 / 208 / 本年支出合计 / 2023决算：（无） → 9.00万元",
    ]
    assert amounts(tmp_path) == ["90000", "3103800", "3740000"]
    with open_current(tmp_path) as generation:
        current = {quad.graph_name for quad in generation.store}
        assert NamedNode(second.revision) in current
        assert NamedNode(first.revision) not in current
        old = list(generation.graph(first.revision))
        assert any(quad.object.value == "373.97" for quad in old)
        said = {quad.predicate.value.rpartition("/")[2]: quad.object for quad in generation.about(first.revision)}
        assert said["isReplacedBy"] == NamedNode(second.revision)
        assert said["title"].value == TABLES.title  # from the replaced graph
        changes = [q.object.value for q in generation.about(second.revision) if q.predicate.value == MZ + "change"]
        assert sorted(changes) == sorted(map(str, second.changes))


def test_a_revision_of_the_tables_keeps_the_prose(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        for each in (TABLES, PROSE, REVISED):
            outcome = library.add(each)
        current = library.current(TABLES.key)
    assert outcome.status == "revision"
    assert current is not None
    assert {file.name for file in current.files} == {"决算说明.pdf", "更正.pdf"}
    assert len(current.passages) == 1


def test_a_file_together_with_one_that_is_held_takes_its_place(tmp_path: Path) -> None:
    both = replace(TABLES, files=(*TABLES.files, *PROSE.files), passages=PROSE.passages,
                   parts=TABLES.parts | PROSE.parts)
    with Library(tmp_path / "a") as library:
        library.add(TABLES)
        assert library.add(both).status == "joined"
        after = held(library)
    with Library(tmp_path / "b") as library:
        library.add(both)
        assert held(library) == after


def test_a_file_of_another_disclosure_is_refused(tmp_path: Path) -> None:
    other = replace(TABLES, key=replace(TABLES.key, year=2022), files=(*TABLES.files, *PROSE.files))
    with Library(tmp_path) as library:
        library.add(TABLES)
        before = held(library)
        with pytest.raises(HeldElsewhere, match=r"决算表\.pdf, 决算说明\.pdf.*2023/决算/单位.*remove that disclosure"):
            library.add(other)
        assert held(library) == before


def test_a_new_reading_takes_the_place_of_the_old(tmp_path: Path) -> None:
    better = replace(TABLES, figures=(*TABLES.figures, figure("5.26", code="208", document="决算表.pdf")))
    with Library(tmp_path) as library:
        first = library.add(TABLES)
        outcome = library.replace(better)
        assert outcome.status == "replaced"
        assert outcome.revision == first.revision
        assert [change.new for change in outcome.changes] == ["5.26万元"]
        with pytest.raises(KeyError, match="not held"):
            library.replace(PROSE)


def test_a_removed_file_is_as_if_it_had_never_been_there(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(TABLES)
        before = held(library)
        library.add(REVISED)
        outcome = library.remove(REVISED.files[0].sha256)
        assert outcome.status == "removed"
        assert held(library) == before


def test_a_removed_disclosure_leaves_nothing(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        empty = held(library)
        first = library.add(TABLES)
        library.add(REVISED)
        outcome = library.remove(first.disclosure)
        assert outcome.revision == ""
        assert held(library) == empty
        with pytest.raises(KeyError, match="nothing of that name is held"):
            library.remove(first.disclosure)


def test_no_triple_stands_in_two_current_graphs(tmp_path: Path) -> None:
    """The union of graphs keeps duplicates, and a sum over it would count them twice."""
    city = "示例市人民政府"
    with Library(tmp_path) as library:
        for year in (2022, 2023):
            library.add(realistic(year=year, document=f"{year}.pdf", passages=3))
            library.add(realistic("示例市档案中心", year, document=f"档案{year}.pdf", passages=3))
        library.publish()
        assert [n for n, c in Counter(quad.triple for quad in quads(tmp_path)).items() if c > 1] == []
        library.add(disclosure(figure("1"), name=city, document="市.pdf"))
        library.publish()
    found = quads(tmp_path)
    assert [triple for triple, count in Counter(quad.triple for quad in found).items() if count > 1] == []
    labelled = [q for q in found if q.subject == NAMES.unit(city) and q.predicate.value.endswith("#label")]
    assert [quad.graph_name for quad in labelled] == [NAMES.links_graph(city)]


def test_what_is_only_named_has_a_label_as_long_as_it_is_named(tmp_path: Path) -> None:
    city = NAMES.unit("示例市人民政府")
    with Library(tmp_path) as library:
        first = library.add(realistic(passages=1))
        library.publish()
        assert {quad.graph_name for quad in quads(tmp_path) if quad.subject == city} == {NAMES.items_graph}
        library.remove(first.disclosure)
        library.publish()
        assert [quad for quad in quads(tmp_path) if quad.graph_name == NAMES.items_graph] == []


def test_a_description_that_breaks_the_shapes_stores_nothing(tmp_path: Path) -> None:
    unprinted = replace(TABLES.figures[0], source=replace(TABLES.figures[0].source, printed=""))
    broken = replace(TABLES, figures=(unprinted,))
    with Library(tmp_path) as library:
        before = held(library)
        with pytest.raises(StructureViolation):
            library.add(broken)
        assert held(library) == before
    with Library(tmp_path) as library:
        assert held(library) == before


def test_a_store_keeps_its_base(tmp_path: Path) -> None:
    Library(tmp_path, "https://data.example.org/").close()
    with pytest.raises(ValueError, match=r"under the base https://data\.example\.org/.*MINGZHANG_BASE"):
        Library(tmp_path)


def test_spellings_of_a_name_are_one_unit(tmp_path: Path) -> None:
    spelt = disclosure(figure("400", year=2022), name="示例市 数据中心(本级)", year=2022, document="b.pdf")
    with Library(tmp_path) as library:
        library.add(disclosure(figure("1"), name="示例市数据中心（本级）"))
        library.add(spelt)
        units = {outcome[0].unit for outcome in library.disclosures()}
    assert units == {"示例市数据中心"}


def hold(folder: Path, seconds: float, ready: multiprocessing.synchronize.Event) -> None:
    with Library(folder):
        ready.set()
        time.sleep(seconds)


def test_a_second_writer_waits_and_says_so(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    other = context.Process(target=hold, args=(tmp_path, 1.5, ready))
    other.start()
    try:
        assert ready.wait(60)
        with pytest.raises(StoreBusy, match=f"process {other.pid} still writes"):
            Library(tmp_path, patience=0.2)
        told: list[str] = []
        with Library(tmp_path, notice=told.append) as library:
            assert library.add(TABLES).status == "new"
        assert told == [f"{tmp_path}: process {other.pid} is writing; waiting for it to finish"]
    finally:
        other.join()


def test_an_interrupted_change_is_finished_at_the_next_opening(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(TABLES)
        library._upkeep.apply = lambda key, known: None  # type: ignore[method-assign]  # killed after the journal
        library.journal.put(REVISED)
    with Library(tmp_path) as library:
        after = held(library)
    with Library(tmp_path / "straight") as library:
        library.add(TABLES)
        library.add(REVISED)
        assert held(library) == after


def test_what_a_full_disk_left_undone_is_done_with_the_next_change(tmp_path: Path) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with Library(tmp_path) as library:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(library._upkeep.store, "set_graph", full)
            with pytest.raises(OSError, match="No space"):
                library.add(TABLES)
        library.add(realistic("示例市档案中心", document="档案.pdf", passages=1))
        after = held(library)
        library.rebuild()
        assert held(library) == after
    assert any("373.97" in line and "决算表" not in line for line in after)


def test_a_rebuild_that_breaks_off_is_done_at_the_next_opening(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(TABLES)
        library.add(REVISED)
        library.add(realistic("示例市档案中心", document="档案.pdf", passages=1))
        before = held(library)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("graph.library.upkeep.found_across", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                library.rebuild()
    with Library(tmp_path) as library:
        assert held(library) == before


def test_half_a_line_of_a_full_disk_does_not_stay_in_the_journal(tmp_path: Path) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with Library(tmp_path) as library:
        library.add(PROSE)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("graph.library.journal.os.fsync", full)
            patch.setattr("graph.library.journal.write_whole", lambda path, text: path.write_bytes(text))
            with pytest.raises(OSError, match="No space"):
                library.add(TABLES)
        assert library.add(TABLES).status == "joined"
    with Library(tmp_path) as library:
        assert len(library.disclosures()) == 1


def test_a_torn_line_of_the_journal_was_never_acknowledged(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(TABLES)
        before = held(library)
    with (tmp_path / "journal.jsonl").open("ab") as file:
        file.write(b'{"op": "add", "rec')
    with Library(tmp_path) as library:
        assert held(library) == before
        assert library.add(PROSE).status == "joined"


def test_damage_is_named(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(TABLES)
    (record,) = (tmp_path / "records").iterdir()
    record.write_text("{}", "utf-8")
    with Library(tmp_path) as library, pytest.raises(ValueError, match=rf"{record.name}: damaged"):
        library.current(TABLES.key)


def test_amounts_of_a_current_store_sum_once(tmp_path: Path) -> None:
    of: Disclosure = realistic(passages=1)
    with Library(tmp_path) as library:
        library.add(of)
        library.publish()
    query = f"""SELECT (SUM(?amount) AS ?sum) {{
        ?slice <{MZ}measure> <{NAMES.measure('expenditure').value}> ; <{MZ}fund> <{NAMES.fund('all').value}> ;
            <{MZ}nature> <{NAMES.nature('total').value}> .
        ?observation <{MZ}slice> ?slice ; <{MZ}level> "class" ; <{MZ}amount> ?amount }}"""
    with open_current(tmp_path) as generation:
        found = generation.query(query)
        assert isinstance(found, QuerySolutions)
        assert Decimal(next(found)["sum"].value) == Decimal("373.97") * 10000


def test_samples_and_real_disclosures_are_never_mixed(tmp_path: Path) -> None:
    with Library(tmp_path) as library:
        library.add(replace(TABLES, sample=True))
        with pytest.raises(MixedStore, match="二者不混放"):
            library.add(PROSE)
        assert len(library.disclosures()) == 1
