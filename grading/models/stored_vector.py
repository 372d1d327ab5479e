"""Rubric texts' embeddings, kept so that no text is encoded twice."""

from __future__ import annotations

from django.db import models


class StoredVector(models.Model):
    """A rubric text's embedding: raw little-endian float32, one row an encoder and a text."""

    encoder = models.CharField(max_length=160)
    text_hash = models.CharField(max_length=64)
    vector = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["encoder", "text_hash"], name="vector_once"),
        ]

    def __str__(self) -> str:
        return f"vector {self.pk}"
