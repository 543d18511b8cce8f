"""Scalars of our own."""

from typing import Any, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

AnswerValue = NewType("AnswerValue", str)


def _parse(value: Any) -> str:
    if not isinstance(value, str):
        message = f"AnswerValue must be a string, the value of one of the choices; not {value!r}"
        raise GraphQLError(message)
    return value


ANSWER_VALUE: ScalarDefinition = strawberry.scalar(
    name="AnswerValue",
    description="Answer to a question: the value of one of its choices.",
    serialize=str,
    parse_value=_parse,
)
