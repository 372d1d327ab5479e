"""People who grade: their queue and training, what they correct, and how far the machine agrees."""
