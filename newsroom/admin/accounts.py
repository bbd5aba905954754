"""The people of the desk, and their tokens for the API. Only a superuser sees or makes superusers."""

from typing import Any

import rest_framework.authtoken.admin  # noqa: F401  registers the page of tokens, which is replaced here
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework.authtoken.models import Token, TokenProxy
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from newsroom.admin.deeds import Deed, DeedsMixin
from newsroom.permissions import ROLES

# Django's own pages and the one of tokens, which shows their keys; our groups are kept in newsroom/permissions.py
admin.site.unregister([User, Group, TokenProxy])


def _has_token(user: User) -> bool:
    return Token.objects.filter(user=user).exists()


def _make_token(user: User, given: dict[str, Any], by: Any) -> str:
    Token.objects.filter(user=user).delete()
    token = Token.objects.create(user=user)
    return f"The token of {user} is {token.key}. It is shown this once: copy it now."


def _revoke_token(user: User, given: dict[str, Any], by: Any) -> str:
    Token.objects.filter(user=user).delete()
    return f"{user} has no token any more; what used it gets 401."


DEEDS = (
    Deed(
        "token",
        "Make an API token",
        "auth.change_user",
        _make_token,
        "A program that sends it with each request has a higher rate than others, and sees nothing more. An account has "
        "one token: an earlier one ends.",
        facts=lambda user: [("Now", "It has a token, which ends." if _has_token(user) else "It has none.")],
        icon="key",
    ),
    Deed(
        "revoke",
        "Revoke its API token",
        "auth.change_user",
        _revoke_token,
        "Programs that use it are refused from then on.",
        possible=_has_token,
        icon="key_off",
        danger=True,
    ),
)


@admin.register(User)
class AccountAdmin(DeedsMixin, UserAdmin, ModelAdmin):
    deeds = DEEDS
    change_form_template = "admin/desk/deeds_form.html"
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "first_name", "last_name", "email", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Who it is", {"fields": ("first_name", "last_name", "email")}),
        ("What they may do", {"fields": ("is_active", "is_staff", "groups")}),
        ("When", {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        rows = super().get_queryset(request)
        return rows if request.user.is_superuser else rows.filter(is_superuser=False)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only our own groups can be given: others may hold more than the giver has."""
        field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and not request.user.is_superuser:
            field.queryset = field.queryset.filter(name__in=ROLES)
        return field

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets
