"""What a trace is drawn as: JSON, a terminal report, a page, a picture. Each module takes a `Trace` and gives a string.

Nothing is judged here: the modules join what the trace holds, by its ids, and show it.
"""
