"""The composition root: settings, URLs and the Celery application; it knows everyone and nobody knows it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
