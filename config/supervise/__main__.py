"""Start the site and stay until a signal, a closed terminal or a hopeless failure."""

import os
import signal
import subprocess
import sys
import time

from config.embedded import EmbeddedError, data_folder, endpoints, revive
from config.env import ROOT, EnvError, env
from config.supervise.crew import Crew, GaveUpError
from config.supervise.place import TakenError, answers, check_port, chosen_port, claim, reachable
from config.supervise.programs import site_programs
from config.supervise.terminal import say

LOOK_SECONDS = 0.25
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Site:
    """One run of the site."""

    def __init__(self) -> None:
        self.host = env("HOST", "127.0.0.1")
        self.port = chosen_port()
        self.address = f"http://{reachable(self.host)}:{self.port}/"
        self.crew: Crew | None = None
        self.stopping = False
        self._parent = os.getppid()

    def run(self) -> int:
        data = data_folder()
        with claim(data, self.address):
            check_port(self.host, self.port)
            os.environ.setdefault("SITE_URL", self.address.rstrip("/"))
            # Threads of one process share two arenas: less memory, nothing lost at this size.
            os.environ.setdefault("MALLOC_ARENA_MAX", "2")
            if not (env("DATABASE_URL", "") and env("REDIS_URL", "")):
                say("Starting Postgres and Valkey…")
                endpoints()
            demo = self._prepare()
            if self.stopping:
                return 0
            self.crew = Crew(site_programs(self.host, self.port, data))
            say("Starting the site…")
            self.crew.start()
            try:
                return self._stay(self.crew, demo)
            finally:
                say("Stopping…")
                self.crew.stop()
                say(f"Stopped. The data is in {data}.")

    def stop(self, *_: object) -> None:
        """Handle a signal: the first stops in order, the second at once."""
        if self.stopping and self.crew is not None:
            self.crew.hurried = True
        self.stopping = True

    def _prepare(self) -> str:
        # A process of its own: this one stays small and never imports Django.
        command = [sys.executable, "-m", "config.supervise.prepare"]
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        while process.poll() is None:
            if self.stopping:
                process.terminate()  # What it does to the database, it does in transactions.
            time.sleep(0.05)
        told, _ = process.communicate()
        if process.returncode and not self.stopping:
            raise GaveUpError("The site was not started: see the lines above.")
        return told.strip()

    def _stay(self, crew: Crew, demo: str) -> int:
        told = False
        while not self.stopping:
            crew.tend()
            if revive():
                say("The database servers' keeper was gone; it runs again.")
            if not told and answers(self.host, self.port):
                told = True
                say(
                    "\n".join(
                        ("", f"Rehearsal is ready: {self.address}", demo, "Ctrl-C stops it.", "")
                    )
                )
            if self._left_alone():
                say("make has ended.")
                break
            time.sleep(LOOK_SECONDS)
        return 0

    def _left_alone(self) -> bool:
        return "MAKELEVEL" in os.environ and os.getppid() != self._parent


def main() -> int:
    try:
        site = Site()
        for number in SIGNALS:
            signal.signal(number, site.stop)
        return site.run()
    except (EmbeddedError, EnvError, GaveUpError, TakenError) as error:
        say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
