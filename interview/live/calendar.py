"""An appointment as a calendar file; the time stands in UTC, which every calendar turns into its own."""

from __future__ import annotations

from datetime import datetime

from icalendar import Calendar, Event

from interview.live.room import Room


def calendar_file(room: Room, *, url: str, now: datetime) -> bytes:
    """Return the .ics of a scheduled room, with the link that this one person may open."""
    event = Event()
    event.add("uid", f"{room.pk}@rehearsal")
    event.add("dtstamp", now)
    # counts on with every change of the room: a calendar that has the file replaces it by a newer one
    event.add("sequence", room.version)
    event.add("dtstart", room.scheduled_at)
    event.add("duration", room.allotted)
    event.add("summary", room.title)
    event.add("description", url)
    event.add("url", url)
    calendar = Calendar()
    calendar.add("prodid", "-//Rehearsal//live//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
