"""The arithmetic of a playback: idle time is cut out, and every moment has its place both ways."""

from __future__ import annotations

import pytest

from tests.interface.test_modules import run

# two words, ten minutes of nothing, one word
MOMENTS = "[1000, 2000, 602000]"
CUT = f"m.stretchesOf({MOMENTS}, 0, 603000, true)"


def test_it_cuts_out_where_nothing_happens() -> None:
    assert run("live-timeline.js", f"m.lengthOf({CUT})") == 2000 + 800 + 800 + 1000
    assert (
        run("live-timeline.js", f"m.lengthOf(m.stretchesOf({MOMENTS}, 0, 603000, false))") == 603000
    )


@pytest.mark.parametrize("real", [0, 1500, 2500, 601_500, 602_900])
def test_it_finds_the_same_moment_back(real: int) -> None:
    assert run("live-timeline.js", f"m.realOf({CUT}, m.playedOf({CUT}, {real}))") == real


def test_it_takes_a_moment_in_the_gap_to_its_beginning() -> None:
    assert run("live-timeline.js", f"m.realOf({CUT}, m.playedOf({CUT}, 300000))") in (2800, 601_200)


@pytest.mark.parametrize(
    ("inserted", "late", "pasted"), [(1, False, False), (80, False, True), (80, True, False)]
)
def test_it_tells_pasting_from_typing(inserted: int, late: bool, pasted: bool) -> None:
    flag = str(late).lower()
    assert run("live-timeline.js", f"m.isPaste({inserted}, {flag})") is pasted


DRAW = """await (async () => {
  const yjs = await import('yjs');
  const page = new yjs.Doc();
  const updates = [];
  page.on('update', (update) => {
    const data = btoa(String.fromCharCode(...update));
    updates.push({ at: updates.length, seat: 1, late: false, data });
  });
  const text = page.getText('text:1');
  const long = 'x'.repeat(40);
  text.insert(0, 'abc');
  text.insert(3, long);
  text.delete(3, 40);
  text.insert(1, long);
  const { changes } = m.measure(yjs, { updates, questions: [{ id: 1, stages: {} }] });
  return changes.map((change) => change.inserted);
})()"""


def test_it_calls_nothing_pasted_that_stood_there_before() -> None:
    """Undone, or cut and put elsewhere: the words are the writer's own."""
    assert run("live-recording.js", DRAW) == [3, 40, 0, 0]
