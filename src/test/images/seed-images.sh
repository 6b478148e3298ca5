#!/usr/bin/env bash
# The two images that the seed's workflow names, made from Debian packages: task-python:1.0 (Python) and task-r:1.0 (R), each with the
# programs of seed/ in its working directory. An image whose programs are unchanged is not made again.
#   seed-images.sh      about three minutes on a new machine, under a second when both are there
# IMAGES_ROOT: where root file systems are kept (default ~/.cache/skiff-images); a root with Python that is there already is used.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${IMAGES_ROOT:-$HOME/.cache/skiff-images}
stamp=$(cat "$here"/seed/* "$0" | sha256sum | cut -c1-16)

say() { echo "seed-images: $*" >&2; }

has() { [ "$(docker image inspect --format '{{index .Config.Labels "seed-images"}}' "$1" 2>/dev/null)" = "$stamp" ]; }

mirror() {
    local from
    from=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Suite: stable' 2>/dev/null | head -1)
    [ -n "$from" ] || from=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -1)
    echo "$from"
}

python_root() { # prints the directory of a root file system with Python
    if [ -f "$cache/root/.done" ]; then echo "$cache/root"; return; fi
    if [ ! -f "$cache/seed-root.done" ]; then
        command -v debootstrap >/dev/null || { apt-get update -qq && apt-get install -y -qq debootstrap; } >&2
        say "making a root file system with Python in $cache/seed-root"
        rm -rf "$cache/seed-root" && mkdir -p "$cache"
        debootstrap --variant=minbase --include=python3-minimal "$(. /etc/os-release; echo "$VERSION_CODENAME")" "$cache/seed-root" "$(mirror)" >&2
        rm -rf "$cache"/seed-root/var/cache/apt/* "$cache"/seed-root/var/lib/apt/lists/*
        ln -sf python3 "$cache/seed-root/usr/bin/python"
        touch "$cache/seed-root.done"
    fi
    echo "$cache/seed-root"
}

base() { # the image both are made from
    docker image inspect skiff-images/seed-base >/dev/null 2>&1 && return
    local root
    root=$(python_root)
    tar -C "$root" -c . | docker import --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' - skiff-images/seed-base >/dev/null
}

image() { # NAME FROM FILE...: FROM with the files in /srv/task, which is its working directory
    local name=$1 from=$2 container file
    shift 2
    container=$(docker create --workdir /srv/task "$from" true)
    for file; do docker cp -q "$here/seed/$file" "$container:/srv/task/$file" 2>/dev/null || docker cp "$here/seed/$file" "$container:/srv/task/$file"; done
    docker commit --change 'WORKDIR /srv/task' --change 'CMD ["sh"]' --change "LABEL seed-images=$stamp" "$container" "$name" >/dev/null
    docker rm "$container" >/dev/null
}

r_base() { # the base with R; through the host's network, since a build machine's bridge may have no way out
    docker image inspect skiff-images/seed-r >/dev/null 2>&1 && return
    local container
    say "installing R"
    container=$(docker create --network host --env DEBIAN_FRONTEND=noninteractive skiff-images/seed-base sh -c '
        set -e
        echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/unsafe-io
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends r-base-core
        rm -rf /var/lib/apt/lists/* /var/cache/apt/* /etc/dpkg/dpkg.cfg.d/unsafe-io')
    docker start --attach "$container" >"$cache/r.log" 2>&1 || { tail -20 "$cache/r.log" >&2; docker rm "$container" >/dev/null; exit 1; }
    docker commit --change 'CMD ["sh"]' "$container" skiff-images/seed-r >/dev/null
    docker rm "$container" >/dev/null
}

has task-python:1.0 || { base; image task-python:1.0 skiff-images/seed-base pre-task.py post-task.py; }
has task-r:1.0 || { base; r_base; image task-r:1.0 skiff-images/seed-r task.R; }
