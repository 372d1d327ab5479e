"""Reading whiteboards: their labels against the points of the case and what was said."""

from __future__ import annotations

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from grading.engine.drawing import read_drawing
from grading.models import BoardReading
from grading.pipeline import rubric_of, the_grader
from grading.push import report_changed
from interview.models import Answer, Board, read_graph


def read_board(turn_id: int) -> None:
    """Write down what this turn's board names, if it has one; done twice it changes nothing."""
    board = (
        Board.objects.filter(turn=turn_id)
        .exclude(elements=[])
        .select_related("turn__version__question", "turn__session")
        .first()
    )
    if board is None:
        return
    texts = list(Answer.objects.submitted().filter(turn=turn_id).values_list("text", flat=True))
    labels = read_graph(board.elements).labels()
    turn = board.turn
    drawn = read_drawing(labels, rubric_of(turn.version), texts, the_grader().glossary)
    BoardReading.objects.update_or_create(
        board=board,
        defaults={
            "revision": board.revision,
            "answers": len(texts),
            "points": {key: list(named) for key, named in drawn.points.items()},
            "unexplained": list(drawn.unexplained),
        },
    )
    report_changed(turn.session_id, turn.position)


def unread_turns(limit: int) -> list[int]:
    """Return turns whose board or answers have changed since their board was read."""
    submitted = (
        Answer.objects.submitted()
        .filter(turn=OuterRef("turn"))
        .order_by()
        .values("turn")
        .annotate(n=Count("pk"))
        .values("n")
    )
    boards = Board.objects.exclude(elements=[]).annotate(said=Coalesce(Subquery(submitted), 0))
    stale = (
        Q(reading__isnull=True)
        | ~Q(reading__revision=F("revision"))
        | ~Q(reading__answers=F("said"))
    )
    return list(boards.filter(stale, said__gt=0).values_list("turn", flat=True)[:limit])
