# What the scripts under tests/ have in common. To be sourced from the root of the repository.
# shellcheck shell=bash

target=$(realpath -m "${CARGO_TARGET_DIR:-target}")

say() { printf '%s\n' "$*"; }
fail() { printf 'failed: %s\n' "$*" >&2; exit 1; }

# install WHAT PACKAGE...: installs packages of Debian because something is missing; who is not root is told the line.
install() {
    local what=$1
    shift
    local line=(apt-get install -y --no-install-recommends "$@")
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then fail "$what is missing: ${line[*]}"; fi
    say "installing $*"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${line[@]}" -qq >/dev/null
}

# need PACKAGES COMMAND...: installs the packages if one of the commands is missing.
need() {
    local packages command
    read -ra packages <<<"$1"
    shift
    for command in "$@"; do
        command -v "$command" >/dev/null || { install "$command" "${packages[@]}"; break; }
    done
    for command in "$@"; do
        command -v "$command" >/dev/null || fail "$command is missing, though installed: ${packages[*]}"
    done
}

# python_tools FOLDER PACKAGE...: a virtual environment with these packages, unless it is there already.
python_tools() {
    local folder=$1 wanted
    shift
    wanted=$(printf '%s\n' "$@")
    if [ "$(cat "$folder/tools" 2>/dev/null)" = "$wanted" ]; then return; fi
    python3 -c 'import ensurepip, venv' 2>/dev/null || install "python3 with venv" python3 python3-venv
    say "installing $*"
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check "$@"
    printf '%s\n' "$wanted" >"$folder/tools"
}
