"""Dockerfile and docker-compose.yml name nothing that is not there. They are read, not run."""

import re
import shlex

import pytest
import yaml
from django.core.management import get_commands, load_command_class

from newsroom import env
from tests.environment import ROOT, names_read

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = [name for name, service in SERVICES.items() if "build" in service]
#: what Python itself reads
PYTHON = {"PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}


def in_image(name):
    """The words of an instruction of the Dockerfile, in all its lines."""
    lines = re.sub(r"\\\n", " ", DOCKERFILE).splitlines()
    return [line.partition(" ")[2].strip() for line in lines if line.startswith(f"{name} ")]


def set_in_image():
    return dict(pair.split("=", 1) for line in in_image("ENV") for pair in shlex.split(line))


def command_of(service):
    """What runs in a container of ours: words."""
    said = service.get("command")
    return shlex.split(said) if said else yaml.safe_load(in_image("CMD")[-1])


def variables(text):
    return set(re.findall(r"\$\{([A-Z_]+)", text))


def test_web_and_worker_are_ours():
    assert OURS == ["web", "worker"]


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_one_that_the_site_reads(name):
    assert set(SERVICES[name]["environment"]) | set_in_image().keys() <= names_read() | PYTHON


@pytest.mark.parametrize("name", OURS)
def test_every_command_is_one_that_there_is(name):
    python, script, command, *arguments = command_of(SERVICES[name])
    assert (python, script) == ("python", "manage.py")
    parser = load_command_class(get_commands()[command], command).create_parser(script, command)
    parser.parse_args(arguments)


def test_every_folder_in_the_image_is_one_that_there_is():
    copied = [word for line in in_image("COPY") for word in line.split()[:-1]]
    assert {"manage.py", "newsroom", "people", "articles", "seeds", "requirements.txt"} == set(copied)
    assert all((ROOT / name).exists() for name in copied)


def test_web_and_worker_share_settings_index_and_database():
    web, worker = (SERVICES[name] for name in ("web", "worker"))
    assert web["environment"] == worker["environment"]
    assert worker["environment"]["OUTBOX_WORKER"] == "1"
    volumes = [dict(volume.split(":")[::-1] for volume in service["volumes"]) for service in (web, worker)]
    assert volumes[0] == volumes[1]
    assert set_in_image()["VAR_DIR"] in volumes[0]  # where SEARCH_INDEX is


def test_volumes_and_services_that_are_named_are_there():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])
    for service in SERVICES.values():
        assert set(service.get("depends_on", [])) <= set(SERVICES)


def test_who_waits_for_health_waits_for_a_service_that_tells_it():
    for service in SERVICES.values():
        needed = service.get("depends_on", [])
        for other in [name for name in needed if not isinstance(needed, list)]:
            assert "healthcheck" in SERVICES[other] or (
                "build" in SERVICES[other] and in_image("HEALTHCHECK")
            )


def test_the_proxy_leads_to_the_port_that_web_listens_on():
    port = in_image("EXPOSE")[0]
    assert f"--to web:{port}" in SERVICES["proxy"]["command"]
    assert set_in_image()["HOST"] == "0.0.0.0"
    assert f"http://127.0.0.1:{port}/healthz" in DOCKERFILE
    assert "127.0.0.1" in SERVICES["web"]["environment"]["ALLOWED_HOSTS"].split(",")


def test_the_database_is_the_one_that_the_site_asks_for(monkeypatch):
    db = SERVICES["db"]["environment"]
    monkeypatch.setenv(
        "DATABASE_URL", SERVICES["web"]["environment"]["DATABASE_URL"].replace("${", "").replace("}", "")
    )
    asked = env.database("DATABASE_URL", "", ROOT)
    assert (asked["NAME"], asked["USER"], asked["HOST"]) == (db["POSTGRES_DB"], db["POSTGRES_USER"], "db")
    assert asked["PASSWORD"] == "POSTGRES_PASSWORD"


def test_what_the_env_file_must_say_is_told_to_operators():
    needed = variables((ROOT / "docker-compose.yml").read_text()) - names_read()
    told = (ROOT / "docs/operators.md").read_text()
    assert needed == {"SITE_HOST", "POSTGRES_PASSWORD"}
    assert all(re.search(rf"^    {name}=", told, re.MULTILINE) for name in needed)
