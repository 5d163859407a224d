"""Which encoding the bytes of a text are in."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from charset_normalizer import from_bytes

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 100_000
_COMMON_ENOUGH = 0.85
_MOST_DAMAGE = 0.002
_MOST_CONTROLS = 0.01
_TEXT_CONTROLS = frozenset("\t\n\r\f\x0b\x1a")


class UnknownEncoding(Exception):
    """No encoding turns the bytes into a text."""


def decoded(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of ``data`` without a byte order mark, and a note on damage (empty where there is none).

    ``declared`` is what the file says of itself, tried after UTF-8 because such declarations are often left over
    from another tool. Raises UnknownEncoding for bytes that are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _with_damage(data, encoding)
    for encoding in ("utf-8", *_wide(data)):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text, ""
    if _nearly_utf8(data):
        return _with_damage(data, "utf-8")
    candidates = [declared] if declared else []
    best = _best(data, [*candidates, "gb18030", "big5", *_guessed(data)])
    if best is None:
        return _by_lines(data)
    return data.decode(best), ""


def _wide(data: bytes) -> Sequence[str]:
    """UTF-16 without a mark shows in zero bytes: those of ASCII blanks, digits and line ends stand on one side."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or b"\x00" not in sample:
        return ()
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    return ("utf-16-le",) if odd > even else ("utf-16-be",)


def _nearly_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", errors="replace")
    damage = text.count("\ufffd")
    written = sum(1 for character in text if character > "\x7f") - damage
    cut_short = damage == 1 and text[-1] == "\ufffd"
    return _is_text(text) and written > 0 and (cut_short or damage <= _MOST_DAMAGE * written)


def _with_damage(data: bytes, encoding: str) -> tuple[str, str]:
    text = data.decode(encoding, errors="replace")
    if not _is_text(text):
        raise UnknownEncoding
    damage = text.count("\ufffd")
    return text, f"有 {damage} 处字节按 {encoding} 无法解码，以 \ufffd 代替" if damage else ""


def _best(data: bytes, encodings: Sequence[str]) -> str | None:
    """The first encoding whose text is made of common Chinese characters, else the one that comes nearest."""
    best: tuple[float, str] | None = None
    for encoding in dict.fromkeys(encodings):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if not _is_text(text):
            continue
        share = _common(text[:_SAMPLE])
        if share >= _COMMON_ENOUGH:
            return encoding
        if best is None or share > best[0]:
            best = (share, encoding)
    return best[1] if best is not None and best[0] > 0 else None


def _by_lines(data: bytes) -> tuple[str, str]:
    """The text of a file put together from pieces in UTF-8 and in GB 18030, as copying programs leave them."""
    lines = []
    for line in data.splitlines(keepends=True):
        for encoding in ("utf-8", "gb18030"):
            try:
                text = line.decode(encoding)
            except UnicodeDecodeError:
                continue
            if _common(text) >= _COMMON_ENOUGH:
                lines.append(text)
                break
        else:
            raise UnknownEncoding
    whole = "".join(lines)
    if not _is_text(whole):
        raise UnknownEncoding
    return whole, "文件混用 UTF-8 和 GB 18030 两种编码，逐行解码"


def _guessed(data: bytes) -> Sequence[str]:
    match = from_bytes(data[:_SAMPLE]).best()
    return (match.encoding,) if match is not None else ()


def _is_text(text: str) -> bool:
    sample = text[:_SAMPLE]
    controls = sum(1 for character in sample if character < " " and character not in _TEXT_CONTROLS)
    return controls <= _MOST_CONTROLS * len(sample)


def _common(text: str) -> float:
    """Share of the characters beyond ASCII that are punctuation or among the common ones of GB 2312 or Big5.

    Both sets list the characters in daily use first: rows 16-55 of GB 2312, lead bytes A1-C6 of Big5. The wrong
    encoding scatters the text over the rare ones.
    """
    beyond = [character for character in text if character > "\x7f"]
    if not beyond:
        return 1.0
    return sum(1 for character in beyond if _is_common(character)) / len(beyond)


def _is_common(character: str) -> bool:
    simplified = character.encode("gb2312", errors="ignore")
    if simplified and simplified[0] < 0xD8:
        return True
    traditional = character.encode("big5", errors="ignore")
    return bool(traditional) and traditional[0] < 0xC7
