"""The sign-in provider of `hdoc serve`, in Cognito's place: the same claims and a real hosted page."""
import json
import os
import shutil
import subprocess
import tempfile


class Provider:
    """Runs `hdoc serve`. Its API and its sample community are not used."""

    def __init__(self, hdoc, callback_ports):
        arguments = [hdoc, "serve", "--users", "1"]
        for port in callback_ports:
            arguments += ["--callback-port", str(port)]
        # Accounts end with the tables, which moto keeps in memory.
        self._directory = tempfile.mkdtemp(prefix="hdoc-provider-")
        places = {f"XDG_{kind}_HOME": os.path.join(self._directory, kind) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
        self._process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "HOME": self._directory, **places})
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"hdoc serve did not start: {self._process.stderr.read().decode().strip()}")
        #: api, issuer, client_id, callback_ports, username, password
        self.stage = json.loads(line)

    def stop(self):
        self._process.terminate()
        self._process.wait()
        shutil.rmtree(self._directory, ignore_errors=True)
