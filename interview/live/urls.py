"""URLs of live rooms: the table's by a seat's cookie, the desk's by login."""

from django.urls import path

from interview.live.views import (
    asking,
    cards,
    desk,
    hosting,
    joining,
    playback,
    rooms,
    seats,
    table,
)

AT_DESK = {"desk": True}


def at_desk(route: str, view: object, name: str) -> object:
    return path(f"<uuid:room>/desk/{route}", view, AT_DESK, name=name)  # type: ignore[call-overload]


urlpatterns = [
    path("", rooms.list_rooms, name="live-rooms"),
    path("new/", rooms.open_one, name="live-new"),
    path("join/<str:token>/", joining.join, name="live-join"),
    path("join/<str:token>/calendar.ics", joining.show_calendar, name="live-calendar"),
    path("<uuid:room>/", table.show_room, name="live-room"),
    path("<uuid:room>/stage/", table.show_stage, name="live-stage"),
    path("<uuid:room>/people/", table.show_people, name="live-people"),
    path("<uuid:room>/chat/", table.chat, name="live-chat"),
    path("<uuid:room>/run/", table.run, name="live-run"),
    path("<uuid:room>/ready/", table.get_ready, name="live-ready"),
    at_desk("", desk.show_desk, "live-desk"),
    at_desk("stage/", table.show_stage, "desk-stage"),
    at_desk("people/", table.show_people, "desk-people"),
    at_desk("chat/", table.chat, "desk-chat"),
    at_desk("run/", table.run, "desk-run"),
    at_desk("guide/", desk.show_guide, "desk-guide"),
    at_desk("plan/", desk.show_plan, "desk-plan"),
    at_desk("calendar.ics", desk.show_own_calendar, "desk-calendar"),
    at_desk("appointment/", hosting.schedule, "desk-schedule"),
    at_desk("start/", desk.start, "desk-start"),
    at_desk("clock/", desk.turn_clock, "desk-clock"),
    at_desk("extend/", desk.extend, "desk-extend"),
    at_desk("meeting/", desk.set_meeting, "desk-meeting"),
    at_desk("questions/", asking.add, "desk-add"),
    at_desk("questions/<int:question>/push/", asking.push, "desk-push"),
    at_desk("questions/<int:question>/stages/<slug:stage>/", asking.move, "desk-move"),
    at_desk("questions/<int:question>/facts/<slug:fact>/", asking.tell_fact, "desk-fact"),
    at_desk("questions/<int:question>/hint/", asking.show_hint, "desk-hint"),
    at_desk("questions/<int:question>/points/<int:point>/", cards.tick, "desk-tick"),
    at_desk("seats/", seats.add, "desk-seats"),
    at_desk("seats/<int:other>/renew/", seats.renew, "desk-renew"),
    at_desk("seats/<int:other>/revoke/", seats.revoke, "desk-revoke"),
    at_desk("card/", cards.save, "desk-card"),
    at_desk("card/submit/", cards.submit, "desk-submit"),
    at_desk("marker/", cards.mark, "desk-marker"),
    at_desk("end/", desk.end, "desk-end"),
    at_desk("release/", hosting.release, "desk-release"),
    at_desk("delete/", hosting.delete, "desk-delete"),
    at_desk("playback/", playback.show_playback, "desk-playback"),
    at_desk("playback/recording.json", playback.send_recording, "desk-recording"),
]
