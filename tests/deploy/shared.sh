# What the scripts beside this file have in common. To be sourced from the root of the repository.
# shellcheck shell=bash

# shellcheck source=tests/tools.sh
. tests/tools.sh

OVERLAYS=(development province ministry)
venv=$target/deploy-check/venv

need_kubectl() { need kubernetes-client kubectl; }

# The Python tools, with the release that was tried.
deploy_tools() {
    python_tools "$venv" kubernetes-validate==1.37.0 yamllint==1.38.0 checkov==3.3.30 jsonschema==4.26.0
}

# program: builds ocop, linked statically, and prints where it is.
program() {
    local profile=debug flags=()
    if [ "${OCOP_PROFILE:-}" = release ]; then profile=release flags=(--release); fi
    RUSTFLAGS="-C target-feature=+crt-static" \
        cargo build --workspace --bin ocop --target x86_64-unknown-linux-gnu "${flags[@]}" >&2
    say "$target/x86_64-unknown-linux-gnu/$profile/ocop"
}

# image BINARY NAME: the last stage of the Containerfile around a binary that is there already.
image() {
    local folder
    folder=$(mktemp -d)
    cp "$1" "$folder/ocop"
    strip --strip-debug "$folder/ocop"
    buildah bud --isolation chroot --quiet --build-context "built=$folder" -f deploy/image/Containerfile -t "$2" \
        "$folder" >/dev/null
    rm -rf "$folder"
}

# postgres_image NAME: PostgreSQL of Debian, made once.
postgres_image() {
    buildah images --quiet "$1" >/dev/null 2>&1 && return
    need mmdebstrap mmdebstrap
    say "making $1 of Debian's packages"
    local folder container
    folder=$(mktemp -d)
    # initdb wants its user to have a name; podman cannot mount the one file that gives it in a cluster.
    # shellcheck disable=SC2016 # the hook expands it
    mmdebstrap --quiet --variant=minbase --include=postgresql-15 \
        --customize-hook='chroot "$1" useradd --uid 65532 nobody-in-particular' \
        bookworm "$folder/root.tar"
    container=$(buildah from scratch)
    buildah add --quiet "$container" "$folder/root.tar" / >/dev/null
    buildah commit --quiet --rm "$container" "$1" >/dev/null
    rm -rf "$folder"
}

# identities FOLDER BINARY: the keys that people make by hand, as deploy/README.md tells, as resources on stdout.
identities() {
    local folder=$1 binary=$2 service
    mkdir -p "$folder"
    for service in registry evaluation training reporting; do
        "$binary" keys new "$folder/$service.pem" >/dev/null
        kubectl create secret generic "$service-identity" --namespace ocop --from-file=key.pem="$folder/$service.pem" \
            --dry-run=client --output yaml
        say ---
    done
    "$binary" keys sealing "$folder/sealing.key" >/dev/null
    kubectl create secret generic evaluation-sealing --namespace ocop --from-file=sealing.key="$folder/sealing.key" \
        --dry-run=client --output yaml
    say ---
    "$binary" keys public "$folder"/{registry,evaluation,training,reporting}.pem >"$folder/services.json"
    kubectl create configmap service-keys --namespace ocop --from-file="$folder/services.json" \
        --dry-run=client --output yaml
    say ---
    "$binary" keys new "$folder/key.pem" >/dev/null
    "$binary" keys public "$folder/key.pem" >"$folder/people.json"
    kubectl create configmap people-keys --namespace ocop --from-file="$folder/people.json" \
        --dry-run=client --output yaml
}
