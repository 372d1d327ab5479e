"""What each role may do in the admin: curators keep questions, administrators everything."""

from __future__ import annotations

from interview.accounts.models import Role, User

CURATED = frozenset({"topic", "question", "rubricversion", "rubricpoint"})


class RoleBackend:
    """Grants by role, beside the groups and permissions that an administrator hands out."""

    def authenticate(self, request: object, **credentials: object) -> None:
        return None

    def has_perm(self, user: User, perm: str, obj: object = None) -> bool:
        if not user.is_active:
            return False
        if user.role == Role.ADMIN:
            return True
        app, _, action = perm.partition(".")
        _, _, model = action.partition("_")
        return user.role == Role.CURATOR and app == "interview" and model in CURATED

    def has_module_perms(self, user: User, app_label: str) -> bool:
        return user.role == Role.ADMIN or (user.role == Role.CURATOR and app_label == "interview")
