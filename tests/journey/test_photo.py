"""The profile photo against the real service: from a file to what is kept, shown and removed."""

from pathlib import Path

import pytest

from mock_backends.profile_service.store_sqlite import FILE_NAME
from tests import photos
from tests.journey.filling import errors, fill_in, save, sign_out
from tests.journey.steps import find, said, sign_in_by_itsme
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.parts import Facts, Notice


@pytest.fixture
def folder(tmp_path: Path, signed_in: Navigator) -> Path:
    """Where the citizen begins to look: with a picture in a folder, and what is none."""
    inside = tmp_path / "computer" / "vakantie"
    inside.mkdir(parents=True)
    (inside / "ik  zelf.jpg").write_bytes(photos.as_file("JPEG"))
    (inside.parent / "brief.png").write_text("Geachte")
    signed_in.context().devices.pictures.folder = inside.parent
    return inside.parent


def photo(navigator: Navigator) -> Facts:
    return find(navigator.page, "photo", Facts)


@pytest.mark.served
@pytest.mark.requirement("R33", "R35", "R45", "R48", "R59")
async def test_a_photo_is_picked_looked_over_kept_shown_described_and_removed(
    signed_in: Navigator, folder: Path
) -> None:
    await signed_in.open("profile")
    assert photo(signed_in).state == "empty"
    await signed_in.act("add-photo")
    await signed_in.act("to-files")
    for item in ("file-0", "up", "file-0", "file-0"):
        await signed_in.choose("files", item)
    assert signed_in.page.id == "profile.photo"
    await fill_in(signed_in, "photo-form")
    review = find(signed_in.page, "review", Facts)
    assert [one.value for one in review.groups[0][:2]] == ["Foto van Noor Peeters", "ik zelf.jpg"]
    assert [len(points) for points in review.photo] == [22, 14]
    await signed_in.act("save")
    kept = photo(signed_in)
    assert kept.groups[0][0].value == "Foto van Noor Peeters"
    assert kept.photo == review.photo
    assert kept.source == "U gaf toestemming op 23 november 2026 om 10.00 uur."

    await sign_out(signed_in)
    assert "1 foto." in said(signed_in.page)
    await sign_in_by_itsme(signed_in)
    await signed_in.open("sign-out")
    account = find(signed_in.page, "session-facts", Facts)
    assert account.photo == review.photo
    assert account.groups[0][-1].value == "Foto van Noor Peeters"

    await signed_in.open("profile.photo")
    await save(signed_in, "photo-form", description=photos.SEEN)
    assert photo(signed_in).groups[0][0].value == photos.SEEN
    assert photo(signed_in).photo == review.photo

    await signed_in.act("remove-photo")
    assert photos.SEEN in said(signed_in.page)
    assert "U trekt zo ook uw toestemming in." in said(signed_in.page)
    await signed_in.act("remove")
    assert (photo(signed_in).state, photo(signed_in).photo) == ("empty", ())


@pytest.mark.requirement("R33")
async def test_what_is_no_photo_is_told_under_the_file_and_nothing_that_was_typed_is_lost(
    signed_in: Navigator, folder: Path
) -> None:
    await signed_in.open("profile.photo")
    for file, told in (
        ("", "Vul ‘Bestand’ in."),
        (str(folder / "weg.png"), "Dit bestand is er niet."),
        (str(folder / "brief.png"), "Dit is geen foto die we kennen."),
        (str(folder), "Dit is geen bestand."),
    ):
        await fill_in(signed_in, "photo-form", file=file, description="Ik")
        assert errors(signed_in, "photo-form")["file"].startswith(told)
        assert signed_in.drafts.read("profile.photo", "photo-form", "description") == "Ik"
    await fill_in(signed_in, "photo-form", file=str(folder / "vakantie" / "ik  zelf.jpg"))
    assert errors(signed_in, "photo-form")["file"].startswith("Dit bestand is er niet.")


@pytest.mark.embedded
@pytest.mark.requirement("R49")
async def test_a_store_that_may_not_be_written_keeps_the_photo_here_to_be_saved_later(
    signed_in: Navigator, services: Services, folder: Path, home_folder: Path
) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    store = home_folder / "data" / FILE_NAME
    store.chmod(0o400)
    await signed_in.open("profile.photo")
    (folder / "ik.png").write_bytes(photos.as_file("PNG"))
    await save(signed_in, "photo-form", file=str(folder / "ik.png"))
    assert find(signed_in.page, "trouble", Notice).kind == "error"
    assert find(signed_in.page, "review", Facts).photo
    store.chmod(0o600)
    await signed_in.act("save")
    assert photo(signed_in).photo
    assert photos.kept() not in store.read_bytes()
