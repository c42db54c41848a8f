"""The program on another machine: through `ssh`, in lines."""

import os
import shlex
import shutil
import subprocess
from getpass import getuser
from pathlib import Path

import pytest

from tests.accessibility.terminal import ROOT, command_line

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
ROOT_NEEDS = Path("/run/sshd")
"""The folder that a server run by root asks for; a system that starts one makes it."""

pytestmark = pytest.mark.skipif(
    not (SSHD and shutil.which("ssh")), reason="needs ssh and sshd, of OpenSSH"
)


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """`ssh` to this machine: each connection has a server of its own behind two pipes, and no port.

    The tests are skipped where that server lets nobody in, such as an account that is locked.
    """
    folder = tmp_path_factory.mktemp("ssh")
    if os.geteuid() == 0:
        ROOT_NEEDS.mkdir(mode=0o755, exist_ok=True)
    for name in ("host", "user"):
        make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(make, check=True)
    (folder / "known").write_text(f"here {(folder / 'host.pub').read_text()}")
    (folder / "config").write_text(
        f"HostKey {folder}/host\n"
        f"AuthorizedKeysFile {folder}/user.pub\n"
        "StrictModes no\n"  # the folders above are not the user's alone
        "UsePAM no\n"
        "PidFile none\n"
    )
    options = {
        "ProxyCommand": f"{SSHD} -i -f {folder}/config",
        "UserKnownHostsFile": folder / "known",
        "IdentityFile": folder / "user",
        "IdentitiesOnly": "yes",
        "BatchMode": "yes",
        "LogLevel": "ERROR",
    }
    command = ["ssh", "-F", "none", *(f"-o{name}={value}" for name, value in options.items())]
    command.append(f"{getuser()}@here")
    tried = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
    if tried.returncode:
        pytest.skip(f"no ssh to this machine: {tried.stderr.strip()}")
    return command


def remote(home: Path, *options: str) -> str:
    """What the other side's shell is asked to do."""
    run = shlex.join(["env", "LANG=C.UTF-8", *command_line(home, *options)])
    return f"cd {shlex.quote(str(ROOT))} && exec {run}"


def test_line_mode_works_through_ssh(ssh: list[str], home_folder: Path) -> None:
    done = subprocess.run(
        [*ssh, remote(home_folder, "--persona", "noor-peeters", "--login", "itsme")],
        input="uw g\ns\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Regelmodus staat aan (want dit is geen terminal).")
    assert "\nUw keuze: uw g\nGekozen: Uw gegevens\n" in done.stdout
    assert done.stdout.endswith("Het programma stopt. Tot ziens.\n")
