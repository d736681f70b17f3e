# Functions that the scripts share: they check and install the build requirements, and print nothing if all are present.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

# The oldest Swift version that can read Package.swift.
swift_needed=6.2
build_packages=(libncursesw5-dev libcurl4-openssl-dev libsqlite3-dev libmd4c-dev)
# What Tests/Support/gateway needs.
gateway_python=("moto[server]==5.2.5" boto3==1.44.5 aws-sam-translator==1.115.0 PyJWT==2.15.1 PyYAML==6.0.4)

# How a release is built. Relative relocations take 3 MB less of the file and 2 MB less of memory; they need lld and glibc 2.36. The
# functions of the start stand beside each other; a function that is not in the file, or no longer in the program, does no harm. libstdc++
# is in the program (see release_build), because loading it takes a seventh of a start. The rest hardens the program: its tables are
# read-only after the start, and C functions check their stacks.
release_options=(-c release --static-swift-stdlib -Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs
    -Xlinker --symbol-ordering-file -Xlinker "$root/packaging/startup-order.txt" -Xlinker --no-warn-symbol-ordering
    -Xswiftc -Xfrontend -Xswiftc -function-sections -Xcc -ffunction-sections -Xswiftc -L -Xswiftc "$root/.build-static"
    -Xlinker -z -Xlinker relro -Xlinker -z -Xlinker now -Xcc -fstack-protector-strong)

say() { printf '%s\n' "$*" >&2; }

need_swift() {
    local found
    found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1) || true
    if [ -z "$found" ] || [ "$(printf '%s\n%s\n' "$swift_needed" "$found" | sort -V | head -n 1)" != "$swift_needed" ]; then
        say "hdoc needs Swift $swift_needed or newer; found: ${found:-none}."
        say "See the section \"Install Swift\" in README.md."
        exit 1
    fi
}

# need_packages PACKAGE...: installs the Debian packages that are missing, and prints their names.
need_packages() {
    local missing=() package sudo=
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        say "Please install the equivalents of these Debian packages: ${missing[*]}"
        exit 1
    fi
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    say "Installing Debian packages: ${missing[*]}"
    quietly install bash -c "$sudo apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends ${missing[*]}"
}

# need_python PACKAGE==VERSION...: installs these packages in a virtual environment, .build-python.
need_python() {
    local stamp=.build-python/installed missing=() package
    for package in "$@"; do grep -qxF "$package" "$stamp" 2>/dev/null || missing+=("$package"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ -x .build-python/bin/python3 ] || quietly venv python3 -m venv .build-python
    say "Installing Python packages: ${missing[*]}"
    quietly pip .build-python/bin/pip install --quiet --disable-pip-version-check "${missing[@]}"
    printf '%s\n' "${missing[@]}" >>"$stamp"
}

# need_deploy_tools: installs the tools that build, check and deploy the templates in a virtual environment, .build-deploy.
# They cannot share .build-python, because aws-sam-cli needs another version of boto3.
need_deploy_tools() {
    cmp -s deploy/requirements.txt .build-deploy/installed && return 0
    [ -x .build-deploy/bin/python3 ] || quietly venv python3 -m venv .build-deploy
    say "Installing the tools of deploy/requirements.txt in .build-deploy"
    quietly pip .build-deploy/bin/pip install --quiet --disable-pip-version-check -r deploy/requirements.txt
    cp deploy/requirements.txt .build-deploy/installed
}

# build_templates DIRECTORY: `sam build` of all templates with this program (see script/build-function) into .build-deploy/built.
build_templates() {
    command -v make >/dev/null || need_packages make
    # Only the region's name is needed; nothing is sent.
    (cd deploy && HDOC_FUNCTION=$1 SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 quietly sam \
        "$root/.build-deploy/bin/sam" build --template template.yml --build-dir "$root/.build-deploy/built")
    rm -rf deploy/.aws-sam
}

# quietly NAME COMMAND...: runs the command. If it fails, prints its errors and warnings, or else its last lines.
quietly() {
    local log="$root/.build-$1.log" status=0
    shift
    "$@" >"$log" 2>&1 || status=$?
    if [ "$status" -ne 0 ]; then
        grep -E 'error:|warning:' "$log" >&2 || tail -n 20 "$log" >&2
        exit "$status"
    fi
    rm -f "$log"
}

# build_release: builds the program for users, .build/release/hdoc.
build_release() {
    [ -x .build/release/hdoc ] || say "Building hdoc. The first build takes about four minutes."
    # The build does not know that the program depends on this file.
    if [ packaging/startup-order.txt -nt .build/release/hdoc ]; then rm -f .build/release/hdoc; fi
    release_build release
}

# release_build NAME OPTION…: runs the build of a release with further options. The linker looks for libraries first in .build-static, which
# has only the one that is to be part of the program.
release_build() {
    local name=$1 archive
    shift
    archive=$("$(dirname "$(readlink -f "$(command -v swiftc)")")/clang" -print-file-name=libstdc++.a) || true
    mkdir -p .build-static
    if [ -f "$archive" ]; then ln -sf "$archive" .build-static/libstdc++.a; fi
    quietly "$name" swift build "${release_options[@]}" --product hdoc "$@"
}
