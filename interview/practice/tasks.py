"""The clock's own work: it runs whether or not any browser is open."""

from celery import shared_task

from interview.practice.finishing import close_overdue


@shared_task(ignore_result=True)
def sweep_practice() -> None:
    close_overdue()
