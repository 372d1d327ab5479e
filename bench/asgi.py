"""The site's application with the yardstick's URLs."""

import os

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
settings.ROOT_URLCONF = "bench.urls"

from config.asgi import application  # noqa: E402 (after the line above, which it reads)

__all__ = ["application"]
