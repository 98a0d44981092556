"""What is the least that fifty cases can cost? Flask, SQLAlchemy Core and Jinja, one statement, no user, no rights, no layout."""

from __future__ import annotations

import os

import sqlalchemy as sa
from flask import Flask, render_template_string

from portal.storage import tune_sqlite

app = Flask(__name__)
url = os.environ["PORTAL_DATABASE_URL"]
engine = sa.create_engine(url, **({} if url.startswith("sqlite") else {"pool_size": 8, "pool_pre_ping": True}))
tune_sqlite(engine)

FIFTY = sa.text(
    "SELECT p.id, p.case_number, p.title, o.name AS organisation, p.instrument, p.amount_oere, p.waiting_since, w.name AS officer, p.state "
    "FROM proposal p JOIN organisation o ON o.id = p.organisation_id LEFT JOIN person w ON w.id = p.officer_id "
    "WHERE p.awaits = 'secretariat' ORDER BY p.waiting_since, p.id LIMIT 50"
)
PAGE = """<!doctype html>
<html lang="da">
<head><meta charset="utf-8"><title>Sager</title><link rel="stylesheet" href="/static/portal.css"></head>
<body><main><h1>Sager</h1>
<table><thead><tr><th>Sag</th><th>Ansøger</th><th>Redskab</th><th>Beløb</th><th>Ventet siden</th><th>Sagsbehandler</th><th>Status</th></tr></thead>
<tbody>
{% for row in rows %}<tr><td><a href="/cases/{{ row.id }}">{{ row.case_number }} {{ row.title }}</a></td><td>{{ row.organisation }}</td>
<td>{{ row.instrument }}</td><td class="num">{{ row.amount_oere }}</td><td>{{ row.waiting_since }}</td><td>{{ row.officer or '–' }}</td>
<td><span class="tag">{{ row.state }}</span></td></tr>
{% endfor %}</tbody></table></main></body></html>"""


@app.get("/")
def fifty() -> str:
    with engine.connect() as connection:
        return render_template_string(PAGE, rows=connection.execute(FIFTY).all())
