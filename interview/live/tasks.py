"""The room's own work: it goes on whether or not any browser is open."""

from celery import shared_task
from django.utils import timezone

from interview.live.ending import end_abandoned


@shared_task(ignore_result=True)
def sweep_rooms() -> None:
    end_abandoned(timezone.now())
