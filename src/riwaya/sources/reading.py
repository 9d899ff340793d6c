"""What the words of one mention say: which kind of source, its proper name, its title, its description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from riwaya.lexicon.nouns import MANY, nouns
from riwaya.lexicon.outlets import OutletEntry, OutletHit, by_name, find_outlets
from riwaya.model import SourceKind, Span
from riwaya.sources.phrase import (
    concepts,
    content,
    country_of,
    head_nouns,
    name_words,
    nation,
    noun_phrase,
    outlet_kind,
    unquoted_name,
)
from riwaya.sources.proper import Person, has_joint, person_in
from riwaya.sources.tokens import Token, country_at, sense_at, tokens
from riwaya.sources.traits import traits, values
from riwaya.sources.trim import segments, trim

Shape = Literal[
    "outlet", "person", "body", "name", "place", "holder", "unnamed", "document", "joint", "ours", "pronoun", "words"
]
AROUND = 90  #: code points beside a bare name in which a title may stand
LONGEST = 800  #: code points of a mention that are looked at

_MINISTRIES = frozenset(
    {"foreign", "interior", "health", "defence", "justice", "finance", "education", "energy", "transport", "trade"}
)
"""Fields by which a ministry is called without the word: «الخارجية»."""
_HYPHENED = frozenset({"based", "language", "backed", "run", "owned", "born"})  #: "the London-based paper"
_VAGUE = frozenset({"source", "official", "person", "witness", "informed", "relation", "resident", "others"})
WORKS = frozenset({"report", "study", "survey", "data"})  #: documents that an outlet or a body makes: they are it
_SEEN = frozenset({"اطلعت", "حصلت", "اطلع", "حصل", "تلقت", "seen", "obtained", "reviewed", "shared"})
_TABLES = ("titles", "press", "documents", "statements", "bodies", "offices", "people", "counts", "honorifics")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention, read. `start` and `end` are places in the report's text, trimmed to what names the source."""

    words: str
    start: int
    end: int
    shape: Shape
    kind: SourceKind
    arabic: bool
    entry: OutletEntry | None = None
    name: tuple[str, ...] = ()  #: proper name, folded, without articles and «بن»
    shown: str = ""  #: the proper name as printed
    heads: frozenset[str] = frozenset()  #: concepts of the head nouns, "table:concept"
    content: frozenset[str] = frozenset()  #: concepts or words of title and description, heads included
    country: str | None = None
    definite: bool = False
    bare: bool = False  #: nothing but a head noun and what points: «الصحيفة نفسها»
    honoured: bool = False
    traits: frozenset[str] = frozenset()
    of: Named | None = None  #: the body that an unnamed spokesman speaks for

    @property
    def points(self) -> bool:
        """Whether it may point back to a source named elsewhere."""
        return self.shape == "pronoun" or (self.definite and self.bare) or self.shape == "holder"


def read(text: str, span: Span) -> Named | None:
    """Read the mention at a span of a report's text; None where it names nothing («إلى»)."""
    raw = text[span.start : min(span.end, span.start + LONGEST)]
    words = tokens(raw)
    hits = find_outlets(raw) if words else []
    kept = trim(words, hits)
    if not kept:
        return None
    reader = _Reader(text, span.start, raw, kept, [h for h in hits if h.start < kept[-1].end])
    return reader.read()


def with_title(text: str, named: Named) -> Named:
    """A person with the title that stands before or after the mention, where the mention is a mere name: «المدير العام
    للهيئة | غسان العلوان»، "Layan Sfeir | , lead author". The place stays that of the name."""
    if named.shape != "person" or named.heads:
        return named
    before = text[max(0, named.start - AROUND) : named.start]
    apposed = before.rstrip().removesuffix("،").removesuffix(",")  # «مختار القرية، | حازم البجاري»
    before = apposed[max((apposed.rfind(c) + 1 for c in ".\n؛;:،,»"), default=0) :]
    after = text[named.end : named.end + AROUND]
    found = named
    offices = [t for t in tokens(before) if t.sense("offices", "people")]
    if offices:
        first = text.rfind(before, 0, named.start) + offices[0].start
        found = read(text, Span(first, named.end)) or named
    elif after[:1] in ("،", ","):
        words = tokens(after[: max(0, after.find(after[0], 1)) or AROUND])
        if words and sense_at([t for t in words if t.form not in ("the", "a", "an")] or words, 0, "offices", "people"):
            found = read(text, Span(named.start, named.end + words[-1].end)) or named
    if found.shape != "person" or found.name != named.name:
        return named
    return replace(named, heads=found.heads, content=found.content, country=found.country, honoured=found.honoured)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One mention on its way: the report's text, where the mention starts, its words."""

    text: str
    at: int
    raw: str
    words: list[Token]
    hits: list[OutletHit]

    def made(self, shape: Shape, kind: SourceKind, words: Sequence[Token] | None = None, **known: object) -> Named:
        """A reading over some of the words, with the marks that quote its ends."""
        words = words or self.words
        start, end = words[0].start, words[-1].end
        if shape in ("person", "outlet", "name"):
            start += _length(words[0])
        while start and self.raw[start - 1] in '«"“‘„':
            start -= 1
        opened = any(c in '«“‘"' for c in self.raw[start:end])
        while opened and self.raw[end : end + 1] and self.raw[end] in '»"”’':
            end += 1
        return Named(
            self.raw[start:end],
            self.at + start,
            self.at + end,
            shape,
            kind,
            sum(t.arabic for t in words) * 2 >= len(words),
            **known,  # type: ignore[arg-type]
        )

    def read(self) -> Named:
        words = self.words
        noise = nouns().noise
        first = words[0]
        if len(words) == 1 and first.form in noise["pronouns"]:
            return self.made("pronoun", "anonymous", definite=True, bare=True)
        if first.form in noise["ours"] and first.raw != "US":
            return self.made("ours", "outlet", definite=True)
        if found := self.lexicon():
            return found
        if has_joint(words):
            return self.made("joint", "group", content=content(words))
        latin = not first.arabic
        head = self.head()
        if head and head.startswith("titles:") and (outlet := self.outlet()):
            return outlet
        if head == "press:reporter" and (outlet := self.reporter()):
            return outlet
        if latin and self._paper() and (outlet := self.outlet()):
            return outlet
        if head and head.startswith(("statements:", "documents:")):
            return self.document(head)
        if not latin and head and head.startswith("bodies:"):
            return self.body(words)
        if not latin and (place := self.place()):
            return place
        if person := self.person():
            return person
        if latin and ((outlet := self.outlet()) or (outlet := self.body_in_english())):
            return outlet
        if place := self.place():
            return place
        if head and head.startswith("offices:"):
            return self.holder()
        if head:
            return self.unnamed()
        return self.other()

    def head(self) -> str | None:
        """The concept of the head noun with its table, counts and articles passed over."""
        words = [t for t in self.words[:8] if t.form not in ("the", "a", "an", "this", "that")]
        if not words:
            return None
        if words[0].arabic:
            found = sense_at(words, 0, *_TABLES)
            if found and found[0].table == "counts" and len(words) > 1:
                found = sense_at(words, 1, *_TABLES) or found
            if found and found[0].table == "titles" and self.is_body(words):
                found = sense_at(words, 0, "bodies")
            return f"{found[0].table}:{found[0].concept}" if found else None
        phrase = noun_phrase(words)
        for n in range(len(phrase) - 1, -1, -1):
            if not phrase[n].possessed and (found := sense_at(phrase, n, *_TABLES[:-2])):
                return f"{found[0].table}:{found[0].concept}"
        found = sense_at(phrase, 0, "counts") if phrase else None
        return f"counts:{found[0].concept}" if found else None

    @staticmethod
    def is_body(words: Sequence[Token]) -> bool:
        """Whether «وكالة», «شبكة» heads a body's name and no outlet's: «وكالة الطاقة الدولية»."""
        if len(words) < 2 or not words[0].sense("bodies") or words[1].quoted:
            return False
        terms = [s.concept for t in words[1:] if (s := t.sense("terms"))]
        return bool(terms) and not {"news", "media"} & set(terms) and words[1].sense("terms") is not None

    def lexicon(self) -> Named | None:
        """An outlet of the lexicon at the head of the mention, title words and reporters passed over."""
        words = self.words
        for hit in self.hits[:1]:
            before = [t for t in words if t.end <= hit.start]
            if all(
                t.sense("titles", "press")
                or (t.sense("terms") and n)
                or country_at(list(before), n)
                or t.form in ("the", "a", "ذا", "ذي", "for", "of", "from", "at", "في", "من")
                for n, t in enumerate(before)
            ):
                inside = [t for t in words if hit.start <= t.start < hit.end]
                after = words[len(before) + len(inside) :][:1]
                span = [*before, *inside, *(after if after and country_at(after, 0) else [])]
                return self.made("outlet", hit.entry.kind, span or words, entry=hit.entry, heads=head_nouns(before))
        first = words[0]
        whole = self.raw[words[0].start : words[-1].end]
        if len(words) > 5 or first.form in nouns().places or first.sense(*_TABLES[1:]):
            return None
        entry = by_name(whole)
        if entry is None or (entry.ambiguous and not (first.definite or first.quoted or first.capital)):
            return None
        return self.made("outlet", entry.kind, entry=entry, heads=head_nouns(words))

    def outlet(self) -> Named | None:
        """An outlet that the lexicon has not: a title word with a name, or a name that ends as papers' names do."""
        words = [t for t in self.words if t.form not in ("the", "a", "an", "this", "that")]
        titled = [t for t in words if t.sense("titles")]
        code = country_of(words)
        if words and not words[0].arabic:
            phrase = noun_phrase(words)
            named = [
                t
                for n, t in enumerate(phrase)
                if t.quoted
                or (t.capital and not t.sense("titles") and not nation(t) and not (_after(phrase, n) & _HYPHENED))
            ]
            if not titled and not self._paper():
                return None
            if not titled or (named and self._paper()):
                run = next((n for n in range(len(phrase), 0, -1) if not phrase[n - 1].capital), 0)
                named = [t for t in phrase[run:] if not nation(t) or t is not phrase[run]]
            agency = {s.concept for t in titled if (s := t.sense("titles"))} == {"agency"}
            later = agency and named and not named[-1].quoted and named[-1].start > titled[-1].start
            if agency and named and not later and not any(t.form in ("news", "press", "wire", "the") for t in phrase):
                return None  # "the UN children's agency" is a body
            if not named and code and not agency and any(t.form in ("television", "tv", "radio") for t in titled):
                return self.made("outlet", "outlet", heads=head_nouns(titled), country=code, definite=True)
            if not named:
                return self._pointing(titled, code)
            return self.made(
                "outlet", outlet_kind(titled), name=name_words(named), shown=self._shown(named),
                heads=head_nouns(titled), content=content(words), country=code,
            )  # fmt: skip
        quoted = [t for t in words[1:] if t.quoted]
        named = quoted or unquoted_name(words[1:])
        if not named:
            return self._pointing(titled, code)
        end = words.index(named[-1]) + 1
        while end < len(words) and (country_at(words, end) or words[end].sense("terms")) and words[end].definite:
            end += 1
        return self.made(
            "outlet", outlet_kind(titled), words[:end], name=name_words(named), shown=self._shown(named),
            heads=head_nouns(titled), content=content(words[:end]), country=code,
        )  # fmt: skip

    def reporter(self) -> Named | None:
        """The outlet whose reporter speaks: «مراسل «كذا»», «مراسل قناة كذا»; a medium's reporter is the medium."""
        words = self.words[1:]
        if not words or not self.words[0].arabic:
            return None
        if quoted := [t for t in words if t.quoted]:
            return self.made(
                "outlet", "outlet", name=name_words(quoted), shown=self._shown(quoted), heads=head_nouns(self.words),
                content=content(self.words), country=country_of(self.words),
            )  # fmt: skip
        if words[0].sense("titles"):
            return _Reader(self.text, self.at, self.raw, words, self.hits).outlet()
        return None

    def _paper(self) -> bool:
        """Whether an English phrase ends as papers' names do, in capitals: "the Ledger", "Harbour & Trade Review"."""
        phrase = noun_phrase([t for t in self.words if t.form != "the"])
        if not phrase or not phrase[-1].capital or phrase[-1].form not in nouns().noise["outlet_words"]:
            return False
        return all(t.capital or t.form == "and" for t in phrase) or (len(phrase) > 2 and phrase[-2].capital)

    def _pointing(self, titled: Sequence[Token], code: str | None) -> Named:
        definite = titled[0].definite or self.words[0].form in ("the", "this", "that")
        if not definite:
            return self.made("unnamed", "anonymous", heads=head_nouns(titled), country=code, traits=traits(self.words))
        return self.made(
            "outlet", outlet_kind(titled), heads=head_nouns(titled), country=code, definite=True,
            bare=not content(self.words) - concepts(head_nouns(titled)), content=content(self.words),
        )  # fmt: skip

    def document(self, head: str) -> Named:
        """A document, or the body or outlet whose own words it holds («بيان الوزارة»، «تقرير لصحيفة كذا»)."""
        words = self.words
        seen = next((n for n, t in enumerate(words) if t.form in _SEEN), len(words))
        for hit in self.hits:
            if any(t.start == hit.start or hit.start <= t.start < hit.end for t in words[:seen]):
                return self.made("outlet", hit.entry.kind, words[:seen], entry=hit.entry)
        own = head.startswith("statements") or head.partition(":")[2] in WORKS
        for n, t in enumerate(words[1:seen], 1):
            if (
                own
                and t.sense("bodies")
                and (head.startswith("statements") or t.prefix or words[n - 1].sense("documents"))
            ):
                inner = _Reader(self.text, self.at, self.raw, words[n:seen], [])
                if t.sense("titles") and not inner.is_body(words[n:seen]) and (outlet := inner.outlet()):
                    return outlet
                return inner.body(words[n:seen])
        words = words[:seen]
        definite = words[0].definite or words[0].form in ("the", "this", "that")
        rest = content(words) - concepts(head_nouns(words[:2]))
        kind: SourceKind = "organization" if head.startswith("statements") else "document"
        return self.made(
            "document", kind, words, heads=frozenset({head}), content=content(words), definite=definite,
            bare=definite and not rest, traits=traits(words), country=country_of(words),
        )  # fmt: skip

    def person(self) -> Named | None:
        """A named person: in the first segment, or in one after it that is nothing but a name."""
        first = self.words[0]
        head = self.words[: 2 if first.sense("counts") else 1]
        vague = [t for t in head if (s := t.sense("people")) and s.concept in _VAGUE]
        many = [t for t in head if (s := t.sense("people", "offices", "press")) and s.number > 1]
        described = any(t.preposition for t in self.words[:6])
        if (s := first.sense("people")) and s.concept == "source":
            return None
        if first.arabic and not first.definite and described and (vague or many):
            return None  # «مسؤولان في الحماية المدنية بمرسى الزعتر»
        parts = segments(self.words)[:3]
        found: tuple[list[Token], Person] | None = None
        for n, part in enumerate(parts):
            person = person_in(part)
            if person is None or any(t.raw.isdigit() for t in part[person.start : person.end]):
                continue
            if found is None or (n and not person.titled and found[1].titled and not found[1].honoured):
                found = (part, person)
        if found is None:
            return None
        part, person = found
        named = part[person.start : person.end]
        single = len(named) == 1 and not person.titled
        if single and (named[0].quoted or (named[0].arabic and nation(named[0])) or country_at(named, 0)):
            return None
        if named[0].quoted and not person.honoured:
            return None
        if len(named) == 1 and not person.honoured and person.titled and part[0].arabic and not part[0].definite:
            told = len(part) > 1 and not part[1].definite and bool(part[1].sense("ranks", "trades") or nation(part[1]))
            if told or part[0].sense("people", "counts"):
                return None  # «نساء كثيرات»، «ضابط عراقي مشارك»
        if "&" in self.raw[named[0].start : named[-1].end]:
            return None
        rest = [t for p in parts for t in p if t not in named]
        kept = [t for p in parts[: parts.index(part) + 1] for t in p] if parts.index(part) else part
        if part is parts[0] and len(parts) > 1 and person_in(parts[1]) is None and not person.titled:
            rest = [t for p in parts[1:2] for t in p]
        return self.made(
            "person", "person", kept[: kept.index(named[-1]) + 1], name=name_words(named), shown=self._shown(named),
            heads=head_nouns(rest), content=content(rest), country=country_of(rest), honoured=person.honoured,
            definite=single and named[0].definite,
        )  # fmt: skip

    def body(self, words: Sequence[Token]) -> Named:
        """An organization, from its head noun on."""
        words = _closed(segments(words)[0])
        quoted = [t for t in words if t.quoted]
        head = words[0].sense("bodies")
        if head and not words[0].definite and not quoted and not content(words) - {head.concept, "local", "private"}:
            return self.unnamed()  # «شركتين أمريكيتين»
        definite = words[0].definite or words[0].form in ("the", "this", "that")
        all_ = content(words)
        heads = head_nouns(words[:1] if words[0].arabic else words)
        rest = all_ - concepts(heads)
        return self.made(
            "body", "organization", words, name=name_words(quoted), shown=self._shown(quoted) if quoted else "",
            heads=heads, content=all_, country=country_of(words), definite=definite,
            bare=definite and not rest and not quoted,
        )  # fmt: skip

    def body_in_english(self) -> Named | None:
        """An organization in English: a noun phrase with a body's noun in it ("the dockworkers' union")."""
        words = [t for t in self.words if t.form not in ("a", "an")]
        phrase = noun_phrase([t for t in words if t.form not in ("the", "this", "that")])
        heads = [t for t in phrase if t.sense("bodies") and not t.possessed]
        people = [t for t in phrase if t.sense("people", "press", "offices") and not t.possessed and not t.capital]
        if not heads or people or self.words[0].form in ("a", "an"):
            return None
        all_ = content(words)
        found = head_nouns(heads)
        definite = self.words[0].form in ("the", "this", "that")
        return self.made(
            "body", "organization", None, heads=found, content=all_, country=country_of(words), definite=definite,
            bare=definite and not all_ - concepts(found), shown=self._shown(phrase),
            name=name_words([t for t in phrase if t.capital and not t.sense("bodies", "terms") and _own(t)]),
        )  # fmt: skip

    def place(self) -> Named | None:
        words = [t for t in self.words if t.form != "the"]
        if len(words) == 2 and words[0].base in nouns().noise["place_nouns"]:
            words = words[1:]  # «مملكة البحرين»
        found = country_at(words, 0) if words else None
        if found and len(words) == 1 and words[0].form not in nouns().places and words[0].form[1:] in nouns().places:
            cut = words[0]._replace(
                start=words[0].start + 1, raw=words[0].raw[1:], form=words[0].form[1:], base=words[0].form[1:]
            )
            return self.made(
                "place", "organization", [cut], country=found[0], name=(cut.form,), shown=cut.raw
            )  # «لروسيا»
        if not found or found[1] < len(words):
            return None
        plural = words[0].form.endswith(("ون", "ين", "ans", "ns")) and nouns().country_of(words[0].form)
        if plural and words[0].form not in nouns().places:
            return self.made("unnamed", "group", country=found[0], traits=frozenset({f"of:{found[0]}", "count:many"}))
        return self.made("place", "organization", country=found[0], name=name_words(words), shown=self._shown(words))

    def holder(self) -> Named:
        """An office without a name: «وزير النقل», «المتحدث باسم النقابة», "the coach"."""
        words = segments(self.words)[0]
        first = words[0]
        heads = head_nouns(words[: 3 if first.arabic else None])
        if first.sense("counts") and first.arabic:
            return self.unnamed()
        if (many := first.sense("offices")) and (many.number == MANY or (many.number == 2 and not first.definite)):
            return self.unnamed()
        construct = len(words) > 1 and first.arabic and _whose(words)
        definite = first.definite or first.form in ("the", "this", "that") or construct
        if not first.arabic and first.form not in ("a", "an"):
            definite = definite or not any(h.number == MANY for t in words if (h := t.sense("offices")))
        of = None
        if "offices:spokesperson" in heads:
            start = next((n for n, t in enumerate(words) if n and t.sense("bodies")), None)
            if start is not None:
                of = _Reader(self.text, self.at, self.raw, words[start:], []).body(words[start:])
        all_ = content(words)
        if not definite and of is None:
            return self.unnamed()
        return self.made(
            "holder", "person" if definite else "anonymous", words, heads=heads, content=all_, of=of, definite=definite,
            bare=definite and not all_ - concepts(heads), country=country_of(words), traits=traits(words),
        )  # fmt: skip

    def unnamed(self) -> Named:
        """An unnamed source, or a group of people."""
        words = segments(self.words)[0]
        said = traits(words)
        heads = head_nouns(words[: 3 if words[0].arabic else None])
        definite = words[0].definite or words[0].form in ("the", "this", "that", "those", "these")
        role = values(said, "role")
        crowd = role & nouns().noise["crowds"] or any(h.startswith("offices") for h in heads)
        group = crowd and values(said, "count") <= {"many"} and not values(said, "part")
        return self.made(
            "unnamed", "group" if group else "anonymous", words, heads=heads, content=content(words),
            definite=definite, traits=said, bare=definite and not content(words) - concepts(heads),
            country=country_of(words),
        )  # fmt: skip

    def other(self) -> Named:
        """Neither name nor noun that is known."""
        words = self.words
        first = words[0]
        small = ("of", "the", "and", "for", *nouns().noise["particles"])
        if all(t.quoted for t in words) or (
            len(words) <= 6 and not first.arabic and all(t.capital or t.form in small for t in words)
        ):
            return self.made("name", "organization", name=name_words(words), shown=self._shown(words))
        if len(words) == 1 and first.arabic and first.definite and not nation(first):
            return self.made("person", "person", name=name_words(words), shown=self._shown(words), definite=True)
        ministry = first.sense("terms")
        if first.definite and ministry and ministry.concept in _MINISTRIES and first.arabic:
            return self.made(
                "body", "organization", segments(words)[0], heads=frozenset({"bodies:ministry"}),
                content=content(words) | {"ministry"}, country=country_of(words), definite=True,
            )  # fmt: skip
        if not first.arabic and first.form not in ("the", "it", "this") and not all(t.capital for t in words):
            return self.unnamed()
        if code := country_of(words[:1]):
            return self.made("unnamed", "group", country=code, traits=traits(words) | {f"of:{code}"})
        return self.made("words", "anonymous", segments(words)[0], content=content(words), traits=traits(words))

    def _shown(self, words: Sequence[Token]) -> str:
        start = words[0].start + _length(words[0])
        shown = self.raw[start : words[-1].end].strip('«»"“”')
        return "ا" + shown[1:] if shown.startswith("لل") and words[0].prefix[-1:] == "ل" else shown


def _land(token: Token) -> bool:
    return nation(token) or country_at([token], 0) is not None


def _own(token: Token) -> bool:
    return not _land(token) and token.form not in nouns().noise["pronouns"] and not token.sense("counts")


def _after(words: Sequence[Token], n: int) -> set[str]:
    return {words[n + 1].form} if n + 1 < len(words) else set()


def _told(token: Token) -> bool:
    """Whether a word after an office tells what kind («خبير طبي»), and not whose («محامي فلان»)."""
    return not token.arabic or bool(token.sense(*_TABLES, "terms", "ranks", "trades", "access")) or _land(token)


def _closed(words: list[Token]) -> list[Token]:
    """The words of a body up to a person's title after it: «للهيئة العليا | المهندس فلان»."""
    for n in range(1, len(words)):
        person = words[n].sense("honorifics", "offices")
        if person and words[n].definite and words[n - 1].definite and not words[n].prefix:
            return words[:n]
    return words


def _whose(words: Sequence[Token]) -> bool:
    """Whether an Arabic office without the article is a certain one by what follows: «وزير النقل»، «محامي فلان»."""
    after = words[1]
    return (
        after.definite
        or after.base in nouns().noise["place_nouns"]
        or not (_told(after) or after.prefix or after.preposition)
        or (country_of(words[1:]) is not None and not country_at(list(words), 1))
        or bool(after.sense("bodies", "terms", "offices", "people") and not after.prefix)
    )


def _length(token: Token) -> int:
    """How many letters of a word as printed its prefix takes; «للعلوان» stays whole, its article is half written."""
    joined = token.definite and token.prefix[-1:] == "ل"
    return len(token.prefix) - joined
