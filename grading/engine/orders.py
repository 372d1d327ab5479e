"""Sentences that give the grader orders instead of answering."""

from __future__ import annotations

import re

ORDER = re.compile(
    r"ignore\b.{0,40}\b(?:instruction|rubric|prompt|above|previous)"
    r"|disregard\b.{0,40}\b(?:instruction|rubric|prompt|above|previous)"
    r"|(?:give|award|assign|grant|mark|grade|score|rate)\b.{0,60}\b(?:full|maximum|max|perfect|highest|top)\b.{0,12}"
    r"\b(?:mark|score|credit|point|grade|rating)"
    r"|\b(?:system prompt|as an ai|you are (?:a|the|an) (?:\w+ )?(?:grader|judge|examiner|assistant))"
    r"|(?:score|grade|mark)s?\b.{0,20}\b(?:100|10/10|100/100)\b"
    r"|\b(?:all|every) (?:the )?(?:rubric )?points?\b.{0,30}\b(?:said|covered|satisfied|met|passed)"
    r"|(?:지시|지침|명령|프롬프트|루브릭|채점 ?기준|규칙).{0,14}(?:무시|잊)"
    r"|(?:만점|최고점|100 ?점|점수를? 최대).{0,16}(?:주|줘|처리|부여|달라|매겨|채점|기록|바랍|부탁)"
    r"|채점(?:자|기|관|하는 ?(?:모델|시스템)|\s?(?:모델|시스템|에이전트)).{0,50}"
    r"(?:점|통과|정답|said|만점|처리|주세요|주십)"
    r"|(?:모든|전부).{0,14}(?:항목|포인트|기준|루브릭).{0,16}(?:만족|충족|통과|언급한|말한|said)",
    re.IGNORECASE | re.DOTALL,
)


def is_order(sentence: str) -> bool:
    """Whether a sentence tells the grader what to give."""
    return ORDER.search(sentence) is not None
