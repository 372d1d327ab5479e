"""How much one page may send: enough for the fastest typist, too little to keep others waiting."""

from __future__ import annotations

PER_SECOND = 60.0
AT_ONCE = 240.0


class Allowance:
    def __init__(self) -> None:
        self.left = AT_ONCE
        self.at: float | None = None

    def take(self, now: float, cost: float = 1) -> bool:
        """Take what one frame costs; False when that is not left."""
        if self.at is not None:
            self.left = min(AT_ONCE, self.left + (now - self.at) * PER_SECOND)
        self.at = now
        if self.left < cost:
            return False
        self.left -= cost
        return True
