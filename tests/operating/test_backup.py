"""Backups: whole while a run writes; checked before they come back; what stood there is kept. And the copy that precedes a migration."""

import io
import json
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.article import Article
from db.backup import MANIFEST, backup, restore
from db.connect import WORKING, open_working, read_database
from db.copying import digest
from db.dump import dump
from db.errors import VaultError
from db.lock import writing
from db.schema import schema
from db.store import save_article
from tests.db.kiosk import gold
from tests.db.samples import fill
from vigie import cli


def vigie(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, list(map(str, arguments)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with articles, their readings and an editor's decisions."""
    folder = tmp_path_factory.mktemp("made")
    db = open_working(folder)
    fill(db, gold(1)[:5])
    db.close()
    (folder / "decisions.toml").write_text("# rien encore\n")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "data"))


@pytest.fixture(scope="module")
def kept(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("kept") / "vigie.tar.gz"
    backup(made, file, version="1")
    return file


def content(folder: Path) -> list[str]:
    db = read_database(folder / WORKING)
    try:
        return list(dump(db))
    finally:
        db.close()


def test_what_was_kept_comes_back_and_what_stood_there_stays_beside(folder: Path, tmp_path: Path) -> None:
    before = content(folder)
    file = tmp_path / "vigie.tar"

    saved = vigie("backup", file, "--data", folder)
    db = open_working(folder)
    db.execute("delete from articles")
    db.conn.commit()
    db.close()
    (folder / "decisions.toml").write_text("# autre chose\n")
    done = vigie("restore", file, "--data", folder)

    assert (saved.exit_code, done.exit_code) == (0, 0), saved.output + done.output
    assert f"SHA-256 : {digest(file)}" in saved.output.replace("\u00a0", " ")
    assert content(folder) == before
    assert (folder / "decisions.toml").read_text() == "# rien encore\n"
    [beside] = folder.glob("before-restore-*")
    assert str(beside) in done.output
    assert (beside / "decisions.toml").read_text() == "# autre chose\n"
    with closing(sqlite3.connect(beside / WORKING)) as conn:
        assert conn.execute("select count(*) from articles").fetchone() == (0,)
    assert file.stat().st_mode & 0o077 == 0, "the press's texts are for nobody else"
    assert not [path.name for path in (*folder.iterdir(), *tmp_path.iterdir()) if path.name.startswith(".")]


def test_a_backup_taken_while_articles_are_saved_is_whole(folder: Path, tmp_path: Path) -> None:
    """One writer saves articles with their revisions and never waits; each copy holds whole articles, ever more of them."""
    done, saved, faults = threading.Event(), [], []

    def write() -> None:
        try:
            db = open_working(folder)
            number = 0
            while not done.is_set():
                number += 1
                article = Article(url=f"https://echo.example/{number}", publisher="echo.example", title="T", text="x" * 20_000)
                with db.atomic():
                    save_article(db, article)
                    db.execute(
                        "insert into addresses (url, site, article, fetched, gone) select url, 'echo', id, '', 0 from articles where url = ?",
                        [article.url],
                    )
                saved.append(number)
            db.close()
        except Exception as error:
            faults.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    counts = []
    try:
        while not saved:
            assert not faults
        for number in range(4):
            reached = len(saved)
            held = backup(folder, tmp_path / f"{number}.tar", version="1")
            counts.append((reached, held.articles, unpacked(tmp_path / f"{number}.tar", tmp_path / str(number))))
    finally:
        done.set()
        writer.join(30)

    assert not faults
    for reached, told, (articles, addresses, sound) in counts:
        assert sound == "ok"
        assert articles - 5 == addresses >= reached
        assert told == articles
    assert [articles for _, _, (articles, _, _) in counts] == sorted(articles for _, _, (articles, _, _) in counts)


def unpacked(file: Path, folder: Path) -> tuple[int, int, str]:
    with tarfile.open(file) as archive:
        archive.extractall(folder, filter="data")
    with closing(sqlite3.connect(folder / WORKING)) as conn:
        one: Callable[[str], object] = lambda sql: conn.execute(sql).fetchone()[0]  # noqa: E731
        return (one("select count(*) from articles"), one("select count(*) from addresses"), one("pragma integrity_check"))  # type: ignore[return-value]


def rewritten(file: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A backup with other files in it, its manifest made to fit but for what the change says."""
    with tarfile.open(file) as archive:
        held = {one.name: archive.extractfile(one).read() for one in archive.getmembers()}  # type: ignore[union-attr]
    change(held)
    with tarfile.open(target, "w") as archive:
        for name, data in held.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target


def refit(held: dict[str, bytes], **changes: object) -> None:
    from hashlib import sha256

    files = {name: sha256(data).hexdigest() for name, data in held.items() if name != MANIFEST}
    held[MANIFEST] = json.dumps({**json.loads(held[MANIFEST]), "files": files, **changes}).encode()


def with_sql(sql: str) -> Callable[[dict[str, bytes]], None]:
    def change(held: dict[str, bytes]) -> None:
        conn = sqlite3.connect(":memory:")
        conn.deserialize(held[WORKING])
        conn.execute("pragma writable_schema = on")
        conn.executescript(sql)
        conn.commit()
        held[WORKING] = conn.serialize()
        conn.close()
        refit(held)

    return change


def flip(held: dict[str, bytes]) -> None:
    data = bytearray(held[WORKING])
    data[-100] ^= 0xFF
    held[WORKING] = bytes(data)


def leave(held: dict[str, bytes]) -> None:
    held["../loin.toml"] = b"x"
    refit(held)


def without_database(held: dict[str, bytes]) -> None:
    del held[WORKING]


def torn(held: dict[str, bytes]) -> None:
    held[WORKING] = held[WORKING][: len(held[WORKING]) // 2]
    refit(held)


REFUSED: dict[str, tuple[Callable[[dict[str, bytes]], None], str]] = {
    "a bit flipped": (flip, "n’a pas l’empreinte notée"),
    "half a database": (torn, "abîmée"),
    "a newer Vigie's database": (with_sql("insert into _sqlite_migrations (migration_set, name, applied_at) values ('vigie', 'm999_marvels', '2031')"), "plus récente"),
    "another program's": (with_sql("pragma application_id = 7"), "autre programme"),
    "a reference to nothing": (with_sql("pragma foreign_keys = off; update readings set article = 999 where article = (select min(article) from readings)"),
                               "ligne absente"),
    "a newer form": (lambda held: refit(held, form=99), "plus récente"),
    "a path that leaves the folder": (leave, "n’a pas sa place"),
    "no database in it": (without_database, "il y manque vigie.db"),
}  # fmt: skip


@pytest.mark.parametrize("how", REFUSED)
def test_a_backup_that_is_not_sound_changes_nothing(how: str, kept: Path, folder: Path, tmp_path: Path) -> None:
    change, words = REFUSED[how]
    file = rewritten(kept, tmp_path / "spoiled.tar", change)
    before = sorted((path.name, digest(path)) for path in folder.iterdir() if path.is_file())

    with pytest.raises(VaultError, match=words):
        restore(folder, file)

    assert sorted((path.name, digest(path)) for path in folder.iterdir()) == before
    assert not (tmp_path / "loin.toml").exists()


@pytest.mark.parametrize("data", [b"", b"pas une archive " * 100, b"\x1f\x8b\x08\x00abc"], ids=["empty", "text", "broken gzip"])
def test_a_file_that_is_no_backup_is_told(data: bytes, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(data)

    done = vigie("restore", tmp_path / "x", "--data", folder)

    assert done.exit_code == 1
    assert "n’est pas une sauvegarde" in done.stderr
    assert "Rien n’a changé" in done.stderr


def test_a_damaged_database_is_not_kept_as_if_it_were_sound_and_can_be_replaced(kept: Path, folder: Path, tmp_path: Path) -> None:
    with (folder / WORKING).open("r+b") as file:
        file.seek(8192)
        file.write(b"\x5a" * 4096)

    refused = vigie("backup", tmp_path / "new.tar", "--data", folder)
    cured = vigie("restore", kept, "--data", folder)

    assert refused.exit_code == 1
    assert "vigie restore" in refused.stderr or "n’est pas saine" in refused.stderr or "sauvegarde" in refused.stderr
    assert not list(tmp_path.glob("*.tar*"))
    assert cured.exit_code == 0, cured.output
    assert len(content(folder)) > 5


def test_nothing_comes_back_under_a_run_that_writes(kept: Path, folder: Path) -> None:
    with writing(folder):
        done = vigie("restore", kept, "--data", folder)

    assert done.exit_code == 3


def test_a_backup_goes_to_a_new_machine(kept: Path, made: Path, tmp_path: Path) -> None:
    assert vigie("restore", kept, "--data", tmp_path / "new").exit_code == 0
    assert content(tmp_path / "new") == content(made)
    assert not list((tmp_path / "new").glob("before-restore-*"))


# --- Migrations


LAST = schema._migrations[-1].name


@pytest.fixture
def older(folder: Path) -> Path:
    """The same database as an older Vigie left it: its last migration has not been."""
    with closing(sqlite3.connect(folder / WORKING)) as conn:
        conn.execute("delete from _sqlite_migrations where name = ?", [LAST])
        conn.commit()
    return folder


def test_an_older_database_is_copied_before_it_is_migrated(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    [last] = [one for one in schema._migrations if one.name == LAST]
    monkeypatch.setattr(last, "fn", lambda db: ran.append(db.conn.execute("select count(*) from articles").fetchone()[0]))

    status = vigie("status", "--data", older)
    done = vigie("upgrade", "--data", older)
    again = vigie("upgrade", "--data", older)

    assert status.exit_code == 1
    assert "vigie upgrade" in status.stderr
    assert done.exit_code == 0, done.output
    assert ran == [5], "once"
    assert LAST in done.output
    [copy] = (older / "backups").iterdir()
    assert str(copy) in done.output
    with closing(sqlite3.connect(copy)) as conn:
        assert conn.execute("select count(*) from articles").fetchone() == (5,)
        assert conn.execute("select count(*) from _sqlite_migrations where name = ?", [LAST]).fetchone() == (0,)
    assert "Rien à faire" in again.output


def test_a_migration_that_fails_leaves_the_copy_and_the_database_as_it_was(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(db: object) -> None:
        db.execute("delete from articles")  # type: ignore[attr-defined]
        raise sqlite3.OperationalError("database or disk is full")

    [last] = [one for one in schema._migrations if one.name == LAST]
    monkeypatch.setattr(last, "fn", fails)

    done = vigie("upgrade", "--data", older)

    assert done.exit_code == 1
    assert "le disque est plein" in done.stderr
    with closing(sqlite3.connect(older / WORKING)) as conn:
        assert conn.execute("select count(*) from articles").fetchone() == (5,)
    assert len(list((older / "backups").iterdir())) == 1


def test_the_copy_of_before_comes_back_too(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [last] = [one for one in schema._migrations if one.name == LAST]
    monkeypatch.setattr(last, "fn", lambda db: db.execute("delete from articles"))
    assert vigie("upgrade", "--data", older).exit_code == 0
    [copy] = (older / "backups").iterdir()

    done = vigie("restore", copy, "--data", older)

    assert done.exit_code == 0, done.output
    assert "5 articles" in done.output
    assert "plus ancienne" in done.output


def test_a_new_database_has_no_copy_of_nothing(tmp_path: Path) -> None:
    open_working(tmp_path).close()

    assert not (tmp_path / "backups").exists()
