"""Things that other programs inserted into the text.

Finance sites put the quotation of a stock behind every word that happens to be
the name of a company: ``新产业(73.340,-1.16,-1.56%)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notes.repair.edits import Draft, Edit

_NUMBER = r"[+-]?\d{1,6}(?:\.\d{1,4})?"
_COMMA = r"[ ]?[,，][ ]?"
_PAGES = r"(?:行情|诊股|研报|股吧|资讯|买入|估值)"
_TICKER = re.compile(
    rf"[（(](?:[ ]?{_NUMBER}{_COMMA}[+-]\d{{1,6}}(?:\.\d{{1,4}})?{_COMMA}{_NUMBER}[%％][ ]?[）)]"
    rf"|[ ]?\d{{1,4}}\.\d{{2,3}}{_COMMA}{_NUMBER}{_COMMA}{_NUMBER}[%％][ ]?[）)]"
    rf"|{_PAGES}(?:[,，、 ]{_PAGES}){{1,4}}[）)]"
    r"|(?:SH|SZ|HK|sh|sz|hk)?[036]\d{5}(?:\.(?:SH|SZ|HK))?[,，][ ]?(?:股吧|诊股|行情)[）)])"
)
_NO_SHAPE = r"\u200b-\u200f\u2060\ufeff\ufffd\x00-\x08\x0b\x0c\x0e-\x1f"
_SHAPELESS = re.compile(rf"[{_NO_SHAPE}][{_NO_SHAPE}]*")


def inserted_noise(draft: Draft) -> Iterator[Edit]:
    """Remove stock tickers and characters that have no shape."""
    for pattern in (_TICKER, _SHAPELESS):
        for match in pattern.finditer(draft.text):
            yield Edit(match.start(), match.end(), "", "inserted_noise")
