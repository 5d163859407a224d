"""What a PDF page draws, as pdfminer's objects, in less than half the time that pdfplumber takes to hand them out.

pdfplumber and pdfminer stay the reference: the same interpreter and layout classes do the work, and tests compare every
object, and every token of any program, with theirs. Saved are the tokenizer's steps through each token of the page's
program, and a dictionary for each object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, NamedTuple

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTComponent, LTContainer, LTCurve, LTImage, LTLine, LTRect
from pdfminer.pdfinterp import PDFContentParser, PDFPageInterpreter
from pdfminer.pdftypes import stream_value
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import KWD, LIT, PSKeyword, keyword_name
from pdfplumber.utils.pdfinternals import resolve_all

_END = rb"(?=[\s\[\]<(/])"
_TOKEN = re.compile(
    rb"\s*(?:"
    rb"(?P<number>[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))" + _END +
    rb"|(?P<keyword>[A-Za-z][A-Za-z0-9]*\*?)" + _END +
    rb"|/(?P<name>[A-Za-z0-9_.+-]+)" + _END +
    rb"|\((?P<string>[^()\\]*)\)"
    rb"|<(?P<hex>(?:[0-9A-Fa-f]{2})*)>(?!>)"
    rb"|(?P<array>\[(?:[\s0-9.+-]|\([^()\\]*\)|<(?:[0-9A-Fa-f]{2})*>(?!>))*\])"
    rb")"
)
"""A whole token of the plain kinds, which nearly all are; everything else is left to pdfminer's own parser."""
_ITEM = re.compile(
    rb"\s*(?:([-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))(?=[\s\]<(])"
    rb"|\(([^()\\]*)\)|<((?:[0-9A-Fa-f]{2})*)>|(\]))"
)
_LEFT_TO_THE_PARSER = frozenset((b"true", b"false", b"BI", b"ID", b"EI"))
"""Keywords that are values, or that lead into an inline picture."""


class Drawn(NamedTuple):
    """The objects of one page as displayed by pdfplumber's rules.

    ``down`` and ``across`` lead from pdfminer's coordinates to those from the top left: ``top = down - y1``,
    ``x = x0 + across``.
    """

    chars: list[LTChar]
    lines: list[LTLine]
    rects: list[LTRect]
    curves: list[LTCurve]
    images: list[LTImage]
    down: float
    across: float

    def box(self, item: LTComponent) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of an object."""
        return item.x0 + self.across, self.down - item.y1, item.x1 + self.across, self.down - item.y0

    def point(self, at: tuple[float, float]) -> tuple[float, float]:
        """A point of a curve."""
        return at[0] + self.across, self.down - at[1]

    def colour(self, value: Any) -> Any:
        """A colour without references into the file."""
        return resolve_all(value)


def drawn_on(page: Any) -> Drawn:
    """What a pdfplumber page draws. Raises whatever pdfminer raises on damaged pages."""
    device = PDFPageAggregator(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
    _Interpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    left, top = page.mediabox[:2]
    found = Drawn([], [], [], [], [], page.height + top, left)
    # A line is a curve to pdfminer, and so is a box.
    kinds: tuple[tuple[type, list[Any]], ...] = (
        (LTChar, found.chars), (LTLine, found.lines), (LTRect, found.rects), (LTCurve, found.curves),
        (LTImage, found.images),
    )
    for item in _leaves(device.get_result()):
        for kind, own in kinds:
            if isinstance(item, kind):
                own.append(item)
                break
    return found


def _leaves(container: LTContainer[Any]) -> Iterator[Any]:
    for item in container:
        if isinstance(item, LTContainer):
            yield from _leaves(item)
        else:
            yield item


class _Parser(PDFContentParser):
    """pdfminer's parser with a short way for plain tokens."""

    BUFSIZ = 2**30
    """A page's program is unpacked in memory as it is; read it in one piece."""

    def nextobject(self) -> Any:
        if not (self.results or self._tokens or self.context or self.curstack or self.eof) and (
            self._parse1 == self._parse_main
        ):
            found = _TOKEN.match(self.buf, self.charpos)
            if found is not None:
                taken = _plain(found)
                if taken is not None:
                    self.charpos = found.end()
                    return taken
        return super().nextobject()


def _plain(found: re.Match[bytes]) -> tuple[int, Any] | None:
    """A token as pdfminer's parser hands it out; its place matters to no operator."""
    kind, text = found.lastgroup, found[found.lastindex or 0]
    if kind == "number":
        return 0, float(text) if b"." in text else int(text)
    if kind == "keyword":
        return None if text in _LEFT_TO_THE_PARSER else (0, KWD(text))
    if kind == "string":
        return 0, text
    if kind == "hex":
        return 0, bytes.fromhex(text.decode("ascii"))
    if kind == "name":
        return 0, LIT(text.decode("ascii"))
    items = _items(text)
    return None if items is None else (0, items)


def _items(array: bytes) -> list[Any] | None:
    """The items of an array of numbers and strings; None where it holds anything else."""
    items: list[Any] = []
    at = 1
    while (found := _ITEM.match(array, at)) is not None:
        at = found.end()
        number, string, pairs, end = found.groups()
        if number is not None:
            items.append(float(number) if b"." in number else int(number))
        elif string is not None:
            items.append(string)
        elif pairs is not None:
            items.append(bytes.fromhex(pairs.decode("ascii")))
        elif end and at == len(array):
            return items
    return None


class _Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter with the parser above, and its operators looked up once."""

    _operators: ClassVar[dict[str, tuple[str, int] | None]] = {}

    def execute(self, streams: Sequence[object]) -> None:
        """Run the program of a page or a form; one that runs itself is left out, as in pdfminer."""
        programs = []
        self.stream_ids.clear()
        for each in streams:
            stream = stream_value(each)
            if stream.objid is not None and stream.objid not in self.parent_stream_ids:
                programs.append(stream)
                self.stream_ids.add(stream.objid)
        parser = _Parser(programs)
        while True:
            try:
                _, item = parser.nextobject()
            except PSEOF:
                return
            if not isinstance(item, PSKeyword):
                self.push(item)
                continue
            operator = self._operator(keyword_name(item))
            if operator is None:
                continue
            method, taken = operator
            if not taken:
                getattr(self, method)()
                continue
            operands = self.pop(taken)
            if len(operands) == taken:
                getattr(self, method)(*operands)

    def _operator(self, name: str) -> tuple[str, int] | None:
        """The method of an operator and how many operands it takes; None for one that nobody knows."""
        if name not in self._operators:
            method = "do_" + name.replace("*", "_a").replace('"', "_w").replace("'", "_q")
            function = getattr(type(self), method, None)
            self._operators[name] = (method, function.__code__.co_argcount - 1) if function is not None else None
        return self._operators[name]
