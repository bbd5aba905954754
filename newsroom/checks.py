"""System checks that refuse a half-configured site; each hint names the fix."""

import os
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin import checks as admin_checks
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from articles.linking.pipeline import NoPipeline, pipeline

#: The tag of checks that commands make at their start. Those of pages and models are for `check`, and for the site's start.
OURS = "newsroom"

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def foreign_hosts() -> set[str]:
    """The hosts in ALLOWED_HOSTS that are not this machine."""
    return {
        host for host in settings.ALLOWED_HOSTS if host not in LOCAL_HOSTS and not host.endswith(".localhost")
    }


@register(OURS, Tags.security)
def check_debug_stays_home(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if not settings.DEBUG or not foreign_hosts():
        return []
    return [
        Error(
            f"DEBUG is on while the site answers for {', '.join(sorted(foreign_hosts()))}.",
            hint="Error pages would show settings and data to readers: unset DEBUG, or unset ALLOWED_HOSTS.",
            id="newsroom.E001",
        )
    ]


@register(OURS, Tags.files)
def check_var_is_writable(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if os.access(settings.VAR_DIR, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"{settings.VAR_DIR} cannot be written to.",
            hint="Give the folder to the user that runs the site, or name another by VAR_DIR.",
            id="newsroom.E002",
        )
    ]


@register(OURS, Tags.security)
def check_secrets_are_private(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    kept = [settings.VAR_DIR / name for name in ("secret_key", "accounts.txt")]
    return [
        Error(
            f"Other users of this machine may read {path}.",
            hint=f"chmod 600 {path}",
            id="newsroom.E003",
        )
        for path in kept
        if path.exists() and path.stat().st_mode & 0o077
    ]


@register(Tags.security, deploy=True)
def check_hosts_are_named(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if foreign_hosts():
        return []
    return [
        Warning(
            "ALLOWED_HOSTS names only this machine: everybody else gets error 400.",
            hint="Set ALLOWED_HOSTS to the site's host names, separated by commas.",
            id="newsroom.W001",
        )
    ]


@register(Tags.security, deploy=True)
def check_trusted_origins(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """A plain-text origin among the trusted ones undoes what HTTPS is for."""
    plain = [
        origin for origin in settings.CSRF_TRUSTED_ORIGINS if settings.HTTPS and origin.startswith("http://")
    ]
    if not plain:
        return []
    return [
        Warning(
            f"CSRF_TRUSTED_ORIGINS trusts {', '.join(plain)}, which is not encrypted.",
            hint="Write https:// in CSRF_TRUSTED_ORIGINS.",
            id="newsroom.W002",
        )
    ]


@register(OURS)
def check_pipeline_loads(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if not settings.NLP_PIPELINE:
        return []
    try:
        pipeline(settings.NLP_PIPELINE)
    except NoPipeline as error:
        return [Error(str(error), hint="docs/operators.md, “Names by spaCy”.", id="newsroom.E004")]
    return []


@register(Tags.admin)
def check_desk(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Django's checks of the admin, of all that is on the desk."""
    from newsroom.admin.site import fill

    fill()
    return [
        *admin_checks.check_dependencies(app_configs=app_configs, **kwargs),
        *admin_checks.check_admin_app(app_configs=app_configs, **kwargs),
    ]
