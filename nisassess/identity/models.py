"""Tables of identity."""

from tortoise import fields
from tortoise.models import Model


class Organisation(Model):
    """An operator, an authority, or the platform itself.

    The id's prefix tells the kind: `opr_`, `aut_`, `plt_`.
    """

    id = fields.CharField(max_length=40, primary_key=True)
    kind = fields.CharField(max_length=16)
    name = fields.CharField(max_length=200)
    country = fields.CharField(max_length=2, null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "organisation"


class Competence(Model):
    """An authority is competent for country x regime x subsector, `*` stands for any subsector."""

    id = fields.CharField(max_length=40, primary_key=True)
    authority: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    country = fields.CharField(max_length=2)
    regime = fields.CharField(max_length=16)
    subsector = fields.CharField(max_length=120)

    class Meta:
        table = "competence"
        unique_together = (("authority", "country", "regime", "subsector"),)
        indexes = (("country", "regime", "subsector"),)


class Person(Model):
    """Somebody who signs in, the e-mail address is kept in lower case."""

    id = fields.CharField(max_length=40, primary_key=True)
    email = fields.CharField(max_length=254, unique=True)
    name = fields.CharField(max_length=200)
    password_hash = fields.CharField(max_length=255)
    active = fields.BooleanField(default=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "person"


class Membership(Model):
    """A role that a person has in an organisation."""

    id = fields.CharField(max_length=40, primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "nisassess.Person", related_name=False, on_delete=fields.CASCADE
    )
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    role = fields.CharField(max_length=32)

    class Meta:
        table = "membership"
        unique_together = (("person", "organisation", "role"),)


class Session(Model):
    """A signed-in browser, only the hash of its secret is stored."""

    id = fields.CharField(max_length=40, primary_key=True)
    token_hash = fields.CharField(max_length=64, unique=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "nisassess.Person", related_name=False, on_delete=fields.CASCADE
    )
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "session"


class AccessToken(Model):
    """A bearer token, only its hash is stored. `prefix` lets people recognise it."""

    id = fields.CharField(max_length=40, primary_key=True)
    token_hash = fields.CharField(max_length=64, unique=True)
    prefix = fields.CharField(max_length=16)
    name = fields.CharField(max_length=100)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    role = fields.CharField(max_length=32)
    created_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "nisassess.Person", related_name=False, on_delete=fields.CASCADE
    )
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "access_token"


class SignInThrottle(Model):
    """Failed sign-ins of one address or one origin in the current window."""

    key = fields.CharField(max_length=80, primary_key=True)
    failures = fields.IntField()
    window_started_at = fields.DatetimeField()

    class Meta:
        table = "sign_in_throttle"
