"""The three demonstration accounts of a new site, with random passwords that are kept in a file."""

import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

ROLES = ("reporter", "editor", "chief")


def make_accounts(file: Path) -> dict[str, str]:
    """Make an account for each role where nobody may use the desk yet; return the passwords by role.

    The result is empty when somebody may. The file keeps the passwords, one "name password" a line,
    so that a second database gets the same.
    """
    users = get_user_model()._default_manager
    if users.filter(is_staff=True).exists():
        return {}
    taken = set(users.filter(username__in=ROLES).values_list("username", flat=True))
    passwords = {role: password for role, password in keep_passwords(file).items() if role not in taken}
    with transaction.atomic():
        for role, password in passwords.items():
            group, _ = Group.objects.get_or_create(name=role)
            user = users.create_user(role, password=password, is_staff=True)
            user.groups.add(group)
    return passwords


def keep_passwords(file: Path) -> dict[str, str]:
    """The passwords in the file; missing ones are made and written."""
    held = dict(line.split(maxsplit=1) for line in file.read_text().splitlines()) if file.exists() else {}
    passwords = {role: held.get(role) or secrets.token_urlsafe(12) for role in ROLES}
    if passwords != held:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as opened:
            opened.writelines(f"{role} {password}\n" for role, password in passwords.items())
    return passwords
