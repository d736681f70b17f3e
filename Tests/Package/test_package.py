"""Checks the packages: a debug build of hdoc is packed by the functions that pack a release."""
import gzip
import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("HDOC_PROGRAM", ROOT / ".build/debug/hdoc"))


def run(*arguments, **options):
    done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)
    if done.returncode:
        raise AssertionError(f"{arguments} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def libraries():
    """The directory with the libraries of Swift that a debug build needs."""
    return re.search(r"=> (\S+)/libswiftCore\.so", run("ldd", PROGRAM))[1]


def pack(script, **environment):
    """Runs functions of packaging/pack.sh."""
    return run("bash", "-euo", "pipefail", "-c", f"source script/lib.sh; source packaging/pack.sh; {script}", cwd=ROOT,
               env={**os.environ, "PACK_LIBRARIES": libraries(), "PACK_COMPRESSION": "none", "PACK_LEVEL": "1", **environment})


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.directory.cleanup)
        cls.out = pathlib.Path(cls.directory.name, "out")
        cls.version = run(PROGRAM, "--version").strip()
        key = pathlib.Path(cls.directory.name, "key")
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "release", "-f", key)
        cls.public_key = key.with_suffix(".pub").read_text()
        pack(f"pack '{PROGRAM}' '{cls.out}'; sign '{cls.out}'", HDOC_SIGNING_KEY=str(key))
        cls.deb = next(cls.out.glob("*.deb"))
        cls.system = pathlib.Path(cls.directory.name, "system")
        run("dpkg-deb", "-x", cls.deb, cls.system)

    def test_installed_program_runs(self):
        environment = {**os.environ, "LD_LIBRARY_PATH": libraries(), "HOME": self.directory.name}
        self.assertEqual(run(self.system / "usr/bin/hdoc", "--version", env=environment).strip(), self.version)

    def test_packing_keeps_the_read_only_tables_and_clears_the_hashes_of_modules(self):
        program = self.system / "usr/bin/hdoc"
        self.assertIn("GNU_RELRO", run("readelf", "--segments", "--wide", program))
        dump = run("readelf", "--hex-dump=.swift_modhash", program).splitlines()
        rows = [line.split()[1:5] for line in dump if line.startswith("  0x")]
        self.assertTrue(rows)
        self.assertEqual({word for row in rows[:-1] for word in row}, {"00000000"})

    def test_control_names_every_library(self):
        depends = run("dpkg-deb", "-f", self.deb, "Depends")
        for package in ["libc6 (>= ", "libcurl4 (>= ", "libncursesw6 (>= ", "libsqlite3-0 (>= ", "libmd4c0 (>= ", "ca-certificates"]:
            self.assertIn(package, depends)
        self.assertEqual(run("dpkg-deb", "-f", self.deb, "Version").strip(), self.version)

    def test_every_command_has_a_manual_page(self):
        def pages(command, path):
            yield "-".join(path) + ".1.gz"
            for child in command.get("subcommands", []):
                if child.get("shouldDisplay", True):
                    yield from pages(child, [*path, child["commandName"]])
        expected = set(pages(json.loads(run(PROGRAM, "--experimental-dump-help"))["command"], ["hdoc"]))
        self.assertGreater(len(expected), 40)
        self.assertEqual(set(os.listdir(self.system / "usr/share/man/man1")), expected)

    def test_manual_pages_are_clean_and_complete(self):
        for file in (self.system / "usr/share/man/man1").iterdir():
            text = gzip.decompress(file.read_bytes()).decode()
            done = subprocess.run(["mandoc", "-Tlint", "-Wwarning"], input=text, stdout=subprocess.PIPE, text=True)
            self.assertEqual(done.stdout, "", file.name)
            self.assertIn(".Sh EXIT STATUS", text, file.name)
        overview = run("mandoc", "-Tutf8", input=gzip.decompress((self.system / "usr/share/man/man1/hdoc.1.gz").read_bytes()).decode())
        for text in ["HDOC_STAGE", "sign-in", "hdoc-outbox(1)"]:
            self.assertIn(text, overview)

    def test_completions_are_those_of_the_program(self):
        share = self.system / "usr/share"
        for shell, path in [("bash", "bash-completion/completions/hdoc"), ("zsh", "zsh/vendor-completions/_hdoc"),
                            ("fish", "fish/vendor_completions.d/hdoc.fish")]:
            self.assertEqual((share / path).read_text(), re.sub("^#!/.*bash\n", "", run(PROGRAM, "--generate-completion-script", shell)), shell)

    def test_same_input_makes_the_same_bytes(self):
        again = pathlib.Path(self.directory.name, "again")
        pack(f"pack '{PROGRAM}' '{again}'")
        for file in again.iterdir():
            self.assertEqual(file.read_bytes(), (self.out / file.name).read_bytes(), file.name)

    def test_checksums_and_their_signature_are_verified(self):
        signers = pathlib.Path(self.directory.name, "allowed_signers")
        signers.write_text("release " + self.public_key)
        verify = ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", "release", "-n", "hdoc-release", "-s", self.out / "SHA256SUMS.sig"]
        sums = (self.out / "SHA256SUMS").read_text()
        run(*verify, input=sums)
        run("sha256sum", "--check", "SHA256SUMS", cwd=self.out)
        self.assertEqual({line.split()[1] for line in sums.splitlines()},
                         {file.name for file in self.out.iterdir()} - {"SHA256SUMS", "SHA256SUMS.sig"})
        with self.assertRaises(AssertionError):
            run(*verify, input=sums.replace("a", "b"))

    def test_components_are_those_of_the_build(self):
        components = json.loads((self.out / f"hdoc-{self.version}.cdx.json").read_text())["components"]
        versions = {component["name"]: component.get("version") for component in components}
        resolved = json.loads((ROOT / "Package.resolved").read_text())
        for pin in resolved["pins"]:
            if pin["identity"] in versions:
                self.assertEqual(versions[pin["identity"]], pin["state"]["version"])
        for name in ["grdb.swift", "swift-crypto", "flyingfox", "jwt-kit", "tomlkit", "libcurl4", "libmd4c0"]:
            self.assertIn(name, versions)

    def test_every_component_has_its_licence_in_the_copyright_file(self):
        copyrights = (self.system / "usr/share/doc/hdoc/copyright").read_text()
        for checkout in (ROOT / ".build/checkouts").iterdir():
            if "docc" not in checkout.name:
                self.assertIn(checkout.name + "/*", copyrights)

    def test_formula_and_nix_expression_name_the_source_and_its_checksum(self):
        source = self.out / f"hdoc-{self.version}.tar.gz"
        checksum = run("sha256sum", source).split()[0]
        for name in ["hdoc.rb", "hdoc.nix"]:
            text = (self.out / name).read_text()
            self.assertIn(source.name, text)
            self.assertIn(checksum, text)
            self.assertNotRegex(text, "@[A-Z]")


if __name__ == "__main__":
    unittest.main()
