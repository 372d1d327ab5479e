"""What a curator fills in outside the editor: a new question, its frame, a labelled answer."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from interview.questions.models import Question
from interview.questions.samples import SampleAnswer

KEY = r"[A-Z]+(\d+|\d*\.\d+)(-\d+)?"
STATES = ("said", "partly", "not_said", "contradicted")


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]
    minutes = forms.IntegerField(
        label=_("Minutes"), validators=[MinValueValidator(3), MaxValueValidator(60)]
    )

    class Meta:
        model = Question
        fields: ClassVar[list[str]] = ["key", "topic", "round", "level", "minutes", "slug"]
        labels: ClassVar[dict[str, Any]] = {
            "key": _("Key"), "topic": _("Topic"), "round": _("Round"), "level": _("Level"),
            "slug": _("Short name"),
        }  # fmt: skip
        help_texts: ClassVar[dict[str, Any]] = {
            "key": _("The topic's key, with a number for a further question: A2.13-2."),
            "slug": _("A few English words with hyphens, as in bagging-and-boosting."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        key, topic = cleaned.get("key", ""), cleaned.get("topic")
        if topic and key and key.split("-")[0] != topic.key:
            self.add_error("key", _("The key must start with its topic's key."))
        return cleaned


class FrameForm(QuestionForm):
    """The same without what names the question; it changes in place and keeps its history."""

    class Meta(QuestionForm.Meta):
        fields: ClassVar[list[str]] = ["level", "minutes", "slug"]


class SampleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A labelled answer; each point of the rubric has a field of its own, `state-<key>`."""

    class Meta:
        model = SampleAnswer
        fields: ClassVar[list[str]] = ["kind", "language", "text", "score", "twin"]
        labels: ClassVar[dict[str, Any]] = {"twin": _("Twin in the other language (its key)")}
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea(attrs={"rows": 10})}

    def __init__(self, *args: Any, points: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = points

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        states = {key: self.data.get(f"state-{key}", "not_said") for key in self.points}
        if any(state not in STATES for state in states.values()):
            raise forms.ValidationError(_("Choose one of the four states for every point."))
        twin = cleaned.get("twin")
        others = SampleAnswer.objects.filter(question=self.instance.question)
        if twin and not others.filter(key=twin).exclude(language=cleaned.get("language")).exists():
            self.add_error(
                "twin", _("No answer of this question in the other language has that key.")
            )
        self.instance.states = json.loads(json.dumps(states))
        return cleaned
