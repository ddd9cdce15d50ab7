"""The page in a real browser: marks, panel, search, folding, and nothing asked of the network."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from notes.render.html import render_html
from notes.values import Notebook
from tests.render.attacks import ATTACKS
from tests.render.html.browser import chromium, look, missing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=missing() or "a browser is there"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
Maker = Callable[..., Notebook]
_LOCAL = {"127.0.0.1", "::1", "localhost"}
_KEYS = {
    "escape": "\ue00c",
    "enter": "\ue007",
    "right": "\ue014",
    "left": "\ue012",
    "end": "\ue010",
}


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the fixture for all tests: the driver is reached on this machine only."""
    connect = socket.socket.connect

    def local(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in _LOCAL:
            pytest.fail(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def driver(browser: Any) -> Any:
    """The browser with an empty page and empty logs."""
    browser.get("about:blank")
    for log in ("browser", "performance"):
        browser.get_log(log)
    return browser


@pytest.fixture(scope="module")
def files(books: dict[str, Notebook], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of ``books`` as files."""
    folder = tmp_path_factory.mktemp("pages")
    made = []
    for number, book in enumerate(books.values()):
        path = folder / f"{number}.html"
        path.write_text(render_html(book), "utf-8")
        made.append(path)
    return made


def _quiet(driver: Any, page: Path) -> None:
    """Nothing stands in the console, and nothing but the page itself was asked for."""
    assert [one["message"] for one in driver.get_log("browser")] == []
    asked = set()
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.add(message["params"]["request"]["url"].split("#")[0])
    assert asked <= {page.as_uri(), "about:blank", "data:,"}


@pytest.mark.parametrize("width", [390, 1280])
def test_every_mark_opens_its_passage(driver: Any, files: list[Path], width: int) -> None:
    """A click on each mark shows the very sentence it leads to, with the paragraph around it."""
    for page in files:
        look(driver, page, width, 900)
        failures = driver.execute_script(
            """
            const text = (element) => element.textContent;
            const wrong = [];
            let count = 0;
            for (const mark of document.querySelectorAll('a.mark')) {
              mark.click();
              count += 1;
              const panel = document.getElementById('panel');
              const cited = document.querySelector('#panel-text .cited');
              const target = document.getElementById(mark.hash.slice(1));
              const shown = getComputedStyle(panel).display === 'block';
              if (!shown || !cited || text(cited) !== text(target)) wrong.push(mark.hash);
              const around = text(document.getElementById('panel-text'));
              if (!around.includes(text(cited))) wrong.push('context');
              if (document.getElementById('panel-go').hash !== mark.hash) wrong.push('link');
              if (document.activeElement.id !== 'panel-title') wrong.push('focus');
            }
            return count ? wrong : ['no marks'];
            """
        )
        assert failures == []
        _quiet(driver, page)


def test_a_link_to_a_passage_leads_there(driver: Any, files: list[Path]) -> None:
    """An address with the id of a sentence opens the page at that sentence, in view."""
    for page in files:
        look(driver, page, 1280, 900)
        ids = driver.execute_script(
            "return [...document.querySelectorAll('a.mark')].map((one) => one.hash)"
        )
        for ident in {ids[0], ids[len(ids) // 2], ids[-1]}:
            driver.get("about:blank")
            driver.get(page.as_uri() + ident)
            top, height = driver.execute_script(
                "const at = document.querySelector(':target').getBoundingClientRect();"
                "return [at.top, innerHeight]"
            )
            assert 0 <= top < height
        _quiet(driver, page)


def test_resting_on_a_mark_shows_its_passage(driver: Any, files: list[Path]) -> None:
    """On a wide window the pointer is enough, and the focus stays where it was."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    look(driver, files[0], 1280, 900)
    mark = driver.find_element(By.CSS_SELECTOR, "#e1-points a.mark")
    panel = driver.find_element(By.ID, "panel")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", mark)
    ActionChains(driver).move_to_element(mark).perform()
    wanted = mark.get_attribute("href").split("#")[1]
    WebDriverWait(driver, 5).until(lambda _: panel.get_attribute("data-shows") == wanted)
    assert driver.switch_to.active_element.tag_name == "body"
    _quiet(driver, files[0])


def test_keyboard_alone_opens_and_leaves_a_passage(driver: Any, files: list[Path]) -> None:
    """Enter on a mark opens the panel and moves there, Escape leads back to the mark."""
    from selenium.webdriver.common.by import By

    for width in (390, 1280):
        look(driver, files[0], width, 900)
        mark = driver.find_element(By.CSS_SELECTOR, "#e1-points a.mark")
        mark.send_keys(_KEYS["enter"])
        assert driver.switch_to.active_element.get_attribute("id") == "panel-title"
        driver.switch_to.active_element.send_keys(_KEYS["escape"])
        assert driver.switch_to.active_element == mark


def test_search_finds_words_of_notes_and_source(driver: Any, files: list[Path]) -> None:
    """Words are found in notes and source, damaged ones too; a hit leads to its line."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    look(driver, files[0], 1280, 900)
    query = driver.find_element(By.ID, "query")
    status = driver.find_element(By.ID, "status")

    def search(words: str) -> str:
        query.clear()
        query.send_keys(words)
        driver.execute_script("arguments[0].form.requestSubmit()", query)
        return str(status.text)

    assert "原文 2 段" in search("第二间教室")
    assert "原文 1 段" in search("南涵")
    assert "原文 1 段" in search("内涵")
    assert search("点单制度 能人") == "笔记 2 处，原文 1 段"
    assert search("点单制度　能人") == "笔记 2 处，原文 1 段"
    assert search("没有这样的话") == "没有找到"
    search("每月到夜校")
    hit = driver.find_elements(By.CSS_SELECTOR, "#results a")[-1]
    assert hit.find_element(By.TAG_NAME, "mark").text == "每月到夜校"
    hit.click()
    WebDriverWait(driver, 5).until(
        lambda found: "每月到夜校" in found.switch_to.active_element.text
    )
    _quiet(driver, files[0])


def test_branches_of_the_map_fold_and_unfold(driver: Any, files: list[Path]) -> None:
    """By keys: a branch folds, the drawing closes up, and unfolded it is as it was drawn."""
    from selenium.webdriver.common.by import By

    page = next(path for path in files if "e1-outline" in path.read_text("utf-8"))
    look(driver, page, 1280, 900)
    places = (
        "return [...document.querySelectorAll('#e1-outline .box')]"
        ".map((one) => one.getAttribute('transform'))"
    )
    drawn = [_numbers(one) for one in driver.execute_script(places)]
    svg = driver.find_element(By.CSS_SELECTOR, "#e1-outline svg.map")
    height = svg.get_attribute("height")
    root = svg.find_element(By.CSS_SELECTOR, ".box[tabindex='0']")
    boxes = len(svg.find_elements(By.CSS_SELECTOR, ".box"))
    root.send_keys(_KEYS["left"])
    assert root.get_attribute("aria-expanded") == "false"
    assert len(svg.find_elements(By.CSS_SELECTOR, ".box.gone")) == boxes - 1
    assert float(svg.get_attribute("height")) < float(height)
    root.send_keys(_KEYS["right"])
    assert root.get_attribute("aria-expanded") == "true"
    assert not svg.find_elements(By.CSS_SELECTOR, ".gone")
    assert [_numbers(one) for one in driver.execute_script(places)] == drawn
    root.send_keys(_KEYS["end"])
    last = driver.switch_to.active_element
    assert last == svg.find_elements(By.CSS_SELECTOR, ".box")[-1]
    last.send_keys(_KEYS["enter"])
    shown = driver.find_element(By.ID, "panel").get_attribute("data-shows")
    assert shown == last.get_attribute("data-target")
    _quiet(driver, page)


def _numbers(transform: str) -> list[float]:
    return [round(float(one), 3) for one in transform[len("translate(") : -1].split()]


def test_colours_views_and_tables_switch(driver: Any, files: list[Path]) -> None:
    """The colours follow the system or the switch; the source shows either reading."""
    from selenium.webdriver.common.by import By

    def paper() -> str:
        return str(driver.execute_script("return getComputedStyle(document.body).backgroundColor"))

    look(driver, files[0], 1280, 900)
    light = paper()
    look(driver, files[0], 1280, 900, dark=True)
    dark = paper()
    assert light != dark
    driver.find_element(By.ID, "theme").click()
    assert paper() == light
    driver.find_element(By.ID, "theme").click()
    assert paper() == dark
    driver.find_element(By.ID, "theme").click()
    shown = {}
    for view in ("both", "clean", "asis"):
        driver.find_element(By.CSS_SELECTOR, f"input[value='{view}']").click()
        shown[view] = driver.find_element(By.CSS_SELECTOR, "#e2-source .source-text").text
    assert "南涵内涵" in shown["both"]
    assert "服务的内涵" in shown["clean"]
    assert "南涵" not in shown["clean"]
    assert "服务的南涵" in shown["asis"]
    assert "内涵" not in shown["asis"]


def test_nothing_is_wider_than_a_phone(driver: Any, files: list[Path]) -> None:
    """At 390 pixels the page does not scroll sideways, and marks can be hit by a finger."""
    for page in files:
        look(driver, page, 390, 844)
        wide, tall = driver.execute_script(
            "return [document.documentElement.scrollWidth,"
            " Math.min(...[...document.querySelectorAll('main p a.mark, main li a.mark')]"
            ".map((one) => one.getBoundingClientRect().height).filter(Boolean))]"
        )
        assert wide <= 390
        assert tall >= 18


def test_the_page_reads_without_its_script(driver: Any, files: list[Path]) -> None:
    """With scripts off, notes, outline and source stand there, and marks are plain links."""
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        look(driver, files[0], 1280, 900)
        from selenium.webdriver.common.by import By

        assert driver.find_element(By.CSS_SELECTOR, "#e1-points").is_displayed()
        assert driver.find_element(By.CSS_SELECTOR, "#e1-outline .outline-list").is_displayed()
        assert not driver.find_element(By.ID, "search").is_displayed()
        mark = driver.find_element(By.CSS_SELECTOR, "#e1-points a.mark")
        mark.click()
        assert driver.current_url.endswith(mark.get_attribute("href").split("#")[1])
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_attacks_do_nothing_in_the_browser(
    driver: Any, make_notebook: Maker, tmp_path: Path
) -> None:
    """With each attack in every text: no dialog, no error, no request, no mark of a script."""
    from selenium.common.exceptions import NoAlertPresentException

    for number, attack in enumerate(ATTACKS):
        page = tmp_path / f"{number}.html"
        book = make_notebook(lambda text, attack=attack: f"{text}{attack.text}甲。")
        page.write_text(render_html(book), "utf-8")
        look(driver, page, 1280, 900)
        with pytest.raises(NoAlertPresentException):
            driver.switch_to.alert.accept()
        done = driver.execute_script(
            "const query = document.getElementById('query'); query.value = '夜校';"
            "query.form.requestSubmit();"
            "for (const mark of document.querySelectorAll('a.mark')) mark.click();"
            "for (const box of document.querySelectorAll('.box'))"
            "  box.dispatchEvent(new MouseEvent('click', {bubbles: true}));"
            "return [window.pwned === undefined, document.querySelectorAll('#results li').length,"
            " document.documentElement.classList.contains('ready'), location.href]"
        )
        assert done[0], attack.name
        assert done[1] > 3, attack.name
        assert done[2], attack.name
        assert done[3] == page.as_uri(), attack.name
        _quiet(driver, page)
