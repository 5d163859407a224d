"""Search in prose: by words, by meaning, fused; filters before ranking; vectors that come later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from graph.embedding.encoder import EncoderUnavailable, ModelInfo, Vectors
from graph.search.pairs import normalised, terms
from graph.search.passages import Hit, IndexedPassage
from graph.search.query_words import query_words, synonyms
from graph.search.search import Searcher, fused, search
from graph.search.text_index import TextIndex, build_text_index
from graph.search.vector_cache import VectorCache
from graph.search.vector_index import (
    ModelMismatch,
    VectorIndex,
    VectorState,
    build_vector_index,
    embedded_text,
    fill_cache,
)

MODEL = ModelInfo("tiny", 8, "1" * 64)


class FakeEncoder:
    """Meaning by rule: each concept is a direction, and a text points where its words do."""

    concepts = (("接待", "客人"), ("出国", "考察"), ("车",), ("社保", "养老"), ("采购",), ("设备",), ("满意",))

    def __init__(self, info: ModelInfo = MODEL, ready: bool = True) -> None:
        self.info: ModelInfo | None = info
        self.ready = ready
        self.encoded: list[str] = []

    def _vector(self, text: str) -> list[float]:
        found = [float(any(word in text for word in words)) for words in self.concepts]
        return [*found, 0.1]

    def encode_question(self, text: str) -> Vectors:
        if not self.ready:
            raise EncoderUnavailable("not ready")
        return next(self.encode_passages([text]))[0]

    def encode_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
        for text in texts:
            self.encoded.append(text)
            vector = np.array([self._vector(text)], dtype=np.float32)
            yield vector / np.linalg.norm(vector)


def passage(number: int, text: str, unit: str = "示例市甲局", year: int = 2023, *section: str) -> IndexedPassage:
    iri = f"https://example.org/id/disclosure/{unit}/{year}/决算/单位/abc/passage/{number}"
    return IndexedPassage(iri, text, section, f"https://example.org/id/unit/{unit}", unit, year, f"{unit}.pdf", 3, None)


PASSAGES = [
    passage(
        1, "公务接待费支出决算为0.12万元，共接待国内来访团组3个。", "示例市甲局", 2023, "第三部分 说明", "三、三公经费"
    ),
    passage(
        2, "因公出国（境）费支出决算为0万元，未安排出国任务。", "示例市甲局", 2023, "第三部分 说明", "三、三公经费"
    ),
    passage(3, "截至年末，公务用车保有量1辆。", "示例市甲局", 2023, "第三部分 说明", "四、国有资产占用情况说明"),
    passage(4, "公务接待费支出决算为0.50万元，共接待国内来访团组9个。", "示例市乙局", 2023, "第三部分 说明"),
    passage(5, "公务接待费支出决算为0.30万元，比上年减少。", "示例市甲局", 2022, "第三部分 说明"),
    passage(6, "社会保障和就业支出34.03万元，主要用于养老保险缴费。", "示例市甲局", 2023, "第三部分 说明"),
]
JIA, YI = PASSAGES[0].unit_iri, PASSAGES[3].unit_iri


def generation(folder: Path, passages: Sequence[IndexedPassage] = PASSAGES, *, vectors: bool = True) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    build_text_index(passages, folder / "text")
    with VectorCache(folder / "cache", MODEL.hash) as cache:
        if vectors:
            fill_cache(passages, cache, FakeEncoder())
        build_vector_index(passages, folder / "vectors", MODEL, cache)
    return folder


def numbers(hits: Sequence[Hit]) -> list[int]:
    return [int(hit.iri.rpartition("/")[2]) for hit in hits]


def test_words_are_character_pairs_and_whole_numbers() -> None:
    assert list(terms("“三公”经费 2,447.51万元")) == ["三公", "经费", "2447.51", "万元"]
    assert list(terms("占 61%，ＣＡ扫码；无")) == ["占", "61%", "ca", "扫码", "无"]
    assert normalised("２０２１ 年度\n（表１）") == "2021年度(表1)"


def test_white_space_and_width_make_no_difference(tmp_path: Path) -> None:
    searcher = Searcher(generation(tmp_path))
    for text in ("公务接待费支出", "公 务 接待费\n支出"):
        assert numbers(searcher.search(text, years=[2023], units=[JIA], k=1)) == [1]


def test_filters_narrow_what_is_ranked_and_not_what_was_found(tmp_path: Path) -> None:
    searcher, encoder = Searcher(generation(tmp_path)), FakeEncoder()
    assert numbers(searcher.search("公务接待费", units=[YI], k=1, encoder=encoder)) == [4]
    assert numbers(searcher.search("公务接待费", units=[JIA], years=[2022], k=5, encoder=encoder)) == [5]
    found = searcher.search("公务接待费", units=[JIA, YI], years=[2023], k=10, encoder=encoder)
    assert {hit.year for hit in found} == {2023}


def test_a_unit_or_year_not_held_finds_nothing(tmp_path: Path) -> None:
    searcher, encoder = Searcher(generation(tmp_path)), FakeEncoder()
    assert searcher.search("公务接待费", units=["https://example.org/id/unit/别处"], encoder=encoder) == []
    assert searcher.search("公务接待费", years=[1999], encoder=encoder) == []
    assert searcher.search("公务接待费", units=[], encoder=encoder) == []


def test_meaning_finds_what_words_do_not_say(tmp_path: Path) -> None:
    searcher = Searcher(generation(tmp_path))
    question = "考察"
    assert 2 not in numbers(searcher.search(question, units=[JIA], years=[2023], k=1))
    assert numbers(searcher.search(question, units=[JIA], years=[2023], k=1, encoder=FakeEncoder())) == [2]


def test_a_hit_says_where_it_is_printed(tmp_path: Path) -> None:
    hit = search(Searcher(generation(tmp_path)), "公务用车保有量", k=1)[0]
    assert (hit.text, hit.document, hit.page, hit.line) == (PASSAGES[2].text, "示例市甲局.pdf", 3, None)
    assert hit.section == ("第三部分 说明", "四、国有资产占用情况说明")
    assert (hit.unit, hit.unit_name, hit.year, hit.iri) == (JIA, "示例市甲局", 2023, PASSAGES[2].iri)


def test_by_words_only_without_encoder_or_until_it_is_ready(tmp_path: Path) -> None:
    searcher = Searcher(generation(tmp_path))
    by_words = numbers(searcher.search("公务接待费", k=3))
    assert numbers(searcher.search("公务接待费", k=3, encoder=FakeEncoder(ready=False))) == by_words


def test_vectors_of_another_model_are_refused_and_words_still_find(tmp_path: Path) -> None:
    searcher = Searcher(generation(tmp_path))
    other = ModelInfo("other", 8, "2" * 64)
    assert searcher.vectors is not None
    with pytest.raises(ModelMismatch, match=r"tiny .*other"):
        searcher.vectors.check(other)
    assert numbers(searcher.search("公务用车保有量", k=1, encoder=FakeEncoder(other))) == [3]


def test_a_question_of_nothing_but_filler_fails_softly(tmp_path: Path) -> None:
    searcher = Searcher(generation(tmp_path))
    for question in ("", "？", "是多少", "   "):
        assert isinstance(searcher.search(question, k=3, encoder=FakeEncoder()), list)


def test_the_index_without_passages_is_empty_and_can_be_searched(tmp_path: Path) -> None:
    searcher = Searcher(generation(tmp_path, []))
    assert searcher.search("公务接待费", encoder=FakeEncoder()) == []


def test_text_is_found_before_any_vector_and_the_state_says_how_many_are_to_come(tmp_path: Path) -> None:
    searcher = Searcher(generation(tmp_path, vectors=False))
    assert searcher.vectors is not None
    assert searcher.vectors.state == VectorState("tiny", 8, MODEL.hash, 0, 6)
    assert numbers(searcher.search("公务用车保有量", k=1, encoder=FakeEncoder())) == [3]


def test_lexical_only_needs_no_model(tmp_path: Path) -> None:
    assert build_vector_index(PASSAGES, tmp_path / "vectors", None, None) == VectorState(total=6)
    assert VectorIndex(tmp_path / "vectors").search(np.ones(8, dtype=np.float32), 3) == []


def test_a_text_is_embedded_once_and_never_again(tmp_path: Path) -> None:
    shared = "基本支出：指为保障机构正常运转而发生的支出。"
    first = passage(1, shared, "示例市甲局", 2023, "第五部分 名词解释")
    second = passage(9, shared, "示例市乙局", 2022, "第五部分 名词解释")
    assert embedded_text(first) == embedded_text(second)
    with VectorCache(tmp_path, MODEL.hash) as cache:
        encoder = FakeEncoder()
        assert fill_cache([first, second, PASSAGES[0]], cache, encoder) == 2
    with VectorCache(tmp_path, MODEL.hash) as cache:
        assert fill_cache([first, second, PASSAGES[0]], cache, encoder) == 0
        assert fill_cache([PASSAGES[1]], cache, encoder) == 1
        assert build_vector_index([first, second], tmp_path / "vectors", MODEL, cache).done == 2
    assert len(encoder.encoded) == 3


def test_what_is_embedded_names_unit_year_and_headings() -> None:
    text = embedded_text(PASSAGES[0])
    assert text == "示例市甲局2023年 三、三公经费 公务接待费支出决算为0.12万元，共接待国内来访团组3个。"


def test_work_that_is_broken_off_is_not_lost(tmp_path: Path) -> None:
    class Tiring(FakeEncoder):
        def encode_passages(self, texts: Sequence[str]) -> Iterator[Vectors]:
            for done, vectors in enumerate(super().encode_passages(texts)):
                if done == 2:
                    raise EncoderUnavailable("the encoder process ended")
                yield vectors

    with VectorCache(tmp_path, MODEL.hash) as cache:
        with pytest.raises(EncoderUnavailable):
            fill_cache(PASSAGES, cache, Tiring())
        assert build_vector_index(PASSAGES, tmp_path / "vectors", MODEL, cache).done == 2
        seen: list[tuple[int, int]] = []
        assert fill_cache(PASSAGES, cache, FakeEncoder(), lambda *counts: seen.append(counts)) == 4
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_an_index_taken_over_equals_one_built_anew(tmp_path: Path) -> None:
    build_text_index(PASSAGES[:5], tmp_path / "one")
    gone = PASSAGES[4].disclosure
    kept = [item for item in PASSAGES if item.disclosure != gone]
    assert build_text_index([PASSAGES[5]], tmp_path / "two", previous=tmp_path / "one", removed=[gone]) == len(kept)
    build_text_index(kept, tmp_path / "anew")
    taken, anew = TextIndex(tmp_path / "two"), TextIndex(tmp_path / "anew")
    assert sorted(taken.keys(None, None)) == sorted(anew.keys(None, None))
    assert len(TextIndex(tmp_path / "one")) == 5, "readers of the previous generation keep theirs"


def test_order_of_passages_makes_no_difference(tmp_path: Path) -> None:
    forward, backward = generation(tmp_path / "f"), generation(tmp_path / "b", PASSAGES[::-1])
    encoder = FakeEncoder()
    for question in ("接待了多少客人", "三公经费", "车"):
        first, second = (Searcher(folder).search(question, encoder=encoder) for folder in (forward, backward))
        assert [(hit.iri, round(hit.score, 5)) for hit in first] == [(hit.iri, round(hit.score, 5)) for hit in second]


def test_keys_are_the_iris_and_nothing_else() -> None:
    digest = hashlib.sha256(PASSAGES[0].iri.encode()).digest()
    assert PASSAGES[0].key == int.from_bytes(digest[:8]) >> 1
    assert PASSAGES[0].disclosure == "https://example.org/id/disclosure/示例市甲局/2023/决算/单位/abc"


def test_fusion_weighs_both_and_breaks_ties_by_key() -> None:
    assert fused([(1, 10.0), (2, 5.0)], [(2, 0.9), (3, 0.8), (4, 0.7)], 1.0) == [
        (2, 1.5), (1, 1.0), (3, pytest.approx(0.5)), (4, 0.0),
    ]  # fmt: skip
    assert fused([], [(7, 0.8), (5, 0.8)], 1.0) == [(5, 1.0), (7, 1.0)]
    assert fused([(7, 2.0), (5, 2.0)], [], 1.0) == [(5, 1.0), (7, 1.0)]


def test_everyday_words_stand_for_printed_ones() -> None:
    words = query_words("公车一年花了多少？", printed_weight=0.5)
    assert words.weights["公车"] == 1.0
    assert words.weights["公务"] == words.weights["用车"] == 0.5
    assert "多少" not in words.weights
    assert "公务用车" in words.printed


def test_what_a_question_already_says_is_not_added() -> None:
    assert "公务接待费" not in synonyms().printed_for("公务接待费的接待批次")


def test_a_question_as_long_as_a_book_is_cut(tmp_path: Path) -> None:
    question = "".join(chr(0x4E00 + n % 5000) for n in range(20_000))
    assert len(query_words(question, printed_weight=0.5).weights) < 2_000
    Searcher(generation(tmp_path)).search(question, k=3)
