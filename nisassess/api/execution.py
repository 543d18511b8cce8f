"""Executes plain data quickly.

Most fields of a large answer are attributes of plain rows. For a selection that consists of such
fields alone a plan is made once per document and run for each row, without path, resolve info or
argument handling. Whatever the plan cannot do (a resolver, arguments, an abstract type, a null
where none may be) is left to the executor of graphql-core, on the same untouched data: so both
give the same answers and the same errors.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLSchema,
    Node,
    OperationDefinitionNode,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetailsList

from nisassess.api import plans
from nisassess.api.plans import PLAIN_LISTS, Completer, Step
from nisassess.kit.unchanging import Unchanging

_OPERATIONS_KEPT = 256

Key = tuple[str, tuple[int, ...]]
"""Name of a type and ids of the nodes that select from it."""


@dataclass(frozen=True, slots=True)
class _Plans:
    """The plans of one operation on one schema, which are held so that ids stay unique."""

    schema: GraphQLSchema | None = None
    operation: OperationDefinitionNode | None = None
    made: dict[Key, Completer | None] = field(default_factory=dict)


_kept: OrderedDict[tuple[int, int], _Plans] = OrderedDict()
"""Plans by the ids of schema and operation: the parser's cache gives the same nodes again."""


class PlainRowsExecutor(Executor[Any]):
    """graphql-core's executor with a fast way through plain rows."""

    def __init__(self, *args: Any, operation_extensions: Any = None, **kwargs: Any) -> None:
        # Strawberry hands over the request's extensions; none is used here.
        super().__init__(*args, **kwargs)
        self._plans = self._known_plans()

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
        plan = self._list_plan(return_type, field_details_list)
        if plan is not None and isinstance(result, PLAIN_LISTS):
            try:
                return result.derived(plan) if isinstance(result, Unchanging) else plan(result)
            except Exception:  # noqa: S110 - the slow way tells what is wrong, and where
                pass
        return super().complete_list_value(
            return_type, field_details_list, info, path, result, position_context
        )

    def _known_plans(self) -> _Plans:
        key = (id(self.schema), id(self.operation))
        known = _kept.get(key)
        if known is None:
            if self._has_directives():  # what is selected may depend on the variables
                return _Plans()
            known = _kept[key] = _Plans(self.schema, self.operation)
            if len(_kept) > _OPERATIONS_KEPT:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return known

    def _has_directives(self) -> bool:
        nodes: list[Node] = [self.operation, *self.fragment_definitions.values()]
        while nodes:
            node = nodes.pop()
            if getattr(node, "directives", None):
                return True
            selection_set = getattr(node, "selection_set", None)
            if selection_set is not None:
                nodes.extend(selection_set.selections)
        return False

    def _list_plan(self, list_type: Any, details: FieldDetailsList) -> Completer | None:
        made, key = self._plans.made, _key(str(list_type), details)
        if key not in made:
            made[key] = self._value(list_type, details)
        return made[key]

    def _plan(self, object_type: GraphQLObjectType, details: FieldDetailsList) -> Completer | None:
        made, key = self._plans.made, _key(object_type.name, details)
        if key not in made:
            made[key] = self._make_plan(object_type, details)
        return made[key]

    def _make_plan(
        self, object_type: GraphQLObjectType, field_details_list: FieldDetailsList
    ) -> Completer | None:
        if object_type.is_type_of is not None:
            return None
        collected = self.collect_subfields(object_type, field_details_list)
        if collected.new_defer_usages:
            return None
        steps: list[Step] = []
        constants: dict[str, str] = {}
        order: list[str] = []
        for name, details in collected.grouped_field_set.items():
            order.append(name)
            field_name = details[0].node.name.value
            if field_name == "__typename":
                constants[name] = object_type.name
                continue
            found = object_type.fields.get(field_name)
            completer = self._field(found, details) if found is not None else None
            if found is None or completer is None:
                return None
            steps.append(Step(name, found, completer))
        return plans.row(steps, constants, order)

    def _field(self, field_: GraphQLField, details: FieldDetailsList) -> Completer | None:
        if not getattr(field_.resolve, "_is_default", False):
            return None
        if field_.args or any(detail.node.arguments for detail in details):
            return None
        return self._completer(field_.type, details)

    def _completer(self, type_: GraphQLOutputType, details: FieldDetailsList) -> Completer | None:
        if is_non_null_type(type_):
            return self._value(type_.of_type, details)
        inner = self._value(type_, details)
        return None if inner is None else plans.nullable(inner)

    def _value(self, type_: Any, details: FieldDetailsList) -> Completer | None:
        if is_leaf_type(type_):
            return plans.leaf(type_)
        if is_list_type(type_):
            item = self._completer(type_.of_type, details)
            return None if item is None else plans.items(item)
        if is_object_type(type_):
            return self._plan(type_, details)
        return None


def _key(type_name: str, details: FieldDetailsList) -> Key:
    return type_name, tuple([id(detail.node) for detail in details])
