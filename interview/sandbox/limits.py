"""What one run may use."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """A run's bounds; each is enforced from outside the guest.

    seconds: wall time of the whole run, the program's import and every call together.
    call_seconds: wall time of the program's import, and of each call.
    memory_bytes: linear memory of the guest, its interpreter (about 80 MiB) included.
    output_bytes: what is kept of everything printed while importing, and while each call runs.
    value_bytes: the longest value, written as text, that a call may return.
    """

    seconds: float = 20.0
    call_seconds: float = 10.0
    memory_bytes: int = 384 * MIB
    output_bytes: int = 64 * 1024
    value_bytes: int = 2 * MIB
