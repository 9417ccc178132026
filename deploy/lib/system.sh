# What the scripts in the folder above need from the system. Sourced, not run.

# need NAME...: installs the Debian packages that are missing; `command=package` is satisfied by the command alone.
# Without the right to install it prints the one line that does, and fails. NO_INSTALL=1 only warns.
need() {
    local name missing=()
    for name in "$@"; do
        if [[ $name == *=* ]] && command -v "${name%%=*}" >/dev/null; then continue; fi
        installed "${name#*=}" || missing+=("${name#*=}")
    done
    ((${#missing[@]})) || return 0
    local install="${before_install:+$before_install && }apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    if [[ -n ${NO_INSTALL:-} ]]; then
        echo "Missing, and not installed as asked: ${missing[*]}" >&2
        return
    elif ! command -v apt-get >/dev/null; then
        echo "Missing, under their Debian names: ${missing[*]}. Install your system's equivalents." >&2
    elif ((EUID == 0)); then
        echo "Installing ${missing[*]}"
        run_quietly bash -c "$install"
        return
    elif sudo -n true 2>/dev/null; then
        echo "Installing ${missing[*]}"
        run_quietly sudo -n bash -c "$install"
        return
    else
        echo "Missing: ${missing[*]}. Run this and start again:" >&2
        echo "    sudo sh -c '$install'" >&2
    fi
    return 1
}

# need_postgresql: the programs of a PostgreSQL server, in any version that is installed already. Every server of ours
# lives in a folder of ours, so the package is told not to make and start a cluster; one that is there is left alone.
need_postgresql() {
    [[ -z ${RISHI_POSTGRES_BIN:-} ]] && ! compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || return 0
    local settings=/etc/postgresql-common/createcluster.d
    before_install="mkdir -p $settings && echo create_main_cluster=false >$settings/rishi.conf" need postgresql
}

# Without dpkg nothing can be looked up by package, and the build itself will say what is missing.
installed() {
    command -v dpkg-query >/dev/null || return 0
    [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

need_swift() {
    command -v swift >/dev/null && return
    echo "Swift 6.3 or later is needed: https://www.swift.org/install/linux" >&2
    return 1
}

# run_quietly COMMAND...: shows what the command said only if it fails.
run_quietly() {
    local output
    output=$(DEBIAN_FRONTEND=noninteractive "$@" 2>&1) && return
    local status=$?
    printf '%s\n' "$output" >&2
    return "$status"
}

# build_release: every program, as benches and images link them; seconds when nothing has changed. Its words go to
# standard error, so that a command's own output stays alone.
build_release() {
    swift build -c release --static-swift-stdlib --explicit-target-dependency-import-check error >&2
}
