"""Assignments and proposals."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0006_requests")]

    operations: list[ops.Operation] = []
