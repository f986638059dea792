"""The pictures of the documentation, of a town that looks real."""

import pathlib
import sys

from PIL import Image

import day
from browser import Browser

MOST = 200 * 1024


def main(folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    town, story = day.plausible()
    too_large = []
    try:
        _, address = town.serve("--open")
        browser = Browser()
        try:
            for name, path, width, height, scheme in [
                ("board", "/", 1440, 900, "light"), ("board-dark", "/", 1440, 900, "dark"),
                ("case", f"/items/{story}", 1440, 900, "light"), ("phone", "/posts/heshuikou/heshuikou-03/patrol", 320, 640, "light"),
            ]:
                browser.size(width, height)
                browser.look(scheme)
                browser.open(f"{address}{path}?lang=zh")
                browser.wait(5, "return document.fonts.status === 'loaded' && document.getElementById('live')?.hidden === false")
                file = folder / f"{name}.png"
                browser.picture(file)
                # Few colours are enough for a page, and take a third of the bytes.
                Image.open(file).convert("RGB").quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(file, optimize=True)
                print(f"{file.name}: {file.stat().st_size // 1024} KiB")
                if file.stat().st_size > MOST:
                    too_large.append(file.name)
        finally:
            browser.end()
    finally:
        town.end()
    for name in too_large:
        print(f"{name} is larger than {MOST // 1024} KiB", file=sys.stderr)
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
