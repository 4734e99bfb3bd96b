"""User, Membership, Credential, Device."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from slowdrip.clinic.record.acting import Acting
from slowdrip.clinic.record.models import Actor
from slowdrip.clinic.record.tables import RegisterModel, uuid7

from .permissions import permissions_of


class UserManager(BaseUserManager["User"]):
    """Makes users with a hashed password."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Creates a person who can sign in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who can sign in; what they may do hangs on a membership in a clinic, not on the user."""

    table_kind = "register"
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.name


class Membership(RegisterModel):
    """A person's place in one clinic: roles, name as shown, PIN."""

    also_visible_sql = "user_id = nullif(current_setting('slowdrip.user', true), '')::uuid"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="membership")
    name = models.CharField(max_length=120)
    initials = models.CharField(max_length=4)
    roles = models.JSONField(default=list)
    pin_hash = models.CharField(max_length=200, blank=True)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["clinic", "user"], name="one_membership_per_clinic")]

    def __str__(self) -> str:
        return self.name

    def acting(self, *, session_actor_id: Any = None) -> Acting:
        """Gives this person as an actor in the clinic."""
        roles = frozenset(self.roles)
        return Acting(
            actor_id=self.actor_id,
            clinic_id=self.clinic_id,
            kind=Actor.Kind.STAFF,
            label=self.name,
            roles=roles,
            permissions=permissions_of(roles),
            session_actor_id=session_actor_id,
        )


class Credential(RegisterModel):
    """A licence or certificate with its last valid day."""

    class Kind(models.TextChoices):
        LICENCE = "licence"
        ACLS = "acls"
        BLS = "bls"

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField(max_length=60, blank=True)
    expires_on = models.DateField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "membership", "kind"])]

    def valid_on(self, day: date) -> bool:
        """Says whether the credential still holds on this day (its last day included)."""
        return day <= self.expires_on


class Device(RegisterModel):
    """An enrolled tablet, phone or wall board: locked, it still shows its drips and alarms; or a patient's screen."""

    class Kind(models.TextChoices):
        TABLET = "tablet"
        STATION = "station"
        WALL = "wall"
        PHONE = "phone"
        PATIENT = "patient"

    actor = models.OneToOneField(Actor, on_delete=models.PROTECT, related_name="device")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    token_sha256 = models.CharField(max_length=64)
    enrolled_by = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    # Nothing said: the device sounds as its kind does.
    sound = models.BooleanField(null=True, default=None)

    # A tablet stands beside somebody who may be dissociating, and nobody can tap a wall board to let it sound.
    OF_STAFF: ClassVar[tuple[str, ...]] = (Kind.TABLET, Kind.STATION, Kind.WALL, Kind.PHONE)
    SOUNDING: ClassVar[frozenset[str]] = frozenset({Kind.STATION, Kind.PHONE})

    class Meta:
        indexes: ClassVar = [models.Index(fields=["clinic", "token_sha256"])]

    def __str__(self) -> str:
        return self.name

    @property
    def sounds(self) -> bool:
        """Whether the device sounds: as somebody chose for it, else as its kind does. A patient's screen never does."""
        if self.is_patients:
            return False
        return self.kind in self.SOUNDING if self.sound is None else self.sound

    @property
    def is_patients(self) -> bool:
        """Whether a patient has it now."""
        return self.kind == self.Kind.PATIENT

    def acting(self) -> Acting:
        """Gives the device as an actor: it may show the board and nothing else; a patient's, its own chair and call."""
        return Acting(
            actor_id=self.actor_id,
            clinic_id=self.clinic_id,
            kind=Actor.Kind.DEVICE,
            label=self.name,
            permissions=frozenset({"bedside.see", "bedside.call"} if self.is_patients else {"board.see"}),
        )
