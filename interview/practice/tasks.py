"""The clock's own work: it runs whether or not any browser is open."""

from celery import shared_task
from django.utils import timezone

from interview.practice.finishing import close_overdue
from interview.practice.follow_up import close_overdue_follow_ups, move_on_all


@shared_task(ignore_result=True)
def sweep_practice() -> None:
    close_overdue()
    now = timezone.now()
    close_overdue_follow_ups(now)
    move_on_all(now)
