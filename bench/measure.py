"""One measured number with its goal."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measure:
    """A number; with a goal, whether more or less of it is better."""

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def met(self) -> bool:
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "met": self.met}

    def __str__(self) -> str:
        goal = ""
        if self.at_least is not None:
            goal = f"goal ≥ {self.at_least:g}"
        if self.at_most is not None:
            goal = f"goal ≤ {self.at_most:g}"
        mark = "" if not goal else ("met" if self.met else "MISSED")
        return f"{self.name:<52} {self.value:>9.3g} {self.unit:<6} {goal:<12} {mark}"
