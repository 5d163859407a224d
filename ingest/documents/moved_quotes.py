"""Quotation marks that a program put at the end of the line: 部门 三公 经费预算表 “ ”, as pypdfium2 prints some PDFs.

Blanks show where they stood; where they show more than one place, the line stays as it is.
"""

from __future__ import annotations

import re

_BOTH = re.compile(r"\s*“\s*”$")
_INSIDE = re.compile(r"(?<=[\u4e00-\u9fff]) ([\u4e00-\u9fff]{1,6}) (?=[\u4e00-\u9fff])")
_CLOSING = re.compile(r"“([\u4e00-\u9fff]{1,6}) ([^“”\s]+) ”(?=\s|$)")


def with_quotes_back(line: str) -> str:
    """The line with its quotation marks around the word that they were taken from."""
    line = _CLOSING.sub(r"“\1”\2", line)
    if _BOTH.search(line):
        rest = _BOTH.sub("", line)
        back, count = _INSIDE.subn(r"“\1”", rest)
        if count == 1:
            return back
    return line
