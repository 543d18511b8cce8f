"""Contact points, notices of change, and who read a submission."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0010_reviews")]

    operations: list[ops.Operation] = []
