"""What the engine's tests share: the shipped glossary, a small rubric, a grader without a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from grading.engine.calibration import Uncalibrated
from grading.engine.glossary import Glossary, load_glossary
from grading.engine.grader import Grader
from grading.engine.rubric import Contrast, Point, Rubric
from tests.engine.fake_encoder import TrigramEncoder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    return load_glossary(ROOT / "fixtures" / "glossary.yaml")


@pytest.fixture
def encoder() -> TrigramEncoder:
    return TrigramEncoder()


@pytest.fixture
def grader(encoder: TrigramEncoder, glossary: Glossary) -> Grader:
    return Grader(encoder, glossary=glossary, calibration=Uncalibrated())


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    return Rubric(
        question="T1",
        prompt={
            "ko": "트리 하나로는 결과가 들쭉날쭉합니다. 배깅과 부스팅은 어떻게 다릅니까?",
            "en": "A single tree gives erratic results. How do bagging and boosting differ?",
        },
        points=(
            Point(
                key="bagging-variance",
                dimension="knowledge",
                weight=3,
                required=True,
                text={
                    "ko": "배깅은 여러 모델을 평균 내어 분산을 줄인다.",
                    "en": "Bagging reduces variance by averaging many models.",
                },
                phrasings={
                    "ko": ("따로 학습한 트리를 평균 내니까 출렁임이 작아져요.",),
                    "en": ("Averaging separately grown trees smooths out the noise.",),
                },
                contrasts=(
                    Contrast(
                        "swapped",
                        {
                            "ko": "배깅은 편향을 줄이려고 쓴다.",
                            "en": "Bagging is used to reduce bias.",
                        },
                    ),
                ),
            ),
            Point(
                key="boosting-order",
                dimension="tradeoffs",
                weight=2,
                required=False,
                text={
                    "ko": "부스팅은 앞 모델의 오차를 다음 모델이 차례로 고친다.",
                    "en": "Boosting fits each new model to the errors of the ones before it.",
                },
                phrasings={
                    "ko": ("틀린 것을 다음 트리가 이어서 메꿉니다.",),
                    "en": ("Every tree repairs what is still wrong so far.",),
                },
                contrasts=(
                    Contrast(
                        "wrong_fact",
                        {
                            "ko": "부스팅은 모든 모델을 서로 무관하게 동시에 학습한다.",
                            "en": "Boosting trains all its models independently at the same time.",
                        },
                    ),
                ),
            ),
        ),
    )
