"""riwaya (رواية): who says so, and through whom."""

__version__ = "0.1.0"
