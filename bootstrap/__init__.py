"""Sets a fresh clone up with nothing but Python; the standard library only, until there is more."""
