"""The pages of a live room."""
