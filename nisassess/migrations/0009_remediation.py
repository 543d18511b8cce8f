"""The remediation plan: how far a measure has come, and who sees to it."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0008_discussions")]

    operations = [
        ops.AddField("Measure", "state", fields.CharField(db_default="open", max_length=16)),
        ops.AddField("Measure", "reason", fields.TextField(null=True, unique=False)),
        ops.AddField("Measure", "owner_id", fields.CharField(null=True, max_length=40)),
        ops.AddField("Measure", "owner_name", fields.CharField(null=True, max_length=200)),
    ]
