"""A Ray cluster of several nodes on this machine, one of which can be killed.

::

    python -m tests.batch.cluster 3

prints the address, kills a worker node for each line ``kill`` on standard input, and ends
with its input. It is a program of its own because the tests themselves have no network.
"""

from __future__ import annotations

import os
import sys

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"


def main() -> None:
    """Serve until standard input ends."""
    from ray.cluster_utils import Cluster

    count = int(sys.argv[1])
    cluster = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False}
    )
    workers = [cluster.add_node(num_cpus=1) for _ in range(count - 1)]
    cluster.wait_for_nodes()
    _say(cluster.address)
    for line in sys.stdin:
        if line.strip() == "kill" and workers:
            cluster.remove_node(workers.pop(), allow_graceful=False)
            _say("killed")
    cluster.shutdown()


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
