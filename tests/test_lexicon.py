"""Outlets and agencies: the files, what is refused in them, and where a text names one."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from riwaya.lexicon import by_domain, by_name, find_agencies, find_outlets, outlets
from riwaya.lexicon.entries import read_outlets
from riwaya.lexicon.nouns import MANY, nouns


def found(text: str, country: str | None = None) -> list[tuple[str, str]]:
    return [(text[h.start : h.end], h.entry.id) for h in find_outlets(text, country)]


def test_every_entry_is_found_in_its_example() -> None:
    lost = [e.id for e in outlets() if not any(h.entry.id == e.id for h in find_outlets(e.example))]
    assert lost == []


def test_the_lexicon_is_large_enough_and_ids_and_domains_are_single() -> None:
    entries = outlets()
    assert len(entries) >= 140 and sum(e.kind == "agency" for e in entries) >= 40
    assert len({e.id for e in entries}) == len(entries)
    domains = [d for e in entries for d in e.domains]
    assert len(set(domains)) == len(domains)


GOOD = '[[outlet]]\nid = "marsa"\nkind = "outlet"\nar = ["المرساة"]\ncountry = "TN"\nexample = "قالت المرساة كذا"\n'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "marsa"', 'id = "Marsa!"', "slug"),
        ('kind = "outlet"', 'kind = "paper"', "kind"),
        ('country = "TN"', 'country = "Tunisia"', "country"),
        ('ar = ["المرساة"]', "ar = []", "name"),
        ('ar = ["المرساة"]', 'ar = "المرساة"', "list"),
        ('example = "قالت المرساة كذا"', 'example = "قالت الصحيفة كذا"', "example"),
        ('country = "TN"', 'country = "TN"\ndomain = "x.tn"', "domain"),
        ('country = "TN"', 'country = "TN"\ndomains = ["https://x.tn/"]', "host"),
        ('country = "TN"', 'country = "TN"\nambiguous = ["الشراع"]', "none of its names"),
        ("[[outlet]]", "[[paper]]", "paper"),
        ('id = "marsa"', "id = ", "Invalid"),
    ],
)
def test_a_malformed_entry_is_named(old: str, new: str, says: str) -> None:
    assert read_outlets(GOOD, "outlets-x.toml")[0].id == "marsa"
    with pytest.raises(ValueError, match=says) as error:
        read_outlets(GOOD.replace(old, new), "outlets-x.toml")
    assert "outlets-x.toml" in str(error.value)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("وقال صياد لرويترز إن البحر هائج", [("رويترز", "reuters")]),
        ("ونقلت (أ ف ب) عن العمدة", [("أ ف ب", "afp")]),
        ("ونقلت أ.ف.ب عن العمدة", [("أ.ف.ب", "afp")]),
        ("قالت صحيفة الجارديان إن النهر جف", [("الجارديان", "the-guardian")]),
        ("قالت ذا غارديان إن النهر جف", [("غارديان", "the-guardian")]),
        ("the Guardian's report", [("Guardian", "the-guardian")]),
        ("the Guardian newspaper said", [("Guardian", "the-guardian")]),
        ("لـCNN", [("CNN", "cnn")]),
        ("وقالت لبي بي سي إن الباب مغلق", [("بي بي سي", "bbc")]),
        ("عاد إلى الوطن بعد الحياة في الخارج", []),
        ("صحيفة الوطن السعودية", [("الوطن", "al-watan-saudi")]),
        ("«الوطن» المصرية", [("الوطن", "elwatan-egypt")]),
        ("a map of the time it took", []),
        ("Time magazine", [("Time", "time")]),
        ("وذكرت (بنا) أن الجسر فُتح", [("بنا", "bna")]),
        ("قالت وكالة الأنباء إن الجسر فُتح", []),
        ("في دي.آر.تي", []),
        ("قالت «الشرق الجديد» إن الباب مفتوح", []),
        ("قالت صحيفة «الشروق البعيد» إن الباب مفتوح", []),
        ("قالت قناة «العربية الجديدة» إن الباب مفتوح", []),
        ("the Dispatch Room said", []),
        ('وعلى ملعب "الشروق" خسر الفريق', []),
        ('وكتبت "الشروق" أن الفريق خسر', [("الشروق", "shorouk-egypt")]),
        ("told Reuters Monday", [("Reuters", "reuters")]),
        ("www.bbc.com", [("bbc.com", "bbc")]),
    ],
)
def test_names_in_a_text(text: str, want: list[tuple[str, str]]) -> None:
    assert found(text) == want


def test_a_shared_name_goes_to_the_readers_country_where_nothing_else_tells() -> None:
    assert found("نقلت صحيفة «الوطن» عنه", "SA") == [("الوطن", "al-watan-saudi")]


def test_agencies_only() -> None:
    assert [h.entry.id for h in find_agencies("قالت رويترز وبي بي سي")] == ["reuters"]


def test_by_domain_takes_the_nearest_parent() -> None:
    rt, cnn = by_domain("arabic.rt.com"), by_domain("www.arabic.cnn.com:443")
    assert rt and rt.id == "rt"
    assert cnn and cnn.id == "cnn"
    assert by_domain("no-such-outlet.example") is None and by_domain("") is None


def test_by_name_passes_over_titles_and_countries() -> None:
    for name in ("الغارديان", "صحيفة «الغارديان» البريطانية", "The Guardian", "Guardian newspaper"):
        entry = by_name(name)
        assert entry and entry.id == "the-guardian", name
    saudi = by_name("صحيفة الوطن السعودية")
    assert saudi and saudi.id == "al-watan-saudi"
    assert by_name("المنارة البعيدة") is None and by_name("") is None
    assert by_name("the memo", as_printed=True) is None


def test_hits_point_into_the_text_and_never_overlap() -> None:
    text = 'وكالة "رويترز" و«الغارديان» ونيويورك تايمز، ثم BBC News وقناة العربية.' * 3
    hits = find_outlets(text)
    assert len(hits) >= 12
    assert all(a.end <= b.start for a, b in pairwise(hits))


def test_a_long_text_costs_no_more_for_a_letter_than_a_short_one() -> None:
    plain = "وقالت الوكالة إن الطريق مفتوح "
    hostile = "صحيفة «" * 4000 + "وكالة " * 4000 + "نيويورك " * 4000
    outlets()

    def cost(text: str) -> float:
        start = time.perf_counter()
        find_outlets(text)
        return (time.perf_counter() - start) / len(text)

    assert cost(hostile) < 20 * max(cost(plain * 1000), 1e-7)


def test_nouns_know_duals_plurals_and_both_languages() -> None:
    lexicon = nouns()
    for form, number in (("مصدران", 2), ("مصدرين", 2), ("مصادر", MANY), ("sources", MANY), ("source", 1)):
        sense = lexicon.of(form, "people")
        assert sense and sense.concept == "source" and sense.number == number, form
    assert lexicon.country_of("السعوديه") == "SA" and lexicon.country_of("british") == "GB"
    assert lexicon.of("وزاره", "bodies") == lexicon.of("ministry", "bodies")
