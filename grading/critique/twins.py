"""The same content said longer, and said shorter: a judge of content should not notice."""

from __future__ import annotations

import re

PADDING = {
    "en": (
        "That is a great question, and I am glad you asked it, because it comes up a lot in practice.",
        "I would like to take a moment to structure my thoughts before I go into the details here.",
        "To sum up, I believe that covers the essence of it, and I am happy to go deeper anywhere.",
    ),
    "ko": (
        "정말 좋은 질문이라고 생각하고, 실무에서도 자주 나오는 이야기라 반갑습니다.",
        "자세히 말씀드리기 전에 먼저 생각을 조금 정리해서 차근차근 설명드려 보겠습니다.",
        "정리하면 이 정도가 핵심이라고 생각하고, 궁금하신 부분은 더 자세히 말씀드릴 수 있습니다.",
    ),
}
FILLER = re.compile(
    r"\b(?:basically|actually|really|very|of course|I think(?: that)?|I believe(?: that)?|in my opinion"
    r"|you know|to be honest|as far as I know|generally speaking)\b,? ?"
    r"|(?:사실|일단|약간|좀|그러니까|뭐랄까|아무래도|제 생각에는|기본적으로) ",
    re.IGNORECASE,
)


def pad(text: str, language: str) -> str:
    """Say the same with polite sentences that claim nothing around it."""
    first, second, last = PADDING[language]
    return f"{first} {second}\n\n{text}\n\n{last}"


def shorten(text: str) -> str:
    """Say the same as bare lines without the words that carry nothing."""
    lean = FILLER.sub("", text)
    return "\n".join(
        f"- {line.strip()}" for line in re.split(r"(?<=[.!?])\s+|\n+", lean) if line.strip()
    )
