from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from newsroom import checks, outbox, triggers  # noqa: F401  checks register themselves
        from newsroom.search import index

        pre_migrate.connect(triggers.before_migrate)
        post_migrate.connect(triggers.after_migrate)
        outbox.at_commit.append(index.follow)
