"""Pictures of the page at phone and desktop width, light and dark, to be looked at."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from tests.render.html.browser import chromium, look

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


def take(pages: list[Path], folder: Path) -> list[Path]:
    """Write PNG files of ``pages`` into ``folder`` and return their paths.

    Of each page: its top at both widths in both colours; the desk with the passage of a
    mark in the panel, the phone with its sheet and its contents, and the source.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with chromium() as driver:
        for page in pages:
            for name, (width, height) in SIZES.items():
                for dark in (False, True):
                    look(driver, page, width, height, dark=dark)
                    stem = f"{page.stem}-{name}-{'dark' if dark else 'light'}"
                    made.append(_shot(driver, folder / f"{stem}-top.png", 3 * height))
                    for part, script in _STEPS.items():
                        driver.execute_script(script)
                        made.append(_shot(driver, folder / f"{stem}-{part}.png"))
    return made


_STEPS = {
    "outline": "document.querySelector('.part-outline').scrollIntoView()",
    "passage": (
        "const marks = document.querySelectorAll('.part-figures a.mark');"
        "marks[1].scrollIntoView({block: 'center'}); marks[1].click()"
    ),
    "source": (
        "document.querySelector('.panel').classList.remove('open');"
        "document.querySelector('.source').scrollIntoView()"
    ),
    "search": (
        "if (innerWidth < 800) document.getElementById('menu').click();"
        "const query = document.getElementById('query'); query.value = '群众';"
        "query.form.requestSubmit()"
    ),
}


def _shot(driver: Any, path: Path, height: int = 0) -> Path:
    """What the window shows, or the first ``height`` pixels of the page."""
    options: dict[str, Any] = {"format": "png"}
    if height:
        width = driver.execute_script("return document.documentElement.clientWidth")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        options |= {"clip": clip, "captureBeyondViewport": True}
    found = driver.execute_cdp_cmd("Page.captureScreenshot", options)
    path.write_bytes(base64.b64decode(found["data"]))
    return path
