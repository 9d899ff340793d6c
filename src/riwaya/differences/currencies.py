"""Amounts in two currencies: whether one may be the other, changed.

The rate of the day is not known, so a currency stands with the range of what it was worth in US dollars from 2010 on,
by the yearly means that the World Bank publishes (indicator PA.NUS.FCRF), rounded outwards. A name that several states
share («دينار», «ليرة») may be worth anything.
"""

from __future__ import annotations

from riwaya.differences.quantities import Quantity

CURRENCIES = frozenset(
    ("USD", "EUR", "GBP", "pound", "dirham", "dinar", "riyal", "lira", "shilling", "rupee", "ouguiya", "franc", "yuan",
     "yen")
)  #: dimensions of a `Quantity` that are money
_DOLLARS = {
    "USD": (1.0, 1.0), "EUR": (1.03, 1.40), "GBP": (1.22, 1.65), "yuan": (0.138, 0.163), "yen": (0.0064, 0.0126),
}  # fmt: skip
_ROUNDED = 1.06  # times that an amount may have been rounded in being changed


def same_currency(a: Quantity, b: Quantity) -> bool:
    """«جنيه» may be sterling; otherwise a currency is itself."""
    if {a.dimension, b.dimension} == {"pound", "GBP"}:
        return True
    return a.dimension == b.dimension or a.dimension not in CURRENCIES or b.dimension not in CURRENCIES


def exchanged(a: Quantity, b: Quantity) -> bool:
    """Whether two amounts may be one, told in two currencies: «تسعة ملايين يورو» and "$10m" may, "$50m" may not. Where
    the rate of either is not known they may."""
    one, other = (_DOLLARS.get(q.dimension or "") for q in (a, b))
    if one is None or other is None:
        return True
    return a.low * one[0] <= b.high * other[1] * _ROUNDED and b.low * other[0] <= a.high * one[1] * _ROUNDED
