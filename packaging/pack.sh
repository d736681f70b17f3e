# Functions for script/package and Tests/Package. They need script/lib.sh.

pack_packages=(dpkg-dev binutils xz-utils openssh-client man-db mandoc git)
pack_python=("cyclonedx-python-lib[json-validation]==11.12.0")

# Every time in a package is the time of the last commit.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH

# build_packaged_program SCRATCH: builds SCRATCH/release/hdoc without the name of this directory. Its build id is the commit.
build_packaged_program() {
    release_build package --scratch-path "$1" \
        -Xswiftc -file-prefix-map -Xswiftc "$root=hdoc" -Xcc "-ffile-prefix-map=$root=hdoc" \
        -Xlinker "--build-id=0x$(git -C "$root" rev-parse HEAD)"
}

# build_manual_generator: builds the program that makes manual pages, .build-manual/debug/generate-manual. It belongs to
# swift-argument-parser, so it always understands the commands.
build_manual_generator() {
    local checkout=$root/.build/checkouts/swift-argument-parser
    [ -d "$checkout" ] || quietly resolve swift package resolve
    [ -x .build-manual/debug/generate-manual ] ||
        quietly manual swift build --package-path "$checkout" --scratch-path .build-manual --product generate-manual
}

# pack PROGRAM OUT: makes all files of a release in OUT.
pack() {
    local out=$2 tree version
    version=$("$1" --version)
    tree=$(mktemp -d)
    mkdir -p "$out"
    install_tree "$1" "$tree"
    pack_deb "$tree" "$out" "$version"
    pack_tarball "$tree" "$out" "$version"
    pack_source "$out" "$version"
    swift package --disable-sandbox show-dependencies --format json >"$tree/dependencies.json"
    .build-python/bin/python3 packaging/sbom.py "$version" "$tree/usr/bin/hdoc" "$tree/dependencies.json" "$(depends "$tree/usr/bin/hdoc")" \
        >"$out/hdoc-$version.cdx.json"
    rm -rf "$tree"
    (cd "$out" && sha256sum -- * >SHA256SUMS)
}

# install_tree PROGRAM TREE: the files as they are below / after the installation.
install_tree() {
    local bash=share/bash-completion/completions zsh=share/zsh/vendor-completions fish=share/fish/vendor_completions.d
    local usr=$2/usr
    install -d "$usr/bin" "$usr/share/doc/hdoc" "$usr/$bash" "$usr/$zsh" "$usr/$fish"
    # The names of functions stay, because the report of a crash contains them.
    strip --strip-unneeded -o "$usr/bin/hdoc" "$1"
    # The hashes of modules are for the compiler, and differ from build to build although the code is the same.
    clear_section "$usr/bin/hdoc" .swift_modhash
    chmod 755 "$usr/bin/hdoc"
    # bash reads this file, and does not run it.
    "$1" --generate-completion-script bash | sed '1{/^#!/d}' >"$usr/$bash/hdoc"
    "$1" --generate-completion-script zsh >"$usr/$zsh/_hdoc"
    "$1" --generate-completion-script fish >"$usr/$fish/hdoc.fish"
    build_manual_generator
    python3 packaging/manual.py .build-manual/debug/generate-manual "$1" "$usr/share/man/man1"
    gzip -9n "$usr"/share/man/man1/*.1
    install -m 644 packaging/debian/copyright "$usr/share/doc/hdoc/copyright"
    gzip -9nc CHANGELOG.md >"$usr/share/doc/hdoc/NEWS.gz"
    printf 'hdoc (%s) unstable; urgency=medium\n\n  * See NEWS.gz.\n\n -- %s  %s\n' "$("$1" --version)" \
        "$(sed -n 's/^Maintainer: //p' packaging/debian/control)" "$(LC_ALL=C date -uRd "@$SOURCE_DATE_EPOCH")" |
        gzip -9nc >"$usr/share/doc/hdoc/changelog.gz"
    find "$usr" -type f ! -path '*/bin/*' -exec chmod 644 {} +
    find "$2" -type d -exec chmod 755 {} +
    find "$2" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +
}

# clear_section FILE NAME: fills a section with zeros in place. With --remove-section, strip also drops the segment that makes tables
# read-only.
clear_section() {
    local offset size
    read -r offset size < <(readelf --sections --wide "$1" | sed -n "s/.* $2  *PROGBITS  *[0-9a-f]*  *\([0-9a-f]*\)  *\([0-9a-f]*\) .*/\1 \2/p") || return 0
    dd if=/dev/zero of="$1" bs=1 seek=$((16#$offset)) count=$((16#$size)) conv=notrunc status=none
}

# depends PROGRAM: the Debian packages that contain the libraries of the program, with their oldest versions. hdoc loads libcurl when it
# sends its first request, so the tool does not find it; version 7.85 is the oldest with CURLOPT_PROTOCOLS_STR.
depends() {
    local scratch
    scratch=$(mktemp -d)
    mkdir "$scratch/debian"
    touch "$scratch/debian/control"
    (cd "$scratch" && dpkg-shlibdeps -O -e"$1" ${PACK_LIBRARIES:+-l"$PACK_LIBRARIES" --ignore-missing-info} >names 2>warnings) ||
        { cat "$scratch/warnings" >&2; exit 1; }
    sed -n 's/^shlibs:Depends=\(.*\)/\1, libcurl4 (>= 7.85.0)/p' "$scratch/names"
    rm -rf "$scratch"
}

pack_deb() {
    local tree=$1 out=$2 version=$3 architecture size depends deb
    architecture=$(dpkg --print-architecture)
    size=$(du -sk --apparent-size "$tree/usr" | cut -f 1)
    depends=$(depends "$tree/usr/bin/hdoc")
    deb=$(mktemp -d)
    cp -a "$tree/usr" "$deb/usr"
    install -d -m 755 "$deb/DEBIAN"
    sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" -e "s/@DEPENDS@/$depends/" \
        packaging/debian/control >"$deb/DEBIAN/control"
    (cd "$deb" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    chmod 755 "$deb"
    find "$deb/DEBIAN" -type f -exec chmod 644 {} +
    dpkg-deb --root-owner-group -Z"${PACK_COMPRESSION:-xz}" --build "$deb" "$out/hdoc_${version}_$architecture.deb" >&2
    rm -rf "$deb"
}

# The tarball has the same files below bin and share, for systems without dpkg.
pack_tarball() {
    local name=hdoc-$3-linux-$(uname -m)
    tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --transform "s|^usr|$name|" -C "$1" -cf - usr |
        gzip -"${PACK_LEVEL:-9}"n >"$2/$name.tar.gz"
}

# The source, and what builds it elsewhere: from HDOC_RELEASE_URL, or else from the file beside it.
pack_source() {
    local out=$1 version=$2 name=hdoc-$2.tar.gz sum
    git archive --format=tar --prefix="hdoc-$version/" HEAD | gzip -"${PACK_LEVEL:-9}"n >"$out/$name"
    sum=$(sha256sum "$out/$name" | cut -d ' ' -f 1)
    fill packaging/hdoc.rb.in "${HDOC_RELEASE_URL:-file://#{__dir__\}}/$name" "$sum" "$version" >"$out/hdoc.rb"
    fill packaging/hdoc.nix.in "${HDOC_RELEASE_URL:-file://\${toString ./.\}}/$name" "$sum" "$version" >"$out/hdoc.nix"
}

# fill TEMPLATE URL SHA256 VERSION
fill() { sed -e "s|@SOURCE_URL@|$2|" -e "s|@SOURCE_SHA256@|$3|" -e "s|@VERSION@|$4|" "$1"; }

# sign OUT: signs the checksums. Whoever has them and the public key can check every file.
sign() {
    if [ -z "${HDOC_SIGNING_KEY:-}" ]; then
        say "HDOC_SIGNING_KEY is not set: the checksums are not signed."
        return
    fi
    rm -f "$1/SHA256SUMS.sig"
    ssh-keygen -q -Y sign -f "$HDOC_SIGNING_KEY" -n hdoc-release "$1/SHA256SUMS"
}
