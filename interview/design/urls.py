"""URLs of design rounds, beside those of the practice room."""

from django.urls import include, path

from interview.design import board_views, probe_views, views

stage = [
    path("", views.show_stage, name="design-stage"),
    path("draft/", views.save_stage, name="design-draft"),
    path("look/", views.look_at_stage, name="design-look"),
    path("submit/", views.submit_stage, name="design-submit"),
    path("next/", views.leave_stage_open, name="design-next"),
    path("hint/", views.show_hint, name="design-hint"),
    path("ask/", views.ask_question, name="design-ask"),
    path("questions/", views.show_questions, name="design-questions"),
    path("resume/", views.resume, name="design-resume"),
    path("probe/", probe_views.show_probe, name="design-probe"),
    path("probes/", probe_views.show_probes, name="design-probes"),
]
urlpatterns = [
    path("<uuid:session>/<int:position>/stages/", views.show_case, name="design-case"),
    path("<uuid:session>/<int:position>/board/", board_views.save_board, name="design-board"),
    path(
        "<uuid:session>/<int:position>/board/<int:version>/",
        board_views.restore_version,
        name="design-board-restore",
    ),
    path("<uuid:session>/<int:position>/stages/<slug:stage>/", include(stage)),
]
