"""All settings, read from `NISASSESS_…` environment variables."""

import os
import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


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
    pdf_memory_mib: Annotated[int, Field(ge=256)] = 2048
    """Memory that each rendering process may take."""
    plugin_folders: Annotated[tuple[Path, ...], NoDecode] = ()
    """Content folders that stand as plugins without being packaged, separated as in `PATH`."""
    installation_name: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    """The name that seals and receipts carry."""
    seal_key: Path | None = None
    """Private key in PEM that seals; absent: the installation makes one of its own."""
    seal_certificate: Path | None = None
    """The certificate of `seal_key` in PEM, followed by the chain above it."""
    timestamp_url: Annotated[str | None, Field(pattern=r"^https?://[^\s/]+")] = None
    """Time-stamp authority (RFC 3161) that stamps seals; absent: none is asked."""
    smtp_host: Annotated[str | None, Field(min_length=1)] = None
    """Mail server that takes what the installation sends; absent: no mail is sent."""
    smtp_port: Annotated[int | None, Field(ge=1, le=65535)] = None
    """Absent: 587 with `starttls`, 465 with `tls`, 25 with `none`."""
    smtp_encryption: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_from: str | None = None
    """Address that mails come from."""
    smtp_ca: Path | None = None
    """Certificates in PEM that vouch for the mail server; absent: those of the system."""
    smtp_timeout_seconds: Annotated[int, Field(ge=1, le=300)] = 30
    time_zone: str = "Europe/Brussels"
    """IANA name of the zone in which the installation's daily work has its hour."""
    background_work: bool = True
    """Whether this process does daily work and sends mail; of several, one is enough."""
    live_check_seconds: Annotated[float, Field(gt=0, le=55)] = 20
    """How often an open live stream looks anew whether its reader may still see it."""
    live_forget_seconds: Annotated[float, Field(ge=1, le=300)] = 30
    """How long a process that is silent counts as there, with whoever was on its pages."""
    log_level: str = "info"

    @field_validator("plugin_folders", mode="before")
    @classmethod
    def _folders(cls, given: object) -> object:
        """The folders of a variable, with the separator of the system's own lists of paths."""
        if isinstance(given, str):
            return tuple(part for part in given.split(os.pathsep) if part.strip())
        return given

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, given: str) -> str:
        if given not in available_timezones():
            raise ValueError(f"{given!r} is no time zone; give a name such as Europe/Lisbon")
        return given

    @model_validator(mode="after")
    def _key_with_certificate(self) -> Self:
        if (self.seal_key is None) != (self.seal_certificate is None):
            message = "NISASSESS_SEAL_KEY and NISASSESS_SEAL_CERTIFICATE must be set together"
            raise ValueError(message)
        return self

    @field_validator("smtp_from")
    @classmethod
    def _address(cls, given: str | None) -> str | None:
        if given is not None and not _ADDRESS.fullmatch(given):
            raise ValueError(f"{given!r} is no address; give one such as nis@example.org")
        return given

    @model_validator(mode="after")
    def _whole_smtp(self) -> Self:
        if self.smtp_host is not None and not (self.smtp_from and self.public_url):
            message = (
                "NISASSESS_SMTP_FROM and NISASSESS_PUBLIC_URL must be set with NISASSESS_SMTP_HOST"
            )
            raise ValueError(message)
        if (self.smtp_user is None) != (self.smtp_password is None):
            message = "NISASSESS_SMTP_USER and NISASSESS_SMTP_PASSWORD must be set together"
            raise ValueError(message)
        is_open = self.smtp_encryption == "none" and self.smtp_host not in _LOOPBACK
        if self.smtp_password is not None and is_open:
            message = "NISASSESS_SMTP_PASSWORD needs NISASSESS_SMTP_ENCRYPTION starttls or tls"
            raise ValueError(message)
        return self

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server is set."""
        return self.smtp_host is not None

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
    def verify_url(self) -> str | None:
        """The page that answers questions about digests, where users reach it."""
        return f"{self.public_url.rstrip('/')}/verify" if self.public_url else None

    @property
    def keys_dir(self) -> Path:
        """Folder of the keys that the installation made."""
        return self.data_dir / "keys"

    @property
    def installation(self) -> str:
        """What the installation calls itself in seals."""
        return self.installation_name or self.public_url or "unnamed installation"

    @property
    def evidence_dir(self) -> Path:
        """Folder of the evidence files, addressed by their digest."""
        return self.data_dir / "evidence"
