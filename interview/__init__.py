"""Asks and records: works, ungraded, without the grading application."""
