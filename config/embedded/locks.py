"""Advisory file locks: they vanish with their holder, however it ends."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class FileLock:
    """One `flock` on one file; forked children share it, executed ones do not."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = -1

    def shared(self) -> Self:
        self._lock(fcntl.LOCK_SH)
        return self

    def exclusive(self) -> Self:
        self._lock(fcntl.LOCK_EX)
        return self

    def try_exclusive(self) -> bool:
        """Take the lock alone if nobody else holds it; failing gives up an own shared lock too."""
        try:
            self._lock(fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            return False
        return True

    def write(self, text: str) -> None:
        """Replace the file's content, which others may read while the lock is held."""
        os.truncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def _lock(self, operation: int) -> None:
        if self._descriptor < 0:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._descriptor, operation)


def is_held(path: Path) -> bool:
    """Tell whether some process holds the lock on this file alone or together with others."""
    probe = FileLock(path)
    try:
        free = probe.try_exclusive()
    except FileNotFoundError:  # Not even its folder is there.
        return False
    probe.release()
    return not free
