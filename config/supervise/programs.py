"""The programs of a site: web, two kinds of workers and the scheduler."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """One program: its short name, its command line, and when it stops."""

    name: str
    argv: tuple[str, ...]
    # The process's variables beside those of the supervisor.
    variables: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    # Those of a lower number are stopped, and have ended, before the next are told.
    stops: int = field(kw_only=True)


WEB = (
    *("uvicorn", "config.asgi:application", "--lifespan", "off"),
    *("--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "5"),
)
CELERY = ("celery", "--quiet", "-A", "config")
# A worker learns of others' work through the database; what workers tell each other is not used.
WORKER = (
    *(*CELERY, "worker", "--loglevel", "WARNING"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
)
# The one process with the models in it. Its parent stays small and notices when it dies.
GRADING = ("-Q", "grading", "-n", "grading@%h", "--concurrency", "1")
# Critiques wait for somebody else's machine; the rows let few of them wait at once.
LIGHT = ("-Q", "default,critique", "-n", "worker@%h", "--pool", "threads", "--concurrency", "4")
# One guest at a time, in the worker's own process: it has no children to fork. Two may share the queue.
SANDBOX = ("-Q", "sandbox", "-n", "sandbox@%h", "--pool", "solo")
BEAT = (*CELERY, "beat", "--loglevel", "WARNING", "--pidfile", "", "--schedule")


def site_programs(host: str, port: int, data: Path) -> list[Program]:
    return [
        Program("web", (*WEB, "--host", host, "--port", str(port)), stops=0),
        Program("grading", (*WORKER, *GRADING), variables={"GRADING_PRELOAD": "1"}, stops=1),
        Program("worker", (*WORKER, *LIGHT), stops=1),
        Program("sandbox", (*WORKER, *SANDBOX), variables={"SANDBOX_WARM": "1"}, stops=1),
        Program("beat", (*BEAT, str(data / "beat-schedule")), stops=0),
    ]
