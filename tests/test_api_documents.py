"""Documents over HTTP: keys, limits, jobs with their steps, drafts, removal; nothing lands outside."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from service_store import make_store, service

DOCUMENTS = Path(__file__).parents[1] / "samples" / "documents"
TEXT = DOCUMENTS / "shili-tushuguan-2021-juesuan.txt"
KEY = "k-3f9"
SENT = {"authorization": f"Bearer {KEY}"}
RAW = {**SENT, "content-type": "application/octet-stream"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with service(tmp_path_factory.mktemp("documents") / "store", key=KEY, upload_bytes=200_000) as running:
        yield running


def finished(client: TestClient, job: dict[str, Any]) -> dict[str, Any]:
    deadline = time.monotonic() + 120
    while (told := client.get(f"/jobs/{job['job']}", headers=SENT).json())["state"] not in ("done", "failed"):
        assert time.monotonic() < deadline, told
        time.sleep(0.2)
    return told  # type: ignore[no-any-return]


@pytest.mark.slow
def test_upload_follow_and_remove(client: TestClient) -> None:
    reply = client.post("/documents", params={"name": TEXT.name}, content=TEXT.read_bytes(), headers=RAW)
    assert reply.status_code == 202
    job = reply.json()
    assert reply.headers["location"].endswith(f"/jobs/{job['job']}")
    told = finished(client, job)
    assert (told["state"], told["message"]) == ("done", "")
    (document,) = told["documents"]
    assert (document["status"], document["unit"], document["year"]) == ("new", "示例市图书馆", 2021)
    assert document["figures"] > 50
    assert {"event", "message"} <= set(document["ledger"][0])
    events = client.get(f"/jobs/{job['job']}/events", headers=SENT)
    assert events.headers["content-type"].startswith("text/event-stream")
    steps = [json.loads(line[6:])["event"] for line in events.text.splitlines() if line.startswith("data: ")]
    assert steps == ["queued", "running", "document", "done"]
    later = client.get(f"/jobs/{job['job']}/events", headers={**SENT, "last-event-id": "2"}).text
    assert [line for line in later.splitlines() if line.startswith("event")] == ["event: done"]
    # The same file as the field of a form: held, nothing changes.
    form = client.post("/documents", files={"file": (TEXT.name, TEXT.read_bytes())}, headers=SENT)
    assert finished(client, form.json())["documents"][0]["status"] == "no-op"
    deadline = time.monotonic() + 60
    while client.get("/ready").status_code != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    sha256 = hashlib.sha256(TEXT.read_bytes()).hexdigest()
    kept = client.app.state.settings.store / "files" / sha256  # type: ignore[attr-defined]
    assert kept.read_bytes() == TEXT.read_bytes()
    removed = finished(client, client.delete(f"/documents/{sha256}", headers=SENT).json())
    assert removed["documents"][0]["status"] == "removed"
    assert not kept.exists()
    again = finished(client, client.delete(f"/documents/{sha256}", headers=SENT).json())
    assert (again["state"], "nothing of that name is held" in again["message"]) == ("failed", True)


@pytest.mark.slow
def test_what_can_not_be_read_is_named_as_on_the_command_line(client: TestClient) -> None:
    told = finished(client, client.post("/documents?name=x.txt", content=b"nothing of that kind", headers=RAW).json())
    (document,) = told["documents"]
    assert (told["state"], document["status"]) == ("failed", "failed")
    assert document["message"].startswith("x.txt:")


@pytest.mark.slow
def test_revise_and_remove_a_disclosure(client: TestClient) -> None:
    """The same disclosure printed anew with another total: a revision; then the whole disclosure goes."""
    def read(name: str, content: bytes) -> dict[str, Any]:
        job = client.post("/documents", params={"name": name}, content=content, headers=RAW).json()
        (document,) = finished(client, job)["documents"]
        return document  # type: ignore[no-any-return]

    def shown(status: int) -> Any:
        deadline = time.monotonic() + 60
        while (reply := client.get("/disclosures/示例市图书馆/2021/决算/单位")).status_code != status:
            assert time.monotonic() < deadline, reply.text
            time.sleep(0.1)
        return reply.json()

    text = TEXT.read_text("utf-8")
    printed = "1,290.22"
    assert text.count(printed) == 1
    assert read("first.txt", text.encode())["status"] in ("new", "no-op")
    first = shown(200)["revision"]
    assert read("second.txt", text.replace(printed, "1,290.33").encode())["status"] == "revision"
    deadline = time.monotonic() + 60
    while len((found := shown(200))["revisions"]) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert [each["current"] for each in found["revisions"]] == [False, True]
    assert found["revisions"][0]["revision"] == first != found["revision"]
    (change,) = found["revisions"][1]["changes"]
    assert change.endswith("工资福利支出 / 人员经费/决算数 / 2021决算：1290.22万元 → 1290.33万元")
    path = "/" + first.partition("://")[2].partition("/")[2]
    assert found["revision"] in unquote(client.get(path, headers={"accept": "text/turtle"}).text)

    address = "/disclosures/示例市图书馆/2021/决算/单位"
    assert client.delete(address).status_code == 401
    assert finished(client, client.delete(address, headers=SENT).json())["state"] == "done"
    shown(404)
    assert client.delete(address, headers=SENT).status_code == 404


@pytest.mark.slow
def test_a_draft_is_checked_and_not_stored(client: TestClient) -> None:
    before = client.get("/ready").json().get("disclosures")
    found = client.post("/check", params={"name": TEXT.name}, content=TEXT.read_bytes(), headers=RAW)
    assert found.status_code == 200, found.text
    assert isinstance(found.json(), list)
    read = client.post("/check?what=reading", files={"file": (TEXT.name, TEXT.read_bytes())}, headers=SENT).json()
    assert read[0]["unit"] == "示例市图书馆"
    assert client.get("/ready").json().get("disclosures") == before
    refused = client.post("/check?name=x.pdf", content=b"%PDF-1.7 broken", headers=RAW)
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert refused.json()["detail"].startswith("x.pdf:")


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 401), ({"authorization": "Bearer"}, 401), ({"authorization": "Basic " + KEY}, 401),
     ({"authorization": "Bearer " + KEY + "x"}, 401), ({"authorization": "Bearer \u00e9"}, 401)],
)  # fmt: skip
def test_a_key_is_needed(client: TestClient, sent: dict[str, str], status: int) -> None:
    headers = {name: value.encode("latin-1") for name, value in sent.items()}
    for method, path in (("POST", "/documents?name=a.txt"), ("POST", "/check?name=a.txt"),
                         ("DELETE", f"/documents/{'0' * 64}"), ("GET", f"/jobs/{'0' * 32}")):  # fmt: skip
        reply = client.request(method, path, headers=headers)
        assert (reply.status_code, reply.headers["content-type"]) == (status, "application/problem+json")
        assert reply.headers["www-authenticate"].startswith("Bearer")


def test_nobody_uploads_where_no_key_is_set(tmp_path: Path) -> None:
    with service(make_store(tmp_path / "store", 2023)) as client:
        assert client.post("/documents?name=a.txt", content=b"x", headers=RAW).status_code == 403


@pytest.mark.parametrize(
    ("path", "content", "status"),
    [
        ("/documents", b"x", 400),
        ("/documents?name=", b"x", 400),
        ("/documents?name=..", b"x", 400),
        ("/documents?name=a/", b"x", 400),
        ("/documents?name=.htaccess", b"x", 400),
        ("/documents?name=--again.txt", b"x", 400),
        ("/documents?name=a%00.txt", b"x", 400),
        ("/documents?name=a%0A.txt", b"x", 400),
        ("/documents?name=" + "长" * 100 + ".txt", b"x", 400),
        ("/documents?name=a.exe", b"MZ", 415),
        ("/documents?name=a", b"x", 415),
        ("/documents?name=a.txt", b"", 400),
        ("/documents?name=a.txt", b"x" * 200_001, 413),
        ("/documents?name=a.txt", b"x" * 300_000, 413),
        ("/documents?name=a.txt&year=x", b"x", 422),
        ("/documents?name=a.txt&kind=--again", b"x", 422),
        ("/check?name=a.txt&what=all", b"x", 422),
        ("/check?name=a.exe", b"x", 415),
    ],
)
def test_files_that_are_not_taken(client: TestClient, path: str, content: bytes, status: int) -> None:
    reply = client.post(path, content=content, headers=RAW)
    assert (reply.status_code, reply.json()["status"]) == (status, status)


def test_names_lead_nowhere(client: TestClient, tmp_path: Path) -> None:
    from api.holdings.documents import named

    assert named("../../etc/a.txt") == "a.txt"
    assert named("C:\\windows\\a.txt") == "a.txt"
    assert named("/etc/cron.d/a.txt") == "a.txt"
    form = client.post("/documents", files={"other": ("a.txt", b"x")}, headers=SENT)
    assert form.status_code == 400
    assert client.get("/jobs/../settings", headers=SENT).status_code == 404
    assert client.get(f"/jobs/{'0' * 32}", headers=SENT).status_code == 404
