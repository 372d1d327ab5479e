"""What a monitor asks of grading, counted from the rows: right for any number of processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from grading.models import Grade, GradeStatus

RECENT = timedelta(minutes=15)


class GradingCollector(Collector):
    def describe(self) -> Iterable[Metric]:
        """Say nothing: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yield self.count_statuses()
        waiting = Grade.objects.filter(status=GradeStatus.WAITING)
        oldest = waiting.aggregate(oldest=Min("created_at"))["oldest"]
        yield GaugeMetricFamily(
            "rehearsal_grading_oldest_waiting_seconds",
            "How long the answer that waits longest has waited.",
            (now - oldest).total_seconds() if oldest else 0.0,
        )
        took = ExpressionWrapper(F("finished_at") - F("created_at"), output_field=DurationField())
        recent = Grade.objects.filter(status=GradeStatus.SCORED, finished_at__gte=now - RECENT)
        latency = recent.aggregate(mean=Avg(took), most=Max(took))
        family = GaugeMetricFamily(
            "rehearsal_grading_latency_seconds",
            "From submitted to scored, over the last 15 minutes.",
            labels=["of"],
        )
        for name in ("mean", "most"):
            family.add_metric([name], latency[name].total_seconds() if latency[name] else 0.0)
        yield family
        batches = recent.order_by().values("claim").annotate(size=Count("pk"))
        sizes = [row["size"] for row in batches]
        yield GaugeMetricFamily(
            "rehearsal_grading_batch_size",
            "Mean number of answers graded together, over the last 15 minutes.",
            sum(sizes) / len(sizes) if sizes else 0.0,
        )

    def count_statuses(self) -> Metric:
        family = GaugeMetricFamily(
            "rehearsal_grades", "Grades that are not scored yet, by status.", labels=["status"]
        )
        unscored = Grade.objects.exclude(status=GradeStatus.SCORED).order_by()
        counts = dict(unscored.values_list("status").annotate(n=Count("pk")))
        for status in (GradeStatus.WAITING, GradeStatus.RUNNING, GradeStatus.UNSCORED):
            family.add_metric([status], counts.get(status, 0))
        return family
