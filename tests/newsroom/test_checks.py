import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from newsroom import checks


def identities(messages):
    return [message.id for message in messages]


def test_an_ordinary_site_passes_its_checks():
    call_command("check", fail_level="WARNING")


@pytest.mark.parametrize(
    ("hosts", "said"),
    [(["localhost"], []), (["news.example"], ["newsroom.E001"]), (["*"], ["newsroom.E001"])],
)
def test_debug_is_refused_where_readers_come(settings, hosts, said):
    settings.DEBUG, settings.ALLOWED_HOSTS = True, hosts
    assert identities(checks.check_debug_stays_home(None)) == said


def test_a_refusal_names_its_fix(settings):
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["news.example"]
    with pytest.raises(SystemCheckError, match="unset DEBUG"):
        call_command("check")


def test_a_var_folder_that_is_gone_is_refused(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "gone"
    assert identities(checks.check_var_is_writable(None)) == ["newsroom.E002"]


@pytest.mark.parametrize(
    ("mode", "said"), [(0o600, []), (0o640, ["newsroom.E003"]), (0o604, ["newsroom.E003"])]
)
def test_a_secret_that_others_may_read_is_refused(settings, tmp_path, mode, said):
    settings.VAR_DIR = tmp_path
    (tmp_path / "secret_key").touch()
    (tmp_path / "secret_key").chmod(mode)
    assert identities(checks.check_secrets_are_private(None)) == said


@pytest.mark.parametrize(
    ("hosts", "said"), [(["[::1]", "desk.localhost"], ["newsroom.W001"]), (["news.example"], [])]
)
def test_a_deployment_names_its_hosts(settings, hosts, said):
    settings.ALLOWED_HOSTS = hosts
    assert identities(checks.check_hosts_are_named(None)) == said


@pytest.mark.parametrize(("https", "said"), [(True, ["newsroom.W002"]), (False, [])])
def test_an_encrypted_site_trusts_no_plain_origin(settings, https, said):
    settings.HTTPS, settings.CSRF_TRUSTED_ORIGINS = https, ["http://news.example"]
    assert identities(checks.check_trusted_origins(None)) == said


@pytest.mark.parametrize(("name", "said"), [("", []), ("no_such_pipeline", ["newsroom.E004"])])
def test_a_pipeline_that_cannot_be_loaded_is_refused(settings, name, said):
    settings.NLP_PIPELINE = name
    assert identities(checks.check_pipeline_loads(None)) == said
