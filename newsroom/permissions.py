"""Who may do what on the desk: three groups, each with all that the one before may do.

The groups are made, and brought back to this table, after every `migrate`. Whoever needs other rights gets a group of
another name.
"""

from typing import Any

from django.apps import AppConfig, apps
from django.db import connections


def _all(app: str, *models: str) -> list[str]:
    """Everything that Django's admin may do with rows that hang on others."""
    return [f"{app}.{verb}_{model}" for model in models for verb in ("view", "add", "change", "delete")]


#: group → what it may do beyond the group before it, as "app.codename"
ROLES: dict[str, tuple[str, ...]] = {
    "reporter": (
        *("articles.view_article", "articles.add_article", "articles.change_article"),
        *("articles.review_article", "articles.view_edition", "articles.view_story"),
        *_all("articles", "byline", "articlereference", "articleimage"),
        *("articles.view_storyentity", "articles.view_event", "articles.add_event", "articles.change_event"),
        *("articles.view_image", "articles.add_image", "articles.change_image"),
        *("articles.view_reference", "articles.add_reference", "articles.change_reference"),
        *("articles.view_section", "articles.view_tag", "articles.add_tag"),
        *("articles.view_candidate", "articles.change_candidate", "articles.view_preference"),
        *("articles.view_sourcedocument", "articles.add_sourcedocument"),
        *("people.view_entity", "people.view_person", "people.add_person", "people.change_person"),
        *("people.view_organization", "people.add_organization", "people.change_organization"),
        *("people.view_relation", "people.add_relation", "people.change_relation"),
        *("people.view_name", "people.add_name", "people.change_name", "people.delete_name"),
    ),
    "editor": (
        *("articles.publish_article", "articles.withdraw_article", "articles.delete_article"),
        *_all("articles", "storyentity"),
        *("articles.add_story", "articles.change_story", "articles.delete_story"),
        *("articles.add_section", "articles.change_section", "articles.change_tag"),
        *("articles.add_preference", "articles.change_preference", "articles.delete_preference"),
        *("articles.delete_image", "articles.delete_reference", "articles.view_act"),
        *("people.publish_entity", "people.merge_entity", "people.delete_relation"),
        *("seeds.view_load", "seeds.view_loadfile"),
    ),
    "chief": (
        *("articles.redact_edition", "people.suppress_entity", "people.change_kind_entity"),
        *("articles.delete_section", "articles.delete_tag"),
        *("auth.view_user", "auth.add_user", "auth.change_user"),
    ),
}

#: permissions that Django does not make by itself: (app, model, codename, what it allows)
ACTS = (
    ("articles", "article", "review_article", "Can decide on what the machine found"),
    ("articles", "article", "publish_article", "Can publish, correct and schedule"),
    ("articles", "article", "withdraw_article", "Can withdraw"),
    ("articles", "edition", "redact_edition", "Can redact an edition"),
    ("people", "entity", "publish_entity", "Can make an entity public"),
    ("people", "entity", "merge_entity", "Can merge, undo a merge, say “not the same”"),
    ("people", "entity", "suppress_entity", "Can suppress, and lift a suppression"),
    ("people", "entity", "change_kind_entity", "Can change what kind an entity is"),
)


def of_role(role: str) -> set[str]:
    """Everything that a group may do."""
    roles = list(ROLES)
    return {name for earlier in roles[: roles.index(role) + 1] for name in ROLES[earlier]}


def after_migrate(sender: AppConfig, using: str, **_: Any) -> None:
    """Signal handler for post_migrate: the groups and the permissions that they need."""
    tables = set(connections[using].introspection.table_names())
    if not {"auth_group_permissions", "django_content_type"} <= tables:
        return
    from django.contrib.auth.management import create_permissions

    for label in ("people", "articles", "seeds", "auth"):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    _make_acts(using)
    _make_groups(using)


def _make_acts(using: str) -> None:
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType

    for app, model, codename, name in ACTS:
        kind = ContentType.objects.db_manager(using).get_by_natural_key(app, model)
        rows = Permission.objects.using(using)
        rows.update_or_create(content_type=kind, codename=codename, defaults={"name": name})


def _make_groups(using: str) -> None:
    from django.contrib.auth.models import Group, Permission

    ids = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for role in ROLES:
        group, _ = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set([ids[name] for name in of_role(role)])
