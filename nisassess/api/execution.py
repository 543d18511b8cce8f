"""Executes plain data quickly.

Most fields of a large answer are attributes of plain rows. For a selection that consists of such
fields alone a plan is made once per operation and run for each row, without path, resolve info or
argument handling. Whatever the plan cannot do (a resolver, arguments, an abstract type, a null
where none may be) is left to the executor of graphql-core, on the same untouched data: so both
give the same answers and the same errors.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from graphql import (
    GraphQLBoolean,
    GraphQLField,
    GraphQLID,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLString,
    Undefined,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetailsList

Completer = Callable[[Any], Any]

_ITERABLE: Final = (list, tuple)
_EXACT: Final[dict[Any, type]] = {
    GraphQLString: str,
    GraphQLID: str,
    GraphQLBoolean: bool,
}
"""Leaf types whose values of exactly this Python type need no coercion."""


class _LeaveIt(Exception):
    """This value is for graphql-core's executor."""


class PlainRowsExecutor(Executor[Any]):
    """graphql-core's executor with a fast way through plain rows."""

    def __init__(self, *args: Any, operation_extensions: Any = None, **kwargs: Any) -> None:
        # Strawberry hands over the request's extensions; none is used here.
        super().__init__(*args, **kwargs)
        self._plans: dict[tuple[str, int], Completer | None] = {}

    def complete_object_value(  # noqa: PLR0917 - graphql-core's signature
        self,
        return_type: GraphQLObjectType,
        field_details_list: FieldDetailsList,
        info: Any,
        path: Any,
        result: Any,
        position_context: Any,
    ) -> Any:
        """Complete by the selection's plan if it has one."""
        plan = self._plan(return_type, field_details_list)
        if plan is not None:
            try:
                return plan(result)
            except Exception:  # noqa: S110 - the slow way tells what is wrong, and where
                pass
        return super().complete_object_value(
            return_type, field_details_list, info, path, result, position_context
        )

    def complete_list_value(  # noqa: PLR0917 - graphql-core's signature
        self,
        return_type: Any,
        field_details_list: FieldDetailsList,
        info: Any,
        path: Any,
        result: Any,
        position_context: Any,
    ) -> Any:
        """Complete all items by one plan if there is one."""
        plan = self._completer(return_type.of_type, field_details_list)
        if plan is not None and isinstance(result, _ITERABLE):
            try:
                return [plan(item) for item in result]
            except Exception:  # noqa: S110 - the slow way tells what is wrong, and where
                pass
        return super().complete_list_value(
            return_type, field_details_list, info, path, result, position_context
        )

    def _plan(
        self, object_type: GraphQLObjectType, field_details_list: FieldDetailsList
    ) -> Completer | None:
        # The list is kept alive by graphql-core's own memo, so its id stays unique.
        key = (object_type.name, id(field_details_list))
        if key not in self._plans:
            self._plans[key] = self._make_plan(object_type, field_details_list)
        return self._plans[key]

    def _make_plan(
        self, object_type: GraphQLObjectType, field_details_list: FieldDetailsList
    ) -> Completer | None:
        if object_type.is_type_of is not None:
            return None
        collected = self.collect_subfields(object_type, field_details_list)
        if collected.new_defer_usages:
            return None
        steps: list[tuple[str, str, Completer]] = []
        constants: dict[str, str] = {}
        order: list[str] = []
        for name, details in collected.grouped_field_set.items():
            order.append(name)
            field_name = details[0].node.name.value
            if field_name == "__typename":
                constants[name] = object_type.name
                continue
            field = object_type.fields.get(field_name)
            completer = self._field(field, details) if field is not None else None
            if field is None or completer is None:
                return None
            steps.append((name, _attribute(field), completer))
        return _runner(steps, constants, order)

    def _field(self, field: GraphQLField, details: FieldDetailsList) -> Completer | None:
        if not getattr(field.resolve, "_is_default", False):
            return None
        if field.args or any(detail.node.arguments for detail in details):
            return None
        return self._completer(field.type, details)

    def _completer(self, type_: GraphQLOutputType, details: FieldDetailsList) -> Completer | None:
        if is_non_null_type(type_):
            inner = self._value(type_.of_type, details)
            return None if inner is None else _required(inner)
        inner = self._value(type_, details)
        return None if inner is None else _optional(inner)

    def _value(self, type_: Any, details: FieldDetailsList) -> Completer | None:
        if is_leaf_type(type_):
            return _leaf(type_)
        if is_list_type(type_):
            item = self._completer(type_.of_type, details)
            return None if item is None else _list(item)
        if is_object_type(type_):
            return self._plan(type_, details)
        return None


def _attribute(field: GraphQLField) -> str:
    name: str = field.extensions["strawberry-definition"].python_name
    return name


def _runner(
    steps: list[tuple[str, str, Completer]], constants: dict[str, str], order: list[str]
) -> Completer:
    if not constants:
        return lambda row: {name: done(getattr(row, key)) for name, key, done in steps}

    def run(row: Any) -> dict[str, Any]:
        values = {name: done(getattr(row, key)) for name, key, done in steps}
        return {name: constants[name] if name in constants else values[name] for name in order}

    return run


def _required(inner: Completer) -> Completer:
    def complete(value: Any) -> Any:
        if value is None or value is Undefined:
            raise _LeaveIt
        return inner(value)

    return complete


def _optional(inner: Completer) -> Completer:
    def complete(value: Any) -> Any:
        return None if value is None or value is Undefined else inner(value)

    return complete


def _list(item: Completer) -> Completer:
    def complete(values: Iterable[Any]) -> list[Any]:
        if not isinstance(values, _ITERABLE):
            raise _LeaveIt
        return [item(value) for value in values]

    return complete


def _leaf(type_: GraphQLLeafType) -> Completer:
    coerce = type_.coerce_output_value
    exact = _EXACT.get(type_)

    def complete(value: Any) -> Any:
        if type(value) is exact:
            return value
        coerced = coerce(value)
        if coerced is None or coerced is Undefined:
            raise _LeaveIt
        return coerced

    return complete
