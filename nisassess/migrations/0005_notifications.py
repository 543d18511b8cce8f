"""Inboxes, what people want to be told, and what was run by the clock."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0004_people")]

    operations: list[ops.Operation] = []
