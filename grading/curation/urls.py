"""URLs of curation's pages that show judgements."""

from django.urls import path

from grading.curation import views

urlpatterns = [
    path("meaning/", views.search, name="curation-by-meaning"),
    path("versions/<int:pk>/trial/", views.show_trials, name="curation-trial"),
    path("versions/<int:pk>/trial/results/", views.show_results, name="curation-trial-results"),
    path("versions/<int:pk>/preview/", views.show_preview, name="curation-preview"),
    path("versions/<int:pk>/regrade/", views.regrade, name="curation-regrade"),
    path("versions/<int:pk>/meaning/", views.show_meaning, name="curation-meaning"),
]
