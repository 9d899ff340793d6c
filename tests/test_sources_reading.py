"""One mention read by itself: its shape, its name, what is said of an unnamed one. All examples are invented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from riwaya.model import Span
from riwaya.sources.reading import read
from riwaya.sources.sounds import alike, distance, keys, latin
from riwaya.sources.tokens import tokens
from riwaya.sources.traits import clash, like, traits

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@pytest.mark.parametrize(
    ("words", "shape", "name"),
    [
        ("المدير العام للهيئة المهندس سامر الهاشمي", "person", "سامر هاشمي"),
        ("مختار قرية تل الورد الواقعة عند النهر، جابر السالمي", "person", "جابر سالمي"),
        ("ليان حداد، الباحثة الرئيسية في الدراسة", "person", "ليان حداد"),
        ("المتحدث باسم نقابة عمال المناجم في ميناء رأس الحجر منير قاسم", "person", "منير قاسم"),
        ("رئيس بلدية طرابلس رياض سلوم", "person", "رياض سلوم"),
        ("سفير روسيا في لبنان ألكسندر أورلوف", "person", "الكسندر اورلوف"),
        ("وصرخ مختار القرية جابر السالمي", "person", "جابر سالمي"),
        ("عبد الرحمن", "person", "عبدرحمن"),
        ("the miners' union spokesman Adam Hale", "person", "adam hale"),
        ("Prime Minister Omar al-Sabri", "person", "omar sabri"),
        ("صحيفة «المرساة» التونسية", "outlet", "مرساه"),
        ("وكالة نوارس للأنباء", "outlet", "نوارس"),
        ("the London-based weekly Al-Manara", "outlet", "manara"),
        ("مراسل قناة «الأفق»", "outlet", "افق"),
        ("الهيئة العليا للمياه في العراق", "body", ""),
        ("the dockers' union", "body", ""),
        ("شركة «مرافئ الشمال»", "body", "مرافي شمال"),
        ("the operator, Velmar", "body", "velmar"),
        ("The port's operator, Velmar", "body", "velmar"),
        ("the Tunisian airline Velair", "body", "velair"),
        ("its supplier, Marsa Holdings", "body", "marsa holdings"),
        ("the contractor, Adam Hale", "person", "adam hale"),
        ("the bank's owner, Adam Hale", "person", "adam hale"),
        ("the airline", "body", ""),
        ("A Tunisian haulage company, Blue Heron Transport", "body", "blue heron transport"),
        ("Adam Hale of the Delta Policy Institute in London", "person", "adam hale"),
        ("the Bank of Velmar", "body", "velmar"),
        ("Blue Heron Transport", "name", "blue heron transport"),
        ("The head of the dockers' union, Adam Hale", "person", "adam hale"),
        ("وزير النقل", "holder", ""),
        ("the spokesman", "holder", ""),
        ("مسؤولان في الحماية المدنية بمرسى الزعتر", "unnamed", ""),
        ("a former Hale Mining employee", "unnamed", ""),
        ("المصدر نفسه", "unnamed", ""),
        ("مذكرة داخلية", "document", ""),
        ("واشنطن", "place", "واشنطن"),
        ("لروسيا", "place", "روسيا"),
        ("مراسلنا", "ours", ""),
        ("هو", "pronoun", ""),
    ],
)
def test_shapes_and_names(words: str, shape: str, name: str) -> None:
    found = read(f"— {words}", Span(2, 2 + len(words)))
    assert found and (found.shape, " ".join(found.name)) == (shape, name)


@pytest.mark.parametrize(
    ("mention", "kept"),
    [
        ("نقلا عن صحيفة «المرساة» يوم الخميس", "صحيفة «المرساة»"),
        ("وزارة النقل في بيان لها", "وزارة النقل"),
        ("مهندس لم تسمّه", "مهندس"),
        ("في مقابلة مع «المرساة»", "«المرساة»"),
        ("Layla Haddad on Tuesday", "Layla Haddad"),
        ("للعلوان", "للعلوان"),
    ],
)
def test_what_is_no_part_of_the_name_comes_off(mention: str, kept: str) -> None:
    found = read(mention, Span(0, len(mention)))
    assert found and found.words == kept and mention[found.start : found.end] == kept


@pytest.mark.parametrize("words", ["إلى", "عن", "على أن", "", "«»", "…", "the", "of the", "with a", "this", "سابق"])
def test_what_names_nobody_is_nothing(words: str) -> None:
    assert read(words, Span(0, len(words))) is None


@pytest.mark.parametrize("page", sorted(EXAMPLES.glob("*/reports/0*")), ids=lambda p: p.stem)
def test_any_run_of_words_can_be_read(page: Path) -> None:
    text = page.read_text("utf-8")
    words = [m.span() for m in re.finditer(r"\S+", text)]
    for n, (start, _) in enumerate(words):
        end = words[min(n + n % 6, len(words) - 1)][1]
        found = read(text, Span(start, end))
        assert found is None or text[found.start : found.end]


@pytest.mark.parametrize(
    "words", ["تدقيق داخلي مؤرخ في 14 شباط", "مراجعة داخلية بتاريخ 9 مايو", "an internal audit dated 9 May"]
)
def test_a_date_is_no_part_of_what_bears_it(words: str) -> None:
    found = read(words, Span(0, len(words)))
    assert found and (found.shape, found.kind) == ("document", "document")
    assert found.words in ("تدقيق داخلي", "مراجعة داخلية", "an internal audit", "internal audit")


def test_a_mention_that_is_a_date_alone_is_what_bears_it() -> None:
    text = "An inspection report of 9 May 2021 found that the crane was sound."
    at = text.index("9 May 2021")
    found = read(text, Span(at, at + len("9 May 2021")))
    assert found and found.shape == "document" and "report" in found.words


def test_a_name_that_the_mention_cuts_is_made_whole() -> None:
    text = "أوضح في مقابلة مع «ضفاف عمّان» أن الباب مفتوح"
    at = text.index("عمّان")
    found = read(text, Span(at, at + len("عمّان»")))
    assert found and text[found.start : found.end] == "«ضفاف عمّان»"


@pytest.mark.parametrize(
    ("words", "want"),
    [
        ("مصدران استخباراتيان رفيعا المستوى", "count:2 rank:senior role:source trade:intelligence"),
        ("3 مسؤولين أميركيين", "count:3 from:US of:US role:official"),
        ("ثلاثة مسؤولين في قطاع النفط", "count:3 of:oil of:qtaa role:official"),
        ("شخصين مطلعين على المفاوضات", "access:informed count:2 role:person"),
        ("two people familiar with the talks", "access:informed count:2 role:person"),
        ("أحد المصادر", "count:1 part:1 role:source"),
        ("a senior Gulf diplomat", "count:1 from:gulf of:gulf rank:senior role:diplomat trade:diplomatic"),
        ("مصدر طبي", "count:1 role:source trade:medical"),
    ],
)
def test_traits(words: str, want: str) -> None:
    assert traits(tokens(words)) == frozenset(want.split())


def test_like_asks_more_than_no_clash() -> None:
    two, one = (traits(tokens(w)) for w in ("مصدران أمنيان", "مصدر أمني"))
    assert clash(two, one) is None and not like(two, one)
    engineer, dam = (traits(tokens(w)) for w in ("مهندس يعمل في سد الورد", "an engineer at the dam"))
    assert like(engineer, dam)
    assert clash(engineer, traits(tokens("طبيب في سد الورد"))) == "trade"


@pytest.mark.parametrize(
    ("one", "other"),
    [("غسان", "ghassan"), ("ميندونسا", "mendonça"), ("هدى", "hoda"), ("نتانياهو", "نتنياهو"), ("خوليو", "julio")],
)
def test_names_that_sound_alike(one: str, other: str) -> None:
    one, other = (tokens(w)[0].form for w in (one, other))
    assert alike(one, other) and alike(other, one) and keys(one) & keys(other)


@pytest.mark.parametrize(
    ("one", "other"), [("حسن", "حسين"), ("سعد", "سعيد"), ("احمد", "محمد"), ("ali", "omar"), ("نادر", "peter")]
)
def test_names_that_do_not(one: str, other: str) -> None:
    assert not alike(one, other)
    assert 0 <= distance(one, other) <= 1


def test_ids_are_ascii() -> None:
    assert latin("علوان") == "alwan" and latin("شريفه") == "shryfa" and latin("é") == "e"


def test_a_preposition_written_onto_a_name_is_none_of_it() -> None:
    def name(text: str, mention: str) -> tuple[str, ...]:
        start = text.rindex(mention)
        named = read(text, Span(start, start + len(mention)))
        assert named is not None
        return named.name

    assert name("الجسر آمن، وفقا لخالدي", "لخالدي") == ("خالدي",)
    assert name("وقال برهوم إن الجسر آمن. وسبق لبرهوم أن حذر", "لبرهوم") == ("برهوم",)
    assert name("وسبق لبرهوم أن حذر", "لبرهوم") == ("لبرهوم",)
    assert name("قالت ليلى شاهين إن الجسر آمن", "ليلى شاهين") == ("ليلي", "شاهين")
    assert name("بنى الجسر، وقالت لبنى شاهين", "لبنى شاهين") == ("لبني", "شاهين")
