"""Who somebody is: an e-mail address or a guest, a role, a language, extra time."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CANDIDATE = "candidate", _("Candidate")
    INTERVIEWER = "interviewer", _("Interviewer")
    CURATOR = "curator", _("Curator")
    REVIEWER = "reviewer", _("Reviewer")
    GRADER = "grader", _("Grader")
    ADMIN = "admin", _("Administrator")


# Who may open a live room.
LEADERS = frozenset({Role.INTERVIEWER, Role.CURATOR, Role.ADMIN})
STAFF = frozenset({Role.CURATOR, Role.REVIEWER, Role.GRADER, Role.ADMIN})


class Language(models.TextChoices):
    KO = "ko", "한국어"
    EN = "en", "English"


class Consent(models.TextChoices):
    """Whether somebody's answers may be sent to a language model; nothing is sent before a yes."""

    UNASKED = "", _("Not decided yet: nothing is sent")
    YES = "yes", _("Yes, send my answers")
    NO = "no", _("No, send nothing")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower() if email else None, **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, role=Role.ADMIN, is_superuser=True, **fields)

    def create_guest(self, *, language: str) -> User:
        """Make a person without address or password; signing up later gives this very row both."""
        return self.create_user(None, is_guest=True, language=language)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    role = models.CharField(max_length=12, choices=Role, default=Role.CANDIDATE)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.EN)
    is_guest = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    model_consent = models.CharField(
        _("written critique"),
        max_length=3,
        choices=Consent,
        default=Consent.UNASKED,
        blank=True,
    )
    time_multiplier = models.DecimalField(
        _("extra time"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("1.00"),
        validators=[MinValueValidator(Decimal("1.00")), MaxValueValidator(Decimal("3.00"))],
        help_text=_("1.50 gives half as much time again."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_is_guest_or_has_email",
                condition=models.Q(is_guest=True) | models.Q(email__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    @property
    def is_staff(self) -> bool:
        """Whether the admin's frame opens; what stands in it is decided by `accounts.roles`."""
        return self.is_superuser or self.role in STAFF

    @property
    def may_lead(self) -> bool:
        """Whether this person may open live rooms."""
        return self.is_active and (self.is_superuser or self.role in LEADERS)

    def clean(self) -> None:
        """Keep one address one person's, however it is written; only guests have none."""
        super().clean()
        self.email = self.email.lower() if self.email else None
        if self.email is None and not self.is_guest:
            raise ValidationError({"email": _("Enter an e-mail address.")})

    def display_name(self) -> str:
        if self.is_guest:
            return str(_("Guest"))
        return self.name or (self.email or "").partition("@")[0]

    def keep_guest_work(self, *, email: str, name: str = "") -> None:
        """Turn this guest into a person with an address; everything that hangs on the row stays."""
        self.email = email.lower()
        self.name = name or self.name
        self.is_guest = False
        self.save(update_fields=["email", "name", "is_guest", "password"])
