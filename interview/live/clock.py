"""A clock that the server keeps: it runs, rests and is made longer; nothing here knows a database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

ZERO = timedelta()


@dataclass(frozen=True)
class Clock:
    """What was allotted and what is used up; `since` is set while it runs."""

    allotted: timedelta
    used: timedelta = ZERO
    since: datetime | None = None

    @property
    def running(self) -> bool:
        return self.since is not None

    def spent(self, now: datetime) -> timedelta:
        """Return the time used up to now; a moment before the last start counts as that start."""
        return self.used + (max(ZERO, now - self.since) if self.since else ZERO)

    def left(self, now: datetime) -> timedelta:
        """Return what is left; negative when it runs over, for nobody is cut off."""
        return self.allotted - self.spent(now)

    def deadline(self) -> datetime | None:
        """Return when it reaches zero if it goes on; None while it rests."""
        return self.since + self.allotted - self.used if self.since else None

    def start(self, now: datetime) -> Clock:
        return self if self.running else replace(self, since=now)

    def pause(self, now: datetime) -> Clock:
        return replace(self, used=self.spent(now), since=None) if self.running else self

    def extend(self, by: timedelta) -> Clock:
        """Give more time, or take some back; never less than nothing."""
        return replace(self, allotted=max(ZERO, self.allotted + by))
