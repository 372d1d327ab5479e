"""The façade over the slices' URLs."""

from django.urls import include, path

from interview.practice.consumers import SessionConsumer

urlpatterns = [
    path("", include("interview.accounts.urls")),
    path("curation/", include("interview.authoring.urls")),
    path("practice/", include("interview.practice.urls")),
    path("practice/", include("interview.coding.urls")),
    path("practice/", include("interview.design.urls")),
]
websocket_urlpatterns = [
    path("ws/sessions/<uuid:session>/", SessionConsumer.as_asgi()),
]
