"""What the terminal tells at the start of the demo."""

from collections.abc import Iterator, Mapping

from nisassess.access import Role
from nisassess.demo.cast import PASSWORD, cast
from nisassess.kit.settings import Settings

WIDTH = 100
_OPERATOR = "sonnkar"
_CONTROL = "energy.legacy-controllers"
_QUERY = "query($f: SubmissionFilter) {submissions(first:9,filter:$f){edges{node{operatorName}}}}"
_KIND = "energy.electricity.distribution-system-operator"

_VAGUE = {"operator", "supplier"}
_SHOWN = (
    ("Milena Horvat", "this year carried over, half confirmed; a substation out to tender"),
    ("Florentina Gschaider", "a heating cooperative outside NIS2, half way with the small profile"),
    ("Nuno Valadares", "provisionally listed: carried over into the high-impact profile"),
    ("Valerie Kronsteiner", "identified as high-impact; complete, waiting for the board"),
    (
        "Benedikt Osterrieder",
        "a laboratory's outcomes, all achieved and approved; not yet released",
    ),
    ("Leonor Vilhena", "an airport whose board refused, and why"),
    ("Inês Carvalhal", "the traffic control of a railway line, just begun"),
    ("Aylin Demirtaş", "a hospital's self-assessment as it was submitted"),
    ("Mafalda Seixas", "a managed service provider under (EU) 2024/2690; one gate failed"),
    ("Tomás Figueira", "a bank: DORA in outcomes, and what it answers of the NIS baseline"),
    ("Lukáš Novotný", "a waterworks that has not begun; its NIS2 status is undecided"),
)


def text(settings: Settings, tokens: Mapping[Role, str]) -> str:
    """Address, accounts, tokens and what to open first; lines of at most 100 characters."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}"
    blocks = (
        _opening(address),
        _accounts(),
        _tokens(tokens),
        _try(address, tokens),
    )
    return "\n".join(f"  {line}".rstrip() for block in blocks for line in (*block, ""))


def _opening(address: str) -> Iterator[str]:
    yield ""
    yield f"NISASSESS DEMO   {address}"
    yield "Everybody in it is invented. Stop it with Ctrl+C; it keeps what you enter."
    yield ""
    yield "OPEN FIRST"
    yield f"{address}/             as Milena Horvat: last year's, this year's and a project's"
    yield f"{address}/submissions  as Sofia Papadaki: what operators handed to her authority"
    yield f"{address}/graphql      the API explorer, as whoever is signed in"
    yield ""
    yield "WHO SHOWS WHAT"
    for name, shown in _SHOWN:
        yield f"  {name:<21}  {shown}"


def _accounts() -> Iterator[str]:
    yield f"ACCOUNTS   password of all: {PASSWORD}"
    accounts = list(cast().accounts())
    names = max(len(person.name) for _, person in accounts)
    previous = ""
    for organisation, person in accounts:
        if organisation != previous:
            yield _headline(organisation)
        previous = organisation
        yield f"  {person.name:<{names}}  {_said(person.role):<22}  {person.email}"


def _headline(organisation: str) -> str:
    """The organisation with what it is."""
    world = cast()
    for operator in world.operators:
        if operator.name == organisation:
            *_, subsector, kind = operator.entity_type.split(".")
            shown = f"{subsector} {kind}" if kind in _VAGUE else kind
            return f"{organisation} ({operator.country}, {shown.replace('-', ' ')})"
    for authority in world.authorities:
        if authority.name == organisation:
            regimes = ", ".join(one.regime.upper() for one in authority.competences)
            return f"{organisation} ({authority.country}, authority under {regimes})"
    return organisation


def _tokens(tokens: Mapping[Role, str]) -> Iterator[str]:
    yield "BEARER TOKENS   of this start, for one day; Authorization: Bearer ..."
    yield f"Operators' roles act in {cast().operator(_OPERATOR).name}, the authority officer in"
    yield f"{cast().authority('at').name}."
    for role, secret in tokens.items():
        yield f"  {_said(role):<22}  {secret}"


def _try(address: str, tokens: Mapping[Role, str]) -> Iterator[str]:
    yield "THREE THINGS TO TRY"
    yield "1. As Milena Horvat, open this year's assessment and confirm the next control. As Jonas"
    yield "   Aschauer, open the same page in a second browser and change the same answer."
    yield "2. Push evidence to a control by script, twice: the same bytes are the same evidence."
    yield f"     OPERATOR={cast().operator(_OPERATOR).id}"
    yield f"     TOKEN={tokens[Role.INTEGRATOR]}"
    yield "     curl -X PUT -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: text/plain' \\"
    yield "       --data-binary 'All log sources deliver.' \\"
    yield f"       {address}/evidence/operators/$OPERATOR/controls/nis.logging/demo/log-sources"
    yield "3. As an authority, find electricity distribution operators below target on a control:"
    yield "   another authority gets other ones, and an operator only its own."
    yield f"     TOKEN={tokens[Role.AUTHORITY_OFFICER]}"
    yield f'     curl {address}/graphql -H "Authorization: Bearer $TOKEN" \\'
    yield "       -H 'Content-Type: application/json' -d '{\"query\":"
    yield f'       "{_QUERY}",'
    yield '       "variables": {"f": {'
    yield f'         "entityType": "{_KIND}",'
    yield f'         "belowTargetOn": "{_CONTROL}"}}}}}}\''


def _said(role: Role) -> str:
    return role.value.replace("_", " ")
