from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nisassess.kit.database import Database, execute
from nisassess.kit.services import Services
from nisassess.kit.settings import Settings
from nisassess.notifications import mailing
from nisassess.notifications.postman import Postman
from tests.support.mail_server import NAME, Authority, Postbox, make_authority
from tests.support.world import settings, world

__all__ = ["settings", "world"]

MakePostman = Callable[..., Postman]


@pytest.fixture
async def database(services: Services) -> Database:
    """The open database; what people of the world were told while it was built is forgotten."""
    await execute("DELETE FROM notice")
    await execute("DELETE FROM mail")
    return services.get(Database)


@pytest.fixture
def postbox() -> Postbox:
    """What a mail server takes."""
    return Postbox()


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """An authority that only this test trusts."""
    return make_authority(tmp_path)


@pytest.fixture
def postman(settings: Settings, database: Database) -> MakePostman:
    """Makes the postman of one process, who hands in mails at a port."""

    def make(port: int, **more: Any) -> Postman:
        given = {
            "smtp_host": NAME,
            "smtp_port": port,
            "smtp_encryption": "none",
            "smtp_from": "nis@authority.example",
            "public_url": "https://nis.example",
            "installation_name": "NIS desk of Austria",
            "smtp_timeout_seconds": 5,
            **more,
        }
        return mailing.postman(settings.model_copy(update=given), database)

    return make
