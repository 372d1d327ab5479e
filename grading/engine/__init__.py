"""The grading engine: pure, deterministic, free of Django, torch and the network."""
