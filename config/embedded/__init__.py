"""Postgres and Valkey for machines without: there when needed, gone after their last user."""

from config.embedded.endpoints import Endpoints, endpoints, revive
from config.embedded.folder import EmbeddedError, data_folder
from config.embedded.secrets import secret_key

__all__ = ["EmbeddedError", "Endpoints", "data_folder", "endpoints", "revive", "secret_key"]
