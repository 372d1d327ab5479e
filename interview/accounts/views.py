"""A person's own pages: start as a guest, change the language, see and delete what is theirs."""

from __future__ import annotations

from allauth.decorators import rate_limit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from interview.accounts.access import PersonRequest, person_required
from interview.accounts.forms import ProfileForm
from interview.accounts.models import Language, User

YEAR = 60 * 60 * 24 * 365


@require_POST
@rate_limit(action="start_guest")  # type: ignore[untyped-decorator]
def start_guest(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        guest = User.objects.create_guest(language=request.LANGUAGE_CODE)
        login(request, guest, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("practice-new")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    language = request.POST.get("language", "")
    target = request.POST.get("next", "")
    # a path, and never the name of a view
    if not (target.startswith("/") and url_has_allowed_host_and_scheme(target, None)):
        target = "/"
    response = HttpResponseRedirect(target)
    if language in Language.values:
        remember_language(response, language)
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=language)
    return response


def remember_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def show_profile(request: PersonRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        with translation.override(user.language):
            messages.success(request, _("Saved."))
        response = redirect("profile")
        remember_language(response, user.language)
        return response
    status = 422 if form.errors else 200
    return render(request, "accounts/profile.html", {"form": form}, status=status)


@require_POST
@person_required
def delete_person(request: PersonRequest) -> HttpResponse:
    """Delete the account and everything that was written under it, at once and for good."""
    if request.POST.get("confirm") != "delete":
        messages.error(request, _("Tick the box to confirm that everything may be deleted."))
        return redirect("profile")
    user = request.user
    logout(request)
    user.delete()
    messages.success(request, _("Your account and everything you wrote have been deleted."))
    return redirect("home")
