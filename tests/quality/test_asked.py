"""An answer that only says its question again is named so, in whatever words; a short right one is not."""

from __future__ import annotations

import pytest

from grading.engine.verdict import AnswerVerdict, GradeItem
from tests.quality.conftest import Bench

ASKED_AGAIN = [
    (
        "C16",
        "en",
        "So somebody on the data side trained a classifier for texts in a notebook and gave it to "
        "me. It will see thousands of requests each second, from phones, from a backend in Java and "
        "from other clients. What I am asked is what it means to make a stateless serving function "
        "of it, and what the reason for that is.",
    ),
    (
        "C28",
        "ko",
        "매물이 며칠 걸려 팔릴지를 예측하는 모델이 있고, 오차가 평균 12일 정도 나온 상황이네요. "
        "사업팀은 이 정도면 좋은 거냐고 궁금해합니다. 그 질문에 제가 뭐라고 대답할지를 말씀드려야 "
        "합니다.",
    ),
    (
        "A2.10",
        "ko",
        "정형 데이터가 있고 행은 20만 개쯤, 컬럼은 80개쯤 됩니다. 50밀리초 안에 응답이 나가야 "
        "하고요. 감사팀은 왜 그렇게 결정했는지 듣고 싶어 합니다. 결국 어떤 알고리즘에서 출발해서 "
        "최종 모델까지 어떻게 갈지를 정하는 문제입니다.",
    ),
]
SHORT_AND_RIGHT = [
    (
        "C16",
        "en",
        "Everything a prediction needs is in the request, the function keeps nothing between two "
        "calls. Then any copy can answer and I add copies behind the load balancer when the traffic "
        "grows.",
    ),
    (
        "A2.10",
        "en",
        "For a table like this I'd start from logistic regression and then try boosted trees. If the "
        "gain is inside the noise of the folds, the auditors get the simple one.",
    ),
    (
        "A2.10",
        "ko",
        "이 과제면 로지스틱 회귀부터 베이스라인으로 깔고 부스팅 트리를 돌려 봅니다. 차이가 폴드 편차 "
        "안이면 감사팀을 생각해서 단순한 쪽으로 가고요.",
    ),
]


def graded(bench: Bench, question: str, language: str, text: str) -> AnswerVerdict:
    (verdict,) = bench.grader.grade([GradeItem(bench.rubrics[question], language, text)])
    return verdict


@pytest.mark.parametrize(("question", "language", "text"), ASKED_AGAIN)
def test_it_names_a_question_said_again(bench: Bench, question, language, text) -> None:
    verdict = graded(bench, question, language, text)
    assert "restated" in verdict.gates
    assert verdict.score <= 2


@pytest.mark.parametrize(("question", "language", "text"), SHORT_AND_RIGHT)
def test_it_lets_a_short_right_answer_be(bench: Bench, question, language, text) -> None:
    verdict = graded(bench, question, language, text)
    assert verdict.gates == ()
    assert verdict.score > 15
