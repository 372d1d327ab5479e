"""The configured language model, one a process."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from grading.backends.language_model import LanguageModel
from grading.backends.openai_compatible import OpenAICompatible


def the_model() -> LanguageModel:
    return build(settings.CRITIQUE_MODEL, settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY)


@lru_cache(maxsize=4)
def build(model: str, url: str, key: str) -> OpenAICompatible:
    return OpenAICompatible(
        model,
        key=key,
        url=url,
        silence=settings.CRITIQUE_SILENCE_SECONDS,
        limit=settings.CRITIQUE_LIMIT_SECONDS,
        max_tokens=settings.CRITIQUE_MAX_TOKENS,
    )
