"""Table of pinned profiles."""

from tortoise import fields
from tortoise.models import Model


class ResolvedProfile(Model):
    """A canonical document (JSON, RFC 8785) under its SHA-256, never changed, never removed."""

    digest = fields.CharField(max_length=64, primary_key=True)
    profile_id = fields.CharField(max_length=120)
    version = fields.CharField(max_length=20)
    title = fields.CharField(max_length=200)
    document = fields.TextField()
    pinned_at = fields.DatetimeField()

    class Meta:
        table = "resolved_profile"
