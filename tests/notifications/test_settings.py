"""Settings of mail and time: what does not go together is refused, naming the variable."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from nisassess.kit.settings import Settings

pytestmark = pytest.mark.database_free

WHOLE: dict[str, Any] = {
    "smtp_host": "mail.example",
    "smtp_from": "nis@authority.example",
    "public_url": "https://nis.example",
}


def test_without_a_mail_server_no_mail_is_sent() -> None:
    assert not Settings().sends_mail


def test_whole_settings_send_mail_encrypted_by_default() -> None:
    found = Settings(**WHOLE)

    assert found.sends_mail
    assert found.smtp_encryption == "starttls"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"smtp_host": "mail.example"}, "NISASSESS_SMTP_FROM and NISASSESS_PUBLIC_URL"),
        ({**WHOLE, "public_url": None}, "NISASSESS_SMTP_FROM and NISASSESS_PUBLIC_URL"),
        ({**WHOLE, "smtp_user": "nis"}, "NISASSESS_SMTP_USER and NISASSESS_SMTP_PASSWORD"),
        (
            {**WHOLE, "smtp_user": "nis", "smtp_password": "x", "smtp_encryption": "none"},
            "NISASSESS_SMTP_PASSWORD needs NISASSESS_SMTP_ENCRYPTION",
        ),
        ({**WHOLE, "smtp_from": "a@b.example\nBcc: c@d.example"}, "is no address"),
        ({**WHOLE, "smtp_from": "nobody"}, "is no address"),
        ({**WHOLE, "smtp_encryption": "ssl"}, "starttls"),
        ({"time_zone": "Europe/Atlantis"}, "is no time zone"),
        ({"time_zone": "../../etc/passwd"}, "is no time zone"),
    ],
)
def test_settings_that_do_not_go_together_are_refused_with_the_reason(
    given: dict[str, Any], told: str
) -> None:
    with pytest.raises(ValidationError, match=told):
        Settings(**given)


def test_password_is_in_no_text_of_the_settings() -> None:
    found = Settings(**WHOLE, smtp_user="nis", smtp_password="horse-battery")

    assert "horse-battery" not in f"{found!r} {found}"


def test_every_setting_is_in_the_guide() -> None:
    guide = (Path(__file__).parents[2] / "docs/running.md").read_text(encoding="utf-8")
    names = [f"NISASSESS_{name.upper()}" for name in Settings.model_fields]

    assert [name for name in names if f"`{name}`" not in guide] == []
