"""`vigie words`: one line out for each line in."""

import json
from time import process_time

import pytest
from click.testing import CliRunner

from nlp.word_commands import words


@pytest.mark.parametrize(
    ("kind", "given", "lines"),
    [
        ("data-types", "Nom et prénom\n\nClub\nAdresse mail", ["name", "", "?", "email"]),
        ("volumes", "rien\n\n \n", ["[]", "", ""]),
        # Windows' ends of lines, a mark at the beginning, what is no UTF-8, a line separator inside a line
        ("data-types", b"\xef\xbb\xbfIBAN\r\nt\xe9l\r\n", ["iban", "?"]),
        ("data-types", "Nom\u2028IBAN\n", ["name iban"]),
        ("data-types", "", []),
    ],
)
def test_one_line_out_for_each_line_in(kind, given, lines):
    result = CliRunner().invoke(words, [kind], input=given)

    assert result.exit_code == 0, result.output
    assert result.output.split("\n")[:-1] == lines if lines else result.output == ""


def test_volumes_are_lists_of_their_parts():
    result = CliRunner().invoke(words, ["volumes"], input="5.76Go, 3.8 millions de clients\n")

    assert json.loads(result.output) == [
        {"low": 5760000000, "high": 5760000000, "unit": "byte", "what": "volume", "exact": True},
        {"low": 3800000, "high": 3800000, "unit": "customer", "what": "affected", "exact": True},
    ]


@pytest.mark.parametrize("kind", ["data-types", "volumes"])
@pytest.mark.parametrize("line", ["1 " * 50_000, "nom, " * 20_000, "(" * 100_000])
def test_a_huge_line_does_not_stop_the_others(kind, line):
    before = process_time()
    result = CliRunner().invoke(words, [kind], input=f"{line}\n\n")

    assert result.output.count("\n") == 2
    assert process_time() - before < 30
