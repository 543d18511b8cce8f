"""Changes the type of a column on SQLite without losing indexes, constraints or rows.

Tortoise rebuilds the table from the model and forgets `unique_together` and every index. This
rebuild starts from the table's own definition and changes the one column's type in it.
"""

from typing import Any

from tortoise.exceptions import OperationalError
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor

_DEFINITION = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
_INDEXES = "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"


class RetypeField(ops.AlterField):
    """Alters a field whose type alone changes, from `before` to `after` as SQLite names them.

    `column` where it is not called as the field is.
    """

    def __init__(
        self,
        model_name: str,
        name: str,
        field: Any,
        sqlite: tuple[str, str],
        *,
        column: str | None = None,
    ) -> None:
        super().__init__(model_name, name, field)
        self._before, self._after = sqlite
        self._column = column or name

    async def database_forward(
        self,
        app_label: str,
        old_state: Any,
        new_state: Any,
        state_editor: BaseSchemaEditor | None = None,
    ) -> None:
        if state_editor is None:
            return
        if state_editor.client.capabilities.dialect != "sqlite":
            await super().database_forward(app_label, old_state, new_state, state_editor)
            return
        model = new_state.apps.get_model(f"{app_label}.{self.model_name}")
        await self._rebuild(state_editor.client, model._meta.db_table)

    async def _rebuild(self, client: Any, table: str) -> None:
        found = await client.execute_query_dict(_DEFINITION, [table])
        indexes = await client.execute_query_dict(_INDEXES, [table])
        new = f"new__{table}"
        await client.execute_query(self._retyped(found[0]["sql"], table, new))
        # Every name comes from our own models.
        await client.execute_query(f'INSERT INTO "{new}" SELECT * FROM "{table}"')  # noqa: S608
        await client.execute_query(f'DROP TABLE "{table}"')
        await client.execute_query(f'ALTER TABLE "{new}" RENAME TO "{table}"')
        for index in indexes:
            await client.execute_query(index["sql"])

    def _retyped(self, definition: str, table: str, new: str) -> str:
        before, after = f'"{self._column}" {self._before}', f'"{self._column}" {self._after}'
        if definition.count(before) != 1:
            message = f"the table {table} has no column {before}"
            raise OperationalError(message)
        return definition.replace(before, after).replace(f'"{table}"', f'"{new}"', 1)
