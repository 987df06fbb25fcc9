"""Every expected error becomes one sentence for a person or one problem for a program."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path
from django.utils.translation import gettext_lazy, override

from xinqiao.config import problems
from xinqiao.kit.errors import BadInput, Conflict, TooMany


def _raise(error):
    def view(request):
        raise error

    return view


class Changed(Conflict):
    message = gettext_lazy("Zhang changed it.")


class Urls:
    """Stands in for a module of addresses."""

    urlpatterns = [
        path("changed", _raise(Changed())),
        path("often", _raise(TooMany(seconds=90))),
        path("api/v1/field", _raise(BadInput("Not a day.", field="day"))),
        path("lost", _raise(OperationalError("server closed; statement: 13800001111"))),
        path("api/v1/lost", _raise(OperationalError("gone"))),
        path("bug", _raise(RuntimeError("bug"))),
        path("fine", lambda request: HttpResponse("fine")),
    ]
    handler404 = "xinqiao.config.problems.handle_404"
    handler500 = "xinqiao.config.problems.handle_500"


@pytest.fixture(autouse=True)
def english_pages(settings, client):
    client.raise_request_exception = False
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    settings.MIDDLEWARE = [
        "xinqiao.config.measures.Measure",
        "xinqiao.config.middleware.SecurityHeaders",
        "xinqiao.config.middleware.Language",
        "xinqiao.config.problems.Problems",
    ]
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": False,
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {"_error.html": "{% block sentence %}{% endblock %}"},
                    ),
                    "django.template.loaders.app_directories.Loader",
                ]
            },
        }
    ]
    with override_settings(ROOT_URLCONF=Urls):
        yield


def test_a_person_reads_the_sentence(client):
    answer = client.get("/changed", headers={"accept": "text/html"})
    assert answer.status_code == 409
    assert "Zhang changed it." in answer.text


def test_htmx_gets_a_fragment_for_the_place_of_messages(client):
    answer = client.get("/changed", headers={"hx-request": "true", "accept": "text/html"})
    assert answer.status_code == 409
    assert "<html" not in answer.text
    assert "Zhang changed it." in answer.text


def test_a_program_gets_problem_details(client):
    answer = client.get("/api/v1/field")
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (answer.status_code, told["status"], told["code"]) == (422, 422, "bad_input")
    assert told["detail"] == "Not a day."
    assert told["errors"] == [{"field": "day", "detail": "Not a day."}]
    assert told["instance"] == "/api/v1/field"


def test_whoever_comes_too_often_is_told_when_to_come_back(client):
    answer = client.get("/often")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "90")


def test_a_lost_database_is_said_in_both_languages(client, caplog):
    answer = client.get("/lost", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "一件也不会丢" in answer.text
    assert "Nothing that was taken is lost" in answer.text
    assert "13800001111" not in caplog.text


def test_a_program_learns_of_a_lost_database(client):
    answer = client.get("/api/v1/lost")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "5"


def test_a_defect_says_sorry_without_details(client):
    answer = client.get("/bug", headers={"accept": "text/html"})
    assert answer.status_code == 500
    assert "RuntimeError" not in answer.text
    assert "出了点问题" in answer.text


def test_an_unknown_address_is_a_sentence(client):
    answer = client.get("/nowhere", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "does not exist" in answer.text


def test_every_answer_carries_the_policy_headers(client):
    for address in ("/fine", "/bug", "/lost", "/nowhere"):
        headers = client.get(address).headers
        assert "script-src 'self';" in headers["Content-Security-Policy"], address
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_default_language_is_chinese_whatever_the_browser_says(client, settings):
    client.cookies.clear()
    assert (
        client.get("/fine", headers={"accept-language": "en"}).headers["Content-Language"]
        == "zh-hans"
    )
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert client.get("/fine").headers["Content-Language"] == "zh-hans"


def test_the_chinese_sentence_is_there():
    with override("zh-hans"):
        assert problems.NoPage().sentence() == "这个页面不存在，请检查一下网址。"
