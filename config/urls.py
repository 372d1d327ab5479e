"""All URLs, and the views that answer when something went wrong."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import errors, health
from interview.urls import websocket_urlpatterns

__all__ = ["urlpatterns", "websocket_urlpatterns"]

admin.site.site_header = admin.site.site_title = "Rehearsal"
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", health.show_process, name="healthz"),
    path("readyz", health.show_readiness, name="readyz"),
    path("metrics", health.show_metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.account.urls")),
    path("", include("interview.urls")),
    path("", include("grading.urls")),
]

handler400 = errors.show_bad_request
handler403 = errors.show_forbidden
handler404 = errors.show_not_found
handler500 = errors.show_server_error
