"""Dictation: a recording goes to the transcription endpoint and comes back as text to be edited."""

from __future__ import annotations

import threading
from functools import lru_cache

from allauth.decorators import rate_limit
from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from grading.backends.language_model import ModelError
from grading.backends.openai_compatible import OpenAICompatible
from interview.errors import RequestError
from interview.web import PersonRequest, person_required

# what browsers record, and the name that tells the endpoint which it is
KINDS = {
    "audio/webm": "speech.webm",
    "video/webm": "speech.webm",
    "audio/ogg": "speech.ogg",
    "audio/mp4": "speech.mp4",
    "audio/wav": "speech.wav",
}
AT_ONCE = 2
# requests wait for somebody else's machine here: they must not hold all threads of the site
places = threading.BoundedSemaphore(AT_ONCE)


@require_POST
@person_required
@rate_limit(action="dictate")  # type: ignore[untyped-decorator]
def dictate(request: PersonRequest) -> HttpResponse:
    """Return what was said; nothing of it is kept here."""
    if not settings.DICTATION_ON:
        raise Http404
    # looked at before the body is read
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.DICTATION_MAX_BYTES:
        raise RequestError(_("The recording is too long. Say it in shorter parts."), status=413)
    recording = request.FILES.get("recording")
    kind = (recording.content_type or "").partition(";")[0] if recording else ""
    if recording is None or not recording.size or kind not in KINDS:
        raise RequestError(_("No recording arrived. Try again."))
    language = request.POST.get("language", "")
    if not places.acquire(blocking=False):
        raise RequestError(
            _("Others are dictating just now. Try again in a few seconds."), status=503
        )
    try:
        text = the_transcriber().transcribe(
            recording.read(),
            name=KINDS[kind],
            kind=kind,
            language=language if language in ("ko", "en") else "",
        )
    except ModelError:
        raise RequestError(
            _("Your words could not be written down just now. Try again, or type them."), status=502
        ) from None
    finally:
        places.release()
    return JsonResponse({"text": text.strip()[: settings.ANSWER_MAX_CHARACTERS]})


def the_transcriber() -> OpenAICompatible:
    return build(
        settings.TRANSCRIPTION_MODEL,
        settings.TRANSCRIPTION_BASE_URL,
        settings.TRANSCRIPTION_API_KEY,
    )


@lru_cache(maxsize=2)
def build(model: str, url: str, key: str) -> OpenAICompatible:
    seconds = settings.DICTATION_SECONDS
    return OpenAICompatible(model, key=key, url=url, silence=seconds, limit=seconds, max_tokens=0)
