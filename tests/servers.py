"""Pytest plugin: a real Postgres and a real Valkey for this run alone, gone when it ends.

Parallel test processes share them: the first process starts them and tells the others through the
environment; each has a test database and a Redis database of its own.
"""

import tests.environment  # isort: skip  (first: what follows reads the environment)

import os
import subprocess
import sys

import django

from config.embedded import endpoints

assert tests.environment.ROOT

endpoints()
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
# Parallel test processes inherit the environment, and pytest-django would load their settings
# before this module could give them a Redis database of their own.
del os.environ["DJANGO_SETTINGS_MODULE"]

if __name__ == "__main__":
    # Run one command beside such servers: python -m tests.servers manage.py check
    sys.exit(subprocess.run(sys.argv[1:], check=False).returncode)
