"""The façade over the slices' URLs."""

from django.urls import include, path

from interview.live.consumers import DeskConsumer, RoomConsumer
from interview.practice.consumers import SessionConsumer

urlpatterns = [
    path("", include("interview.accounts.urls")),
    path("curation/", include("interview.authoring.urls")),
    path("practice/", include("interview.practice.urls")),
    path("practice/", include("interview.coding.urls")),
    path("practice/", include("interview.design.urls")),
    path("live/", include("interview.live.urls")),
]
websocket_urlpatterns = [
    path("ws/sessions/<uuid:session>/", SessionConsumer.as_asgi()),
    path("ws/live/<uuid:room>/", RoomConsumer.as_asgi()),
    path("ws/live/<uuid:room>/desk/", DeskConsumer.as_asgi()),
]
