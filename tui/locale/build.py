"""Compiles `<language>/*.po` into `<language>.mo`, the only build step of the catalogues."""

from pathlib import Path


def compile_catalogues(folder: Path) -> list[Path]:
    """Merge the .po files of each language under `folder` into `<language>.mo`; returns the files' paths.

    The plural forms are those in the header of the .po files, not those of Babel (CLDR): these change from
    release to release, and a message that lacks a form of the newest rule would not be found. Raises
    ValueError if a message id occurs twice in a language, or its files disagree on the plural forms.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    written = []
    for language in sorted(path for path in folder.iterdir() if any(path.glob("*.po"))):
        whole = Catalog(locale=language.name)
        forms = ""
        for source in sorted(language.glob("*.po")):
            with source.open("rb") as file:
                part = read_po(file, locale=language.name, abort_invalid=True)
            if forms and part.plural_forms != forms:
                raise ValueError(f"{source}: {part.plural_forms!r}; elsewhere {forms!r}")
            forms = part.plural_forms
            for message in part:
                if not message.id:
                    continue
                key = message.id if isinstance(message.id, str) else message.id[0]
                if whole.get(key) is not None:
                    raise ValueError(f"{source}: {key!r} occurs twice in {language.name}")
                whole.add(message.id, message.string)
        whole.mime_headers = [("Plural-Forms", forms)]
        target = folder / f"{language.name}.mo"
        with target.open("wb") as file:
            write_mo(file, whole)
        written.append(target)
    return written


if __name__ == "__main__":
    for path in compile_catalogues(Path(__file__).parent):
        print(path.name)
