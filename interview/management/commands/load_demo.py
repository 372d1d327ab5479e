"""Creates the demo accounts that `make run` prints, once."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from interview.accounts.models import Role, User

PASSWORD = "rehearse-me"  # noqa: S105  (printed on the terminal of whoever starts the demo)
PEOPLE = [
    ("candidate@example.com", "Jiwoo", Role.CANDIDATE, "ko"),
    ("interviewer@example.com", "Minseo", Role.INTERVIEWER, "ko"),
    ("curator@example.com", "Alex", Role.CURATOR, "en"),
    ("reviewer@example.com", "Haneul", Role.REVIEWER, "ko"),
    ("grader@example.com", "Robin", Role.GRADER, "en"),
    ("admin@example.com", "Sam", Role.ADMIN, "en"),
]


class Command(BaseCommand):
    help = "Create the demo accounts; refused where the site is not served on this machine alone."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.HTTPS:
            raise CommandError("Demo accounts have a known password: not on a public site.")
        for email, name, role, language in PEOPLE:
            if not User.objects.filter(email=email).exists():
                user = User.objects.create_user(
                    email, PASSWORD, name=name, role=role, language=language
                )
                EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        for email, *_ in PEOPLE:
            self.stdout.write(f"{email}  {PASSWORD}")
