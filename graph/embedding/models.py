"""Which embedding model a setting means, told without loading anything.

A setting is empty (the model that set-up built), ``none`` (words only), a folder, or a name on a model hub.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

HUB_NAME = "intfloat/multilingual-e5-small"
BUILT_NAME = "multilingual-e5-small"
PROMPTS = {"query": "query: ", "document": "passage: "}
"""What the models of the e5 family were trained with; a query without its prompt loses much."""
NONE = "none"


@dataclass(frozen=True)
class Choice:
    """What to load: a folder or a hub's name; ``reference`` is empty where search goes by words only."""

    reference: str
    name: str
    network: bool = False
    """Whether the model may have to be fetched from the hub."""
    reason: str = ""
    """Why search goes by words only."""


def cache_dir() -> Path:
    """The user's cache folder for Mingzhang: ``XDG_CACHE_HOME`` where it is set, else the platform's."""
    if home := os.environ.get("XDG_CACHE_HOME"):
        return Path(home) / "mingzhang"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "mingzhang"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "mingzhang" / "cache"
    return Path.home() / ".cache" / "mingzhang"


def built_model_dir() -> Path:
    """Where set-up puts the default model."""
    return cache_dir() / "models" / BUILT_NAME


def choose(setting: str) -> Choice:
    """What ``setting`` means on this machine. The network is allowed only for a hub's name that is not here yet."""
    built = built_model_dir()
    setting = setting.strip()
    if setting.lower() == NONE:
        return Choice("", NONE, reason="switched off by the setting embedding_model")
    if setting in ("", BUILT_NAME, HUB_NAME) and (built / "modules.json").is_file():
        return Choice(str(built), BUILT_NAME)
    if setting in ("", BUILT_NAME):
        return Choice("", NONE, reason=f"no model in {built}; python -m graph.embedding.build makes one")
    folder = Path(setting).expanduser()
    if folder.is_dir():
        return Choice(str(folder), folder.name)
    if folder.is_absolute() or setting.startswith((".", "~")) or setting.count("/") > 1:
        return Choice("", NONE, reason=f"no model folder {setting}")
    if _in_hub_cache(setting):
        return Choice(setting, setting)
    if os.environ.get("HF_HUB_OFFLINE", "").strip().lower() in ("1", "true", "yes", "on"):
        return Choice("", NONE, reason=f"{setting} is not on this machine and HF_HUB_OFFLINE is set")
    return Choice(setting, setting, network=True)


def _in_hub_cache(name: str) -> bool:
    home = Path(os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface").expanduser()
    cache = Path(os.environ.get("HF_HUB_CACHE") or home / "hub").expanduser()
    repository = name if "/" in name else f"sentence-transformers/{name}"
    return any((cache / f"models--{repository.replace('/', '--')}" / "snapshots").glob("*/config.json"))
