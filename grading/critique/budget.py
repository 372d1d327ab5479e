"""What may be spent in a day, by one person and by the site; every call is a row of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from grading.backends.language_model import Message, Reply
from grading.models import CritiqueReason, Purpose, Spend
from interview.models import User

MILLION = Decimal(1_000_000)
# fewer characters a token than any tokenizer needs for Korean, so that estimates err upwards
CHARACTERS_A_TOKEN = 2
LEDGER_LOCK = 7_301_118


class OverBudgetError(Exception):
    """Today's share is used up."""

    def __init__(self, reason: CritiqueReason) -> None:
        super().__init__(reason)
        self.reason = reason


def estimate(messages: Sequence[Message]) -> int:
    return sum(len(message.content) for message in messages) // CHARACTERS_A_TOKEN


def price(tokens_in: int, tokens_out: int) -> Decimal:
    wanted = Decimal(str(settings.CRITIQUE_PRICE_IN)), Decimal(str(settings.CRITIQUE_PRICE_OUT))
    return (tokens_in * wanted[0] + tokens_out * wanted[1]) / MILLION


def reserve(
    user: User | None, messages: Sequence[Message], *, model: str, purpose: Purpose
) -> Spend:
    """Put the most that this call can take into the ledger; raises OverBudgetError.

    One at a time: two calls that each just fit do not both get in.
    """
    tokens_in, tokens_out = estimate(messages), settings.CRITIQUE_MAX_TOKENS
    cost = price(tokens_in, tokens_out)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])
        if purpose == Purpose.CRITIQUE:
            check(user, tokens_in + tokens_out, cost)
        return Spend.objects.create(
            user=user,
            purpose=purpose,
            model=model,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            cost=cost,
        )


def check(user: User | None, tokens: int, cost: Decimal) -> None:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = Spend.objects.since(midnight).filter(purpose=Purpose.CRITIQUE)
    if user is not None:
        mine = today.filter(user=user).tokens()
        if mine + tokens > settings.CRITIQUE_PERSON_TOKENS:
            raise OverBudgetError(CritiqueReason.PERSON_BUDGET)
    most = Decimal(str(settings.CRITIQUE_SITE_MONEY))
    too_dear = most > 0 and today.money() + cost > most
    if too_dear or today.tokens() + tokens > settings.CRITIQUE_SITE_TOKENS:
        raise OverBudgetError(CritiqueReason.SITE_BUDGET)


def settle(spend: Spend, reply: Reply | None, *, heard: str = "") -> Spend:
    """Put in what it took; without a whole reply what was sent counts, since it may have been read,
    and what had been heard until it broke off."""
    spend.settled, spend.answered = True, reply is not None
    if reply is None:
        spend.tokens_out = len(heard) // CHARACTERS_A_TOKEN
    else:
        said = len(reply.text) // CHARACTERS_A_TOKEN
        spend.tokens_in = spend.tokens_in if reply.tokens_in is None else reply.tokens_in
        spend.tokens_out = said if reply.tokens_out is None else reply.tokens_out
        spend.milliseconds = int(reply.seconds * 1000)
    spend.cost = price(spend.tokens_in, spend.tokens_out)
    spend.save()
    return spend
