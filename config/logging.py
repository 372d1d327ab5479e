"""Logs as key=value lines on standard error, through structlog, for our loggers and everybody else's."""

import re
from typing import Any

import structlog
from structlog.typing import Processor

SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


# What opens something for whoever holds it: share links, password resets, e-mail confirmations.
TICKET = re.compile(r"(/shared/|/reset/key/|/confirm-email/)[^/\s]+")


def hide_tickets(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """Keep the path of a refused request, without its query and without what opens something."""
    for repeated in ("request", "message"):
        event.pop(repeated, None)
    if isinstance(event.get("event"), str):
        event["event"] = TICKET.sub(r"\1…", event["event"])
    return event


def drop_exception_text(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """Keep the type and the place of an exception, not its text: database errors quote whole rows."""
    info = event.pop("exc_info", None)
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        trace = error.__traceback__
        frames = []
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
            trace = trace.tb_next
        event["error"] = type(error).__name__
        event["at"] = ">".join(frames[-6:])
    return event


def logging_config(*, level: str) -> dict[str, Any]:
    """Return the `LOGGING` setting, and set structlog up to end in the standard library."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "logfmt": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    drop_exception_text,
                    hide_tickets,
                    structlog.processors.LogfmtRenderer(
                        key_order=["timestamp", "level", "logger", "event"], bool_as_flag=False
                    ),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "logfmt"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            name: {"handlers": ["stderr"], "level": least, "propagate": False}
            for name, least in {
                **dict.fromkeys(("interview", "grading", "config", "django"), level),
                # At INFO it says two lines for every task, and the sweeps never end.
                "celery": level if level in {"DEBUG", "ERROR", "CRITICAL"} else "WARNING",
                # One line when a worker is ready; whoever starts one waits for it.
                "celery.apps.worker": level,
                "django.server": "WARNING",
            }.items()
        },
    }
