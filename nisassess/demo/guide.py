"""What the terminal tells at the start of the demo."""

from collections.abc import Iterator, Mapping

from nisassess.access import Role
from nisassess.demo.cast import PASSWORD, cast
from nisassess.kit.settings import Settings

WIDTH = 100


def text(settings: Settings, tokens: Mapping[Role, str]) -> str:
    """Address, accounts, tokens and what to open first; lines of at most 100 characters."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return "\n".join(_lines(f"http://{host}:{settings.port}", tokens))


def _lines(address: str, tokens: Mapping[Role, str]) -> Iterator[str]:
    yield ""
    yield f"  nisassess demo: {address}"
    yield ""
    yield f"  Everybody's password: {PASSWORD}"
    yield ""
    previous = ""
    for organisation, person in cast().accounts():
        if organisation != previous:
            yield f"  {organisation}"
        previous = organisation
        role = person.role.value.replace("_", " ")
        yield f"    {person.name:<20} {role:<24} {person.email}"
    yield ""
    yield "  Bearer tokens of this start:"
    for role, secret in tokens.items():
        yield f"    {role.value.replace('_', ' '):<24} {secret}"
    yield ""
