"""Speaks of comments with the application, as the pages do."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.support.api import ask
from tests.support.inhabitants import Person

COMMENT = """id number kind author { id name } text mentions { id name } version
    writtenAt editedAt deletedAt mine"""
THREAD = f"""id assessmentId controlId partId openedAt changedAt resolvedAt seen
    comments {{ {COMMENT} }}"""
_RESULT = f"""__typename ... on Problem {{ message }}
    ... on ValidationProblem {{ issues {{ path code message }} }}
    ... on StateProblem {{ code }}
    ... on ThreadSaved {{ thread {{ {THREAD} }} }}"""
_CONFLICT = f"... on CommentConflict {{ current {{ {COMMENT} }} }}"
_KINDS = {
    "startThread": ("StartThreadInput", ""),
    "replyToThread": ("ReplyInput", ""),
    "resolveThread": ("ResolveThreadInput", ""),
    "editComment": ("EditCommentInput", _CONFLICT),
    "deleteComment": ("DeleteCommentInput", _CONFLICT),
}


@dataclass(frozen=True)
class Talk:
    """The API of discussions."""

    client: httpx.AsyncClient

    async def get(self, person: Person, query: str, **variables: Any) -> Any:
        return (await ask(self.client, query, person.bearer, **variables)).data

    async def act(self, person: Person, name: str, **given: Any) -> Any:
        """Run a mutation; what it answered."""
        kind, conflict = _KINDS[name]
        query = (
            f"""mutation($input: {kind}!) {{ {name}(input: $input) {{ {_RESULT} {conflict} }} }}"""
        )
        return (await self.get(person, query, input=given))[name]

    async def start(
        self, person: Person, assessment: str, control: str, text: str, **more: Any
    ) -> Any:
        answer = await self.act(
            person, "startThread", assessmentId=assessment, controlId=control, text=text, **more
        )
        assert answer["__typename"] == "ThreadSaved", answer
        return answer["thread"]

    async def reply(self, person: Person, thread: Any, text: str) -> Any:
        answer = await self.act(person, "replyToThread", threadId=thread["id"], text=text)
        assert answer["__typename"] == "ThreadSaved", answer
        return answer["thread"]

    async def threads(self, person: Person, assessment: str, **narrowed: Any) -> Any:
        query = f"""query($id: ID!, $filter: ThreadFilter) {{
            threads(assessmentId: $id, first: 100, filter: $filter) {{
                edges {{ node {{ {THREAD} }} }} pageInfo {{ hasNextPage }} }} }}"""
        found = (await self.get(person, query, id=assessment, filter=narrowed or None))["threads"]
        return None if found is None else [edge["node"] for edge in found["edges"]]

    async def counts(self, person: Person, assessment: str) -> Any:
        query = """query($id: ID!) {
            discussionCounts(assessmentId: $id) { controlId open unread } }"""
        return (await self.get(person, query, id=assessment))["discussionCounts"]

    async def read(self, person: Person, *threads: tuple[str, int]) -> Any:
        query = """mutation($threads: [ReadThreadInput!]!) { markThreadsRead(threads: $threads) {
            __typename ... on ThreadsRead { threadIds } } }"""
        given = [{"threadId": id_, "seen": seen} for id_, seen in threads]
        return (await self.get(person, query, threads=given))["markThreadsRead"]

    async def mentionable(self, person: Person, place: Any, text: str) -> Any:
        query = """query($id: ID!, $control: ID!, $text: String!) {
            mentionable(assessmentId: $id, controlId: $control, matching: $text) { id name } }"""
        found = await self.get(person, query, id=place.assessment, control=place.control, text=text)
        return found["mentionable"]
