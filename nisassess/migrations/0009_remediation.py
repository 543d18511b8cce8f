"""The remediation plan."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0008_discussions")]

    operations: list[ops.Operation] = []
