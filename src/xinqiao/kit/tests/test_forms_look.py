"""Forms: each field has a label, help and error that a screen reader connects with it."""

import pytest
from django import forms
from django.utils import translation


class Sample(forms.Form):
    name = forms.CharField(label="姓名", help_text="户口本上的")
    note = forms.CharField(label="备注", required=False)
    kind = forms.ChoiceField(label="类型", choices=[("a", "甲"), ("b", "乙")])
    score = forms.ChoiceField(label="几分", choices=[("1", "一")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="同意", required=False)


@pytest.fixture(autouse=True)
def _chinese():
    with translation.override("zh-hans"):
        yield


def test_fields_get_their_look_by_themselves() -> None:
    html = str(Sample())
    assert 'class="form-control"' in html
    assert 'class="form-select"' in html
    assert 'class="x-chip"' in html
    assert 'class="form-check"' in html
    assert "（可不填）" in html


def test_help_and_error_are_tied_to_the_field() -> None:
    html = str(Sample({"kind": "a", "score": "1"}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "is-invalid" in html


def test_an_error_of_the_whole_form_stands_on_top() -> None:
    form = Sample({"name": "李", "kind": "a", "score": "1"})
    form.add_error(None, "<两处>对不上")
    html = str(form)
    assert html.index("&lt;两处&gt;对不上") < html.index("姓名")
    assert 'role="alert"' in html
