"""One file in, one Document out, whatever its format and whatever its name says."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from ingest.documents.caption_grids import with_captions_apart
from ingest.documents.content import Content
from ingest.documents.document import Document, UnreadableDocument
from ingest.records import FileRecord

LARGEST_FILE = 256 * 1024 * 1024
_HEAD = 8192
_CHUNK = 1024 * 1024


class _Format(NamedTuple):
    media_type: str
    reader: str
    """``module:function``, imported when first needed: each format pulls in a library of its own."""


_FORMATS = {
    "pdf": _Format("application/pdf", "pdf:read_pdf"),
    "docx": _Format("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word:read_docx"),
    "doc": _Format("application/msword", "old_word:read_doc"),
    "xlsx": _Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "workbook:read_xlsx"),
    "xls": _Format("application/vnd.ms-excel", "workbook:read_xls"),
    "html": _Format("text/html", "html:read_html"),
    "mht": _Format("multipart/related", "html:read_mht"),
    "png": _Format("image/png", "image:read_image"),
    "jpeg": _Format("image/jpeg", "image:read_image"),
    "tiff": _Format("image/tiff", "image:read_image"),
    "csv": _Format("text/csv", "text:read_csv"),
    "text": _Format("text/plain", "text:read_text"),
}
_PAGE_TAGS = ("<!doctype html", "<html", "<body", "<table", "<div", "<p>", "<p ")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"II*\x00": "tiff", b"MM\x00*": "tiff"}
_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"GIF8", "图片（GIF）"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"%!PS", "PostScript 文档"),
    (b"\x7fELF", "程序"),
    (b"MZ\x90", "程序"),
)


def open_document(path: Path) -> Document:
    """Reads the file at ``path``: PDF, Word, workbook, web page, picture or text, by its bytes and not by its name.

    Raises UnreadableDocument, naming the file, the cause and what to do, for a file that is missing, empty, too
    large, damaged, locked, a scan without the extra that recognises it, or of a format no reader knows.
    """
    path = Path(path)
    name = path.name
    try:
        size, digest, head = _examined(path)
    except OSError as error:
        cause = f"文件打不开：{error.strerror or type(error).__name__}"
        raise UnreadableDocument(name, cause, "请核对路径和权限") from error
    if size > LARGEST_FILE:
        limit = LARGEST_FILE // 1024 // 1024
        raise UnreadableDocument(name, f"文件有 {size} 字节，超过上限 {limit} MiB", "请拆分后再读")
    if not head.strip() and (size <= len(head) or not path.read_bytes().strip()):
        raise UnreadableDocument(name, "文件为空", "请重新下载")
    form = _FORMATS[_sniffed(path, name, head)]
    content = _reader(form)(path, name)
    if not content.blocks:
        cause = "文件为空" if form.media_type.startswith("text/") else "文件里没有文字"
        raise UnreadableDocument(name, cause, "请核对是否选错文件")
    record = FileRecord(name, digest, form.media_type, content.pages, size)
    return Document(record, with_captions_apart(content.blocks), content.notes, content.unread)


def _examined(path: Path) -> tuple[int, str, bytes]:
    digest = hashlib.sha256()
    size = 0
    head = b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            head = head or chunk[:_HEAD]
            size += len(chunk)
            digest.update(chunk)
            if size > LARGEST_FILE:
                size = path.stat().st_size
                break
    return size, digest.hexdigest(), head


def _reader(form: _Format) -> Callable[[Path, str], Content]:
    module, function = form.reader.split(":")
    reader: Callable[[Path, str], Content] = getattr(import_module(f"ingest.documents.{module}"), function)
    return reader


def _sniffed(path: Path, name: str, head: bytes) -> str:
    for mark, what in _FOREIGN:
        if head.startswith(mark):
            raise UnreadableDocument(name, f"这是{what}，不是文档", "请给出 PDF、Word、Excel、网页或文本文件")
    for mark, kind in _PICTURES.items():
        if head.startswith(mark):
            return kind
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OLE):
        return _ole_kind(path, name)
    if head.startswith(b"PK"):
        return _zip_kind(path, name)
    return _text_kind(name, head)


def _text_kind(name: str, head: bytes) -> str:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    start = (head.decode("utf-16", errors="ignore") if wide else head.decode("utf-8-sig", errors="ignore")).lstrip()
    start = start.lower()
    if start.startswith("<") and any(tag in start for tag in _PAGE_TAGS):
        return "html"
    if start.startswith("<?xml"):
        raise UnreadableDocument(name, "这是 XML 数据，不是文档", "Word、Excel 2003 的 XML 文件请另存为 docx、xlsx")
    if start.startswith(("mime-version:", "from:")) and "multipart/related" in start:
        return "mht"
    # Bytes can't tell a table of commas from prose with commas; here the name decides.
    return "csv" if name.lower().endswith(".csv") else "text"


def _zip_kind(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableDocument(name, "文件不完整或已损坏（压缩结构读不出）", "请重新下载") from error
    if "word/document.xml" in members:
        return "docx"
    if "xl/workbook.xml" in members:
        return "xlsx"
    if "xl/workbook.bin" in members:
        raise UnreadableDocument(name, "这是二进制工作簿（.xlsb），暂不能读", "请另存为 xlsx")
    if any(member.startswith(("word/", "xl/")) for member in members):
        raise UnreadableDocument(name, "Office 文件缺少正文部分", "请重新下载")
    if "OFD.xml" in members:
        raise UnreadableDocument(name, "这是 OFD 版式文件，暂不能读", "请另存为 PDF")
    if "mimetype" in members:
        raise UnreadableDocument(name, "这是 OpenDocument 或 EPUB 文件，暂不能读", "请另存为 docx、xlsx 或 PDF")
    raise UnreadableDocument(
        name, "这是压缩包，不是文档", "请解压后给出其中的文件，或把压缩包以 .zip 结尾交给 mingzhang ingest"
    )


def _ole_kind(path: Path, name: str) -> str:
    data = path.read_bytes()
    if _stream(data, "EncryptedPackage"):
        raise UnreadableDocument(name, "Office 文件已加密，需要密码", "请取得未加密的文件")
    if _stream(data, "WordDocument"):
        return "doc"
    if _stream(data, "Workbook") or _stream(data, "Book"):
        return "xls"
    raise UnreadableDocument(name, "旧式 Office 文件里没有 Word 或 Excel 的内容", "请另存为 docx、xlsx 或 PDF")


def _stream(data: bytes, stream: str) -> bool:
    """Whether the OLE directory names this stream: its entries hold the name in UTF-16, padded with zeros."""
    return stream.encode("utf-16-le") + b"\x00\x00" in data
