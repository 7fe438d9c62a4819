"""E-mail to staff: written with jinja2, sent with fastapi-mail."""
