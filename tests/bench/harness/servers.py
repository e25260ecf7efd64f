"""The servers that benchmarks talk to, started when a case first needs them:

pages  nginx with one worker, serving /page (1 KiB) and /file (1 GiB; 4 MiB with --quick)
delay  our own: answers each request 200 ms after it came (20 ms with --quick), on as many connections as there are
"""

import os
import socket
import subprocess
import time

from .model import Absent

PAGE_SIZE = 1024

NGINX = """
daemon off;
{user}
worker_processes 1;
worker_rlimit_nofile {files};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections {connections}; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    keepalive_timeout 600s;
    open_file_cache max=16;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port} backlog=4096; root {folder}/www; }}
}}
"""


class Servers:
    def __init__(self, world):
        self._world = world
        self._ports = {}
        self._processes = []

    def start(self, name):
        """Raises Absent when that is not possible."""
        if name not in self._ports:
            self._ports[name] = {"pages": self._start_pages, "delay": self._start_delay}[name]()

    def url(self, name, path="/"):
        return f"http://127.0.0.1:{self._ports[name]}{path}"

    @property
    def file_size(self):
        return (4 if self._world.quick else 1024) << 20

    @property
    def delay(self):
        """In milliseconds."""
        return 20 if self._world.quick else 200

    def stop(self):
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.wait()

    def _start_pages(self):
        nginx = self._world.tool("nginx")
        folder = self._world.scratch / "nginx"
        (folder / "www").mkdir(parents=True)
        (folder / "www" / "page").write_bytes(b"x" * PAGE_SIZE)
        with open(folder / "www" / "file", "wb") as file:
            file.truncate(self.file_size)
        port = _free_port()
        configuration = folder / "nginx.conf"
        configuration.write_text(
            NGINX.format(
                folder=folder,
                port=port,
                user="user root;" if os.geteuid() == 0 else "",
                files=os.sysconf("SC_OPEN_MAX"),
                connections=min(16384, os.sysconf("SC_OPEN_MAX")),
            )
        )
        self._spawn([nginx, "-c", str(configuration), "-e", str(folder / "error.log")])
        _wait_for(port, folder / "error.log")
        return port

    def _start_delay(self):
        server = self._spawn([str(self._world.program("bench_delay_server")), str(self.delay)], stdout=subprocess.PIPE)
        return int(server.stdout.readline())

    def _spawn(self, arguments, **options):
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, **options)
        self._processes.append(process)
        return process


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(port, log):
    for _ in range(500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    reason = log.read_text()[-500:] if log.exists() else ""
    raise Absent(f"nginx does not start: {reason}")
