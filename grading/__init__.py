"""Judges answers and reports on them."""
