"""Public pages: what people see of a business in a browser, without any script.

A capability is a module here that declares `PAGES`; its templates stand in `templates/`.
"""
