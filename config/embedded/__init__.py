"""Postgres and Valkey for a machine that has none: there when needed, gone after their last user."""

from config.embedded.endpoints import Endpoints, endpoints
from config.embedded.folder import EmbeddedError, data_folder
from config.embedded.secrets import secret_key

__all__ = ["EmbeddedError", "Endpoints", "data_folder", "endpoints", "secret_key"]
