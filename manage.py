#!/usr/bin/env python
"""Newsroom's command line: `.venv/bin/python manage.py COMMAND`."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("newsroom: Django is not installed here: use .venv/bin/python, which `make run` prepares.")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"newsroom: {error}")


if __name__ == "__main__":
    main()
