"""Rows of inboxes: the notice is the contributor's; what people chose is each one's own."""

from tests.access.callers import PEOPLE, WRITERS
from tests.access.row import Row, given, listed, of

OWNER = frozenset({"contributor"})


def _counted(data: object, facts: object) -> bool:
    """Whether a mutation of many found anything."""
    assert isinstance(data, dict)
    (value,) = data.values()
    return value is not None and value["count"] > 0


QUERIES = {
    "Query.notices": Row(
        "{ notices(first: 100) { edges { node { id text path } } } }",
        OWNER,
        shown=listed(lambda facts: facts.notice),
    ),
    "Query.unreadNotices": Row(
        "{ unreadNotices }", OWNER, shown=lambda data, facts: bool(data["unreadNotices"])
    ),
    "Query.noticeSettings": Row("{ noticeSettings { timeZone kinds { title } } }", PEOPLE),
}
MUTATIONS = {
    "Mutation.setEvidenceValidity": Row(
        "mutation($id: ID!, $until: Date!) "
        "{ setEvidenceValidity(evidenceId: $id, validUntil: $until) { __typename } }",
        WRITERS,
        lambda facts: {"id": facts.world.evidence, "until": facts.today},
    ),
    "Mutation.moveNotices": Row(
        "mutation($id: ID!) { moveNotices(ids: [$id], state: ARCHIVED) { __typename } }",
        OWNER,
        of("id", lambda facts: facts.notice),
        given,
    ),
    "Mutation.readAllNotices": Row("mutation { readAllNotices { count } }", OWNER, shown=_counted),
    "Mutation.unreadAllNotices": Row(
        "mutation($at: DateTime!) { unreadAllNotices(readAt: $at) { count } }",
        OWNER,
        of("at", lambda facts: facts.notice_read_at),
        _counted,
    ),
    "Mutation.changeNoticeSettings": Row(
        "mutation($zone: String!) { changeNoticeSettings(input: { expectedVersion: 0, "
        'timeZone: $zone, language: "fr", digestHour: 7, mail: true, kinds: [] }) '
        "{ __typename } }",
        PEOPLE,
        of("zone", lambda facts: "Europe/Lisbon"),
    ),
    "Mutation.guessNoticeSettings": Row(
        'mutation { guessNoticeSettings(timeZone: "Europe/Athens", language: "de-AT") { kept } }',
        PEOPLE,
    ),
}
