"""What each role may do: a table of permissions, and whom nobody but an administrator may see."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied

from interview.accounts.models import Role, User

CURATED = ("topic", "question", "rubricversion", "rubricpoint", "sampleanswer", "importrun")
SEEN = frozenset(f"interview.view_{model}" for model in CURATED)
# Graders learn on labelled answers and are measured by them: to look a label up would be no grading.
LABELS = "interview.view_sampleanswer"
WRITTEN = frozenset(
    f"interview.{action}_{model}" for action in ("add", "change", "delete") for model in CURATED
)
REVIEW = "interview.review_rubricversion"
PUBLISH = "interview.publish_rubricversion"
RATE = "grading.rate_answer"
MEASURED = "grading.view_critiquemeasurement"
ADJUDICATE = "grading.adjudicate_answer"

GRANTS: Mapping[str, frozenset[str]] = {
    Role.CURATOR: SEEN | WRITTEN | {REVIEW, PUBLISH, RATE, ADJUDICATE, MEASURED},
    Role.REVIEWER: SEEN | {REVIEW, RATE, ADJUDICATE, MEASURED},
    Role.GRADER: SEEN - {LABELS} | {RATE},
}
# Whoever keeps questions or grades answers never learns whose they are, whatever group they are in.
BLIND = frozenset(GRANTS)
NAMED = frozenset(
    {
        "interview.user", "interview.session", "interview.room", "interview.seat",
        "account.emailaddress", "account.emailconfirmation", "admin.logentry",
    }
)  # fmt: skip


class RoleBackend:
    """Grants by role, beside the groups and permissions that an administrator hands out.

    It stands first among the backends: what it refuses by an exception, none after it can grant.
    """

    def authenticate(self, request: object, **credentials: object) -> None:
        return None

    def has_perm(self, user: User, perm: str, obj: object = None) -> bool:
        if not user.is_active:
            return False
        if user.role == Role.ADMIN:
            return True
        app, _, action = perm.partition(".")
        _, _, model = action.partition("_")
        if user.role in BLIND and f"{app}.{model}" in NAMED:
            raise PermissionDenied
        return perm in GRANTS.get(user.role, frozenset())

    def has_module_perms(self, user: User, app_label: str) -> bool:
        granted = GRANTS.get(user.role, frozenset())
        return user.role == Role.ADMIN or any(p.startswith(f"{app_label}.") for p in granted)
