"""Make the pictures in screenshots/ from the demo, or check that they are up to date.

``python tests/screenshots.py`` writes them; with ``--check`` it only compares. The PNG, which the
README shows, needs cairosvg to be made; it carries the digest of the SVG it was made from, so that
checking it needs nothing.
"""

import argparse
import asyncio
import hashlib
import struct
import sys
import zlib
from pathlib import Path

from scenes import SCENES, Scene, picture

FOLDER = Path(__file__).parent.parent / "screenshots"
README_PICTURE = "watch-120x40-dark"
_KEYWORD = b"made-from-sha256"
_FONT = "DejaVu Sans Mono"
_CELL_UNITS = 12.2


def main() -> int:
    """Write or check; return how many pictures are out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only")
    parser.add_argument("names", nargs="*", help="only these scenes")
    options = parser.parse_args()
    outdated = 0
    for scene in SCENES:
        if options.names and scene.name not in options.names:
            continue
        outdated += _treat(scene, asyncio.run(picture(scene)), check=options.check)
    known = {f"{scene.name}.svg" for scene in SCENES} | {f"{README_PICTURE}.png"}
    strangers = sorted(path.name for path in FOLDER.iterdir() if path.name not in known)
    for name in strangers:
        print(f"{name}: belongs to no scene")
    if options.check and outdated:
        print(f"{outdated} pictures are out of date: run python tests/screenshots.py")
    return outdated + len(strangers)


def _treat(scene: Scene, svg: str, *, check: bool) -> int:
    path = FOLDER / f"{scene.name}.svg"
    png = path.with_suffix(".png") if scene.name == README_PICTURE else None
    same = path.exists() and path.read_text(encoding="utf-8") == svg
    same = same and (png is None or _made_from(png) == _digest(svg))
    if same or check:
        print(f"{path.name}: {'up to date' if same else 'OUT OF DATE'}")
        return 0 if same else 1
    path.write_text(svg, encoding="utf-8")
    if png is not None:
        png.write_bytes(_with_digest(to_png(svg), svg))
    print(f"{path.name}: written")
    return 0


def to_png(svg: str, cell_pixels: int = 20) -> bytes:
    """Return `svg` as a PNG, in a font that has every glyph."""
    import cairosvg  # noqa: PLC0415 - only where a PNG is made

    drawable = svg.replace("Fira Code", _FONT).replace("monospace", _FONT)
    # Its letters are a little narrower than the cells that the SVG was laid out for, and a cell has
    # to be a whole number of pixels, or the letters drift.
    drawable = drawable.replace("font-size: 20px", "font-size: 20.264px")
    scale = cell_pixels / _CELL_UNITS
    return bytes(cairosvg.svg2png(bytestring=drawable.encode(), scale=scale))


def _digest(svg: str) -> bytes:
    return hashlib.sha256(svg.encode()).hexdigest().encode()


def _with_digest(png: bytes, svg: str) -> bytes:
    """Add a text chunk behind the header chunk, which is always 33 bytes in."""
    chunk = b"tEXt" + _KEYWORD + b"\0" + _digest(svg)
    framed = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:33] + framed + png[33:]


def _made_from(png: Path) -> bytes | None:
    if not png.exists():
        return None
    _, found, rest = png.read_bytes().partition(_KEYWORD + b"\0")
    return rest[:64] if found else None


if __name__ == "__main__":
    sys.exit(main())
