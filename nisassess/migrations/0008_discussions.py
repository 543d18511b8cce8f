"""Comments on controls."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0007_team")]

    operations: list[ops.Operation] = []
