"""URLs of the practice pages."""

from django.urls import include, path

from interview.practice import follow_up_views as follow_ups
from interview.practice import views

urlpatterns = [
    path("new/", views.begin, name="practice-new"),
    path("<uuid:session>/", views.show_session, name="practice-session"),
    path("<uuid:session>/pause/", views.pause, name="practice-pause"),
    path("<uuid:session>/resume/", views.resume, name="practice-resume"),
    path("<uuid:session>/finish/", views.finish, name="practice-finish"),
    path("<uuid:session>/<int:position>/", views.show_turn, name="practice-turn"),
    path("<uuid:session>/<int:position>/draft/", views.save_draft, name="practice-draft"),
    path("<uuid:session>/<int:position>/submit/", views.submit, name="practice-submit"),
    path("<uuid:session>/<int:position>/skip/", views.skip, name="practice-skip"),
    path("<uuid:session>/<int:position>/flag/", views.toggle_flag, name="practice-flag"),
    path("<uuid:session>/<int:position>/hint/", views.show_hint, name="practice-hint"),
    path("<uuid:session>/<int:position>/next/", follow_ups.show_next, name="practice-next"),
    path(
        "<uuid:session>/<int:position>/decline/",
        follow_ups.decline_rest,
        name="practice-follow-ups-decline",
    ),
    path(
        "<uuid:session>/<int:position>/follow-up/<int:sequence>/",
        include(
            [
                path("", follow_ups.show_follow_up, name="practice-follow-up"),
                path("draft/", follow_ups.save_draft, name="practice-follow-up-draft"),
                path("submit/", follow_ups.submit, name="practice-follow-up-submit"),
                path("decline/", follow_ups.decline, name="practice-follow-up-decline"),
            ]
        ),
    ),
]
