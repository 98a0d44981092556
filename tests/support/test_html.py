"""Does the page checker see what it is there to see? Each fault is planted once."""

from __future__ import annotations

import pytest

from tests.support import html

PAGE = """<!doctype html>
<html lang="da"><head><meta charset="utf-8"><title>Sag 12 – Fonden</title></head>
<body><main id="main"><h1>Sag 12</h1><h2>Svar</h2>{}</main></body></html>"""

FAULTS = {
    "<p><div>x</div></p>": "unexpected-end-tag",
    "<p id=a></p><p id=a></p>": "the id 'a' is there 2 times",
    "<h1>To</h1>": "one h1",
    "<h4>Dybt</h4>": "an h4 follows an h2",
    "<input name=a id=a>": "no label for <input name='a'",
    "<select name=b><option>1</option></select>": "no label for <select name='b'",
    "<label for=x>Navn</label>": "points at 'x'",
    '<form method=post action="/x"><button>Send</button></form>': "0 CSRF tokens",
    "<p style='color: red'>x</p>": "inline style",
    "<style>p {}</style>": "inline <style>",
    "<script>let a</script>": "inline <script>",
    "<button onclick='x()'>x</button>": "inline event handler",
    "<button hx-on:click='x()'>x</button>": "inline event handler",
    "<div hx-vals='js:{a: 1}'></div>": "evaluated script",
    "<div hx-trigger='click[ctrlKey]'></div>": "trigger filter",
    "<a href='javascript:x()'>x</a>": "script address",
    "<img src='https://elsewhere.example/x.png' alt=''>": "loaded from elsewhere",
    "<img src='/x.png'>": "without alt",
    "<a href='/x'></a>": "without words",
    "<a href='#nowhere'>x</a>": "points at 'nowhere'",
    "<p aria-describedby='hint'>x</p>": "points at 'hint'",
    "<div hx-get='/x' hx-target='#list'></div>": "points at 'list'",
}


@pytest.mark.parametrize(("fault", "complaint"), FAULTS.items(), ids=FAULTS)
def test_a_fault_is_seen(fault, complaint):
    assert [complaint for problem in html.problems(PAGE.format(fault)) if complaint in problem] == [complaint]


def test_a_page_in_order_has_no_problems():
    form = """<form method="post" action="/x"><input type="hidden" name="csrf_token" value="t">
        <p><label for="name">Navn</label><input id="name" name="name" aria-describedby="hint"></p><p id="hint">Hele navnet</p>
        <label><input type="checkbox" name="yes"> Ja</label><button>Send</button></form>
        <form method="get" hx-get="/y" hx-target="#main" hx-trigger="change, input delay:400ms from:find [type=search]"></form>"""
    assert html.problems(PAGE.format(form)) == []


def test_a_page_without_title_or_language_is_seen():
    problems = html.problems("<!doctype html><html><head><title></title></head><body><h1>x</h1></body></html>")
    assert [problem for problem in problems if "title" in problem or "language" in problem or "main" in problem] == [
        "a page has one title, not ['']",
        "a page says which language it is in",
        "a page has one main",
    ]


@pytest.mark.parametrize(
    "fragment", ["<tr id=a><td>x</td></tr>", "<section id=a></section>", "<option value=1>x</option>"]
)
def test_a_fragment_is_read_where_it_will_stand(fragment):
    assert html.problems(fragment) == []


def test_a_fragment_has_one_root():
    assert html.problems("<p>a</p><p>b</p>") == ["a fragment has one root, not ['p', 'p']"]
    assert html.problems("<p id=a>a</p><p id=b hx-swap-oob=true>b</p>") == []


def test_a_form_starts_with_what_the_page_says():
    text = """<main><form id=f method=post action="/x" enctype="multipart/form-data">
        <input name=a value=1><textarea name=b>\nto\nlinjer</textarea><input type=checkbox name=c value=ja checked>
        <input type=radio name=d value=1><input type=radio name=d value=2 checked><input type=file name=e>
        <select name=g><option value=x>X<option value=y selected>Y</select><input name=h disabled>
        <button name=next value=save formaction="/z">Gem</button></form></main>"""
    form = html.forms(html.parse(text)[0])[0]
    assert form.fields == [("a", "1"), ("b", "to\nlinjer"), ("c", "ja"), ("d", "2"), ("g", "y")]
    assert form.names == {"a", "b", "c", "d", "e", "g"}
    assert (form.is_multipart, form.buttons) == (True, {"Gem": ("next", "save", "/z")})
