"""A Prometheus of this run's own, which has the rules with shorter times."""

import json, re, subprocess, urllib.error, urllib.parse, urllib.request

from fault_rounds.service import free_port
from .machine import wait

# What is waited for in a deployment is too long here. Each must be in the rules.
SHORTER = {"lag_seconds > 60": "lag_seconds > 3", "> 300": "> 15", "> 93600": "> 30", "> 7200": "> 30", "> 67108864": "> 100000", "[5m]": "[15s]", "[10m]": "[30s]", "[1h]": "[30s]"}


def shorter(rules):
    for long, short in SHORTER.items():
        assert long in rules, f"{long} is not in the rules"
        rules = rules.replace(long, short)
    return re.sub(r"for: \w+", "for: 1s", rules)


class Prometheus:
    def __init__(self, machine):
        folder = machine.folder / "prometheus"
        folder.mkdir()
        (folder / "rules.yml").write_text(shorter((machine.root / "ops/alerts/maintien.rules.yml").read_text()))
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/api/v1/"
        # Of this machine's disks only that of the database is looked at.
        (folder / "prometheus.yml").write_text(f"""
global: {{scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}}
rule_files: [rules.yml]
scrape_configs:
  - job_name: maintien
    authorization: {{credentials_file: {machine.files["token"]}}}
    static_configs: [{{targets: ["127.0.0.1:{machine.port}"]}}]
  - job_name: node
    static_configs: [{{targets: ["127.0.0.1:{machine.node_port}"]}}]
    metric_relabel_configs:
      - {{source_labels: [__name__, mountpoint], regex: "maintien_.*|node_filesystem_.*;{machine.database.disk}", action: keep}}
""")
        with open(machine.folder / "prometheus.log", "ab") as log:
            subprocess.Popen([
                machine.programs / "prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data",
                f"--web.listen-address=127.0.0.1:{port}"], stdout=log, stderr=log)
        wait(lambda: self.names() >= {"maintien_database_up", "maintien_verify_whole", "maintien_seal_timestamp_seconds", "node_filesystem_size_bytes"}, "Prometheus has metrics")

    def get(self, path, **parameters):
        query = "?" + urllib.parse.urlencode(parameters) if parameters else ""
        try:
            with urllib.request.urlopen(self.url + path + query, timeout=60) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            if error.code == 503:
                # It has just started.
                return None
            raise RuntimeError(f"{parameters}: {error.read().decode()}") from None
        except OSError:
            return None

    def names(self):
        return set(self.get("label/__name__/values") or [])

    def firing(self):
        """The names of the alerts that fire; nil when Prometheus does not answer."""
        alerts = self.get("alerts")
        return None if alerts is None else {alert["labels"]["alertname"] for alert in alerts["alerts"] if alert["state"] == "firing"}

    def wait(self, alert, fires, before_each_look=lambda: None):
        def is_so():
            before_each_look()
            firing = self.firing()
            return firing is not None and (alert in firing) == fires
        wait(is_so, f"{alert} {'fires' if fires else 'resolves'}")
