"""The interview application."""

from django.apps import AppConfig


class InterviewConfig(AppConfig):
    name = "interview"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from interview.coding import receivers  # noqa: F401, PLC0415
        from interview.coding.program import has_code  # noqa: PLC0415
        from interview.coding.proving import JUDGE, has_solutions  # noqa: PLC0415
        from interview.coding.room import describe_part  # noqa: PLC0415
        from interview.design import receivers as design_receivers  # noqa: F401, PLC0415
        from interview.design.board import describe_board  # noqa: PLC0415
        from interview.live import receivers as live_receivers  # noqa: F401, PLC0415
        from interview.practice.finishing import ROUND_WORK  # noqa: PLC0415
        from interview.practice.room import ROUND_PARTS  # noqa: PLC0415
        from interview.questions.models import Round  # noqa: PLC0415
        from interview.questions.release import JUDGES  # noqa: PLC0415

        ROUND_PARTS[Round.CODING] = describe_part
        ROUND_PARTS[Round.SYSTEM_DESIGN] = describe_board
        ROUND_WORK[Round.CODING] = has_code
        JUDGES[JUDGE] = has_solutions
