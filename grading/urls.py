"""URLs of reports and progress."""

from django.urls import include, path

from grading.critique.dictation import dictate
from grading.progress import views as progress
from grading.reports import critique_views as critique
from grading.reports import live_views as live
from grading.reports import views as reports

urlpatterns = [
    path("", progress.show_home, name="home"),
    path("progress/", progress.show_progress, name="progress"),
    path("me/export/", progress.export_person, name="profile-export"),
    path("reports/<uuid:session>/", reports.show_report, name="report"),
    path("reports/<uuid:session>/summary/", reports.show_summary, name="report-summary"),
    path("reports/<uuid:session>/share/", reports.share, name="report-share"),
    path("reports/<uuid:session>/unshare/", reports.stop_sharing, name="report-unshare"),
    path("reports/<uuid:session>/<int:position>/", reports.show_turn, name="report-turn"),
    path("", include("grading.raters.urls")),
    path("curation/", include("grading.curation.urls")),
    path(
        "reports/<uuid:session>/<int:position>/<slug:stage>/",
        reports.show_stage,
        name="report-stage",
    ),
    path(
        "reports/<uuid:session>/<int:position>/critique/<int:sequence>/",
        include(
            [
                path("", critique.show_critique, name="critique"),
                path("retry/", critique.retry, name="critique-retry"),
                path("consent/", critique.choose, name="critique-consent"),
            ]
        ),
    ),
    path("live/<uuid:room>/desk/compare/", live.compare, name="live-compare"),
    path("live/agreement/", live.show_agreement, name="live-agreement"),
    path("dictation/", dictate, name="dictate"),
    path("shared/<str:token>/", reports.show_shared, name="report-shared"),
]
