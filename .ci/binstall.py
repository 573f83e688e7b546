"""Checks that `cargo binstall` would find an archive by the address in Cargo.toml.

    python3 .ci/binstall.py TARGET ARCHIVE    prints the path of the program within the archive
"""

import json
import re
import subprocess
import sys
import tarfile

triple, archive = sys.argv[1:]
told = subprocess.run(["cargo", "metadata", "--format-version=1", "--no-deps"], check=True, capture_output=True).stdout
package = next(one for one in json.loads(told)["packages"] if one["name"] == "sayso")
meta = package["metadata"]["binstall"]
values = {
    "name": package["name"],
    "bin": "sayso",
    "version": package["version"],
    "target": triple,
    # Of the two that it tries for `tgz`.
    "archive-suffix": ".tar.gz",
    "binary-ext": "",
    "repo": package["repository"] or "ADDRESS",
}


def filled(template: str) -> str:
    return re.sub(r"\{\s*([\w-]+)\s*\}", lambda found: values[found[1]], template)


url, program = filled(meta["pkg-url"]), filled(meta["bin-dir"])
if url.rpartition("/")[2] != archive.rpartition("/")[2]:
    sys.exit(f"cargo binstall would look for {url}, not for {archive}")
with tarfile.open(archive) as packed:
    if not packed.getmember(program).mode & 0o100:
        sys.exit(f"{program}: not a program")
if not package["repository"]:
    print("Cargo.toml names no repository yet: cargo binstall cannot find the archive by itself", file=sys.stderr)
print(program)
