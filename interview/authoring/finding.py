"""Finding questions by their words, topic, level, state and health; finding points to use again."""

from __future__ import annotations

from django import forms
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from interview.accounts.models import User
from interview.questions.models import (
    OPEN_STATES,
    Level,
    Question,
    Round,
    RubricPoint,
    RubricVersion,
    Topic,
)
from interview.questions.release import CheckState, ReleaseCheck
from interview.questions.samples import SampleAnswer

ENOUGH_SAMPLES = 6
STATES = [
    ("", _("Any state")),
    ("draft", _("Being written")),
    ("in_review", _("In review")),
    ("published", _("Published")),
    ("unpublished", _("Never published")),
    ("withdrawn", _("Withdrawn")),
]
HEALTH = [
    ("", _("Any health")),
    ("few", _("Too few labelled answers")),
    ("failed", _("Release check not passed")),
    ("one_language", _("No strong answer in one language")),
]


class QuestionSearch(forms.Form):
    """The list's filters; a value that is none of the choices filters nothing."""

    q = forms.CharField(required=False, max_length=200, label=_("Text"))
    round = forms.ChoiceField(required=False, label=_("Round"))
    topic = forms.ChoiceField(required=False, label=_("Topic"))
    level = forms.ChoiceField(required=False, label=_("Level"))
    state = forms.ChoiceField(required=False, choices=STATES, label=_("State"))
    health = forms.ChoiceField(required=False, choices=HEALTH, label=_("Health"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        language = get_language() or "en"
        topics = [
            (topic.key, f"{topic.key} {topic.name(language)}") for topic in Topic.objects.all()
        ]
        for name, choices, every in (
            ("round", Round.choices, _("Any round")),
            ("level", Level.choices, _("Any level")),
            ("topic", topics, _("Any topic")),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", every), *choices]

    def found(self, user: User) -> QuerySet[Question]:
        self.is_valid()
        asked = self.cleaned_data
        questions = described(Question.objects.visible_to(user))
        for name, path in (("round", "round"), ("level", "level"), ("topic", "topic__key")):
            if value := asked.get(name):
                questions = questions.filter(**{path: value})
        if words := (asked.get("q") or "").split():
            for word in words:
                questions = questions.filter(mentions(word))
        questions = questions.filter(in_state(asked.get("state") or ""))
        return questions.filter(in_health(asked.get("health") or ""))


def described(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Add what the list shows of each question, in the one query of the list."""
    versions = RubricVersion.objects.filter(question=OuterRef("pk"))
    opened = versions.filter(state__in=OPEN_STATES).order_by("-number")
    # of each judge the newest word counts
    later = ReleaseCheck.objects.filter(
        version=OuterRef("version"), judge=OuterRef("judge"), pk__gt=OuterRef("pk")
    )
    failed = ReleaseCheck.objects.filter(
        ~Exists(later), version=OuterRef("open_pk"), state=CheckState.FAILED
    )
    samples = (
        SampleAnswer.objects.filter(question=OuterRef("pk"))
        .order_by()
        .values("question")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return questions.select_related("topic", "current").annotate(
        open_pk=Subquery(opened.values("pk")[:1]),
        open_number=Subquery(opened.values("number")[:1]),
        open_state=Subquery(opened.values("state")[:1]),
        open_prompt_ko=Subquery(opened.values("prompt_ko")[:1]),
        open_prompt_en=Subquery(opened.values("prompt_en")[:1]),
        samples_held=Subquery(samples),
        check_failed=Exists(failed),
    )


def mentions(word: str) -> Q:
    points = RubricPoint.objects.filter(version=OuterRef("current"))
    said = points.filter(Q(text_ko__icontains=word) | Q(text_en__icontains=word))
    return (
        Q(key__icontains=word)
        | Q(slug__icontains=word)
        | Q(current__prompt_ko__icontains=word)
        | Q(current__prompt_en__icontains=word)
        | Q(open_prompt_ko__icontains=word)
        | Q(open_prompt_en__icontains=word)
        | Q(Exists(said))
    )


def in_state(state: str) -> Q:
    return {
        "draft": Q(open_state="draft"),
        "in_review": Q(open_state="in_review"),
        "published": Q(current__isnull=False, withdrawn_at__isnull=True),
        "unpublished": Q(current__isnull=True),
        "withdrawn": Q(withdrawn_at__isnull=False),
    }.get(state, Q())


def in_health(health: str) -> Q:
    strong = SampleAnswer.objects.filter(question=OuterRef("pk"), kind="strong")
    korean, english = Exists(strong.filter(language="ko")), Exists(strong.filter(language="en"))
    return {
        "few": Q(samples_held__isnull=True) | Q(samples_held__lt=ENOUGH_SAMPLES),
        "failed": Q(check_failed=True),
        "one_language": ~Q(korean) | ~Q(english),
    }.get(health, Q())


def find_points(user: User, words: str, *, most: int = 40) -> QuerySet[RubricPoint]:
    """Return points of published rubrics that hold every word, for use in another question."""
    points = RubricPoint.objects.filter(
        version__question__current=F("version"),
        version__question__in=Question.objects.visible_to(user),
    )
    for word in words.split()[:8]:
        points = points.filter(
            Q(text_ko__icontains=word)
            | Q(text_en__icontains=word)
            | Q(key__icontains=word)
            | Q(version__question__key__iexact=word)
        )
    return points.select_related("version__question").order_by(
        "version__question__topic__position", "version__question__key", "position"
    )[:most]
