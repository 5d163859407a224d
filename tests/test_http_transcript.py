"""docs/http.md shows what the service answers, and every endpoint stands in it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from http_transcript import TARGET, serving, transcript
from service_store import settings

from api.app import create_app


@pytest.mark.slow
@pytest.mark.skipif(not all(map(shutil.which, ("curl", "sha256sum"))), reason="curl or sha256sum is not installed")
def test_the_transcript_is_what_the_service_answers(tmp_path: Path) -> None:
    with serving(tmp_path) as host:
        assert TARGET.read_text(encoding="utf-8") == transcript(host), "python tests/http_transcript.py"


def test_every_endpoint_is_shown(tmp_path: Path) -> None:
    shown = TARGET.read_text(encoding="utf-8")
    for path in create_app(settings(tmp_path)).openapi()["paths"]:
        # A number of a file or a job has no slash; what stands below /id/ has.
        pattern = re.sub(r"\{(\w+)\}", lambda found: "[^\\s'\"?]+" if found[1] == "path" else "[^/\\s'\"?]+", path)
        assert re.search(rf"127\.0\.0\.1:8000{pattern}(?=[\s'\"?]|$)", shown, re.MULTILINE), path
