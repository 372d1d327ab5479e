"""URLs of the practice pages."""

from django.urls import path

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
]
