#!/bin/bash
# browser.sh BINARY SCRATCH [pictures FOLDER]: drives the board in a real browser; with `pictures`, takes those of the documentation.
# Installs what is missing: the browser and the letters by apt, all else into SCRATCH.
set -euo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive PYTHONDONTWRITEBYTECODE=1

here=$(cd "$(dirname "$0")" && pwd)
gridpost=$(realpath "$1")
scratch=$2
shift 2
mkdir -p "$scratch"
scratch=$(realpath "$scratch")

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install() {
  as_root apt-get "$@" update -qq && as_root apt-get "$@" install -y -qq --no-install-recommends "${missing[@]}"
}

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v chromedriver >/dev/null || missing+=(chromium-driver)
[ -e /usr/share/doc/fonts-noto-cjk ] || missing+=(fonts-noto-cjk)
command -v python3 >/dev/null || missing+=(python3)
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
if [ ${#missing[@]} -gt 0 ]; then
  # Where the user that apt downloads as reaches no host, root may.
  install >&2 || install -o APT::Sandbox::User=root >&2
fi

venv=$scratch/venv
if [ ! -e "$venv/ready" ]; then
  rm -rf "$venv" "$scratch/axe"
  python3 -m venv "$venv"
  "$venv/bin/pip" install -q --disable-pip-version-check 'selenium>=4.20,<5'
  # Of this package only the axe-core in it is wanted, not what it is made for.
  "$venv/bin/pip" download -q --disable-pip-version-check --no-deps --only-binary :all: -d "$scratch/axe" axe-playwright-python==0.1.8
  "$venv/bin/python" -m zipfile -e "$scratch"/axe/*.whl "$scratch/axe"
  touch "$venv/ready"
fi

export GRIDPOST=$gridpost SCRATCH=$scratch AXE=$scratch/axe/axe_playwright_python/axe.min.js
if [ "${1:-}" = pictures ]; then
  "$venv/bin/pip" install -q --disable-pip-version-check 'pillow>=10'
  exec "$venv/bin/python" "$here/pictures.py" "$2"
fi
exec "$venv/bin/python" "$here/walk.py" "$@"
