"""`mingzhang ingest FOLDER` over everything that can be wrong with a file: each is named with its cause and what to do,
the sound ones beside them are read."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from api.cli import main

SAMPLES = Path(__file__).parents[1] / "samples" / "documents"
SOUND = SAMPLES / "shili-tushuguan-2021-juesuan.txt"
PDF = (SAMPLES / "shifanqu-shuiwuju-2022-yusuan-biao.pdf").read_bytes()
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, prolog: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        document = f'{prolog}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", document)
    return packed.getvalue()


def entities() -> bytes:
    nested = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    prolog = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">{nested}]>'
    return docx("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", prolog)


def pages(count: int, **options: object) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1, **options)  # type: ignore[arg-type]
    for number in range(count):
        canvas.drawString(50, 700, f"x{number}")
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.write(SAMPLES / name, f"附件/{name}")
    return packed.getvalue()


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.pdf": (lambda: b"", "文件为空"),
    "cut-short.pdf": (lambda: PDF[: len(PDF) // 2], "PDF 不完整"),
    "locked.pdf": (lambda: pages(1, encrypt=pdfencrypt.StandardEncryption("user", ownerPassword="owner")), "需要密码"),
    "many-pages.pdf": (lambda: pages(3001), "3001 页，超过上限"),
    "no-pages.pdf": (
        lambda: b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n", "没有任何页"),
    "bomb.docx": (lambda: docx(" " * (20 * 2**20)), "超过上限"),
    "entities.docx": (entities, "声明了文档类型"),
    "deep.docx": (lambda: docx("<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000), "已损坏"),
    "deep.html": (lambda: b"<html><body>" + b"<div><table><tr><td>" * 20_000, "嵌套过深"),
    "noise.docx": (lambda: bytes(range(256)) * 20, "不是文本"),
    "no-disclosure.txt": (lambda: ("今天天气很好。\n" * 20).encode(), "不是预决算公开文件"),
    "cut-short.zip": (lambda: zipped(SOUND.name)[:2000], "can't be unpacked"),
}


@pytest.mark.slow
def test_a_folder_of_bad_files_names_each_and_reads_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "公开"
    folder.mkdir()
    for name, (made, _) in BAD.items():
        (folder / name).write_bytes(made())
    shutil.copyfile(SAMPLES / "shili-tushuguan-2022-juesuan.docx", folder / "wrong-ending.pdf")
    (folder / "gbk.txt").write_bytes(SOUND.read_text("utf-8").encode("gb18030"))
    both = ("yanglixian-jikongzhongxin-2021-juesuan-biao.xlsx", "yanglixian-jikongzhongxin-2021-juesuan-shuoming.docx")
    (folder / "one-disclosure.zip").write_bytes(zipped(*both))

    result = CliRunner().invoke(main, ["ingest", str(folder), "--store", str(tmp_path / "store"), "--json"])
    told = {line["document"]: line for line in map(json.loads, result.stdout.splitlines())}
    assert result.exit_code == 1
    for name, (_, cause) in BAD.items():
        message = told[name]["message"]
        assert message.startswith(f"{name}: ")
        assert cause in message
        assert message.endswith(")"), "what to do stands in brackets at the end"
    read = {name: line["status"] for name, line in told.items() if line["status"] != "failed"}
    assert read == {"wrong-ending.pdf": "new", "gbk.txt": "new", both[0]: "new", both[1]: "joined"}
