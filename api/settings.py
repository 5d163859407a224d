"""Settings: from the environment (``MINGZHANG_*``), from a file, or the defaults below; flags come before all."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from graph.store.server import Server

ROOT = Path(__file__).parents[1]
"""The folder that holds the packages: where the service starts its processes."""
DEFAULT_BASE = "https://mingzhang.example/"


def data_dir() -> Path:
    """Where this user's data of Mingzhang goes: the platform's folder, or ``XDG_DATA_HOME`` where it is set."""
    if home := os.environ.get("XDG_DATA_HOME"):
        return Path(home) / "mingzhang"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "mingzhang"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "mingzhang"
    return Path.home() / ".local" / "share" / "mingzhang"


def settings_file() -> Path:
    """The file that settings are read from where it exists: ``MINGZHANG_SETTINGS``, or one in the user's folder."""
    if named := os.environ.get("MINGZHANG_SETTINGS"):
        return Path(named)
    return Path(os.environ.get("XDG_CONFIG_HOME", str(Path.home() / ".config"))) / "mingzhang" / "settings.toml"


class Settings(BaseSettings):
    """Every setting with its default. Times are in seconds, sizes in bytes unless the name says otherwise."""

    model_config = SettingsConfigDict(env_prefix="MINGZHANG_", extra="ignore", frozen=True)

    store: Path = Field(default_factory=lambda: data_dir() / "store", description="Folder of the store")
    base: str = Field(default=DEFAULT_BASE, description="What every IRI begins with; ends in a slash")
    store_url: str = Field(
        default="", description="SPARQL 1.1 server that keeps the graph (its address for queries); empty: the folder"
    )
    store_update_url: str = Field(default="", description="Its address for updates, where that can't be told")
    store_user: str = Field(default="", description="Name to log in to it")
    store_password: SecretStr = Field(default=SecretStr(""), description="Password to log in to it")
    store_timeout: float = Field(default=300.0, gt=0, le=86_400, description="Most time that it may take to answer")
    vectors_url: SecretStr = Field(
        default=SecretStr(""), description="PostgreSQL with pgvector (postgresql://...) for vectors; empty: the folder"
    )
    embedding_model: str = Field(
        default="", description="Model for search by meaning: a folder, a hub's name, 'none', or empty: the one built"
    )
    host: str = Field(default="127.0.0.1", description="Address to serve on")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to serve on; 0: any free one")
    readers: int = Field(default=0, ge=0, le=256, description="Processes that read documents; 0: one per core")
    cluster: str = Field(default="", description="Dask scheduler (tcp://HOST:PORT) on whose workers documents are read")
    ask_threads: int = Field(default=4, ge=1, le=64, description="Questions answered at the same time")
    sparql_workers: int = Field(default=4, ge=1, le=64, description="Processes that answer /sparql")
    sparql_timeout: float = Field(default=20.0, gt=0, le=3600, description="Most time a query may take")
    sparql_rows: int = Field(default=100_000, ge=1, description="Most rows (or triples) of a result")
    sparql_bytes: int = Field(default=64 * 2**20, ge=1024, description="Most bytes of a result")
    sparql_memory: int = Field(default=2 * 2**30, ge=0, description="Most memory of a query's process; 0: no limit")
    sparql_length: int = Field(default=200_000, ge=100, description="Most characters of a query")
    log: Literal["text", "json", "off"] = Field(default="text", description="Form of the log: text, json or off")
    requests: int = Field(default=100, ge=1, le=10_000, description="Requests answered at the same time")
    rate: float = Field(default=20.0, ge=0, description="Requests a second of an address elsewhere; 0: no limit")
    burst: int = Field(default=200, ge=1, description="Requests that such an address may send at once")
    key: SecretStr = Field(default=SecretStr(""), description="Key to upload and remove documents; empty: nobody may")
    upload_bytes: int = Field(default=64 * 2**20, ge=1024, description="Most bytes of a document uploaded")
    llm_url: str = Field(default="", description="OpenAI-compatible server (.../v1) to word answers; empty: none")
    llm_model: str = Field(default="", description="Model asked of it; empty: none")
    llm_key: SecretStr = Field(default=SecretStr(""), description="Key that server asks for, if it does")
    keep_files: bool = Field(default=True, description="Keep a copy of each document read, to show its places")

    @field_validator("base")
    @classmethod
    def base_ends_in_a_slash(cls, base: str) -> str:
        if not base.startswith(("http://", "https://")):
            raise ValueError("the base of IRIs begins with http:// or https://")
        return base if base.endswith("/") else base + "/"

    @field_validator("store")
    @classmethod
    def store_is_absolute(cls, store: Path) -> Path:
        return Path(os.path.abspath(store.expanduser()))

    @model_validator(mode="after")
    def store_url_is_one(self) -> Settings:
        _ = self.server
        return self

    @property
    def server(self) -> Server | None:
        """The SPARQL server that keeps the graph, None where the store's folder does."""
        if not self.store_url:
            return None
        return Server(
            self.store_url, self.store_update_url, self.store_user, self.store_password.get_secret_value(),
            self.store_timeout,
        )  # fmt: skip

    def server_environment(self) -> dict[str, str]:
        """What tells a process that is started where the graph is."""
        return {
            "MINGZHANG_STORE_URL": self.store_url, "MINGZHANG_STORE_UPDATE_URL": self.store_update_url,
            "MINGZHANG_STORE_USER": self.store_user,
            "MINGZHANG_STORE_PASSWORD": self.store_password.get_secret_value(),
            "MINGZHANG_VECTORS_URL": self.vectors_url.get_secret_value(),
            "MINGZHANG_STORE_TIMEOUT": str(self.store_timeout),
        }  # fmt: skip

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags first, then the environment, then the file. Nothing is read from the folder one happens to be in."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=settings_file())
