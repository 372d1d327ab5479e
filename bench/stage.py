"""The site that cases measure: its own servers, the real bank, a web process and a worker."""

from contextlib import ExitStack
from io import StringIO
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from interview.accounts.models import User
from interview.models import LabelledAnswer, read_labelled
from tests.factories import make_user
from tests.live import Site, Worker, variables_for_processes


class BenchSite(Site):
    """The site with one page more: a view that makes one UPDATE and nothing else."""

    application = "bench.asgi:application"


class Stage:
    """What a case needs; the processes start when the first case asks for them."""

    def __init__(self) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("load_questions", stdout=StringIO())
        self.user = make_user("bench")
        self.labelled: list[LabelledAnswer] = read_labelled(settings.LABELLED_FOLDER)
        self._ends = ExitStack()
        self._site: BenchSite | None = None
        self._worker: Worker | None = None

    @property
    def site(self) -> BenchSite:
        if self._site is None:
            self._site = BenchSite(variables_for_processes())
            self._ends.callback(self._site.kill)
            self._site.begin()
        return self._site

    @property
    def worker(self) -> Worker:
        if self._worker is None:
            self._worker = Worker(variables_for_processes() | {"GRADING_PRELOAD": "1"})
            self._ends.callback(self._worker.kill)
            self._worker.begin()
        return self._worker

    def visitor(self, user: User | None = None) -> Client:
        client = Client()
        client.force_login(user or self.user)
        return client

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ends.close()
