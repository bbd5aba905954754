"""Endpoints of what was published: rows.py has the shapes, views.py the lists."""
