"""What was read and found, kept: in one file (SQLite) or in a team's PostgreSQL, behind one value, `Store`.

    with Store.open("news.db") as store:
        added = store.add(report, page)
        store.trace(added.story)
        store.search(Query("انهيار السقف", outlet="المرصد"))
"""

from riwaya.store.errors import StoreError
from riwaya.store.query import ClaimHit, Hit, Query
from riwaya.store.shadow import NothingAsked
from riwaya.store.store import Store
from riwaya.store.values import Added, Change, ReportLine, Revision, StoryLine, Summary

__all__ = [
    "Added", "Change", "ClaimHit", "Hit", "NothingAsked", "Query", "ReportLine", "Revision", "Store", "StoreError",
    "StoryLine", "Summary",
]  # fmt: skip
