"""What is counted: the nouns after a number, and in Korean before it."""

from __future__ import annotations

import re

from grading.engine.estimates.quantity import Noun

AFTER = {
    Noun.PARAMETERS: r"param(?:eter)?s?\b|weights?\b|파라미터|매개변수|[- ]?(?:LLM\b|model\b|모델)",
    Noun.TOKENS: r"tokens?\b|토큰",
    Noun.COPIES: r"(?:\w+-way )?(?:replicas?|copies|replication)\b|복제|사본|벌(?![가-힣]*금)",
    Noun.CANDIDATES: r"candidates?\b|후보",
    Noun.PEOPLE: (
        r"users?\b|people\b|members?\b|[DMW]AU\b|customers?\b|subscribers?\b|visitors?\b|accounts?\b|"
        r"persons?\b|actives\b|viewers?\b|guests?\b|명|사용자|유저|이용자|회원|고객|가입자"
    ),
    Noun.MACHINES: (
        r"servers?\b|machines?\b|[GT]PUs?\b|cores?\b|nodes?\b|cards?\b|boxes\b|instances?\b|hosts?\b|"
        r"pods?\b|workers?\b|[AH]100s?\b|대(?![가-힣]*[략신부])|코어|노드|서버|GPU"
    ),
    Noun.EVENTS: (
        r"requests?\b|search(?:es)?\b|quer(?:y|ies)\b|clicks?\b|events?\b|impressions?\b|views?\b|"
        r"loads?\b|calls?\b|opens?\b|visits?\b|sessions?\b|interactions?\b|logs?\b|transactions?\b|"
        r"messages?\b|plays?\b|likes?\b|times\b(?=\s(?:an?|per|each|every|daily)\b)|uploads?\b|"
        r"uploaded\b|inferences?\b|predictions?\b|건|번(?!째|역)|회(?!원|사)|요청|검색|쿼리|클릭|이벤트|"
        r"노출|조회|호출"
    ),
    Noun.THINGS: (
        r"items?\b|videos?\b|images?\b|photos?\b|pictures?\b|doc(?:ument)?s?\b|products?\b|vectors?\b|"
        r"embeddings?\b|rows?\b|ids?\b|entries\b|listings?\b|songs?\b|tracks?\b|pages?\b|ads?\b|"
        r"records?\b|examples?\b|samples?\b|posts?\b|articles?\b|files?\b|labels?\b|pairs?\b|edges?\b|"
        r"개(?!월|선|인)|장(?!치|점|기|애)|편|곡|행(?!동|위)|줄|아이템|상품|영상|동영상|이미지|사진|문서|"
        r"벡터|광고|게시물|쌍"
    ),
}
# where the counter after the number says little: 파라미터 70억 개
BEFORE = {
    Noun.PARAMETERS: r"파라미터|매개변수|parameters?",
    Noun.TOKENS: r"토큰",
    Noun.COPIES: r"복제본?|사본|레플리카",
    Noun.CANDIDATES: r"후보",
    Noun.MACHINES: r"서버|GPU|머신|장비|노드|인스턴스|코어|A100|H100|그래픽카드",
    Noun.PEOPLE: r"[DM]AU|(?:users?|members?)(?=\s?[:=])|사용자|유저|이용자|회원|고객|가입자",
}
_PARTICLE = r"\s?(?:은|는|이|가|을|를|도|만|수는|수가|수|[:=])?\s?(?:약|대략|한|총|최소|평균)?\s?$"
NOUNS = {noun: re.compile(pattern, re.I | re.A) for noun, pattern in AFTER.items()}
NOUNS_BEFORE = {
    noun: re.compile(rf"(?:{pattern}){_PARTICLE}", re.I | re.A) for noun, pattern in BEFORE.items()
}
