"""Invitations, second factors, policies and sessions of people."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("nisassess", "0003_seals")]

    operations: list[ops.Operation] = []
