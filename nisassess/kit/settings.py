"""All settings, read from `NISASSESS_…` environment variables."""

import os
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of one installation; every field is the variable `NISASSESS_<FIELD>`."""

    model_config = SettingsConfigDict(env_prefix="NISASSESS_", frozen=True)

    data_dir: Path = Path("var")
    """Folder of the embedded database and of the evidence files."""
    database_url: str | None = None
    """`postgres://user:password@host/name`; absent: SQLite in the data folder."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    public_url: str | None = None
    """Address that users type; `https` makes cookies `Secure`."""
    max_upload_bytes: Annotated[int, Field(ge=1)] = 50 * 1024 * 1024
    max_request_bytes: Annotated[int, Field(ge=1024)] = 1024 * 1024
    """Largest body of a GraphQL request."""
    session_hours: Annotated[int, Field(ge=1, le=720)] = 12
    pdf_workers: Annotated[int, Field(ge=1, le=64)] = 2
    pdf_timeout_seconds: Annotated[int, Field(ge=5)] = 300
    plugin_folders: Annotated[tuple[Path, ...], NoDecode] = ()
    """Content folders that stand as plugins without being packaged, separated as in `PATH`."""
    log_level: str = "info"

    @field_validator("plugin_folders", mode="before")
    @classmethod
    def _folders(cls, given: object) -> object:
        """The folders of a variable, with the separator of the system's own lists of paths."""
        if isinstance(given, str):
            return tuple(part for part in given.split(os.pathsep) if part.strip())
        return given

    @cached_property
    def effective_database_url(self) -> str:
        """The database's URL with the pragmas that keep SQLite durable."""
        if self.database_url:
            return self.database_url
        file = (self.data_dir / "nisassess.sqlite3").absolute()
        return f"sqlite://{file}"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are sent over TLS only."""
        return bool(self.public_url and self.public_url.startswith("https://"))

    @property
    def evidence_dir(self) -> Path:
        """Folder of the evidence files, addressed by their digest."""
        return self.data_dir / "evidence"
