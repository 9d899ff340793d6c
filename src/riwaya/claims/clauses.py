"""A statement with several contents, parted into statements by its clauses: each can stand in a claim of its own.

In indirect speech it is parted at the word for "that" said again («أن … وأن …»); at a contrast behind a comma
(«، لكنه …», ", while …"); at an English verb that shares its subject ("and was …"); and at «و» on a verb that its form
tells from a noun, with a subject of its own («حضروا الاجتماع والتقى مسؤول …»). In the outlet's own voice too: at a
semicolon; at a contrast; at a comma before «و» or "and", where no list goes on; at a clause of time, cause, purpose or
result behind a comma («، بعد أن …», «، مقابل …», ", leaving …"), or one that describes what was named («، الذي …») or
judges what was told («، في خطوة …»); at some of those just named («، بينهم …», «، ثلاثة منهم …», "among them …"); at a
second toll or figure («وإصابة أربعة», "and six diverted"); at "and" before a subject with its verb. Quotations are left
whole. All parts keep cue, chain and stance.

What a cue goes on to govern behind its content is added: «، وأن …» and «، لكنه …» that attribution left to nobody, and
the clause behind the content of a fronted «وفقا لـ» or "according to" («وفقا للمصادر، حضر القادة، وهذا ما دفع …»).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from riwaya.language.text import fold, words
from riwaya.model import Attribution, Span

_FRONTED = re.compile(r"^[وف]?(?:وفقا|وفق|حسب|بحسب|تبعا|according to|in the words of)\b")
_CONTINUED = re.compile(
    r"[،,؛;]?\s*(?=(?:وهذا ما|وهو ما|وهي ما|الأمر الذي|الامر الذي|مما|ممّا|ما (?:أدى|دفع|جعل|أسفر|تسبب)|which)\s)"
    r"(?P<more>[^.؟?!\n]{12,400})"
)
_JOINT = re.compile(
    r"\s(?=و(?:است\w{2,3}|ان[^\sاويىة]\w{1,2}|ا[^\sلاويى]ت[^\sاويىة]\w|الت(?:ق[ىي]?|حق|زم|مس|فت))"
    r"(?:ت|وا)?\s+[^\W\d]{3,})"
)
"""Before a perfect of the seventh, eighth or tenth form with «و»: its noun has a long vowel before its last letter. Of
the eighth form with «ل» («والتحق») the verbs are named, for most words that begin so are nouns with the article."""
_ANOTHER = re.compile(
    r"[،,؛;]?\s{1,9}(?=و(?:ب|على |علي |إلى |الى )?[أإا]ن(?:ه|ها|هم|هما|نا|ني)?\s)"
    r"|[,;]?\s{1,9}(?=(?:and|but) that\s(?!(?:is|are|was|were|has|have|had|will|would|could|should|may|might|can)\b))"
    r"|[،,؛;]\s{1,9}(?=(?:و?لكن(?:ه|ها|هم|هما)?|إلا أن(?:ه|ها|هم)?|غير أن(?:ه|ها|هم)?|فيما|بينما|في حين)\s)"
    r"|,?\s{1,9}(?=(?:and|but) (?:was|were|had|has|would|will|did|could|is|are)\s)"
    r"|,\s{1,9}(?=(?:but|while|whereas)\s)",
    re.IGNORECASE,
)
"""Before another content of the same cue: "that" said again, a contrast, an English verb that shares its subject."""
_NUMBER = r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds)\s"
_COUNT = (
    r"(?:\d+|(?:ال)?(?:[أا]حد|[إا]حدى|واحدة?|اثن(?:ان|ين|تان|تين)|ثلاثة?|[أا]ربعة?|خمسة?|ستة?|سبعة?|ثمان(?:ية|ي)?|تسعة?"
    r"|عشر(?:ات|ون|ين|ة)?|مئات|آلاف))"
)
_PERSON = (
    r"(?:ال)?(?:وزير|رئيس|مدير|نائب|قائد|سفير|أمين|أمير|ملك|عضو|محافظ|مستشار|ممثل|متحدث|سيد|دكتور|شيخ|لواء|عميد)ة?\s"
    r"|غيره?[ما]?\s|خصوصا|خاصة|لا ?سيما"
)
"""With them the next of a list begins, or an example, and no clause."""
_CLAUSE = re.compile(
    r"\s{0,9}[;؛]\s+"
    r"|[،,]\s{1,9}(?=(?:و?لكن(?:ه|ها|هم|هما)?|إلا أن(?:ه|ها|هم)?|غير أن(?:ه|ها|هم)?|في حين)\s)"
    r"|,\s{1,9}(?=(?:but|whereas)\s)"
    r"|[،,]\s{1,9}(?=ف[يى]\s(?:واقعة|خطوة|تطور|حادثة?|سابقة|مؤشر|إشارة|تصعيد|رسالة|واحدة? من"
    r"|ما (?:بدا|يبدو|اعتبر|وصف))\s)"
    r"|[،,]\s{1,9}(?=(?:ثم|بعدما|بعد أن|قبل أن|ومنذ)\s)"
    r"|[،,]\s{1,9}(?=و?ال(?:ذي|ذى|تي|تى|ذين|لذان|لذين|لتين)\s)"
    r"|[،,]\s{1,9}(?=(?:من )?(?:بين|ضمن)(?:ه|ها|هم|هن|هما)\s)"
    r"|[،,]\s{1,9}(?=(?:" + _COUNT + r"|عدد|معظم|[أا]غلب|كثير)\s+من(?:هم|ها|هن)\s)"
    r"|,\s{1,9}(?=(?:(?:at least|about|some|nearly) )?(?:" + _NUMBER + r"|(?:one|most|many|several)\s)"
    r"of (?:them|whom|which)\s)"
    r"|,\s{1,9}(?=(?:among (?:them|whom)|of (?:which|whom)|including)\s)"
    r"|,\s{1,9}(?=(?:leaving|stranding|trapping|displacing|killing|injuring|wounding|destroying|damaging|forcing|causing"
    r"|prompting|triggering|sparking|halting|delaying|disrupting|blocking|bringing|pushing|driving|raising|making|sending|cutting"
    r"|costing|after|before|although|though|because|when|while|with)\s)"
    r"|(?P<toll>[،,]?\s{1,9}(?=و(?:[إا]صابة|مقتل|جرح|وفاة|فقدان|تحويل|إلغاء|تأخير|نزوح|اعتقال|توقيف)\s"
    r"(?:نحو |أكثر من )?" + _COUNT + r"\b)"
    r"|\s{1,9}(?=و\d+\s(?:جريح|قتيل|مصاب|مفقود|جثة|نازح|معتقل|موقوف)))"
    r"|\s{1,9}(?=و[\w\u064b-\u0652]{3,}\s+(?:نحو |حوالي |أكثر من |قرابة |ما لا يقل عن )?\d)"
    r"|[،,]?\s{1,9}(?=و(?:إصابة|اصابة|مقتل|جرح|وفاة|فقدان|نزوح|تهجير"
    r"|[أا]صيبت?|قتلت?|جرحت?|تضررت?|\wُ[\w\u064b-\u0652]{2,})\s)"
    r"|,?\s{1,9}(?=and\s+(?:about |some |nearly |more than |at least )?" + _NUMBER + ")"
    r"|(?P<comma>[،,]\s{1,9}(?=و(?!" + _PERSON + r")\w)|,\s{1,9}(?=and\s)"
    r"|[،,]\s{1,9}(?=(?:إذ|حيث|إثر|بهدف|مقابل|كان آخر\w*|على أن|شريطة|بشرط|رغم|مع|فيما|بينما)\s)"
    r"|\s{1,9}(?=(?:بعد أن|بعدما|إثر|عقب|بعد (?!ال)\w{3,}(?:ه|ها|هم))\s"
    r"|after (?:a|an|the|he|she|it|they|\w{2,}ing)\s))"
    r"|(?P<subject>,?\s{1,9}(?=and\s+(?:the|its|his|her|their|he|she|it|they|a|an)\s+(?:[\w'’-]+\s+){0,4}?"
    r"(?:was|were|had|has|have|is|are|will|would|could|did)\s))"
)
"""Before a clause that tells a thing of its own, whoever speaks. A `subject` may be half of one ("the mill and the
canal were"): a verb must stand before it. Behind a mere `comma`, or before "after" without one, the clause must be long
enough before the next comma: what is short is the next of a list."""
_VERB = re.compile(r"\b(?:was|were|had|has|have|is|are|will|would|could|did|\w{2,}ed)\b")
_AGAIN = re.compile(
    r"[\"»”]?\s{0,9}[،,]?\s{1,9}(?=و(?:ب|على |علي |إلى |الى |من )?[أإا]ن(?:ه|ها|هم|هما|نا|ني)?\s|(?:and|but) that\s)"
    r"|[\"»”]?\s*[،,]\s{1,9}(?=(?:و?لكن(?:ه|ها|هم|هما)?|but)\s)"
)
"""Right behind a content, before another of the same cue."""
_OWN = re.compile(
    _CLAUSE.pattern + r"|[،,]?\s{1,9}(?=و(?:كان|كانت|كانوا|قد|لم|لن|ليس|ليست|[لم]ا [يت]?زالت?|سوف|هناك)\s)"
    r"|,?\s{1,9}(?=(?:and|but) (?:was|were|had|has|would|will|did|could|is|are)\s)"
)
"""The same in the outlet's own voice, where a tense begins a clause; what somebody says runs on past it."""
_STOP = re.compile(r"[.؟?!…\n]")
_PAUSE = re.compile(r"[،,.؛;]")
_TOLL = 2  # words of each part beside a second toll
_LEAST = 3  # words of each part beside such a joint
_AHEAD = 80  # code points behind it in which they must stand
_MOST = 12  # such joints that are looked at in one content
_FEWEST = 5  # words of each part elsewhere
_TRIED = 4  # joints, the nearest to the middle first
_NEAR = 8  # statements behind one that may stand in the clause that follows it


def part(text: str, found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """In: a report's text and its attributions in order. Out: the same, those with several contents parted; what an
    outlet seemed to say itself where a fronted source still governs goes to that source."""
    out: list[Attribution] = []
    taken: list[Span] = []
    starts = sorted(p.start for a in found for p in (a.content, a.cue) if p)
    for n, a in enumerate(found):
        if a.voice == "direct":
            out.append(a)
            continue
        whole = [a.content]
        if a.voice == "indirect":
            whole = [c for said in (a.content, *_again(text, a, starts)) for c in _cut(text, said, _ANOTHER)]
            if a.stance == "asserts":
                more = _continued(text, a, found[n + 1 : n + 1 + _NEAR])
                whole = [p for c in whole for p in _parted(text, c)] + ([more] if more else [])
                taken += [more] if more else []
        out += [replace(a, content=p) for c in whole for p in _cut(text, c, _OWN if a.voice == "own" else _CLAUSE)]
    kept = [a for a in out if a.voice != "own" or not _within(a.content, taken)]
    return tuple(sorted(kept, key=lambda a: (a.content, a.voice, a.cue or a.content)))


def _again(text: str, a: Attribution, starts: Sequence[int]) -> list[Span]:
    """The content that follows the one of `a` under the same cue and that nobody has; `starts` are those of all
    contents and cues of the text, in order."""
    joint = _AGAIN.match(text, a.content.end) if a.cue is not None and a.cue.end <= a.content.start else None
    if joint is None:
        return []
    stop = _STOP.search(text, joint.end())
    end = stop.start() if stop else len(text)
    at = bisect_left(starts, a.content.end)
    taken = at < len(starts) and starts[at] < end
    more = text[joint.end() : starts[at] if taken else end]
    if taken:  # what leads to the next cue is left out
        more = more[: max(more.rfind("،"), more.rfind(","), 0)]
    more = more.rstrip(" ،,؛;")
    return [Span(joint.end(), joint.end() + len(more))] if len(words(more)) >= _LEAST else []


def _continued(text: str, a: Attribution, after: Sequence[Attribution]) -> Span | None:
    """The clause right behind a content that the cue in front of both governs, unless somebody else says it."""
    if a.cue is None or a.cue.end > a.content.start or not _FRONTED.match(fold(a.cue.of(text))):
        return None
    m = _CONTINUED.match(text, a.content.end, a.content.end + 420)
    if m is None or len(words(m["more"])) < _FEWEST:
        return None
    span = Span(m.start("more"), m.start("more") + len(m["more"].rstrip(" ،,؛;")))
    others = (b for b in after if b.voice != "own")
    return None if any(b.content.start < span.end and b.content.end > span.start for b in others) else span


def _cut(text: str, content: Span, joints: re.Pattern[str]) -> list[Span]:
    """The content in pieces at the joints; inside quotation marks it is left whole."""
    found = [content]
    for joint in islice(joints.finditer(text, content.start, content.end), _MOST):
        start = found[-1].start
        before = text[start : joint.start()]
        after = text[joint.end() : min(content.end, joint.end() + _AHEAD)]
        quoted = before.count("«") > before.count("»") or before.count("“") > before.count("”") or before.count('"') % 2
        if joint.lastgroup == "comma":
            after = _PAUSE.split(after, maxsplit=1)[0]
        half = (joint.lastgroup == "subject" and not _VERB.search(before)) or (
            bool(_WHICH.match(after)) and _unfinished(before))
        least = _TOLL if joint.lastgroup == "toll" else _LEAST
        if not quoted and not half and all(len(words(part)) >= least for part in (before, after)):
            found[-1:] = [Span(start, start + len(before.rstrip(" ،,؛;"))), Span(joint.end(), content.end)]
    return found


def _unfinished(clause: str) -> bool:
    """Whether a clause that begins with «أن» has named its subject and told nothing of it yet («أن مسيرة الجبهة»): what
    comes between («، التي انطلقت ظهرا،») is then no joint."""
    forms = [w.form for w in words(clause)]
    if not _THAT.fullmatch(forms[0] if forms else "") or len(forms) > _SUBJECT + 1:
        return False
    return not any(_TOLD.match(form) for form in forms[2:])


_THAT = re.compile("[وف]?ب?ان")
_WHICH = re.compile(r"و?ال(?:ذي|ذى|تي|تى|ذين)\s")
_TOLD = re.compile(r"(?!ال)(?:[يتسن]\w{3,}|\w+(?:ت|وا)$|كان|ليس|قد|لم|لن|لا|هو|هي|هم)")  # a verb, by its form
_SUBJECT = 4  # words of a subject that is told from a clause by its forms


def _parted(text: str, content: Span) -> list[Span]:
    """The content in one piece, or in two at the joint nearest its middle."""
    middle = (content.start + content.end) / 2
    joints = sorted(_JOINT.finditer(text, content.start, content.end), key=lambda m: abs(m.start() - middle))
    for joint in joints[:_TRIED]:
        left = Span(content.start, content.start + len(text[content.start : joint.start()].rstrip(" ،,؛;")))
        right = Span(joint.end(), content.end)
        if all(len(words(part.of(text))) >= _FEWEST for part in (left, right)):
            return [left, right]
    return [content]


def _within(inner: Span, outer: Sequence[Span]) -> bool:
    """Whether a span stands in one of others, which are in order."""
    at = bisect_right(outer, inner.start + 3, key=lambda s: s.start) - 1
    return at >= 0 and inner.end <= outer[at].end + 3
