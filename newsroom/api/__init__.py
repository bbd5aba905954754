"""What all endpoints of the API share. docs/api.md tells how it is used; people/api and articles/api have the rows.

urls.py is the root, views.py fetches and answers, paging.py turns pages by cursor, filters.py reads parameters,
problems.py says what is wrong, rows.py holds the shapes that rows of several kinds have in common.
"""
