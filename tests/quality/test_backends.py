"""Encoders and entailment models from the environment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from grading.backends import use_multilingual
from grading.backends.cross_encoder import CrossEncoderEntailment
from grading.backends.errors import BackendError
from grading.backends.load import load_encoder, load_entailment, load_grader

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "bagging",
    "reduces",
    "variance",
    "bias",
    "the",
]


@pytest.fixture(scope="session")
def tiny_nli(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real NLI cross-encoder of a few thousand weights, made here."""
    transformers = pytest.importorskip("transformers")
    folder = tmp_path_factory.mktemp("tiny-nli")
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    transformers.BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    config = transformers.BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=64, num_labels=3,
        id2label={0: "contradiction", 1: "entailment", 2: "neutral"},
        label2id={"contradiction": 0, "entailment": 1, "neutral": 2},
    )  # fmt: skip
    transformers.BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def test_it_uses_the_multilingual_encoder_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("EMBEDDING_MODEL", raising=False)
    encoder = load_encoder()
    rows = encoder.encode(["배깅은 분산을 줄인다", "Bagging reduces variance", "날씨가 좋다"])
    assert encoder.id.startswith("use-m3@")
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_it_refuses_other_weights_than_the_pinned_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(use_multilingual.PINNED, "sp.model", "0" * 64)
    with pytest.raises(BackendError, match="pinned") as raised:
        load_encoder("use-m3")
    assert raised.value.permanent


def test_it_refuses_a_thread_count_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_THREADS", "many")
    with pytest.raises(BackendError, match="EMBEDDING_THREADS"):
        load_encoder()


def test_it_raises_for_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BackendError, match="cannot be loaded"):
        load_encoder(str(tmp_path / "none"))


def test_it_asks_no_entailment_model_unless_one_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENTAILMENT_MODEL", raising=False)
    assert load_entailment() is None


def test_it_judges_pairs_with_a_cross_encoder(tiny_nli: Path) -> None:
    judge = CrossEncoderEntailment(str(tiny_nli))
    found = judge.judge(
        [("bagging reduces variance", "boosting reduces bias"), ("bias", "variance")]
    )
    assert found.shape == (2, 3)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)
    assert judge.judge([]).shape == (0, 3)


def test_it_grades_with_the_entailment_model_that_the_site_names(
    tiny_nli: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTAILMENT_MODEL", str(tiny_nli))
    assert load_grader().encoder_id.endswith("+" + tiny_nli.name)


def test_it_loads_no_torch_for_the_default_encoder() -> None:
    script = (
        "import sys; from grading.backends.load import load_grader; load_grader();"
        "print('torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
