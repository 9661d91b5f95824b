"""The service behind the canvas: REST under `/api/v1`, runs in worker processes, and the built page.

    app -> routes -> services -> the engine

Routes translate between HTTP and services; services know nothing of HTTP. No tool is ever called in
the process of the server.
"""
