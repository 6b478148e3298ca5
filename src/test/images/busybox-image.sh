#!/usr/bin/env bash
# skiff-test/busybox:1, a root file system with a static busybox and nothing else: for tests that only need a shell.
set -euo pipefail
docker image inspect skiff-test/busybox:1 >/dev/null 2>&1 && exit
command -v busybox >/dev/null && file -L "$(command -v busybox)" 2>/dev/null | grep -q 'statically linked' ||
    { apt-get update -qq; apt-get install -y -qq busybox-static; } >/dev/null
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{bin,tmp,etc,root}
chmod 1777 "$root/tmp"
cp "$(command -v busybox)" "$root/bin/busybox"
for name in $(busybox --list); do [ "$name" = busybox ] || ln -s busybox "$root/bin/$name"; done
printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$root/etc/passwd"
tar -C "$root" -c . | docker import --change 'ENV PATH=/bin' --change 'CMD ["sh"]' - skiff-test/busybox:1 >/dev/null
