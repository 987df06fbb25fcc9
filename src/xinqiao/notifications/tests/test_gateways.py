"""Text messages leave through the configured gateway, or say that they cannot."""

import json
import logging
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from xinqiao.notifications.gateways import (
    ConsoleGateway,
    HttpGateway,
    NoGateway,
    NoTextMessages,
    gateway,
)
from xinqiao.notifications.services.sign_in_code import send_sign_in_code
from xinqiao.notifications.tests.conftest import AT


@pytest.fixture
def provider():
    """A provider on this machine: what it received, and the status it answers with."""
    heard = {"status": 200, "requests": []}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            heard["requests"].append((dict(self.headers), body))
            self.send_response(heard["status"])
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    heard["url"] = f"http://127.0.0.1:{server.server_port}/"
    yield heard
    server.shutdown()
    server.server_close()


def test_a_provider_gets_the_message(provider, settings):
    settings.SMS_URL, settings.SMS_TOKEN = provider["url"], "secret"
    HttpGateway().send(phone="13800138000", text="你好", key="k1")
    headers, body = provider["requests"][0]
    assert body == {"phone": "13800138000", "text": "你好", "key": "k1"}
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Idempotency-Key"] == "k1"


def test_a_provider_that_refuses_or_is_gone(provider, settings):
    settings.SMS_URL, settings.SMS_TOKEN = provider["url"], "x"
    provider["status"] = 500
    with pytest.raises(NoTextMessages):
        HttpGateway().send(phone="13800138000", text="x", key="k")
    settings.SMS_URL = "http://127.0.0.1:1/"
    with pytest.raises(NoTextMessages) as refused:
        HttpGateway().send(phone="13800138000", text="x", key="k")
    assert refused.value.status == 503


def test_without_a_gateway_nothing_pretends_to_send(settings):
    settings.SMS_GATEWAY = "xinqiao.notifications.gateways.NoGateway"
    assert isinstance(gateway(), NoGateway)
    with pytest.raises(NoTextMessages):
        send_sign_in_code("13800138000", "123456", AT)


def test_the_console_masks_the_phone(caplog):
    with caplog.at_level(logging.INFO):
        ConsoleGateway().send(phone="13800138000", text="code 123456", key="k")
    assert "138****8000" in caplog.text
    assert "13800138000" not in caplog.text


def test_the_code_is_in_the_message(sms):
    send_sign_in_code("13800138000", "123456", AT)
    assert "123456" in sms.sent[0][1]
