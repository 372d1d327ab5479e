"""URLs of a person's own pages."""

from django.urls import path

from interview.accounts import views

urlpatterns = [
    path("guest/", views.start_guest, name="guest-start"),
    path("language/", views.set_language, name="set-language"),
    path("me/", views.show_profile, name="profile"),
    path("me/delete/", views.delete_person, name="profile-delete"),
]
