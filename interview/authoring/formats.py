"""The files that questions travel in: the repository's YAML, one document a question, and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import tablib
import yaml
from django.utils.translation import gettext as _

from interview.authoring.guarding import check_events
from interview.errors import RequestError
from interview.questions.document import Document
from interview.questions.files import LOADER

LARGEST = 20 * 1024 * 1024
MOST = 5000

csv.field_size_limit(1024 * 1024)


class Dumper(yaml.SafeDumper):
    """Writes texts of several lines as people do, with `|`."""


def text_node(dumper: Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Dumper.add_representer(str, text_node)


def write_yaml(documents: Iterable[Document]) -> str:
    return yaml.dump_all(
        documents, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10_000
    )


def read_upload(name: str, content: bytes) -> tablib.Dataset:
    """Return one row a question; RequestError, in words, for what is neither YAML nor CSV."""
    if len(content) > LARGEST:
        raise RequestError(_("The file is too large."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise other_encoding() from error
    if "\x00" in text:
        raise other_encoding()
    rows = read_csv(text) if name.lower().endswith(".csv") else read_yaml(text)
    if not len(rows):
        raise RequestError(_("The file holds no question."))
    if len(rows) > MOST:
        raise RequestError(_("The file holds more than %(most)d questions.") % {"most": MOST})
    return rows


def other_encoding() -> RequestError:
    return RequestError(_("The file is not UTF-8 text. In a spreadsheet, save it as “CSV UTF-8”."))


def read_yaml(text: str) -> tablib.Dataset:
    dataset = tablib.Dataset(headers=["document"])
    try:
        check_events(text)
        for document in yaml.load_all(text, Loader=LOADER):
            if document is not None:
                dataset.append([document])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise RequestError(_("Line %(line)d is not YAML.") % {"line": line}) from error
    return dataset


def read_csv(text: str) -> tablib.Dataset:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise RequestError(_("The file is not CSV.")) from error
    rows = [row for row in rows if any(row)]
    if not rows or len(set(rows[0])) < len(rows[0]) or "id" not in rows[0]:
        raise RequestError(_("The first line must name the columns, each once, with one “id”."))
    width = len(rows[0])
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != width:
            raise RequestError(
                _("Row %(row)d has another number of cells than the first.") % {"row": number}
            )
    return tablib.Dataset(*rows[1:], headers=rows[0])


def write_csv(dataset: tablib.Dataset) -> str:
    """Return the rows as text that begins with a mark: without it Excel reads Korean as noise."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(dataset.headers)
    writer.writerows(dataset)
    return out.getvalue()
