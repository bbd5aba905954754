from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class PeopleConfig(AppConfig):
    name = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from people.models import Organization, Person

        keep_history_of(Person)
        keep_history_of(Organization)


def keep_history_of(proxy: type) -> None:
    """Let what is saved through a proxy of Entity go into Entity's one history.

    simple_history listens to the concrete class only, and Django sends a proxy's signals in the proxy's name.
    """
    from people.models.entity import entity_records

    post_save.connect(entity_records.post_save, sender=proxy, weak=False)
    post_delete.connect(entity_records.post_delete, sender=proxy, weak=False)
