"""Write api/openapi_examples.json: what the service answers to the requests of data/openapi.toml.

``python tests/openapi_examples.py``. Long lists and texts are cut; what differs from run to run is masked.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from http_transcript import DOCUMENTS, SHOWN, serving

REQUESTS = Path(__file__).parent / "data" / "openapi.toml"
TARGET = Path(__file__).parents[1] / "api" / "openapi_examples.json"
KEY = {"Authorization": "Bearer the-key-of-this-service"}
UPLOADED = DOCUMENTS / "shili-tushuguan-2021-juesuan.txt"
SLIP = (b"1,290.22", b"1,290.33")
"""A figure of the file that is uploaded, and another: a sum no longer holds."""
ENTRIES = 2
TEXT = 300
LINES = 12
SHOWN_JOB, SHOWN_FINDING = "5f2d8a0c4b7e4d1fa3c6908be7124d35", "3b9c1f6a27d0e854"
MASKED: dict[str, Any] = {"elapsed_ms": 24.6, "score": 1.5, "generation": 1, "embedded": 0, "passages": 0}
"""What differs from run to run, or with every improvement of a reader."""


def shortened(value: Any) -> Any:
    """A JSON value with the first entries of its lists, and the beginnings of its texts."""
    if isinstance(value, list):
        return [shortened(each) for each in value[:ENTRIES]]
    if isinstance(value, dict):
        return {name: MASKED[name] if name in MASKED and each is not None else shortened(each)
                for name, each in value.items()}  # fmt: skip
    return value[:TEXT] + "…" if isinstance(value, str) and len(value) > TEXT else value


def shown(reply: httpx.Response) -> Any:
    """What of an answer stands in the description; None for bytes that nobody reads."""
    media = reply.headers.get("content-type", "").split(";")[0]
    if media.endswith("json"):
        return shortened(reply.json())
    if (not media.startswith("text/") and media != "application/n-triples") or media == "text/html":
        return None
    text = re.sub(r"(_seconds\S*|_generation) \S+$", r"\1 1", reply.text, flags=re.MULTILINE)
    lines = [shortened(line) for line in text.splitlines() if not line.startswith("@prefix")]
    return "\n".join([*lines[:LINES], *(["…"] if len(lines) > LINES else [])])


def examples(address: str) -> list[dict[str, Any]]:
    """Each request with what was answered: of, name, path, query, media, body, status, answered (its type), answer."""
    with REQUESTS.open("rb") as file:
        wanted = tomllib.load(file)["example"]
    upload = UPLOADED.read_bytes().replace(*SLIP)
    known = {"{sha256}": hashlib.sha256(upload).hexdigest()}
    found = []
    with httpx.Client(base_url=f"http://{address}", timeout=120) as client:
        for each in wanted:
            method, template = each["of"].split(" ")
            path = {name: known.get(value, value) for name, value in each.get("path", {}).items()}
            target = re.sub(r"\{(\w+)\}", lambda name, path=path: quote(path[name[1]], safe="/" if name[1] == "path"
                            else ""), template)  # fmt: skip
            body: Any = upload if "file" in each else each.get("body")
            media = each.get("media", "application/json")
            content = json.dumps(body) if isinstance(body, dict) else body
            headers = {**({} if each.get("nokey") else KEY), "Accept": each.get("accept", "*/*"),
                       **({"Content-Type": media} if content is not None else {})}  # fmt: skip
            reply = client.request(method, target, params=each.get("query"), content=content, headers=headers)
            if each["of"] == "post /documents" and reply.status_code == 202:
                known["{job}"] = reply.json()["job"]
                deadline = time.monotonic() + 120
                job = f"/jobs/{known['{job}']}"
                while client.get(job, headers=KEY).json()["state"] not in ("done", "failed"):
                    assert time.monotonic() < deadline
                    time.sleep(0.2)
                while not (told := client.get("/findings").json()["results"]):
                    assert time.monotonic() < deadline
                    time.sleep(0.2)
                known["{finding}"] = told[0]["id"]
            entry = {
                "of": each["of"], "name": each["name"], "path": path, "query": each.get("query", {}),
                "media": media if content is not None else None,
                "body": "（文件的字节）" if "file" in each else each.get("body"), "status": reply.status_code,
                "answered": reply.headers.get("content-type", "").split(";")[0], "answer": shown(reply),
            }  # fmt: skip
            text = json.dumps(entry, ensure_ascii=False)
            masks = {address: SHOWN, known.get("{finding}"): SHOWN_FINDING, known.get("{job}"): SHOWN_JOB}
            for real, mask in masks.items():
                text = text.replace(real, mask) if real else text
            text = re.sub(r'("job": ")[0-9a-f]{32}', rf"\g<1>{SHOWN_JOB}", text)
            found.append(json.loads(text))
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address:
        found = examples(address)
    TARGET.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
