"""Choosing a session: everything has a default, so that starting takes one press."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from interview.accounts.models import Language, User
from interview.practice.session import SOLO, Mode
from interview.questions.models import Level, Question, Round, Topic
from interview.questions.stages import CASE_MINUTES

# Rounds that can be practised from beginning to end.
ROUNDS = {
    Round.PHONE_SCREEN: _(
        "Tell your project, and answer short technical questions, as on a first call."
    ),
    Round.FUNDAMENTALS: _("Explain how and why: data, models, losses, metrics, design patterns."),
    Round.SYSTEM_DESIGN: _(
        "One topic at a time: candidates, ranking, serving, experiments, and what they cost at scale."
    ),
    Round.CODING: _(
        "Write the method from scratch, run it against tests, and explain what it costs."
    ),
}
# Beside the rounds: a whole design case, of the system-design round.
CASE = "design_case"
CASE_LABEL = _("System design: a whole case")
CASE_ABOUT = _("One system from the first question to monitoring: seven stages in 45 minutes.")
OFFERS: list[tuple[str, Any, Any]] = [(r.value, r.label, about) for r, about in ROUNDS.items()]
OFFERS.insert(list(ROUNDS).index(Round.SYSTEM_DESIGN) + 1, (CASE, CASE_LABEL, CASE_ABOUT))
LENGTHS = [(10, _("10 min")), (15, _("15 min")), (30, _("30 min")), (45, _("45 min"))]
LEVELS = [("", _("Any level")), *Level.choices]


class SessionForm(forms.Form):
    round = forms.ChoiceField(
        label=_("Round"),
        choices=[(value, label) for value, label, _about in OFFERS],
        widget=forms.RadioSelect,
        initial=Round.FUNDAMENTALS,
    )
    minutes = forms.TypedChoiceField(
        label=_("Length"), choices=LENGTHS, coerce=int, widget=forms.RadioSelect, initial=15
    )
    level = forms.ChoiceField(
        label=_("Level"), choices=LEVELS, required=False, widget=forms.RadioSelect, initial=""
    )
    language = forms.ChoiceField(
        label=_("Interview language"), choices=Language, widget=forms.RadioSelect
    )
    mode = forms.ChoiceField(
        label=_("Mode"),
        choices=[(m.value, m.label) for m in SOLO],
        widget=forms.RadioSelect,
        initial=Mode.STUDY,
    )
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or user.language
        self.fields["language"].initial = language
        askable = Question.objects.askable().filter(round__in=list(ROUNDS)).values("topic")
        cases = Question.objects.cases().values("topic")
        self.topics_by_round: dict[str, list[Topic]] = {value: [] for value, *_words in OFFERS}
        topics_of = Topic.objects.annotate(is_case=Exists(cases.filter(topic=OuterRef("pk"))))
        for topic in topics_of.filter(Q(pk__in=askable) | Q(is_case=True)):
            self.topics_by_round[CASE if topic.is_case else topic.round].append(topic)
        topics = self.fields["topics"]
        assert isinstance(topics, forms.MultipleChoiceField)
        topics.choices = [
            (str(OFFER_LABELS[round]), [(topic.key, topic.name(language)) for topic in members])
            for round, members in self.topics_by_round.items()
            if members
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        of_round = {topic.key for topic in self.topics_by_round.get(cleaned.get("round", ""), [])}
        # topics of the round that was looked at before are left over in the form, not meant
        cleaned["topics"] = [key for key in cleaned.get("topics", []) if key in of_round]
        cleaned["whole_case"] = cleaned.get("round") == CASE
        if cleaned["whole_case"]:
            cleaned |= {"round": Round.SYSTEM_DESIGN, "minutes": CASE_MINUTES}
        return cleaned


OFFER_LABELS = {value: label for value, label, _about in OFFERS}


def rounds_on_offer() -> list[dict[str, object]]:
    """Return the rounds that can be practised, with how many questions each has."""
    counts = Counter(Question.objects.askable().values_list("round", flat=True))
    counts[CASE] = Question.objects.cases().count()
    return [
        {"value": value, "label": label, "description": about, "count": counts[value]}
        for value, label, about in OFFERS
    ]
