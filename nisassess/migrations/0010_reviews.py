"""Reviews of submissions."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0009_remediation")]

    operations: list[ops.Operation] = []
