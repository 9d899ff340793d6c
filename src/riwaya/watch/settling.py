"""When the stories of new reports are looked at again, all together: `Store.add` places a report alone, and the first
report of an event knows too little of it. Looking costs more the more reports the last days brought, so a watch that
goes on gives it a bounded share of its time; what is put off is made up for later, also by the next program."""

from __future__ import annotations

from collections.abc import Callable

from riwaya.store import Store
from riwaya.watch.ledger import Ledger
from riwaya.watch.outbox import UPTO

NEWS = frozenset({"new", "revision"})  #: kinds of change after which stories may belong otherwise
SETTLED = "settled upto"  #: the mark: the number of the store's last change that was seen when stories were settled
_SHARE = 20.0  #: so many times as long as the last look took goes by before the next


class Settler:
    """Has the store's stories looked at again when it is time. Raises StoreError where the store fails."""

    def __init__(self, store: Store, ledger: Ledger, clock: Callable[[], float]) -> None:
        self._store, self._ledger, self._clock = store, ledger, clock
        self._due = clock()
        self._looked = int(ledger.mark(SETTLED) or ledger.mark(UPTO) or 0)

    def settle(self, *, once: bool) -> bool:
        """Look, where reports came since the last look and it is time, or the last chance (`once`). Gives whether it
        looked."""
        began = self._clock()
        if not once and began < self._due:
            return False
        upto = self._looked
        news = False
        while some := self._store.changes(upto):
            upto = some[-1].number
            news = news or any(c.kind in NEWS for c in some)
        if news:
            self._store.settle()
            self._due = self._clock() + _SHARE * (self._clock() - began)
            self._ledger.set_mark(SETTLED, str(upto))  # what settling itself changed is no news
        self._looked = upto
        return news
