"""The look of one diagnostic: header, place, source lines, marks, notes and help."""

from flashc.codes import PATH_PARAMETER_NOT_TAKEN, QUEUE_NOT_EMITTED, UNKNOWN_ANNOTATION
from flashc.diagnostic import Diagnostic, Fix, Label
from flashc.render.text import render_text
from flashc.source import Span
from render.drawn import at, between, drawn, golden, source

USERS = source(
    "\n" * 13 + '@remote(api, method="GET", path="/users/{id}")\ndef get_user(user_id: int):\n',
    "src/users.py",
)


def test_a_diagnostic_looks_as_the_design_shows_it() -> None:
    assert drawn(
        USERS,
        code=PATH_PARAMETER_NOT_TAKEN,
        message="`{id}` is in the path, but `get_user` takes no `id`",
        primary=at(USERS, '"/users/{id}"', "declared here"),
        labels=(at(USERS, "get_user", "this function never receives it"),),
        help_="rename the parameter to `id`, or write `/users/{user_id}`",
    ) == golden(
        """
        error[FC305]: `{id}` is in the path, but `get_user` takes no `id`
          --> src/users.py:14:33
           |
        14 | @remote(api, method="GET", path="/users/{id}")
           |                                 ^^^^^^^^^^^^^ declared here
        15 | def get_user(user_id: int):
           |     -------- this function never receives it
           |
           = help: rename the parameter to `id`, or write `/users/{user_id}`
        """
    )


def test_labels_in_several_files_are_shown_file_by_file_with_one_gutter() -> None:
    other = source("x\n" * 11 + '@remote(api, path="/x")\n', "src/b.py")
    file = source('@remote(api, path="/x")\n')
    assert drawn(
        file,
        other,
        primary=at(file, '"/x"', "defined again"),
        labels=(at(other, '"/x"', "first defined here"),),
    ) == golden(
        """
        error[FC304]: m
          --> src/a.py:1:19
           |
         1 | @remote(api, path="/x")
           |                   ^^^^ defined again
           |
          ::: src/b.py:12:19
           |
        12 | @remote(api, path="/x")
           |                   ---- first defined here
        """
    )


def test_the_primary_file_comes_first_even_when_its_name_sorts_last() -> None:
    first, last = source("a\n", "a.py"), source("z\n", "z.py")
    text = drawn(first, last, primary=at(last, "z"), labels=(at(first, "a"),))
    assert text.index("--> z.py") < text.index("::: a.py")


def test_several_labels_on_one_line_hang_below_each_other() -> None:
    file = source("call(one, two, three)\n")
    assert drawn(
        file,
        primary=at(file, "two", "the second"),
        labels=(at(file, "one", "the first"), at(file, "three", "the third")),
    ) == golden(
        """
        error[FC304]: m
         --> src/a.py:1:11
          |
        1 | call(one, two, three)
          |      ---  ^^^  ----- the third
          |      |    |
          |      |    the second
          |      the first
        """
    )


def test_labels_on_the_same_words_both_keep_their_text() -> None:
    file = source("call(one)\n")
    assert drawn(
        file, primary=at(file, "one", "wrong"), labels=(at(file, "one", "also here"),)
    ) == golden(
        """
        error[FC304]: m
         --> src/a.py:1:6
          |
        1 | call(one)
          |      ^^^ wrong
          |      |
          |      also here
        """
    )


def test_a_label_inside_a_longer_one_is_drawn_over_it() -> None:
    file = source("call(one, two)\n")
    assert drawn(
        file, primary=at(file, "one", "this"), labels=(at(file, "call(one, two)", "in this"),)
    ) == golden(
        """
        error[FC304]: m
         --> src/a.py:1:6
          |
        1 | call(one, two)
          | -----^^^------
          | |    |
          | |    this
          | in this
        """
    )


def test_a_label_without_text_is_only_underlined() -> None:
    file = source("call(one)\n")
    assert drawn(file, primary=at(file, "one")) == golden("""
        error[FC304]: m
         --> src/a.py:1:6
          |
        1 | call(one)
          |      ^^^
        """)


def test_distant_lines_are_joined_by_dots_and_a_single_line_between_is_shown() -> None:
    file = source("a\nb\nc\nd\ne\nf\ng\n")
    assert drawn(file, primary=at(file, "a"), labels=(at(file, "c"), at(file, "g"))) == golden("""
        error[FC304]: m
         --> src/a.py:1:1
          |
        1 | a
          | ^
        2 | b
        3 | c
          | -
        ...
        7 | g
          | -
        """)


def test_a_span_over_several_lines_gets_a_rail() -> None:
    file = source('api = Balancer(\n    name="a",\n    workers=3,\n)\n')
    assert drawn(file, primary=at(file, file.text[6:-1], "this resource")) == golden("""
        error[FC304]: m
         --> src/a.py:1:7
          |
        1 |   api = Balancer(
          |  _______^
        2 | |     name="a",
        3 | |     workers=3,
        4 | | )
          | |_^ this resource
        """)


def test_a_span_over_several_lines_from_the_margin_starts_with_a_slash() -> None:
    file = source("    def f(\n        a,\n    ):\n        pass\n")
    label = between(file, 4, file.text.index(":") + 1, "here")
    assert drawn(file, primary=label) == golden("""
        error[FC304]: m
         --> src/a.py:1:5
          |
        1 | /     def f(
        2 | |         a,
        3 | |     ):
          | |______^ here
        """)


def test_the_middle_of_a_long_span_is_left_out_but_labels_in_it_are_not() -> None:
    file = source("f(\n" + "".join(f"    a{n},\n" for n in range(20)) + ")\n")
    assert drawn(
        file, primary=between(file, 0, len(file.text), "call"), labels=(at(file, "a9", "nine"),)
    ) == golden(
        """
        error[FC304]: m
          --> src/a.py:1:1
           |
         1 | / f(
         2 | |     a0,
         3 | |     a1,
        ...  |
        11 | |     a9,
           | |     -- nine
        ...  |
        21 | |     a19,
        22 | | )
           | |_^ call
        """
    )


def test_two_spans_over_several_lines_each_have_a_rail() -> None:
    file = source("f(\n    g(\n        1,\n    ),\n)\n")
    inner = file.text.index("g")
    assert drawn(
        file,
        primary=between(file, inner, file.text.index("    ),") + 5, "inner"),
        labels=(between(file, 0, len(file.text), "outer"),),
    ) == golden(
        """
        error[FC304]: m
         --> src/a.py:2:5
          |
        1 | /  f(
        2 | |/     g(
        3 | ||         1,
        4 | ||     ),
          | ||_____^ inner
        5 | |  )
          | |__- outer
        """
    )


def test_notes_and_help_may_have_several_lines() -> None:
    file = source("x\n")
    assert drawn(
        file, primary=at(file, "x"), notes=("one\ntwo", "three"), help_="type\n    this"
    ) == golden(
        """
        error[FC304]: m
         --> src/a.py:1:1
          |
        1 | x
          | ^
          |
          = note: one
                  two
          = note: three
          = help: type
                      this
        """
    )


def test_a_diagnostic_without_a_place_has_no_arrow() -> None:
    assert drawn(message="no Python files in `src`", help_="name another folder") == golden("""
        error[FC304]: no Python files in `src`
          = help: name another folder
        """)


def test_a_place_in_a_file_that_could_not_be_read_is_shown_by_its_path() -> None:
    label = Label(span=Span(path="src/locked.py", start=0, end=0), text="permission denied")
    assert drawn(primary=label, help_="check its permissions") == golden("""
        error[FC304]: m
         --> src/locked.py
          = note: permission denied
          = help: check its permissions
        """)


def test_a_fix_is_told_when_there_is_no_help() -> None:
    file = source("PTACH\n")
    diagnostic = Diagnostic(
        code=PATH_PARAMETER_NOT_TAKEN,
        message="m",
        fix=Fix(span=at(file, "PTACH").span, replacement='"PATCH"'),
    )
    assert '= help: write `"PATCH"` here' in render_text(diagnostic, {}, False)


def test_warnings_and_notes_say_what_they_are() -> None:
    assert drawn(code=UNKNOWN_ANNOTATION).startswith("warning[FC404]: ")
    assert drawn(code=QUEUE_NOT_EMITTED).startswith("note[FC210]: ")


def test_colour_adds_escapes_and_changes_no_text() -> None:
    import click

    diagnostic = Diagnostic(
        code=PATH_PARAMETER_NOT_TAKEN,
        message="m",
        primary=at(USERS, '"/users/{id}"', "declared here"),
        labels=(at(USERS, "get_user", "never"),),
        notes=("n",),
        help="h",
    )
    sources = {USERS.path: USERS}
    colored = render_text(diagnostic, sources, True)
    assert "\x1b[" in colored
    assert click.unstyle(colored) == render_text(diagnostic, sources, False)
