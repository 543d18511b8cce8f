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
    language = fields.CharField(max_length=8, null=True)
    """In which this person is written to; null: the installation's."""

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
    joined_at = fields.DatetimeField(null=True)

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
    last_seen_at = fields.DatetimeField(null=True)
    """To the minute."""
    confirmed_at = fields.DatetimeField(null=True)
    """When the person last proved to be at the keyboard; null: when the session began."""
    browser = fields.CharField(max_length=40, null=True)
    system = fields.CharField(max_length=40, null=True)

    class Meta:
        table = "session"
        indexes = (("person", "expires_at"),)


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


class SecondFactor(Model):
    """A person's one-time codes by RFC 6238, the secret is encrypted."""

    id = fields.CharField(max_length=40, primary_key=True)
    person: fields.OneToOneRelation[Person] = fields.OneToOneField(
        "nisassess.Person", related_name=False, on_delete=fields.CASCADE
    )
    secret = fields.CharField(max_length=200)
    begun_at = fields.DatetimeField()
    enrolled_at = fields.DatetimeField(null=True)
    """Null: shown, and not yet proved to work."""
    last_step = fields.BigIntField(null=True)
    """The latest time step whose code was used; it and all before are refused."""

    class Meta:
        table = "second_factor"


class RecoveryCode(Model):
    """A code that stands in for the second factor once, only its hash is stored."""

    id = fields.CharField(max_length=40, primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "nisassess.Person", related_name=False, on_delete=fields.CASCADE
    )
    code_hash = fields.CharField(max_length=64)
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "recovery_code"
        unique_together = (("person", "code_hash"),)


class SignInTicket(Model):
    """A sign-in whose password was right and whose code is awaited, it grants nothing."""

    id = fields.CharField(max_length=40, primary_key=True)
    token_hash = fields.CharField(max_length=64, unique=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "nisassess.Person", related_name=False, on_delete=fields.CASCADE
    )
    expires_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "sign_in_ticket"


class SecondFactorPolicy(Model):
    """Whoever has this role in this organisation must have a second factor."""

    id = fields.CharField(max_length=40, primary_key=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    role = fields.CharField(max_length=32)

    class Meta:
        table = "second_factor_policy"
        unique_together = (("organisation", "role"),)


class Invitation(Model):
    """A link by which one person joins an organisation once, only the hash is stored."""

    id = fields.CharField(max_length=40, primary_key=True)
    token_hash = fields.CharField(max_length=64, unique=True)
    organisation: fields.ForeignKeyRelation[Organisation] = fields.ForeignKeyField(
        "nisassess.Organisation", related_name=False, on_delete=fields.CASCADE
    )
    email = fields.CharField(max_length=254)
    name = fields.CharField(max_length=200)
    roles = fields.CharField(max_length=300)
    """Separated by commas."""
    invited_by: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField(
        "nisassess.Person", related_name=False, on_delete=fields.CASCADE
    )
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    accepted_at = fields.DatetimeField(null=True)
    accepted_by = fields.CharField(max_length=40, null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "invitation"
        indexes = (("organisation", "accepted_at"),)
