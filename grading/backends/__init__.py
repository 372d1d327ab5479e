"""Encoders and judges from outside, behind the engine's protocols."""
