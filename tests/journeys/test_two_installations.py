"""A sealed PDF goes from one running installation to another, which kills cannot split.

The operator's installation is the demo. The authority's is a new one, in which an authority of
the same name and country is registered. Nothing but files goes between them.
"""

import json
import random
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from nisassess.demo.cast import PASSWORD as DEMO_PASSWORD
from nisassess.results.canonical import digest
from nisassess.results.keys import read_certificates
from tests.journeys.server import COMMAND, Server, running

pytestmark = pytest.mark.browser  # real servers: runs with the journeys

NAME, COUNTRY = "Bundesstelle für sichere Netze", "AT"
DEMO_OFFICER = "sofia.papadaki@sichere-netze.example"
OFFICER, PASSWORD = "officer@second.example", "a-long-enough-password"
ROUNDS = 4
_SIGN_IN = """mutation($e: String!, $p: String!) { signIn(email: $e, password: $p) {
    __typename } }"""
_FOUND = """{ submissions(first: 100) { edges { node {
    id operatorId operatorName digest document pdfUrl importedFrom
    controls { controlId state } } } } }"""
_BELOW = """query($control: ID!) { submissions(first: 100, filter: { belowTargetOn: $control }) {
    edges { node { id } } } }"""


@dataclass(frozen=True)
class Travelling:
    """What left the operator's installation."""

    certificate: Path
    fingerprint: str
    pdf: Path
    node: dict[str, Any]
    """The submission as its own installation tells it."""


class Installation:
    """The authority's installation, by its command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = self._made(
            "organisation", "create-authority", "--name", NAME, "--country", COUNTRY
        )
        self.other = self._made(
            "organisation", "create-authority", "--name", "Another one", "--country", COUNTRY
        )
        self._made(
            *("user", "create", "--email", OFFICER, "--name", "Officer"),
            *("--organisation", self.authority, "--role", "authority_officer"),
            given=f"{PASSWORD}\n",
        )

    def run(self, *arguments: object, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMAND, *map(str, arguments)],
            input=given,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={"PATH": "/usr/bin:/bin", "NISASSESS_DATA_DIR": str(self.folder)},
        )

    def _made(self, *arguments: object, given: str = "") -> str:
        done = self.run(*arguments, given=given)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def trust(self, travelling: Travelling) -> str:
        return self._made(
            *("trust", "add", travelling.certificate, "--authority", self.authority),
            *("--name", "Demo", "--fingerprint", travelling.fingerprint),
        )


@contextmanager
def signed_in(server: Server, email: str, password: str) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=server.url, headers={"X-Nisassess-Client": "web"}, timeout=60, trust_env=False
    ) as client:
        done = ask(client, _SIGN_IN, e=email, p=password)
        assert done["signIn"]["__typename"] == "SignedIn"
        yield client


def ask(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    body = client.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in body, body
    data: dict[str, Any] = body["data"]
    return data


def submissions(client: httpx.Client) -> dict[str, dict[str, Any]]:
    edges = ask(client, _FOUND)["submissions"]["edges"]
    return {edge["node"]["id"]: edge["node"] for edge in edges}


@pytest.fixture(scope="module")
def travelling(demo: Server, tmp_path_factory: pytest.TempPathFactory) -> Travelling:
    """A PDF that the demo sealed for its authority, and the key that it publishes."""
    folder = tmp_path_factory.mktemp("travelling")
    with signed_in(demo, DEMO_OFFICER, DEMO_PASSWORD) as client:
        # Another journey on this demo may have imported one.
        found = submissions(client).values()
        node = next(node for node in found if node["importedFrom"] is None)
        pdf, key = client.get(node["pdfUrl"]), client.get("/seal/key.pem")
        assert (pdf.status_code, key.status_code) == (200, 200)
    (folder / "sealed.pdf").write_bytes(pdf.content)
    (folder / "key.pem").write_bytes(key.content)
    fingerprint = read_certificates(key.content)[0].kid
    return Travelling(folder / "key.pem", fingerprint, folder / "sealed.pdf", node)


@pytest.fixture
def second(tmp_path: Path) -> Installation:
    """The authority's installation."""
    folder = tmp_path / "second"
    folder.mkdir()
    return Installation(folder)


def _altered(travelling: Travelling, folder: Path) -> Path:
    content = bytearray(travelling.pdf.read_bytes())
    content[len(content) // 2] ^= 1
    file = folder / "altered.pdf"
    file.write_bytes(content)
    return file


def test_sealed_pdf_is_imported_by_command_line_and_reads_as_where_it_was_made(
    travelling: Travelling, second: Installation, tmp_path: Path
) -> None:
    own = ("--authority", second.authority)
    unknown = second.run("submission", "import", travelling.pdf, *own)
    assert unknown.returncode == 1
    assert travelling.fingerprint in unknown.stderr
    unconfirmed = second.run("trust", "add", travelling.certificate, *own, "--name", "Demo")
    assert unconfirmed.returncode == 1
    assert travelling.fingerprint not in unconfirmed.stdout + unconfirmed.stderr
    second.trust(travelling)
    altered = second.run("submission", "import", _altered(travelling, tmp_path), *own)
    assert (altered.returncode, altered.stdout) == (1, "")
    assert altered.stderr.startswith("nisassess: Not genuine.")

    done = second.run("submission", "import", travelling.pdf, *own, "--json")
    again = second.run("submission", "import", travelling.pdf, *own)

    assert done.returncode == again.returncode == 0, (done.stderr, again.stderr)
    told = json.loads(done.stdout)
    node = travelling.node
    assert (told["imported"], told["submission"]["id"]) == (True, node["id"])
    assert again.stdout.startswith(f"here already: {node['id']}  {node['operatorName']}, ")
    with running(second.folder) as server, signed_in(server, OFFICER, PASSWORD) as client:
        (found,) = submissions(client).values()
        for name in ("id", "operatorName", "digest", "document", "controls"):
            assert found[name] == node[name], name
        assert digest(found["document"].encode()) == node["digest"]
        assert found["importedFrom"] == "Demo"
        assert client.get(found["pdfUrl"]).content == travelling.pdf.read_bytes()
        for control in node["controls"]:
            below = ask(client, _BELOW, control=control["controlId"])["submissions"]["edges"]
            assert bool(below) == (control["state"] == "BELOW")
        operators = ask(client, "{ operators(first: 9) { edges { node { id imported } } } }")
        assert operators["operators"]["edges"] == [
            {"node": {"id": found["operatorId"], "imported": True}}
        ]
    log = second.run("seal", "log", "verify")
    assert log.returncode == 0, log.stderr


def test_refusals_over_http_name_the_reason(
    travelling: Travelling, second: Installation, tmp_path: Path
) -> None:
    trusted = second.trust(travelling)
    addressed = second.run("submission", "import", travelling.pdf, "--authority", second.other)
    assert addressed.returncode == 1
    assert "does not trust" in addressed.stderr
    key = ("--name", "Demo", "--fingerprint", travelling.fingerprint)
    second.run("trust", "add", travelling.certificate, "--authority", second.other, *key)
    addressed = second.run("submission", "import", travelling.pdf, "--authority", second.other)
    assert f"This was submitted to {NAME} (AT), not to Another one (AT)." in addressed.stderr
    with running(second.folder) as server, signed_in(server, OFFICER, PASSWORD) as client:

        def code(file: Path) -> str:
            answer = client.post("/submissions/import", content=file.read_bytes())
            assert answer.status_code == 409
            found: str = answer.json()["error"]["code"]
            return found

        assert code(_altered(travelling, tmp_path)) == "altered"
        revoked = second.run("trust", "revoke", trusted, "--authority", second.authority)
        assert revoked.returncode == 0, revoked.stderr
        assert code(travelling.pdf) == "revoked_key"
        listed = second.run("trust", "list", "--authority", second.authority, "--json")
        assert json.loads(listed.stdout)[0]["revokedAt"] is not None
        assert submissions(client) == {}
        anonymous = httpx.post(f"{server.url}/submissions/import", content=b"x", trust_env=False)
        assert anonymous.status_code == 401


def test_kill_during_an_import_leaves_all_of_it_or_nothing(
    travelling: Travelling, second: Installation
) -> None:
    second.trust(travelling)
    chance = random.Random(20261126)
    for _ in range(ROUNDS):
        with running(second.folder) as server, signed_in(server, OFFICER, PASSWORD) as client:
            _whole(client, travelling)
            killer = threading.Thread(target=_kill, args=(server, chance.uniform(0.05, 1.5)))
            killer.start()
            with suppress(httpx.HTTPError):
                client.post("/submissions/import", content=travelling.pdf.read_bytes())
            killer.join()
    with running(second.folder) as server, signed_in(server, OFFICER, PASSWORD) as client:
        _whole(client, travelling)
        done = client.post("/submissions/import", content=travelling.pdf.read_bytes())
        assert done.status_code in {200, 201}, done.text
        assert list(submissions(client)) == [travelling.node["id"]]
        _whole(client, travelling)


def _kill(server: Server, after: float) -> None:
    time.sleep(after)
    server.kill()


def _whole(client: httpx.Client, travelling: Travelling) -> None:
    """What is there is there with everything that belongs to it."""
    for found in submissions(client).values():
        assert found["document"] == travelling.node["document"]
        assert found["controls"] == travelling.node["controls"]
        assert client.get(found["pdfUrl"]).content == travelling.pdf.read_bytes()
