"""The grading application."""

from django.apps import AppConfig


class GradingConfig(AppConfig):
    name = "grading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from grading import receivers  # noqa: F401, PLC0415
        from grading.curation.gate import JUDGE, every_version  # noqa: PLC0415
        from interview.models import JUDGES  # noqa: PLC0415

        JUDGES[JUDGE] = every_version
