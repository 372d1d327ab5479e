"""The Celery application; tasks live in `interview` and `grading`, schedules in the settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("rehearsal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(
    ["interview.practice", "interview.coding", "interview.live"], related_name="tasks"
)
app.autodiscover_tasks(["grading.curation"], related_name="tasks")
