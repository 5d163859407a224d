"""Pages of a service that holds nothing, and drafts; by themselves, since a process has one NiceGUI."""

from __future__ import annotations

from pathlib import Path

from service_store import service

BROWSER = {"accept": "text/html", "accept-language": "zh-CN,zh;q=0.9"}


def test_pages_say_what_would_fill_them(tmp_path: Path) -> None:
    with service(tmp_path / "none") as empty:
        for path in ("/", "/pages/units", "/pages/compare", "/pages/disclosures", "/pages/findings"):
            reply = empty.get(path, headers=BROWSER)
            assert reply.status_code in (200, 503), path
            assert "mingzhang ingest" in reply.text, path
        # Nothing can be uploaded either: there is no key, and the page says how to set one.
        assert "MINGZHANG_KEY" in empty.get("/pages/check", headers=BROWSER).text


def test_drafts_need_the_key_and_leave_nothing_behind(tmp_path: Path) -> None:
    draft = Path(__file__).parent / "data" / "draft-with-slip.pdf"
    with service(tmp_path / "none", key="secret") as running:
        address = "/pages/drafts?name=draft.pdf"
        assert running.post(address, content=draft.read_bytes()).status_code == 401
        headers = {"authorization": "Bearer secret"}
        given = running.post(address, content=draft.read_bytes(), headers=headers).json()
        state = running.app.state  # type: ignore[attr-defined]
        folder = state.drafts.one(given["page"].rpartition("/")[2]).folder
        assert folder.is_dir()
        assert running.post("/pages/drafts?name=x.exe", content=b"x", headers=headers).status_code == 415
    assert not folder.exists()
