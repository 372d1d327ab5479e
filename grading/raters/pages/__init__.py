"""The pages of human grading: views as glue."""
