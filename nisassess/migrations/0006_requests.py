"""An authority's requests, and its cases."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0005_notifications")]

    operations: list[ops.Operation] = []
