"""What happened, for whoever enqueues. It carries an id and means: look at that row."""

from django.dispatch import Signal

critique_wanted = Signal()  # critique_id: int
