"""How pages write dates of the world, addresses from outside, and data for programs."""

import json
from typing import Any

from babel import Locale
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from newsroom import edtf, periods

register = template.Library()

#: (field, kind) → what pages call it, where it is not the field's own name
LABELS = {
    ("begins", "event"): "When",
    ("ends", "event"): "Until",
    ("place", "event"): "Where",
    ("place", "organization"): "Seat",
    ("title", "relation"): "Role",
    ("begin", "relation"): "From",
    ("end", "relation"): "Until",
}

#: what could end a script element or begin a comment in it, as JSON writes it otherwise
_IN_SCRIPT = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


@register.filter
def in_words(text: str | None) -> str:
    """An EDTF text in English; what is none (words blanked by a redaction) as it is."""
    try:
        return edtf.in_words(text) if text else ""
    except edtf.EDTFError:
        return text or ""


@register.filter
def jsonld(data: Any) -> SafeString:
    """A data block for programs that read pages; nothing for nothing. No text in it can end the block."""
    if not data:
        return SafeString("")
    text = json.dumps(data, ensure_ascii=False).translate(_IN_SCRIPT)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


@register.filter
def web_address(url: str) -> str:
    """The address if it leads to the web; nothing for any other ("javascript:…")."""
    return url if url.lower().startswith(("http://", "https://")) else ""


@register.filter
def happened(event: Any) -> str:
    """When an event was, as exact as known; nothing for what is no event."""
    return periods.happened(event.begins, event.ends)


@register.filter
def happened_from(event: Any, begins: Any) -> str:
    """When an event was, where the fact `begins` says what we hold of its first day."""
    return periods.happened(begins.value, event.ends)


@register.filter
def position(entity: Any) -> str:
    """In words, as far as known: "Country: Canada; position: 49.28° north, 123.12° west"."""
    parts = [f"Country: {country_name(entity.country)}"] if entity.country else []
    if entity.latitude is not None:
        north = f"{abs(entity.latitude):g}° {'north' if entity.latitude >= 0 else 'south'}"
        east = f"{abs(entity.longitude):g}° {'east' if entity.longitude >= 0 else 'west'}"
        parts.append(f"position: {north}, {east}" if parts else f"Position: {north}, {east}")
    return "; ".join(parts)


def country_name(code: str) -> str:
    """English name of a country by its ISO 3166-1 code; the code itself if there is no such country."""
    return str(Locale("en").territories.get(code, code))


@register.simple_tag(takes_context=True)
def absolute(context: Any, path: str) -> str:
    """The whole address of a page of this site; the path alone where no request is at hand."""
    request = context.get("request")
    return request.build_absolute_uri(path) if request else path


@register.filter
def label(fact: Any, kind: str) -> str:
    """What a page calls a fact of an entity of this kind, or of a relation."""
    return LABELS.get((fact.field, kind)) or fact.field.capitalize()


@register.simple_tag(takes_context=True)
def turned(context: Any, page: Any, number: int) -> str:
    """The address of another page of the same list; on the first one the parameter is left out."""
    query = context["request"].GET.copy()
    query.pop(page.parameter, None)
    if number > 1:
        query[page.parameter] = str(number)
    return f"?{query.urlencode()}" if query else context["request"].path
