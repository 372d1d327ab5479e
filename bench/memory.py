"""Memory of each process once the site has done some work; shared pages are counted once."""

from collections.abc import Iterator

import psutil

from bench.measure import Measure
from bench.stage import Stage
from config.embedded import data_folder

MEGABYTE = 1_000_000


def measure(stage: Stage) -> Iterator[Measure]:
    web, worker = psutil.Process(stage.site.pid), psutil.Process(stage.worker.pid)
    yield Measure("web process", held([web]), "MB", at_most=200)
    yield Measure("grading worker", held(family(worker)), "MB", at_most=1200)
    servers = [process for process in psutil.process_iter() if is_server(process)]
    yield Measure("Postgres and Valkey", held(servers), "MB", at_most=150)


def family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def is_server(process: psutil.Process) -> bool:
    try:
        return str(data_folder() / "servers") in process.cwd()
    except psutil.Error:
        return False


def held(processes: list[psutil.Process]) -> float:
    return sum(share(process) for process in processes) / MEGABYTE


def share(process: psutil.Process) -> int:
    """Return the proportional share where the system tells it (Linux), else what is resident."""
    told = process.memory_full_info()
    return int(getattr(told, "pss", told.rss))
