"""What a page with pickers shows, read as a browser would."""

from html.parser import HTMLParser


class Elements(HTMLParser):
    """Every start tag with its attributes, in order."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.in_template = False
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_template = tag == "template" or self.in_template
        if not self.in_template:
            self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.in_template = self.in_template and tag != "template"

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [
            attributes
            for name, attributes in self.found
            if name == tag and wanted.items() <= attributes.items()
        ]

    def one(self, tag: str, **wanted: str) -> dict[str, str | None]:
        [match] = self.all(tag, **wanted)
        return match

    @property
    def ids(self) -> set[str]:
        return {str(attributes.get("id")) for _, attributes in self.found}


def chosen(page: str, name: str) -> list[str | None]:
    """Return the words that the form would send again."""
    return [one["value"] for one in Elements(page).all("input", type="hidden", name=name)]


def proposed(page: str, name: str) -> list[str | None]:
    """Return the words that buttons offer to add."""
    return [one["value"] for one in Elements(page).all("button", name=f"{name}-add")]
