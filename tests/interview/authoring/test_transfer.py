"""Import and export: nothing is lost on the way, a bad file changes nothing, a good one can be undone."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from interview.accounts.models import User
from interview.authoring import transferring
from interview.authoring.drafting import save_draft
from interview.authoring.formats import read_upload, write_csv, write_yaml
from interview.authoring.resource import read_row, tabled
from interview.authoring.runs import ImportRun
from interview.questions.document import content_of, document_of, file_of
from interview.questions.files import read_bank
from interview.questions.importing import load_questions, load_topics
from interview.questions.models import Question, RubricVersion
from interview.questions.publishing import content_hash
from interview.questions.schema import QuestionFile
from tests.factories import make_question, question_data


@pytest.fixture(scope="module")
def bank() -> list[QuestionFile]:
    return read_bank(settings.QUESTION_FOLDER)


def test_it_brings_the_whole_bank_back_by_yaml_and_csv(db: None, bank: list[QuestionFile]) -> None:
    load_topics(settings.SYLLABUS_FILE)
    load_questions(bank)
    wanted = {file.id: file.source_hash() for file in bank}
    versions = RubricVersion.objects.select_related("question__topic").prefetch_related("points")
    documents = [document_of(version) for version in versions]
    for name, text in (
        ("bank.yaml", write_yaml(documents)),
        ("bank.csv", write_csv(tabled(iter(documents)))),
    ):
        files = [read_row(row) for row in read_upload(name, text.encode()).dict]
        assert {file.id: file.source_hash() for file in files} == wanted, name
        assert {(f.id, f.level, f.minutes, f.slug) for f in files} == {
            (f.id, f.level, f.minutes, f.slug) for f in bank
        }


def exported(desk: Client, form: str) -> bytes:
    return desk.get(reverse("curation-export", args=[form])).content


def upload(desk: Client, content: bytes, name: str = "some.yaml") -> Any:
    file = SimpleUploadedFile(name, content)
    return desk.post(reverse("curation-transfer"), {"file": file}, follow=True)


def confirm(desk: Client) -> ImportRun:
    run = ImportRun.objects.get()
    desk.post(reverse("curation-import-confirm", args=[run.pk]))
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("form", ["yaml", "csv"])
def test_it_imports_what_it_exported_as_the_same(desk: Client, form: str) -> None:
    make_question("Q1")
    make_question("Q2", prompt={"ko": "- 질문", "en": "=1+1, 'quoted' and\n- lines"})
    page = upload(desk, exported(desk, form), f"some.{form}")
    assert "0 new, 0 with a new draft, 2 the same, 0 wrong" in page.content.decode()
    assert confirm(desk).unchanged == 2
    assert RubricVersion.objects.count() == 2


def changed(desk: Client) -> bytes:
    make_question("Q1")
    return exported(desk, "yaml").replace(b"Please explain Q1.", b"Tell me about Q1.")


def test_it_tries_before_it_imports(desk: Client) -> None:
    page = upload(desk, changed(desk))
    assert "0 new, 1 with a new draft, 0 the same, 0 wrong" in page.content.decode()
    assert RubricVersion.objects.count() == 1
    run = confirm(desk)
    draft = RubricVersion.objects.get(number=2)
    assert (draft.state, draft.prompt_en) == ("draft", "Tell me about Q1.")
    assert Question.objects.get().current.number == 1
    assert list(run.versions.all()) == [draft]
    assert draft.events.get().kind == "imported"
    assert [line["outcome"] for line in run.report] == ["update"]
    assert file_of(draft).source_hash() != Question.objects.get().current.source_hash


def test_it_imports_once_when_confirmed_twice(desk: Client) -> None:
    upload(desk, changed(desk))
    confirm(desk)
    confirm(desk)
    assert RubricVersion.objects.count() == 2


def test_it_undoes_an_import(desk: Client, curator: User) -> None:
    make_question("Q1")
    fresh = question_data("Q1-2", level="senior")
    old = question_data("Q1", level="senior", prompt={"ko": "새로", "en": "Anew"})
    upload(desk, write_yaml([old, fresh]).encode())
    run = confirm(desk)
    assert [line["outcome"] for line in run.report] == ["update", "new"]
    assert Question.objects.get(key="Q1").level == "senior"
    desk.post(reverse("curation-import-undo", args=[run.pk]))
    question = Question.objects.get(key="Q1")
    assert (question.level, question.current.number) == ("mid", 1)
    assert set(run.versions.values_list("state", flat=True)) == {"discarded"}
    assert Question.objects.get(key="Q1-2").withdrawn_at is not None
    run.refresh_from_db()
    assert run.undone_by == curator


def test_it_leaves_what_somebody_has_written_on(desk: Client, curator: User) -> None:
    upload(desk, changed(desk))
    run = confirm(desk)
    draft = run.versions.get()
    save_draft(draft, content_of(draft) | {"hints": []}, revision=0, by=curator)
    page = desk.post(reverse("curation-import-undo", args=[run.pk]), follow=True)
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert b"left alone: Q1" in page.content


def test_it_changes_nothing_when_one_row_is_bad(desk: Client) -> None:
    make_question("Q1")
    good = question_data("Q1", prompt={"ko": "새로", "en": "Anew"})
    bad = question_data("Q1-2", hints=[], minutes=999)
    del bad["model_answer"]
    before = content_hash(Question.objects.get().current)
    page = upload(desk, write_yaml([good, bad]).encode()).content.decode()
    assert "1 wrong" in page
    assert "minutes: " in page
    assert "model_answer: " in page
    run = confirm(desk)
    assert (run.ran_at, run.versions.count()) == (None, 0)
    assert [(q.key, q.versions.count()) for q in Question.objects.all()] == [("Q1", 1)]
    assert content_hash(Question.objects.get().current) == before


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"\xff\xfe\x00", "x.yaml", "not UTF-8"),
        (b"id: [", "x.yaml", "is not YAML"),
        (b"", "x.yaml", "holds no question"),
        ("id: 질문\n".encode("cp949"), "x.yaml", "not UTF-8"),
        ("id,slug\nQ1,질문\n".encode("cp949"), "x.csv", "save it as “CSV UTF-8”"),
        ("id: Q1\n".encode("utf-16"), "x.yaml", "not UTF-8"),
        (b"PK\x03\x04\x14\x00\x00", "x.zip", "not UTF-8"),
        (b"a: &x [1]\nb: *x\n", "x.yaml", "aliases"),
        (b"- " * 100_000, "x.yaml", "Line 1 is nested too deeply."),
        (b"[" * 100_000, "x.yaml", "nested too deeply"),
        (b"a: {" * 100_000, "x.yaml", "nested too deeply"),
        (b"id: Q1\npoints: []\npoints: []\n", "x.yaml", "Line 3: “points” stands there"),
        (b"p:\n- {a: 1, b: {a: 1}, a: 2}\n", "x.yaml", "Line 2: “a” stands there"),
        (b"a,b\n1,2\n", "x.csv", "name the columns"),
        (b"id,id\n1,2\n", "x.csv", "name the columns"),
        (b"id,slug\n1\n", "x.csv", "number of cells"),
        (b'id\n"unclosed', "x.csv", "not CSV"),
    ],
)
def test_it_refuses_other_files_in_words(
    desk: Client, content: bytes, name: str, words: str
) -> None:
    page = upload(desk, content, name)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"- 1\n- 2\n", b"just text\n", b"id: Q1\npoints: 5\n", b"{}\n", b"id: {a: 1}\n"],
)
def test_it_calls_a_bad_row_by_its_number(desk: Client, content: bytes) -> None:
    page = upload(desk, content)
    assert page.status_code == 200
    assert "1 wrong" in page.content.decode()
    assert not Question.objects.exists()


def test_it_names_unknown_topics_and_repeated_keys(desk: Client) -> None:
    make_question("Q1")
    again = question_data("Q1", level="senior")
    page = upload(desk, write_yaml([again, again, question_data("Z9")]).encode()).content.decode()
    assert "There is no topic Z9." in page
    assert "Q1 stands in the file twice." in page


def test_it_exports_one_question_as_its_file(desk: Client) -> None:
    question = make_question("Q1")
    reply = desk.get(reverse("curation-export-one", args=["Q1"]))
    assert f"Q1-{question.slug}.yaml" in reply["Content-Disposition"]
    [row] = read_upload("x.yaml", reply.content).dict
    assert read_row(row).source_hash() == question.current.source_hash


def test_it_is_not_there_for_outsiders(outsider: Client, desk: Client, reviewer: User) -> None:
    make_question("Q1")
    upload(desk, exported(desk, "yaml"))
    run = ImportRun.objects.get()
    for url in (
        reverse("curation-transfer"),
        reverse("curation-export", args=["csv"]),
        reverse("curation-export-one", args=["Q1"]),
        reverse("curation-import", args=[run.pk]),
    ):
        assert outsider.get(url).status_code == 404
    for name in ("curation-import-confirm", "curation-import-undo"):
        assert outsider.post(reverse(name, args=[run.pk])).status_code == 404
    reader = Client()
    reader.force_login(reviewer)
    assert reader.get(reverse("curation-transfer")).status_code == 200
    assert reader.post(reverse("curation-import-confirm", args=[run.pk])).status_code == 404
    assert upload(reader, b"id: Q1\n").status_code == 422


def test_it_does_not_read_what_is_too_large(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_args: object) -> bytes:
        raise AssertionError("it was read")

    monkeypatch.setattr(transferring, "LARGEST", 10)
    monkeypatch.setattr(InMemoryUploadedFile, "read", read, raising=False)
    file = BytesIO(b"x" * 11)
    file.name = "some.yaml"
    page = desk.post(reverse("curation-transfer"), {"file": file})
    assert (page.status_code, "The file is too large." in page.content.decode()) == (422, True)
    assert not ImportRun.objects.exists()


def test_it_offers_again_what_an_undone_import_had_brought(desk: Client) -> None:
    make_question("Q1")
    content = write_yaml([question_data("Q1-2")]).encode()
    upload(desk, content)
    desk.post(reverse("curation-import-undo", args=[confirm(desk).pk]))
    assert Question.objects.get(key="Q1-2").withdrawn_at is not None
    ImportRun.objects.all().delete()
    upload(desk, content)
    again = confirm(desk)
    assert Question.objects.get(key="Q1-2").withdrawn_at is None
    desk.post(reverse("curation-import-undo", args=[again.pk]))
    assert Question.objects.get(key="Q1-2").withdrawn_at is not None


def test_it_keeps_a_frame_that_somebody_has_changed_since(desk: Client) -> None:
    make_question("Q1")
    upload(desk, write_yaml([question_data("Q1", level="senior", minutes=20)]).encode())
    run = confirm(desk)
    form = {"level": "senior", "minutes": "25", "slug": "other"}
    desk.post(reverse("curation-frame", args=["Q1"]), form)
    desk.post(reverse("curation-import-undo", args=[run.pk]))
    question = Question.objects.get()
    assert (question.level, question.minutes, question.slug) == ("senior", 25, "other")


def test_it_exports_what_excel_reads_as_korean(desk: Client) -> None:
    make_question("Q1")
    text = exported(desk, "csv")
    assert text.startswith("\ufeffid,".encode())
    assert "설명해".encode() in text


def test_it_brings_back_a_formula_as_the_text_it_was(desk: Client) -> None:
    prompt = {"ko": "=HYPERLINK(질문)", "en": "=cmd|' /C calc'!A0"}
    make_question("Q1", prompt=prompt)
    content = exported(desk, "csv")
    assert b"'=cmd" in content
    [row] = read_upload("x.csv", content).dict
    assert read_row(row).prompt.en == prompt["en"]
