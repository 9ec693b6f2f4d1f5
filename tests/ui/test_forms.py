"""The markup of fields: everything a person or a screen reader needs is tied together."""

from html.parser import HTMLParser

from django import forms
from django.template import Context, Template


class Sample(forms.Form):
    title = forms.CharField(help_text="What & why", widget=forms.TextInput(attrs={"class": "wide"}))
    note = forms.CharField(required=False, widget=forms.Textarea)
    answer = forms.ChoiceField(choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect)
    agreed = forms.BooleanField()
    zone = forms.ChoiceField(choices=[("p", "Paris")])
    key = forms.CharField(widget=forms.HiddenInput)


class Elements(HTMLParser):
    """Every start tag with its attributes, in order."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), f"an attribute is there twice: {attrs}"
        self.found.append((tag, dict(attrs)))

    def one(self, tag: str, **wanted: str) -> dict[str, str | None]:
        [match] = [
            attributes
            for name, attributes in self.found
            if name == tag and wanted.items() <= attributes.items()
        ]
        return match

    @property
    def ids(self) -> set[str | None]:
        return {attributes.get("id") for _, attributes in self.found}


def group(form: forms.Form, name: str) -> Elements:
    return Elements(form[name].as_field_group())


def test_a_text_field_is_tied_to_its_label_and_hint() -> None:
    found = group(Sample(), "title")
    control = found.one("input", name="title")
    assert control["class"] == "fr-input wide"
    assert control["aria-describedby"] == "id_title_helptext"
    assert control["aria-describedby"] in found.ids
    assert found.one("label")["for"] == control["id"]


def test_a_hint_is_escaped() -> None:
    assert "What &amp; why" in Sample()["title"].as_field_group()


def test_required_is_said_in_words_and_only_then() -> None:
    assert "t-required" in Sample()["title"].as_field_group()
    assert "t-required" not in Sample()["note"].as_field_group()


def test_a_refused_field_points_to_its_error_and_keeps_what_was_typed() -> None:
    form = Sample({"title": "", "note": "kept <b>"})
    found = group(form, "title")
    control = found.one("input", name="title")
    assert control["aria-invalid"] == "true"
    assert str(control["aria-describedby"]).split() == ["id_title_helptext", "id_title_error"]
    assert "id_title_error" in found.ids
    assert "kept &lt;b&gt;" in form["note"].as_field_group()


def test_choices_are_a_fieldset_with_a_label_each() -> None:
    found = group(Sample({"title": "x"}), "answer")
    assert found.one("fieldset")["aria-describedby"] == "id_answer_error"
    assert found.one("label", **{"for": "id_answer_1"})
    assert found.one("input", id="id_answer_1")["type"] == "radio"
    assert len(found.ids - {None}) == len([a for _, a in found.found if "id" in a])


def test_a_box_comes_before_its_label() -> None:
    tags = [tag for tag, _ in group(Sample(), "agreed").found]
    assert tags.index("input") < tags.index("label")


def test_a_hidden_field_has_no_visible_class() -> None:
    assert "fr-input" not in str(Sample()["key"])


def summary(*bound: forms.Form) -> str:
    source = "{% load trousse_ui %}{% error_summary first second %}"
    source = source if len(bound) > 1 else "{% load trousse_ui %}{% error_summary first %}"
    return Template(source).render(Context(dict(zip(("first", "second"), bound, strict=False))))


def test_the_summary_links_to_each_wrong_field() -> None:
    form = Sample({"zone": "p"})
    found = Elements(summary(form))
    targets = [attributes["href"] for tag, attributes in found.found if tag == "a"]
    assert targets == ["#id_title", "#id_answer_0", "#id_agreed"]
    assert found.one("div")["tabindex"] == "-1"
    everything = Elements(form.as_div()).ids
    assert {str(target)[1:] for target in targets} <= everything


def test_the_summary_tells_errors_of_no_visible_field() -> None:
    form = Sample({"title": "x", "answer": "y", "agreed": "on", "zone": "p"})
    form.add_error(None, "The dates overlap.")
    text = summary(form)
    assert "The dates overlap." in text
    assert "Key\u202f: Ce champ est obligatoire." in text


def test_the_summary_covers_several_forms() -> None:
    first, second = Sample({"zone": "p"}), Sample({"zone": "p"}, prefix="b")
    assert "#id_title" in summary(first, second)
    assert "#id_b-title" in summary(first, second)


def test_there_is_no_summary_without_error() -> None:
    assert summary(Sample()).strip() == ""
