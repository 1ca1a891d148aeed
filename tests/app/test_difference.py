"""The side-by-side table: what is marked, what is folded, what is escaped."""

import re

from app import difference as drawn
from assessment.repositories.duplication.difference import difference


def rows_of(html):
    return re.findall(r"<tr>(.*?)</tr>", html, re.S)


def test_changed_lines_carry_marks_beside_colour():
    html = drawn.table(difference("a\nb\nc", "a\nx\nc\nd"), whole=True)
    same, replaced, kept, added = rows_of(html)
    assert "mark lost" not in same
    assert '<td class="mark lost">−</td><td class="lost">b</td>' in replaced
    assert '<td class="mark new">+</td><td class="new">x</td>' in replaced
    assert "lost" not in kept
    assert '<td class="gone"></td>' in added
    assert '<td class="mark new">+</td><td class="new">d</td>' in added


def test_text_is_escaped():
    html = drawn.table(difference("<script>alert(1)</script>", "&amp;"), whole=True)
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&amp;amp;" in html


def test_equal_lines_far_from_a_change_are_folded_and_counted():
    left = "\n".join(f"line {n}" for n in range(20))
    html = drawn.table(difference(left, left.replace("line 10", "changed")), whole=False)
    rows = rows_of(html)
    assert len(rows) == 9  # a fold, three lines around on each side, the change, a fold
    assert "7 equal lines" in rows[0]  # 0..6
    assert "6 equal lines" in rows[-1]  # 14..19
    assert len(rows_of(drawn.table(difference(left, left), whole=True))) == 20


def test_rows_beyond_the_limit_are_counted(monkeypatch):
    monkeypatch.setattr(drawn, "MOST", 3)
    html = drawn.table(difference("", "\n".join("abcde")), whole=True)
    assert len(rows_of(html)) == 4
    assert "2 further rows are not drawn" in html
