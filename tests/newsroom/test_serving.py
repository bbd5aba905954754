import socket

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom.serving import refuse_taken_port


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
