"""URLs of the coding round, beside those of the practice room."""

from django.urls import path

from interview.coding import views

urlpatterns = [
    path("<uuid:session>/<int:position>/program/", views.save_program, name="coding-draft"),
    path("<uuid:session>/<int:position>/program/run/", views.run_program, name="coding-run"),
    path("<uuid:session>/<int:position>/program/result/", views.show_run, name="coding-result"),
]
