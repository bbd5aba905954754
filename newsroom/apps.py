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


class DeskConfig(admin_apps.AdminConfig):
    """Django's admin with our own site: the desk."""

    default = False
    default_site = "newsroom.admin.site.Desk"

    def ready(self) -> None:
        super().ready()
        from newsroom.admin import accounts, search  # noqa: F401  register themselves
