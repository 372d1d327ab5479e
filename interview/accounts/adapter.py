"""How allauth meets our people: a guest who signs up or signs in keeps what they did."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from interview.accounts.models import Language, User
from interview.signals import guest_claimed


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def new_user(self, request: HttpRequest) -> User:
        """Return the guest's own row, so that everything that hangs on it stays theirs."""
        if isinstance(request.user, User) and request.user.is_guest:
            return request.user
        language = get_language()
        return User(language=language if language in Language.values else Language.EN)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        was_guest = user.is_guest
        user.is_guest = False
        saved: User = super().save_user(request, user, form, commit=commit)
        if was_guest:
            guest_claimed.send(sender=User, user_id=saved.pk)
        return saved

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Move a guest's sessions to the account they sign in to."""
        guest = request.user
        if isinstance(guest, User) and guest.is_guest and guest.pk != user.pk:
            guest.practice_sessions.update(user=user)
            # the room they sit in stays theirs, or the seat would go with the guest
            guest.seats.update(user=user)
            guest.delete()
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response
