import type { Part } from "../part.ts";
import { answers } from "../probe.ts";
import { folderOf, type Settings } from "../settings.ts";

export function etcd(settings: Settings): Part {
  const client = `http://127.0.0.1:${settings.ports.etcd}`;
  const peer = `http://127.0.0.1:${settings.ports.etcdPeer}`;
  return {
    name: "etcd",
    after: [],
    command: [
      "etcd",
      `--data-dir=${folderOf(settings, "etcd")}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      // the data is thrown away at the end: a slow disk shall not slow every write down
      "--unsafe-no-fsync",
      "--log-level=warn",
    ],
    prepare: async () => {},
    ready: () => answers(`${client}/health`),
  };
}
