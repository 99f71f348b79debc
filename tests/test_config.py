"""Where settings come from: the nearest file, the files it extends, what is relative to which,
and mistakes in them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from copydesk.config.config import BadConfig, Config, find_config
from copydesk.config.select import PerFileIgnores
from copydesk.config.thresholds import thresholds
from copydesk.engine.registry import load_rules
from copydesk.rule import Threshold
from test_cli import copydesk

NOTICE = "The harbour of Kelling was closed on Monday after a crane fell into the main channel.\n"


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name(path.name + ".toml").write_text(text, encoding="utf-8")


def use(config: Config) -> dict[str, dict[str, Threshold]]:
    rules = load_rules()
    PerFileIgnores(config, rules)
    return thresholds(config, rules)


def test_the_nearer_file_wins_entry_by_entry(tmp_path: Path) -> None:
    write(
        tmp_path,
        base='fail-on = "error"\nselect = ["DUP"]\n[rules.DUP202]\nsimilarity = 0.5\nshort = 9\n'
        '[per-file-ignores]\n"a" = ["DUP"]\n"b" = ["GAR"]\n',
        team__middle='extend = "../base.toml"\nselect = ["GAR"]\n[rules.DUP202]\nsimilarity = 0.6\n[rules.DUP201]\n',
        team__news__copydesk='extend = "../middle.toml"\n[rules.near-duplicate-paragraph]\nsimilarity = 0.7\n'
        '[per-file-ignores]\n"a" = []\n',
    )
    folder = tmp_path / "team/news"
    config = find_config(folder)
    assert (config.settings.fail_on, config.settings.select) == ("error", ("GAR",))
    assert config.settings.per_file_ignores == {"a": (), "b": ("GAR",)}
    assert use(config) == {"DUP202": {"similarity": 0.7, "short": 9}}
    assert config.file == folder / "copydesk.toml"
    assert config.file_of("select") == tmp_path / "team/middle.toml"
    assert config.folder_of("per-file-ignores", "a") == config.folder_of("exclude") == folder
    assert (
        config.folder_of("per-file-ignores", "b")
        == config.folder_of("rules", "DUP202", "short")
        == tmp_path
    )


def test_a_pyproject_can_extend_and_be_extended(tmp_path: Path) -> None:
    write(
        tmp_path,
        pyproject='[tool.copydesk]\nextend = "base.toml"\n',
        base="min-confidence = 0.5\n",
        sub__copydesk='extend = "../pyproject.toml"\n',
    )
    assert find_config(tmp_path / "sub").settings.min_confidence == 0.5


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    write(tmp_path, home__ours="ignore = ['GAR']\n", work__copydesk='extend = "~/ours.toml"\n')
    assert find_config(tmp_path / "work").settings.ignore == ("GAR",)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"copydesk": 'extend = "copydesk.toml"'}, "is circular"),
        (
            {"copydesk": 'extend = "b.toml"', "b": 'extend = "c.toml"', "c": 'extend = "b.toml"'},
            "c.toml: extend = 'b.toml' is circular",
        ),
        (
            {"copydesk": 'extend = "nowhere.toml"'},
            "copydesk.toml: extend = 'nowhere.toml': file not found: ",
        ),
        ({"copydesk": 'extend = "."'}, "extend = '.': file not found"),
        (
            {"copydesk": 'extend = "pyproject.toml"', "pyproject": "[tool.other]\n"},
            "has no [tool.copydesk] section",
        ),
        (
            {"copydesk": 'extend = "b.toml"', "b": "selct = []"},
            "b.toml: unknown key 'selct'; did you mean 'select'?",
        ),
        (
            {"copydesk": 'extend = "b.toml"', "b": "select = 3"},
            "b.toml: select must be a list of strings, not 3",
        ),
        (
            {"copydesk": 'extend = "b.toml"', "b": "[rules.DUP201]\nmin-words = 0.5"},
            "b.toml: [rules.DUP201] min-words must be a whole number of at least 0, like its default 10",
        ),
        (
            {"copydesk": 'extend = "b.toml"', "b": "[rules.DUP2O1]"},
            "b.toml: [rules.DUP2O1]: no rule is called DUP2O1; did",
        ),
        (
            {"copydesk": 'extend = "b.toml"', "b": "[rules.IOE101]\nmin-words = 3"},
            "b.toml: [rules.IOE101] min-words is unknown; valid: severity, confidence",
        ),
        (
            {"copydesk": 'extend = "b.toml"', "b": "[per-file-ignores]\n'!' = []"},
            "b.toml: [per-file-ignores] '!' is no pattern",
        ),
        (
            {"copydesk": 'extend = "~nobody-at-all/x.toml"'},
            "copydesk.toml: extend = '~nobody-at-all/x.toml': ",
        ),
        ({"copydesk": "select = " + "[" * 3000}, "copydesk.toml: "),
        ({"copydesk": "rules." + "a." * 3000 + "b = 1"}, "no rule is called"),
        ({"copydesk": "min-confidence = 2"}, "min-confidence must be a number from 0 to 1, not 2"),
        ({"copydesk": "max-file-size = -1"}, "must be a whole number of at least 0, not -1"),
        ({"copydesk": "respect-gitignore = 1"}, "respect-gitignore must be true or false, not 1"),
        (
            {"copydesk": "[per-file-ignores]\na = 1"},
            "per-file-ignores must be a table with lists of strings, not {'a': 1}",
        ),
        ({"copydesk": "[rules]\nDUP201 = 1"}, "rules must be a table with tables, not"),
        (
            {"copydesk": "[tool.copydesk.rules.DUP201]\nmin-words = 3"},
            "copydesk.toml: unknown key 'tool'; this file has no [tool.copydesk]",
        ),
        ({"copydesk": "extend = 3"}, "extend must be a string, not 3"),
        (
            {"pyproject": "[tool]\ncopydesk = 3"},
            "pyproject.toml: [tool.copydesk] must be a table, not 3",
        ),
    ],
)
def test_a_mistake_names_the_file_that_makes_it(
    tmp_path: Path, files: dict[str, str], message: str
) -> None:
    write(tmp_path, **files)
    with pytest.raises(BadConfig, match=re.escape(message)):
        use(find_config(tmp_path))


def test_a_pyproject_of_others_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, sub__pyproject="tool = 3\n", copydesk="")
    assert find_config(tmp_path / "sub").file == tmp_path / "copydesk.toml"


def test_paths_and_patterns_count_from_the_file_that_states_them(tmp_path: Path) -> None:
    write(
        tmp_path,
        base='exclude = ["/site/drafts"]\nallow-list = "allow.toml"\nselect = ["DUP2"]\n[per-file-ignores]\n"site/old/*.txt" = ["DUP"]\n',
        allow="",
        site__copydesk='extend = "../base.toml"\n',
    )
    site = tmp_path / "site"
    for name in ("a.txt", "b.txt", "drafts/c.txt", "old/d.txt"):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(NOTICE, encoding="utf-8")
    done = copydesk("check", "--output-format", "concise", cwd=site)
    assert (done.returncode, [line.split(":")[0] for line in done.stdout.splitlines()]) == (
        1,
        ["b.txt"],
    )
    (tmp_path / "allow.toml").write_text(
        f'[[allow]]\ntext = "{NOTICE.strip()}"\nreason = "a test"\n', encoding="utf-8"
    )
    assert copydesk("check", cwd=site).returncode == 0
    (tmp_path / "allow.toml").unlink()
    done = copydesk("check", cwd=site)
    assert (done.returncode, "../allow.toml" in done.stderr) == (2, True)


def test_per_file_ignores_hold_in_a_folder_below_too(tmp_path: Path) -> None:
    write(tmp_path, copydesk='select = ["DUP2"]\n[per-file-ignores]\n"news/*.txt" = ["DUP"]\n')
    (tmp_path / "news").mkdir()
    for name in "ab":
        (tmp_path / f"news/{name}.txt").write_text(NOTICE, encoding="utf-8")
    assert copydesk("check", cwd=tmp_path).returncode == 0
    assert copydesk("check", cwd=tmp_path / "news").returncode == 0


def test_a_configuration_further_down_is_not_read_and_that_is_said(tmp_path: Path) -> None:
    write(
        tmp_path,
        copydesk='extend = "shared/copydesk.toml"\n',
        shared__copydesk="ignore = []",
        news__copydesk='select = ["NONSENSE"]\n',
    )
    (tmp_path / "news/a.txt").write_text(NOTICE, encoding="utf-8")
    done = copydesk("check", cwd=tmp_path)
    assert done.returncode == 0
    assert [line.split(" (")[0] for line in done.stderr.splitlines()[:-1]] == [
        "skipped news/copydesk.toml: configuration"
    ]
    assert copydesk("check", "--config", "news/copydesk.toml", cwd=tmp_path).returncode == 2


def test_show_prints_the_settings_that_count_and_where_each_is_stated(tmp_path: Path) -> None:
    write(
        tmp_path,
        base='fail-on = "error"\n[rules.DUP202]\nsimilarity = 0.7\n',
        sub__copydesk='extend = "../base.toml"\nignore = ["GAR"]\n[per-file-ignores]\n"a b/*" = ["DUP"]\n',
    )
    done = copydesk("config", "show", cwd=tmp_path / "sub")
    assert done.returncode == 0
    for line in (
        'fail-on = "error" # ../base.toml',
        'ignore = ["GAR"] # copydesk.toml',
        'select = ["DEFAULT"] # default',
        '"a b/*" = ["DUP"] # copydesk.toml',
        "similarity = 0.7 # ../base.toml",
    ):
        assert line in done.stdout.splitlines()
    (tmp_path / "sub/shown.toml").write_text(done.stdout, encoding="utf-8")
    again = copydesk("config", "show", "--config", "shown.toml", cwd=tmp_path / "sub")
    assert uncommented(again.stdout) == uncommented(done.stdout)
    (tmp_path / "sub/copydesk.toml").write_text(
        '[per-file-ignores]\n"a" = ["DUX"]\n', encoding="utf-8"
    )
    assert "no rule is called 'DUX'" in copydesk("config", "show", cwd=tmp_path / "sub").stderr
    assert "#" not in uncommented(
        copydesk("config", "show", "--isolated", cwd=tmp_path / "sub").stdout
    )


def uncommented(text: str) -> str:
    return "\n".join(line.partition(" # ")[0] for line in text.splitlines())


def test_patterns_that_no_gitignore_can_hold_are_errors_in_the_configuration_and_passed_over_in_a_gitignore(
    tmp_path: Path,
) -> None:
    (tmp_path / ".gitignore").write_text("!\nb.txt\n[z-a]\n", encoding="utf-8")
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(NOTICE, encoding="utf-8")
    assert copydesk("check", cwd=tmp_path).stderr == "No findings in 1 document.\n"
    write(tmp_path, copydesk="exclude = ['!']\n")
    done = copydesk("check", cwd=tmp_path)
    assert (
        done.returncode,
        "copydesk.toml or as an option: '!' is no pattern as in a .gitignore" in done.stderr,
    ) == (2, True)
