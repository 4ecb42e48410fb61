"""`watches.toml`: a wrong setting is told with file, place, key and what is allowed; comments survive what Vigie writes."""

from pathlib import Path

import pytest

from db.errors import VaultError
from db.watch_edit import HEAD, add_watch, begin_file, remove_watch
from db.watch_file import parse, read_watches
from db.watches import Watch

MAIL = '[mail]\nhost = "smtp.x.example"\nfrom = "vigie@x.example"\n'
HOOK = '[[target]]\nname = "h"\nwebhook = "https://h.example/x"\n'
BAD = [
    ("[[watch]]", "veille 1 : il manque « name », un nom"),
    ('[[watch]]\nname = "V"', "veille 1 : rien n’est veillé. Donnez un de organisation, supplier"),
    ('[[watch]]\nname = "V"\nsecteur = ["health"]', "veille 1 : clé inconnue « secteur » ; vouliez-vous « sector »"),
    ('[[watch]]\nname = "V"\nsector = ["astrologie"]', 'veille 1 : « sector » : ["astrologie"] ne convient pas ; attendu : une liste, parmi health'),
    ('[[watch]]\nname = "V"\nsector = "health"', '« sector » : "health" ne convient pas ; attendu : une liste'),
    ('[[watch]]\nname = "V"\nregion = ["Atlantide"]', "attendu : une liste, parmi Auvergne-Rhône-Alpes"),
    ('[[watch]]\nname = "V"\ndata = ["iban", "rêve"]', "« data » : "),
    ('[[watch]]\nname = "V"\nwords = ["..."]', "« words » : "),
    ('[[watch]]\nname = "V"\norganisation = [""]', "« organisation » : "),
    ('[[watch]]\nname = "V"\nevent = ["incidents"]', '« event » : ["incidents"] ne convient pas ; attendu : une liste, parmi incident, article'),
    ('[[watch]]\nname = "V"\nsector = ["health"]\nto = ["personne"]', '« to » : ["personne"] ne convient pas ; attendu : une liste de cibles, parmi atom'),
    ('[[watch]]\nname = "V"\nsector = ["health"]\nexcept = ["x"]', "veille 1 : « except » va avec « words »"),
    ('[[watch]]\nname = "V"\nsector = ["health"]\ndigest = "oui"', "« digest » : "),
    ('[[watch]]\nname = "V"\nsector = ["health"]\n' * 2, "veille 2 : « name » : « V » est déjà le nom"),
    ('[[target]]\nname = "t"', "cible 1 : une cible a une clé, et une seule, de mail, webhook et atom"),
    ('[[target]]\nname = "t"\nmail = "a@b.example"', "la cible « t » est une adresse électronique, et il n’y a pas de table [mail]"),
    (f'{MAIL}[[target]]\nname = "t"\nmail = "a b@c"', "« mail » : "),
    (f'{MAIL}[[target]]\nname = "t"\nmail = "a@b.example\\nBcc: c@d"', "« mail » : "),
    (HOOK, "cible 1 : un webhook est signé : donnez secret_env"),
    (f'{HOOK}secret = "en clair"', "cible 1 : clé inconnue « secret » ; vouliez-vous « secret_"),
    (f'{HOOK}secret_env = "VIGIE_X"', '« secret_env » : "VIGIE_X" ne convient pas ; attendu : le nom d’une variable d’environnement, qui ne commence pas par VIGIE_'),
    (f'{HOOK}secret_env = "X"\nsecret_file = "x"', "secret_env ou secret_file, pas les deux"),
    (f'{HOOK}secret_env = "X"\nprivate = ["10.0.0.0/8"]', '« private » : ["10.0.0.0/8"] ne convient pas ; attendu : une liste d’adresses IP, une à une'),
    (f'{HOOK}secret_env = "X"\naddress = "https://x.example"', "« address » ne va pas avec webhook"),
    (HOOK.replace("https", "http") + 'secret_env = "X"', "http:// n’est permis que vers une adresse donnée par « private »"),
    (HOOK.replace("https://", "https://moi:secret@") + 'secret_env = "X"', "« webhook » : "),
    (HOOK.replace("https://h.example", "ftp://h.example") + 'secret_env = "X"', "« webhook » : "),
    ('[mail]\nhost = "x"', "[mail] : il manque « from »"),
    (f"{MAIL}port = 0", "[mail] : « port » : 0 ne convient pas"),
    (f'{MAIL}security = "ssl"', "attendu : starttls, tls ou none"),
    (f'{MAIL}security = "none"', "ne vaut que pour un relais de cette machine"),
    (f'{MAIL}user = "u"', "« user » va avec password_env"),
    (f'{MAIL}password = "p"', "clé inconnue « password » ; vouliez-vous « password_"),
    ("digest_hour = 24", "« digest_hour » : 24 ne convient pas ; attendu : une heure entière, de 0 à 23"),
    ("digest_hour = true", "« digest_hour » : true ne convient pas"),
    ("watch = 3", "« watch » : 3 ne convient pas"),
    ("watch = [3]", "veille 1 : une table est attendue, pas 3"),
    ("name = ", "n’est pas du TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), BAD)
def test_a_wrong_setting_is_told(text: str, message: str) -> None:
    with pytest.raises(VaultError) as caught:
        parse(text, Path("ici/watches.toml"))

    assert str(caught.value).startswith("ici/watches.toml")
    assert message in str(caught.value)


def test_what_is_right_is_read(tmp_path: Path) -> None:
    text = f"""digest_hour = 18
{MAIL}user = "u"
password_file = "mot"
[[target]]
name = "m"
mail = "m@x.example"
{HOOK}secret_env = "CLE"
private = ["::ffff:10.0.0.7"]
[[watch]]
name = "V"
sector = ["Santé"]
region = ["bretagne"]
words = ["Orange", "rançon*"]
except = ["jus d’orange"]
to = ["m", "h", "atom"]
"""
    held = parse(text, tmp_path / "watches.toml")

    assert held.watches == (
        Watch(
            name="V",
            sector=("health",),
            region=("Bretagne",),
            words=("Orange", "rançon*"),
            without=("jus d’orange",),
            to=("m", "h", "atom"),
        ),
    )
    assert held.digest_hour == 18
    assert held.mail
    assert (held.mail.port, held.mail.security, held.mail.password and held.mail.password.file) == (587, "starttls", tmp_path / "mot")
    assert [(one.name, one.kind) for one in held.targets.values()] == [("atom", "atom"), ("m", "mail"), ("h", "webhook")]
    assert held.targets["h"].private == ("::ffff:a00:7",)


def test_the_examples_in_the_file_are_right(tmp_path: Path) -> None:
    """What `vigie init` writes can be used as soon as its « # » are taken away."""
    path = begin_file(tmp_path)
    assert read_watches(tmp_path).watches == ()
    lines = path.read_text("utf-8").splitlines()
    start = lines.index("# [[watch]]")
    shown = [line.removeprefix("#").removeprefix(" ") for line in lines[start:] if not line.startswith("# Où")]

    held = parse("\n".join(shown), path)

    assert [one.name for one in held.watches] == ["Hôpitaux bretons", "Orange, pas le fruit"]
    assert set(held.targets) == {"atom", "redaction", "outil", "flux"}
    assert begin_file(tmp_path).read_text("utf-8") == HEAD


def test_comments_and_order_survive(tmp_path: Path) -> None:
    text = '# tout en haut\n[[watch]]\nname = "Une"   # la première\nsector = ["health"]\n\n# avant la cible\n[[target]]\nname = "f"\natom = "f.atom"\n'
    (tmp_path / "watches.toml").write_text(text, "utf-8")

    added = add_watch(tmp_path, {"name": "Deux", "words": ['a « b » "c"'], "to": ["f"]})
    assert (tmp_path / "watches.toml").read_text("utf-8").startswith(text)
    assert (added.words, added.to, added.events) == (('a « b » "c"',), ("f",), ("article",))

    remove_watch(tmp_path, "Deux")
    assert (tmp_path / "watches.toml").read_text("utf-8").strip() == text.strip()


def test_nothing_is_written_that_would_not_be_understood(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="sector"):
        add_watch(tmp_path, {"name": "V", "sector": ["astrologie"]})
    assert not (tmp_path / "watches.toml").exists()
    with pytest.raises(VaultError, match="aucune veille ne s’appelle « V »"):
        remove_watch(tmp_path, "V")
