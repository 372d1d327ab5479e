"""What happened, for whoever cares. Each carries an id and means: look at that row."""

from django.dispatch import Signal

# Sent inside the transaction that changed the row; receivers act on commit.
answer_submitted = Signal()  # answer_id: int; there is a text to grade
answer_closed = Signal()  # answer_id: int; with a text or without
turn_left = Signal()  # turn_id: int, at: datetime (when its clock stopped)
question_asked = Signal()  # question_id: int; of the interviewer, in a design case
rubric_published = Signal()  # rubric_version_id: int
guest_claimed = Signal()  # user_id: int
release_check_requested = Signal()  # check_id: int, judge: str (who is to look)
draft_saved = Signal()  # rubric_version_id: int
