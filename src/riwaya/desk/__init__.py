"""The desk: read a story in the browser, correct it, hand it on.

A server of pages over a store. Every page is made on the server, has a `.json` twin, and works without JavaScript.
`serving.serve` runs it, `app.build` gives the ASGI application for a server of one's own (docs/desk.md).
"""
