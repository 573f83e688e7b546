"""Tells what `cargo binstall` would make of an archive: its file name must be the one that Cargo.toml leads to.

    python3 .ci/binstall.py TARGET ARCHIVE    prints the path of the program within the archive
"""

import re
import sys
import tarfile
import tomllib

triple, archive = sys.argv[1:]
with open("Cargo.toml", "rb") as file:
    package = tomllib.load(file)["package"]
meta = package["metadata"]["binstall"]
values = {
    "name": package["name"],
    "bin": "sayso",
    "version": package["version"],
    "target": triple,
    # Of the two that it tries for `tgz`.
    "archive-suffix": ".tar.gz",
    "binary-ext": "",
    "repo": package.get("repository", "ADDRESS"),
}


def filled(template: str) -> str:
    return re.sub(r"\{\s*([\w-]+)\s*\}", lambda found: values[found[1]], template)


url, program = filled(meta["pkg-url"]), filled(meta["bin-dir"])
if url.rpartition("/")[2] != archive.rpartition("/")[2]:
    sys.exit(f"cargo binstall would look for {url}, not for {archive}")
with tarfile.open(archive) as packed:
    if not packed.getmember(program).mode & 0o100:
        sys.exit(f"{program}: not a program")
if "repository" not in package:
    print("Cargo.toml names no repository yet: cargo binstall cannot find the archive by itself", file=sys.stderr)
print(program)
