"""What tests of the desk share: its people, and forms posted as a browser would."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client

PASSWORD = "a long enough password"


def somebody(role: str) -> User:
    """An account of the desk with one of the three roles."""
    user = User.objects.create_user(role, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def at_desk(role: str) -> Any:
    """A test client of somebody with this role, signed in."""
    client = Client()
    client.force_login(somebody(role))
    return client


def fields_of(answer: HttpResponse) -> dict[str, Any]:
    """What a browser would post back from the admin's form, unchanged."""
    context = answer.context_data  # type: ignore[attr-defined]
    forms = [context["adminform"].form]
    data: dict[str, Any] = {}
    for formset in context["inline_admin_formsets"]:
        management = formset.formset.management_form
        data |= {management.add_prefix(name): management[name].value() for name in management.fields}
        forms += formset.formset.initial_forms
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, list | tuple):
                data[field.html_name] = [getattr(item, "pk", item) for item in value]
            elif value is not None and value is not False:
                data[field.html_name] = value
    return data
