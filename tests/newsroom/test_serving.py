import logging
import socket

import pytest
from django.core.exceptions import ImproperlyConfigured

from articles import publishing
from newsroom.serving import holds, publish_what_is_due, refuse_taken_port


def test_a_taken_port_is_refused_with_the_cure():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            ImproperlyConfigured, match=rf"Port {port} on 127.0.0.1 is taken: .* make run PORT={port + 1}"
        ):
            refuse_taken_port("127.0.0.1", port)


def test_a_free_port_is_left_free():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    refuse_taken_port("127.0.0.1", port)
    refuse_taken_port("127.0.0.1", port)


def test_a_host_that_is_not_ours_is_refused_with_the_cure():
    with pytest.raises(ImproperlyConfigured, match="Set HOST and PORT"):
        refuse_taken_port("no such host", 8000)


def test_one_process_at_a_time_keeps_the_schedule(tmp_path):
    with open(tmp_path / "lock", "w") as ours, open(tmp_path / "lock", "w") as theirs:
        assert holds(ours)
        assert not holds(theirs)
        assert holds(ours)
        ours.close()
        assert holds(theirs)


@pytest.mark.django_db(transaction=True)
def test_a_look_at_the_schedule_that_fails_is_logged_and_survived(monkeypatch, caplog):
    def fail() -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(publishing, "publish_due", fail)
    with caplog.at_level(logging.ERROR):
        publish_what_is_due()
    assert "the disk is full" in caplog.text
