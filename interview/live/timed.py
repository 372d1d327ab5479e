"""Rows that have a clock: the room as a whole, and each of its questions."""

from __future__ import annotations

from datetime import timedelta

from django.db import models

from interview.live.clock import Clock


class Timed(models.Model):
    allotted = models.DurationField(default=timedelta)
    used = models.DurationField(default=timedelta)
    running_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def clock(self) -> Clock:
        return Clock(self.allotted, self.used, self.running_since)

    def set_clock(self, clock: Clock) -> None:
        """Store the clock; whoever calls holds the room's lock."""
        self.allotted, self.used, self.running_since = clock.allotted, clock.used, clock.since
        self.save(update_fields=["allotted", "used", "running_since"])
