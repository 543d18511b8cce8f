"""What statistics ask of submissions."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0011_supervision")]

    operations: list[ops.Operation] = []
