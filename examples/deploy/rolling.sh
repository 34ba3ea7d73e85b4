#!/bin/sh
# Updates the servers of compose.yaml one after the other. Docker waits until each is healthy again,
# and this script until it is ready, before the next one stops.
set -eu
cd "$(dirname "$0")"
COMMIT=$(git rev-parse HEAD 2>/dev/null || true)
export COMMIT
docker compose build passwright-1
for server in passwright-1 passwright-2; do
  docker compose up --detach --no-deps --wait "$server"
  docker compose exec -T "$server" node -e '
    const end = Date.now() + 300_000;
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).catch(() => null);
      if (answer?.ok) break;
      if (Date.now() > end) throw new Error("The server is not ready after five minutes.");
      await new Promise((next) => setTimeout(next, 1000));
    }' --input-type=module
  # Caddy asks every two seconds.
  sleep 5
done
