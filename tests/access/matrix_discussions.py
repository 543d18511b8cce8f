"""Rows of comments: for whoever works on the assessment, and for nobody else whatsoever."""

from tests.access.callers import LIMITED, OWN
from tests.access.row import Row, listed, mutation, of

_TEAM = OWN | LIMITED
"""The consultant too: the thread is on the control that is assigned to it."""
_WORDS = "Who keeps the list?"

QUERIES = {
    "Query.threads": Row(
        "query($id: ID!) { threads(assessmentId: $id, first: 9) { edges { node { id } } } }",
        _TEAM,
        of("id", lambda facts: facts.world.draft),
        listed(lambda facts: facts.thread),
    ),
    "Query.discussionCounts": Row(
        "query($id: ID!) { discussionCounts(assessmentId: $id) { controlId } }",
        _TEAM,
        of("id", lambda facts: facts.world.draft),
    ),
    "Query.mentionable": Row(
        "query($id: ID!, $control: ID!) "
        '{ mentionable(assessmentId: $id, controlId: $control, matching: "") { name } }',
        _TEAM,
        lambda facts: {"id": facts.world.draft, "control": facts.control},
    ),
    "Query.commentVersions": Row(
        "query($id: ID!) { commentVersions(commentId: $id) { text } }",
        _TEAM,
        of("id", lambda facts: facts.comment),
    ),
}

MUTATIONS = {
    "Mutation.startThread": mutation(
        "startThread",
        "StartThreadInput",
        _TEAM,
        lambda facts: {
            "assessmentId": facts.world.draft,
            "controlId": facts.control,
            "text": _WORDS,
        },
    ),
    "Mutation.replyToThread": mutation(
        "replyToThread",
        "ReplyInput",
        _TEAM,
        lambda facts: {"threadId": facts.thread, "text": _WORDS},
    ),
    "Mutation.editComment": mutation(
        "editComment",
        "EditCommentInput",
        frozenset({"contributor"}),
        lambda facts: {"commentId": facts.comment, "text": _WORDS, "expectedVersion": 1},
    ),
    "Mutation.deleteComment": mutation(
        "deleteComment",
        "DeleteCommentInput",
        frozenset({"contributor"}),
        lambda facts: {"commentId": facts.comment, "expectedVersion": 1},
    ),
    "Mutation.resolveThread": mutation(
        "resolveThread", "ResolveThreadInput", _TEAM, lambda facts: {"threadId": facts.thread}
    ),
    "Mutation.markThreadsRead": Row(
        "mutation($id: ID!) "
        "{ markThreadsRead(threads: [{threadId: $id, seen: 2}]) { __typename } }",
        _TEAM,
        of("id", lambda facts: facts.thread),
    ),
}
