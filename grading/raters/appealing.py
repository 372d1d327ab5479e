"""Appeals: a candidate asks for a person's look at a point, a reviewer answers with a reason."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from grading.models import Appeal, Grade
from grading.pipeline import tell
from grading.raters.correcting import check_reason, override, standing_overrides
from interview.models import RequestError, RubricPoint, Session, User


def appeal(grade: Grade, point: RubricPoint, *, reason: str) -> Appeal:
    """Ask once for a person's look; asked again it is the same request. RequestError without a reason."""
    reason = check_reason(reason)
    row, _made = Appeal.objects.get_or_create(grade=grade, point=point, defaults={"reason": reason})
    return row


def answer_appeal(row: Appeal, *, state: str, reply: str, by: User) -> None:
    """Answer with a reason; where the state is another than the one that stands, the score follows.

    RequestError where the reason is missing or somebody else was quicker; then nothing has changed.
    """
    reply = check_reason(reply)
    answer = row.grade.answer
    with transaction.atomic():
        Appeal.objects.select_for_update().get(pk=row.pk)
        changed = None
        if state and state != present_state(row):
            changed = override(answer, row.point, state=state, reason=reply, by=by)
        if not row.answer_with(reply, override=changed, by=by, now=timezone.now()):
            # raised inside the transaction, so that the override above goes with it
            raise RequestError(_("Somebody else has answered this request."), status=409)
    tell(row.grade)


def present_state(row: Appeal) -> str:
    """Return the state that stands for the point: a person's, else that of the appealed grade."""
    standing = standing_overrides(row.grade.answer).get(row.point.key)
    if standing is not None:
        return standing.state
    score = row.grade.point_scores.filter(point__key=row.point.key).first()
    return score.state if score else ""


def sessions_with_news(user: User) -> list[Session]:
    """Return the sessions in whose reports an answer waits that the candidate has not seen."""
    news = Appeal.objects.visible_to(user).news()
    return list(Session.objects.filter(pk__in=news.values("grade__answer__turn__session")))


def mark_seen(session: Session) -> None:
    """Note that the candidate has opened the report with what was answered by now."""
    Appeal.objects.news().filter(grade__answer__turn__session=session).update(
        seen_at=timezone.now()
    )
