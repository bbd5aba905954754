"""One query over everything that readers may see, or over all for the desk.

    search("meng bail", Filters(kind="article"))

document.py says what is searched, language.py what may be typed, engine.py is tantivy, index.py keeps the
index in step with the record, queries.py asks, hits.py shows, suggesting.py puts mistyped words right.
"""
