"""Which model a setting means, told without loading anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.embedding.models import HUB_NAME, built_model_dir, choose


@pytest.fixture(autouse=True)
def empty_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    for name in ("HF_HUB_CACHE", "HF_HUB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)


def built() -> Path:
    folder = built_model_dir()
    folder.mkdir(parents=True)
    (folder / "modules.json").write_text("[]")
    return folder


def test_without_a_built_model_search_goes_by_words_and_says_how_to_change_that() -> None:
    choice = choose("")
    assert choice.reference == ""
    assert "python -m graph.embedding.build" in choice.reason


@pytest.mark.parametrize("setting", ["", "multilingual-e5-small", HUB_NAME])
def test_the_built_model_is_taken_before_any_network(setting: str) -> None:
    folder = built()
    choice = choose(setting)
    assert (choice.reference, choice.network) == (str(folder), False)


def test_none_switches_it_off_even_where_a_model_is_built() -> None:
    built()
    assert choose("none").reference == ""


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert choose(str(tmp_path / "mine")).reference == str(tmp_path / "mine")


def test_a_folder_that_is_missing_is_no_hub_name(tmp_path: Path) -> None:
    choice = choose(str(tmp_path / "gone"))
    assert (choice.reference, choice.network) == ("", False)
    assert "gone" in choice.reason


def test_a_hub_name_may_use_the_network_only_when_it_is_not_here() -> None:
    assert choose("BAAI/bge-small-zh-v1.5").network


def test_a_hub_name_that_is_in_the_hubs_cache_needs_no_network(tmp_path: Path) -> None:
    snapshot = tmp_path / "hub" / "hub" / "models--BAAI--bge-small-zh-v1.5" / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text("{}")
    choice = choose("BAAI/bge-small-zh-v1.5")
    assert (choice.reference, choice.network) == ("BAAI/bge-small-zh-v1.5", False)


def test_offline_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    choice = choose("BAAI/bge-small-zh-v1.5")
    assert choice.reference == ""
    assert "HF_HUB_OFFLINE" in choice.reason
