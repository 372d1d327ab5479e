"""Django's command line; without servers of your own it brings the embedded ones up and down."""

import os
import sys

from django.core.management import execute_from_command_line

from config.embedded import EmbeddedError
from config.env import EnvError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except (EmbeddedError, EnvError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
