"""The sign-in provider of `hdoc serve`, in Cognito's place: the same claims and a real hosted page."""
import json
import os
import shutil
import subprocess
import tempfile


class Provider:
    """Runs `hdoc serve`. Its API is not used, except for copying its sample community.

    `state` is the directory for its accounts. Without one, they end with it. `port` is 0 for a free one.
    """

    def __init__(self, hdoc, callback_ports, users, port, state):
        arguments = [hdoc, "serve", "--users", str(users), "--port", str(port)]
        for port in callback_ports:
            arguments += ["--callback-port", str(port)]
        self._temporary = None if state else tempfile.mkdtemp(prefix="hdoc-provider-")
        directory = state or self._temporary
        places = {f"XDG_{kind}_HOME": os.path.join(directory, kind) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
        self._process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "HOME": directory, **places})
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"hdoc serve did not start: {self._process.stderr.read().decode().strip()}")
        #: api, issuer, client_id, callback_ports, username, password
        self.stage = json.loads(line)

    def stop(self):
        self._process.terminate()
        self._process.wait()
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)
