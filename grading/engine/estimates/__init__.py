"""Quantities in an answer, found and recomputed from the inputs that the answer itself states."""
