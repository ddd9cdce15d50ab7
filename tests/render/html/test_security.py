"""Nothing of the source acts on the page, and the page asks nothing of the network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html  # type: ignore[import-untyped]

from notes.errors import SettingsError
from notes.render.escape import clean
from notes.render.html import render_html
from notes.values import Notebook
from tests.render.attacks import ATTACKS, Attack

Maker = Callable[..., Notebook]
Page = Any
_OURS = {
    "a", "article", "aside", "blockquote", "body", "button", "circle", "data", "dd", "del",
    "details", "div", "dl", "dt", "footer", "form", "g", "h1", "h2", "h3", "h4", "head", "header",
    "html", "input", "ins", "label", "li", "main", "meta", "nav", "ol", "p", "path", "rect", "s",
    "script", "section", "small", "span", "strong", "style", "summary", "svg", "table", "tbody",
    "td", "text", "th", "thead", "title", "tr", "tspan", "ul",
}  # fmt: skip
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def _skeleton(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    """Every element with the names of its attributes, those for characters by number left out."""
    return [
        (str(one.tag), tuple(sorted(one.attrib)))
        for one in page.iter()
        if one.get("class") != "unseen"
    ]


def test_the_policy_lets_only_our_style_and_script_act(pages: dict[str, Page]) -> None:
    """The hashes of the policy are those of the one style and the one script of the page."""
    for page in pages.values():
        (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        rules = dict(one.strip().split(" ", 1) for one in policy.split(";"))
        assert rules["default-src"] == "'none'"
        assert rules["base-uri"] == rules["form-action"] == "'none'"
        for tag in ("style", "script"):
            (element,) = page.xpath(f"//{tag}")
            digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
            assert rules[f"{tag}-src"] == f"'sha256-{digest}'"
            assert not element.attrib
        order = [one.tag for one in page.xpath("//head/*")]
        assert order[:2] == ["meta", "meta"]


def test_nothing_on_the_page_reaches_outside_it(pages: dict[str, Page]) -> None:
    """No handler, no style attribute, no address other than places of the page itself."""
    for page in pages.values():
        ids = page.xpath("//@id")
        for one in page.iter():
            assert one.tag in _OURS
            for name, value in one.attrib.items():
                assert not name.lower().startswith("on")
                assert name not in {"style", "src", "srcset", "action", "formaction", "ping"}
                if name == "href":
                    assert value.startswith("#")
                    assert value[1:] in ids
        style = page.xpath("string(//style)")
        assert "url(" not in style
        assert "@import" not in style


def test_ids_are_unique_and_labels_have_their_elements(pages: dict[str, Page]) -> None:
    """No id stands twice; what labels or controls an element is there."""
    for page in pages.values():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        for name in ("aria-labelledby", "aria-controls", "for"):
            assert set(page.xpath(f"//@{name}")) <= set(ids)


def test_the_page_can_be_walked_by_its_landmarks(pages: dict[str, Page]) -> None:
    """One main, named regions, a heading for each, and a way past the contents."""
    for page in pages.values():
        assert len(page.xpath("//main")) == len(page.xpath("//h1")) == 1
        for region in page.xpath("//nav | //aside | //section | //article"):
            named = region.get("aria-label") or region.get("aria-labelledby")
            assert named or region.xpath("./h3")
        assert page.xpath("//body/a[1]/@href") == ["#main"]
        assert page.xpath("/html/@lang") == ["zh-CN"]
        for control in page.xpath("//button | //input"):
            text = control.text_content().strip() or page.xpath(
                "string(//label[@for=$id] | //label[input[@value=$value]])",
                id=control.get("id") or "-",
                value=control.get("value") or "-",
            )
            assert text


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_shown_and_does_nothing(attack: Attack, make_notebook: Maker) -> None:
    """With the attack in every text the page has the elements that it has without it."""
    page = _parsed(render_html(make_notebook(lambda text: f"{text}{attack.text}甲。")))
    calm = _parsed(render_html(make_notebook(lambda text: f"{text}乙甲。")))
    here, there = _skeleton(page), _skeleton(calm)
    assert {one for one, _ in here} <= _OURS
    assert set(here) <= set(there)
    assert not _HIDDEN.search(page.xpath("string(//body)"))
    (first,) = page.xpath("//li[@id='e1-points-3']/span[@class='said']")
    assert first.text_content() == clean(f"让居民定课表。{attack.text}甲。")
    source = page.xpath("string(//article[@class='source'][1])")
    visible = "".join(clean(attack.text).split())
    shown = re.sub(r"\[U\+[0-9A-F]{4,6}\]|\s", "", source)
    assert visible.replace("\ufffd", "") in shown


def _parsed(text: str) -> Page:
    return html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))


def test_what_cannot_be_seen_is_shown_by_number_in_the_source(make_notebook: Maker) -> None:
    """Bidirectional and zero-width characters of the source stand there as their numbers."""
    page = render_html(make_notebook(lambda text: f"{text[:2]}\u202e\u200b{text[2:]}"))
    assert "\u202e" not in page
    assert "\u200b" not in page
    assert '<span class="unseen">[U+202E]</span><span class="unseen">[U+200B]</span>' in page


def test_a_template_of_the_user_takes_the_place_of_ours(tmp_path: Path, notebook: Notebook) -> None:
    """A template of the same name is used, and what it prints is still escaped and cleaned."""
    (tmp_path / "page.html.j2").write_text("<p>{{ essays[0].title ~ '<b>\u202e' }}</p>", "utf-8")
    assert render_html(notebook, templates=tmp_path) == "<p>让夜校亮起来&lt;b&gt;</p>"


def test_a_style_of_the_user_is_let_through_by_the_policy(
    tmp_path: Path, notebook: Notebook
) -> None:
    """The hash in the policy is that of the user's own style."""
    (tmp_path / "page.css").write_text("body { color: navy; }\n", "utf-8")
    page = _parsed(render_html(notebook, templates=tmp_path))
    digest = base64.b64encode(hashlib.sha256(b"body { color: navy; }\n").digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.xpath("string(//meta[2]/@content)")
    assert page.xpath("string(//style)") == "body { color: navy; }\n"


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("<p>\n{% if %}</p>", 2),
        ("<p>\n\n{{ nowhere.title }}</p>", 3),
        ("{{ title }}\n{{ title.__class__.__mro__ }}", 2),
        ("\n{{ 1 // 0 }}", 2),
    ],
    ids=["syntax", "unknown name", "unsafe", "runtime"],
)
def test_a_broken_template_says_its_file_and_line(
    template: str, line: int, tmp_path: Path, notebook: Notebook
) -> None:
    """The error is one Chinese sentence with the file, the line and the next step."""
    (tmp_path / "page.html.j2").write_text(template, "utf-8")
    with pytest.raises(
        SettingsError, match=rf"page\.html\.j2: 模板第 {line} 行有误（.+）.*--templates"
    ):
        render_html(notebook, templates=tmp_path)
