from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate, pre_migrate


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from newsroom import checks, outbox, permissions, triggers  # noqa: F401  checks register themselves
        from newsroom.search import index

        pre_migrate.connect(triggers.before_migrate)
        post_migrate.connect(triggers.after_migrate)
        outbox.at_commit.append(index.follow)
        post_migrate.connect(permissions.after_migrate, sender=self)


class DeskConfig(admin_apps.SimpleAdminConfig):
    """Django's admin with our own site, the desk. Whatever answers requests fills it (newsroom/urls.py); a command that
    needs no page starts in half the time without it.
    """

    default = False
    default_site = "newsroom.admin.site.Desk"

    def ready(self) -> None:
        """Django's own checks of the admin run in newsroom.checks.check_desk, which fills the desk first."""
