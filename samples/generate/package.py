"""Zip packages (docx, xlsx) without a clock: members in a fixed order, with a fixed time and fixed core properties."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

MOMENT = (2024, 1, 1, 0, 0, 0)
STAMP = "2024-01-01T00:00:00Z"


def settle(content: bytes, path: Path) -> None:
    """Write a package again to ``path`` so that the same parts always give the same bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(
                    rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)",
                    lambda match: match[1] + STAMP.encode() + match[3],
                    data,
                )
            member = zipfile.ZipInfo(name, MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            target.writestr(member, data, compresslevel=9)
