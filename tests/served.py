"""A small web server of the tests' own, on loopback: pages by path, and a log of what was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

CONFIG = """
contact = "desk@example.org"
store = "news.db"
[[feed]]
url = "{root}/feed"
[manners]
delay = 0
[alerts]
terminal = false
jsonl = "alerts.jsonl"
[security]
loopback = ["127.0.0.1:{port}"]
"""
"""What a watch of such a site is told; `root` and `port` are the site's."""


@dataclass
class Said:
    """An answer: status, headers, body; or `parts`, bytes sent one by one with whatever the iterator does between."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    parts: Callable[[], Iterator[bytes]] | None = None


@dataclass
class Asked:
    """A question as it came."""

    path: str
    headers: dict[str, str]
    body: bytes = b""


class Site:
    """What the server holds and what it was asked. `pages` may be changed while it runs."""

    def __init__(self) -> None:
        self.pages: dict[str, Said | Callable[[Asked], Said]] = {}
        self.asked: list[Asked] = []
        self.now = 0  #: questions being answered
        self.most = 0  #: of them at one time
        self.port = 0
        self.lock = threading.Lock()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """The paths that were asked for, in order, robots.txt left out."""
        return [a.path for a in self.asked if a.path != "/robots.txt"]


@contextmanager
def served() -> Iterator[Site]:
    """A site while the block runs."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.answer(b"")

        def do_POST(self) -> None:
            self.answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def answer(self, body: bytes) -> None:
            asked = Asked(self.path, dict(self.headers.items()), body)
            with site.lock:
                site.asked.append(asked)
                site.now += 1
                site.most = max(site.most, site.now)
            try:
                found = site.pages.get(self.path, Said(status=404))
                said = found(asked) if callable(found) else found
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                if said.parts is None:
                    if said.status != 304:
                        self.send_header("Content-Length", str(len(said.body)))
                    self.end_headers()
                    self.wfile.write(said.body)
                else:
                    self.send_header("Connection", "close")
                    self.end_headers()
                    self.close_connection = True
                    for part in said.parts():
                        self.wfile.write(part)
                        self.wfile.flush()
            except OSError:
                self.close_connection = True
            finally:
                with site.lock:
                    site.now -= 1

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Nothing: a peer that hangs up is what many of these tests want."""

    server = Server(("127.0.0.1", 0), Handler)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def rss(links: Sequence[tuple[str, ...]], pre: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """A feed of (address, title) or (address, title, date)."""
    items = "".join(
        f"<item><title>{title}</title><link>{url}</link>" + "".join(f"<pubDate>{d}</pubDate>" for d in rest) + "</item>"
        for url, title, *rest in links
    )
    return f'{pre}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


LEADS = (
    ("انهار سقف السوق القديم في مدينة المرسى مساء أمس على من كان فيه من الباعة والزبائن",
     "وتعمل فرق الدفاع المدني على رفع الأنقاض منذ الفجر بحثاً عن مفقودين تحتها"),
    ("وصل رئيس الوزراء إلى العاصمة الجديدة في زيارة تستمر يومين يلتقي خلالها نظيره",
     "ومن المنتظر أن يوقّع البلدان اتفاقاً للتبادل التجاري وآخر لتنقل الطلبة"),
    ("فاز فريق الصيادين بكأس البلدية بعد أن سجل لاعبه الأول هدفين في الشوط الثاني",
     "وأهدر المهاجم ضربة جزاء قبل صافرة النهاية بدقائق وسط احتجاج الجمهور"),
    ("ارتفعت أسعار القمح عند التجار بعد أن أعلنت الوزارة عن خفض الدعم عنه تدريجياً",
     "ويخشى أصحاب المخابز من أن يضطروا إلى تصغير الرغيف مع حلول الشتاء"),
    ("أعلنت الجامعة عن افتتاح كلية للطب البيطري في العام المقبل بعد موافقة المجلس",
     "وستستقبل الدفعة الأولى مئة وعشرين دارساً يتدربون في مزارع تابعة لها"),
    ("عثر غواصون على سفينة غارقة قبالة الساحل يرجح أنها تعود إلى القرن السادس عشر",
     "وانتشلت البعثة جراراً فخارية ومدفعاً برونزياً عليه نقش لم تُفك رموزه"),
    ("اندلع خلاف بين نقابة الأطباء وإدارة التأمين بشأن لائحة الأجور في العيادات",
     "وهددت الهيئة بتعليق العمليات غير العاجلة إن لم يُستأنف الحوار هذا الأسبوع"),
    ("افتتح في قصر الثقافة معرض للخط الكوفي يضم مخطوطات نادرة من خمس عشرة مكتبة",
     "ويستمر العرض شهراً كاملاً وتصاحبه ورش مجانية لتعليم الناشئة قواعد القلم"),
    ("سجلت محطة الأرصاد أدنى درجة حرارة منذ ثلاثين سنة فوق مرتفعات الشرق البعيدة",
     "وأغلقت الثلوج طرقات جبلية عدة فيما علقت المدارس دروسها حتى نهاية الموجة"),
    ("كشفت شركة ناشئة عن حافلة كهربائية صغيرة تعمل بلا سائق داخل الحرم الصناعي",
     "وتبلغ سعتها اثني عشر راكباً وتقطع سبعين ميلاً قبل حاجتها إلى شحن البطارية"),
)


def page(n: int, more: str = "") -> bytes:
    """A report of its own story."""
    lead, more_of_it = LEADS[n % len(LEADS)]
    return (
        f"<html><head><title>{lead[:50]}</title></head><body><article><h1>{lead[:50]}</h1>"
        f"<p>{lead}.</p><p>{more_of_it}. {more}</p></article></body></html>"
    ).encode()


def publish(site: Site, numbers: range, query: str = "") -> None:
    """Let the site hold these reports, each of its own story, and a feed of them."""
    for n in numbers:
        site.pages[f"/{n}"] = Said(page(n), headers={"Content-Type": "text/html", "ETag": f'"{n}"'})
    site.pages["/feed"] = Said(rss([(f"{site.root}/{n}{query}", f"t{n}") for n in numbers]))
