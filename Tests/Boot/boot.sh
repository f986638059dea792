#!/bin/bash
# boot.sh BINARY SCRATCH: starts the three services from systemd/ under a real systemd, in a container that is booted for them, and
# asks them what inside.py asks. Exit 0: all well; 1: something is wrong; 77: left out, for this machine lets nobody boot a container.
#
# The container's /usr is this machine's with the binary laid over it, and all else is empty: nothing is fetched but systemd-container.
set -euo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

here=$(cd "$(dirname "$0")" && pwd)
gridpost=$(realpath "$1")
mkdir -p "$2"
scratch=$(realpath "$2")

leave_out() {
  printf '\n!! the boot of the units is LEFT OUT: %s\n\n' "$1" >&2
  exit 77
}

if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null && sudo -n true 2>/dev/null || leave_out 'only root may boot a container'
  exec sudo -n "$0" "$gridpost" "$scratch"
fi

missing=()
command -v systemd-nspawn >/dev/null || missing+=(systemd-container)
command -v python3 >/dev/null || missing+=(python3)
[ -e /lib/systemd/systemd ] || missing+=(systemd)
if [ ${#missing[@]} -gt 0 ]; then
  install() {
    apt-get "$@" update -qq && apt-get "$@" install -y -qq --no-install-recommends "${missing[@]}"
  }
  # Where the user that apt downloads as reaches no host, root may.
  install >&2 || install -o APT::Sandbox::User=root >&2 || leave_out "${missing[*]} could not be installed"
fi

# In a mount namespace of its own, so that nothing stays mounted, whatever ends us.
if [ "${GRIDPOST_BOOT:-}" != inside ]; then
  unshare --mount true 2>/dev/null || leave_out 'no mount namespaces'
  GRIDPOST_BOOT=inside exec unshare --mount --propagation private "$0" "$gridpost" "$scratch"
fi

mount -t tmpfs -o size=512m,mode=755 tmpfs "$scratch" || leave_out 'no tmpfs may be mounted'
root=$scratch/root
mkdir -p "$root"/{usr,etc/gridpost,root,var} "$scratch"/{over,work}
for name in bin sbin lib lib32 lib64 libx32; do
  [ ! -L "/$name" ] || ln -s "usr/$name" "$root/$name"
done
[ -L /bin ] || leave_out 'this system keeps its programs outside /usr'
mount -t overlay -o "lowerdir=/usr,upperdir=$scratch/over,workdir=$scratch/work" overlay "$root/usr" || leave_out 'no overlay may be mounted'

install -m 755 "$gridpost" "$root/usr/bin/gridpost"
install -D -m 644 -t "$root/etc/systemd/system" "$here"/../../systemd/*.service
install -D -m 644 -t "$root/etc/sysusers.d" "$here"/../../systemd/gridpost.sysusers
mv "$root/etc/sysusers.d/gridpost.sysusers" "$root/etc/sysusers.d/gridpost.conf"
install -m 644 "$here/../../rules.yaml" "$root/etc/gridpost/rules.yaml"
install -m 755 "$here/inside.py" "$root/root/inside.py"
printf 'root:x:0:0::/root:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\n' >"$root/etc/group"
printf 'hosts: files\n' >"$root/etc/nsswitch.conf"
printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
: >"$root/etc/machine-id"
cp /etc/ld.so.cache "$root/etc/ld.so.cache"
# Nothing of this machine's own services: only what asks the questions.
cat >"$root/etc/systemd/system/ask.target" <<'U'
[Unit]
Requires=basic.target ask.service
After=basic.target
AllowIsolate=yes
U
cat >"$root/etc/systemd/system/ask.service" <<'U'
[Unit]
After=basic.target systemd-sysusers.service systemd-journald.service
SuccessAction=poweroff-force
FailureAction=poweroff-force
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'touch /root/begun; python3 /root/inside.py >/root/said 2>&1; echo $? >/root/code'
U
ln -s ask.target "$root/etc/systemd/system/default.target"

nspawn=(systemd-nspawn --quiet --directory="$root" --machine="gridpost-$$" --register=no --keep-unit --private-network)
timeout -k 5 20 "${nspawn[@]}" --pipe /bin/true </dev/null >"$scratch/console" 2>&1 ||
  leave_out "no container may be started: $(tail -n 1 "$scratch/console")"

# What the container leaves of empty groups, where it makes them beside ours (cgroup v1).
sweep() {
  local group
  for group in /sys/fs/cgroup/payload /sys/fs/cgroup/*/payload; do
    [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
  done
}
trap sweep EXIT

started=$SECONDS
timeout -k 5 50 "${nspawn[@]}" --boot --console=pipe </dev/null >"$scratch/console" 2>&1 || true
if [ ! -e "$root/root/begun" ]; then
  tail -n 20 "$scratch/console" >&2
  leave_out 'no systemd may be booted here'
fi
cat "$root/root/said"
if [ "$(cat "$root/root/code" 2>/dev/null)" != 0 ]; then
  printf 'the services did not do as they should\n' >&2
  exit 1
fi
printf 'booted, asked and stopped in %d s\n' "$((SECONDS - started))"
