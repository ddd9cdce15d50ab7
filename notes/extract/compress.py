"""Shorter forms of a sentence that are still whole statements.

Deletion only, as in clause-based sentence compression (Knight and Marcu 2002; for
summaries Zajic et al. 2007): openers, list marks, asides in brackets, examples, and
clauses whose absence leaves grammar and claim alone. What is left is a
subsequence of the sentence: no word is added and no order changed. Conditions,
contrasts and negations travel with what they govern (``clauses``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from notes.extract.clauses import Clause, clauses
from notes.extract.leaning import leans
from notes.extract.tidy import tidied, tidy
from notes.values import Reason
from notes.words import Words

__all__ = ["LONGEST", "SHORTEST", "Form", "compress", "forms", "shapes", "shorten_listing", "tidy"]

SHORTEST = 10
LONGEST = 90
RUN = 5
"""Most clauses in a shortened statement."""
LONGEST_SUBJECT = 16
_ANYONE = frozenset(("我们", "我", "大家", "全党", "各地", "各级", "各地区各部门"))

_LISTING = re.compile(
    r"(、[^、，,；;：:。“”《》]{1,12})((?:、[^、，,；;：:。\d]{1,14}){2,})等(?![级于到候待距式同])"
)
_MEASURED = re.compile(r"\d[^\d，]{0,6}$")
"""A clause that ends on an amount: its subject is what was measured, not who acts next."""
_TRAIT = re.compile(
    r"^[^，、“”]{2,6}(?<![更最很较])(?:大|好|高|强|广|长|低|多|深|弱|足)$"
    r"|^对[^，]{2,20}(?:不足|不够|不深|不强|不高|不清|欠缺|模糊|有限)$"
)
_REPORTS = re.compile(r"(?:指出|强调|提出|要求|认为|表示)$")
_LAST_ITEM = re.compile(r"、[^、，；：。“”的]{1,6}$")
_NEXT_ITEM = re.compile(
    r"[，,](?:[^，；。]{1,12}、|[^、，；。]{1,12}[，,]?[^，；。]{0,14}第[一二三四五六七八九十\d])"
)
_PAIRS = tuple(
    (re.compile(opening), re.compile(closing))
    for opening, closing in (
        (r"(?<![相承后])继(?![续承而任])", r"后"),
        (r"除(?:了)?(?![尘去夕掉非草])", r"外"),
        (r"(?:^|[，；])自(?:从|(?![主己身然觉信力立强动我由治愿贸上行]))", r"以来|起|以后"),
        (r"(?:^|[，；])(?:当(?![前地今中下家代年选好])|每当)", r"时|之际|的一刻"),
    )
)
"""Words that open a construction, and what ends it."""
_BROKEN = re.compile(
    r"的[一二三四五六七八九]是(?![^，。]{0,3}(?:分|倍))"
    r"|^(?:界定|指明|标志着?|揭示|反映|体现|彰显|印证|说明)了"
)
"""A list mark inside a phrase (the source lost the words between); a verb that tells what
something in another sentence did (界定了…)."""
_UNFIT = re.compile(r"[？?]|[：:，,；;、的和与及在对把被为]$")


def shorten_listing(text: str) -> str:
    """Return ``text`` with 、-lists of four and more items before 等 cut to their first two."""
    return _LISTING.sub(r"\1等", text)


@dataclass(frozen=True, slots=True)
class Form:
    """A shorter form of a sentence and what was done to make it (``notes.extract.reasons``)."""

    text: str
    cuts: tuple[Reason, ...] = ()


def forms(sentence: str, words: Words) -> tuple[str, ...]:
    """Return the texts of ``shapes``."""
    return tuple(shape.text for shape in shapes(sentence, words))


def shapes(sentence: str, words: Words) -> tuple[Form, ...]:
    """Return statements made from the sentence by deletion, each once, the fullest first.

    Every form is a subsequence of the sentence, ends with a full stop or the
    sentence's own mark, begins where a statement can begin, and has between
    ``SHORTEST`` and ``LONGEST`` characters. The tuple is empty where no part of the
    sentence can stand alone (a question, an example, a dangling half).
    """
    text, cuts = tidied(sentence)
    if _UNFIT.search(text) or len(text) < SHORTEST:
        return ()
    parts = clauses(text, words)
    found: dict[str, Form] = {}
    for run in _runs(text, parts):
        for form in (run, _with_fewer_items(run)):
            fits = SHORTEST <= len(form.text) <= LONGEST and _balanced(form.text)
            if fits and form.text not in found and _stands_alone(form.text, words):
                found[form.text] = replace(form, cuts=(*cuts, *form.cuts))
    return tuple(sorted(found.values(), key=lambda form: (-len(form.text), form.text)))


def _stands_alone(form: str, words: Words) -> bool:
    return not (_BROKEN.search(form) or leans(form, words))


def _with_fewer_items(form: Form) -> Form:
    shorter = shorten_listing(form.text)
    if shorter == form.text:
        return form
    items = "".join(found.group(2) for found in _LISTING.finditer(form.text)).strip("、")
    return Form(shorter, (*form.cuts, Reason("cut_items", detail=items)))


def compress(sentence: str, words: Words, limit: int = 60) -> str:
    """Return the fullest form of at most ``limit`` characters, or the shortest there is.

    Returns "" where no part of the sentence can stand alone.
    """
    made = forms(sentence, words)
    fitting = [form for form in made if len(form) <= limit]
    return fitting[0] if fitting else (made[-1] if made else "")


def _runs(text: str, parts: tuple[Clause, ...]) -> Iterator[Form]:
    if parts and parts[0].opens and any(_says(part) for part in parts):
        yield Form(_closed(text[parts[0].start :], text))
    for first in range(len(parts)):
        if not parts[first].opens or _hangs(text, parts, first):
            continue
        for last in range(first, min(first + RUN, len(parts))):
            if parts[last].part != parts[first].part:
                break
            if not parts[last].closes or _cuts(text, parts, first, last):
                continue
            head = _borrowed_subject(text, parts, first)
            if head is None:
                continue
            start, end = parts[first].start, parts[last].end
            yield Form(_closed(head + text[start:end], text), _cuts_of(text, start, end, head))


def _says(part: Clause) -> bool:
    """Whether the clause is more than a name or a circumstance of another clause."""
    return part.closes or part.subject > 0 or part.predicates or part.modal


def _cuts_of(text: str, start: int, end: int, head: str) -> tuple[Reason, ...]:
    """What was left out before and after a run of clauses, and the subject it borrowed."""
    sides = (("cut_before", text[:start]), ("cut_after", text[end:]), ("subject", head))
    kept = ((kind, words.strip("，,；;：:。！! ")) for kind, words in sides)
    return tuple(Reason(kind, detail=words) for kind, words in kept if words)


def _hangs(text: str, parts: tuple[Clause, ...], at: int) -> bool:
    """Whether the clause hangs on the one before it.

    It goes on with a quotation, or it tells a trait (潜力大, 对…认识不足) of a subject that an
    earlier clause named.
    """
    if at == 0 or parts[at - 1].part != parts[at].part:
        return False
    clause = text[parts[at].start : parts[at].end]
    return clause[0] == "“" or bool(_TRAIT.match(clause))


def _cuts(text: str, parts: tuple[Clause, ...], first: int, last: int) -> bool:
    """Whether the run stops inside a list, a construction or another's words."""
    run = text[parts[first].start : parts[last].end]
    rest = text[parts[last].end :]
    announced = any(part.mark in ("：", ":") for part in parts[first:last])
    if last + 1 < len(parts) and (announced or _list_goes_on(run, rest)):
        return True
    if any(_awaits(run, rest, opening, closing) for opening, closing in _PAIRS):
        return True
    return _cuts_topic(parts, last) or _cuts_speech(text, parts, first, last)


def _cuts_topic(parts: tuple[Clause, ...], last: int) -> bool:
    """Whether clause ``last`` is a topic (加快形成…) and a later 是 says what it is."""
    for at in range(last + 1, len(parts)):
        if parts[at].part != parts[last].part or parts[at - 1].subject:
            return False
        if parts[at].predicates:
            return True
    return False


def _list_goes_on(run: str, rest: str) -> bool:
    """Whether the items with 、 at the end of ``run`` have more items after the comma."""
    return bool(_LAST_ITEM.search(run)) and bool(_NEXT_ITEM.match(rest))


def _awaits(run: str, rest: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> bool:
    """Whether ``run`` opens a construction whose other half stands in ``rest``."""
    found = [match.end() for match in opening.finditer(run)]
    return bool(found) and not closing.search(run, found[-1]) and bool(closing.search(rest))


def _cuts_speech(text: str, parts: tuple[Clause, ...], first: int, last: int) -> bool:
    """Whether the run holds a reporting clause (某某指出，) without all that it reports.

    What follows such a clause up to the next one belongs to it. A run that begins in one
    speech and ends in another joins what two reports keep apart.
    """
    reports = [
        at
        for at, part in enumerate(parts)
        if _REPORTS.search(text[part.start : part.end]) and part.mark in ("，", ",", "：", ":")
    ]
    if not any(first <= at <= last for at in reports):
        return False
    if any(at < first for at in reports) or reports[0] > first + 1:
        return True
    following = [at for at in reports if at > last]
    return last + 1 < (following[0] if following else len(parts))


def _borrowed_subject(text: str, parts: tuple[Clause, ...], at: int) -> str | None:
    """Return the noun phrase, with its 要 or 将, that clause ``at`` shares with its part.

    "" where it needs none; ``None`` where one is needed but unclear, or where the
    owner's verb is negated and the clause might be.
    """
    clause = parts[at]
    before = [other for other in parts[:at] if other.part == clause.part]
    owners = [other for other in before if other.subject]
    topic = any(other.predicates and other.part == clause.part for other in parts[at + 1 :])
    if not clause.bare or topic or not before:
        return ""
    if not owners:
        return None if clause.describes else ""
    owner = owners[-1]
    subject = text[owner.start : owner.start + owner.subject]
    if _unclear(text, owner, clause) or any(o.start > owner.start and not o.bare for o in before):
        return None
    if subject in _ANYONE or _MEASURED.search(text[owner.start : owner.end]):
        return ""
    reach = owner.subject if clause.modal else owner.head
    return text[owner.start : owner.start + reach] if owner.opens else None


def _unclear(text: str, owner: Clause, clause: Clause) -> bool:
    """Whether the owner's subject cannot simply be put before the clause."""
    subject = text[owner.start : owner.start + owner.subject]
    return (
        owner.denies
        or len(subject) > LONGEST_SUBJECT
        or text.startswith("有", clause.start)
        or (subject in text[clause.start : clause.end] and subject not in _ANYONE)
    )


def _closed(form: str, text: str) -> str:
    form = form.strip().rstrip("，,；;：: ")
    if not form or form[-1] in "。！!":
        return form
    end = text[-1] if text and text[-1] in "。！!" else ""
    return form + ("" if form.endswith(("。”", "！”")) else end)


def _balanced(form: str) -> bool:
    return all(form.count(a) == form.count(b) for a, b in ("“”", "‘’", "《》", "（）", "()"))
