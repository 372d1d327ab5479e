"""What a role opens: the admin for curators, and no published rubric for anyone to change."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from interview.accounts.models import Role, User
from interview.authoring.drafting import begin_draft
from tests.factories import make_question, make_user


def enter(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.mark.parametrize("role", [Role.CANDIDATE, Role.INTERVIEWER])
def test_it_keeps_others_out_of_the_admin(db: None, role: str) -> None:
    browser = enter(make_user("bob", role=role))
    assert browser.get(reverse("admin:index")).status_code == 302


def test_it_lets_a_curator_see_questions_but_no_people(curator: User) -> None:
    browser = enter(curator)
    assert browser.get(reverse("admin:interview_question_changelist")).status_code == 200
    assert browser.get(reverse("admin:interview_user_changelist")).status_code == 403
    assert browser.get(reverse("admin:interview_session_changelist")).status_code == 403


@pytest.mark.parametrize("role", [Role.CURATOR, Role.REVIEWER, Role.GRADER])
def test_it_never_names_candidates_to_whoever_judges_them(db: None, role: str) -> None:
    person = make_user("judge", role=role)
    person.user_permissions.set(
        Permission.objects.filter(codename__in=["view_user", "change_user", "view_session"])
    )
    browser = enter(person)
    assert browser.get(reverse("admin:interview_user_changelist")).status_code == 403
    assert browser.get(reverse("admin:interview_session_changelist")).status_code == 403
    assert browser.get(reverse("admin:account_emailaddress_changelist")).status_code == 403
    assert browser.get(reverse("admin:interview_question_changelist")).status_code == 200


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.GRADER])
def test_it_lets_reviewers_and_graders_read_questions_only(db: None, role: str) -> None:
    question = make_question("Q1")
    browser = enter(make_user("reader", role=role))
    url = reverse("admin:interview_question_change", args=[question.pk])
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"slug": "other"}).status_code == 403
    assert browser.get(reverse("admin:interview_question_add")).status_code == 403


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.GRADER, Role.CURATOR])
def test_it_lets_only_curators_withdraw_questions(db: None, role: str) -> None:
    question = make_question("Q1")
    form = {"action": "withdraw", "_selected_action": [question.pk]}
    enter(make_user("reader", role=role)).post(reverse("admin:interview_question_changelist"), form)
    question.refresh_from_db()
    assert (question.withdrawn_at is not None) == (role == Role.CURATOR)


def test_it_has_drafts_written_where_every_hand_is_noted(curator: User) -> None:
    draft = begin_draft(make_question("Q1"), make_user("writer", role=Role.CURATOR))
    browser = enter(curator)
    url = reverse("admin:interview_rubricversion_change", args=[draft.pk])
    assert browser.get(url).status_code == 200
    assert browser.post(url, {"prompt_en": "changed"}).status_code == 403
    assert browser.get(reverse("admin:interview_rubricversion_add")).status_code == 403


def test_it_shows_a_published_rubric_without_a_save_button(curator: User) -> None:
    version = make_question("Q1").current
    browser = enter(curator)
    url = reverse("admin:interview_rubricversion_change", args=[version.pk])
    page = browser.get(url).content.decode()
    assert 'name="_save"' not in page
    assert browser.post(url, {"prompt_en": "changed"}).status_code == 403


def test_it_lets_an_administrator_in_everywhere(db: None) -> None:
    browser = enter(make_user("root", role=Role.ADMIN))
    for name in ("interview_user", "interview_session", "grading_grade"):
        assert browser.get(reverse(f"admin:{name}_changelist")).status_code == 200


PERSON = {"name": "", "role": "candidate", "language": "ko", "time_multiplier": "1.00"}


@pytest.mark.parametrize("email", ["", "CURATOR@example.org"])
def test_it_refuses_a_person_without_an_address_of_their_own(curator: User, email: str) -> None:
    browser = enter(make_user("root", role=Role.ADMIN))
    reply = browser.post(reverse("admin:interview_user_add"), PERSON | {"email": email})
    assert reply.status_code == 200
    assert User.objects.count() == 2


def test_it_keeps_a_guest_a_guest_who_is_given_more_time(db: None) -> None:
    guest = User.objects.create_guest(language="ko")
    browser = enter(make_user("root", role=Role.ADMIN))
    url = reverse("admin:interview_user_change", args=[guest.pk])
    reply = browser.post(url, PERSON | {"email": "", "time_multiplier": "1.50"})
    guest.refresh_from_db()
    assert (reply.status_code, guest.email, str(guest.time_multiplier)) == (302, None, "1.50")
