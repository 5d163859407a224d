"""Office files as zip packages: opened only when they can do no harm, parts parsed without entities or network."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from ingest.documents.document import UnreadableDocument

MOST_BYTES = 512 * 1024 * 1024
MOST_PARTS = 20_000
MOST_RATIO = 300
_SMALL = 16 * 1024 * 1024
"""Below this a package may be packed as tightly as it likes: a sheet of blank cells shrinks to a hundredth."""
_PROLOG = 1024 * 1024
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
"""Namespaces of the strict variant of ISO/IEC 29500, and those of the usual one."""
_DAMAGED = "请重新下载"


def open_package(path: Path, name: str) -> zipfile.ZipFile:
    """The package at ``path``, to be closed by the caller; ``name`` is what errors call it.

    Raises UnreadableDocument for a package that is damaged, locked, unpacks to more than ``MOST_BYTES``, or whose
    parts declare document types: Office writes none, they serve entity bombs only.
    """
    try:
        package = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableDocument(name, "文件不完整或已损坏（压缩结构读不出）", _DAMAGED) from error
    try:
        _refuse_harmful(package, name)
    except UnreadableDocument:
        package.close()
        raise
    except Exception as error:
        package.close()
        # zipfile passes on whatever its decompressors raise on damaged data: zlib.error, EOFError, LZMAError ...
        raise UnreadableDocument(name, f"文件已损坏（{type(error).__name__}）", _DAMAGED) from error
    return package


def _refuse_harmful(package: zipfile.ZipFile, name: str) -> None:
    parts = package.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if unpacked > MOST_BYTES or len(parts) > MOST_PARTS or (unpacked > _SMALL and unpacked > MOST_RATIO * packed):
        cause = f"解压后有 {len(parts)} 个部件、{unpacked // 2**20} MiB，超过上限"
        raise UnreadableDocument(name, cause, "请核对文件来源")
    for part in parts:
        if part.flag_bits & 1:
            raise UnreadableDocument(name, "Office 文件已加密，需要密码", "请取得未加密的文件")
        if part.filename.endswith((".xml", ".rels")):
            with package.open(part) as stream:
                prolog = stream.read(_PROLOG)
            if any("<!DOCTYPE".encode(encoding) in prolog for encoding in ("ascii", "utf-16-le", "utf-16-be")):
                raise UnreadableDocument(name, f"部件 {part.filename} 声明了文档类型（DTD），不读", "请核对文件来源")


def parsed_part(package: zipfile.ZipFile, part: str, name: str) -> etree._Element | None:
    """The root of an XML part; None where the package has no such part. Raises UnreadableDocument if it is damaged."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        data = package.read(part)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return etree.fromstring(data, parser)
    except KeyError:
        return None
    except Exception as error:
        raise UnreadableDocument(name, f"部件 {part} 已损坏（{type(error).__name__}）", _DAMAGED) from error
