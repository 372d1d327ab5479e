"""The site's pages, and the yardstick beside them."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from config.urls import urlpatterns as site_urls
from config.urls import websocket_urlpatterns
from interview.accounts.models import User

__all__ = ["urlpatterns", "websocket_urlpatterns"]


def update_one_row(request: HttpRequest, pk: int) -> HttpResponse:
    User.objects.filter(pk=pk).update(date_joined=timezone.now())
    return HttpResponse("ok")


urlpatterns = [path("bench/<int:pk>/", update_one_row), *site_urls]
