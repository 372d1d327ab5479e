"""What the interviewer would ask about a stage that was handed in: whether there is something, and what."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from interview.accounts.access import PersonRequest, person_required
from interview.design.probing import describe_probes
from interview.design.views import go_in, stage_or_404
from interview.practice.finishing import close_overdue_of
from interview.practice.follow_up import close_overdue_follow_ups, open_follow_ups


@require_GET
@never_cache
@person_required
def show_probe(request: PersonRequest, session: UUID, position: int, stage: str) -> HttpResponse:
    """Stand at the stage, so that the time goes to it, and hear the question."""
    answer = stage_or_404(request, session, position, stage)
    turn = answer.turn
    close_overdue_of(turn)
    close_overdue_follow_ups(timezone.now(), turn)
    follow_up = open_follow_ups(turn).filter(stage=stage).first()
    if follow_up is None or not turn.session.probes_stages() or turn.session.is_finished:
        return redirect("design-stage", session, position, stage)
    go_in(answer)
    return redirect("practice-follow-up", session, position, follow_up.sequence)


@require_GET
@never_cache
@person_required
def show_probes(request: PersonRequest, session: UUID, position: int, stage: str) -> HttpResponse:
    answer = stage_or_404(request, session, position, stage)
    shown = {"session": answer.turn.session, "turn": answer.turn, "answer": answer}
    return render(request, "design/_probes.html", shown | describe_probes(answer.turn))
