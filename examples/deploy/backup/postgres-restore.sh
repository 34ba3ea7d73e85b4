#!/bin/sh
# Makes a data folder of PostgreSQL as it was at TIME, from the newest base backup before it and the
# log. Start PostgreSQL on TARGET afterwards: it replays the log, and takes writes when it is there.
#   ARCHIVE_DIR=/archive TARGET=/var/lib/postgresql/restored postgres-restore.sh "2026-03-01 12:00:00+00"
# Without a time it replays everything that was archived.
set -eu
: "${ARCHIVE_DIR:?set ARCHIVE_DIR to the folder of the base backups}"
: "${TARGET:?set TARGET to a folder that is not there yet}"
time=${1:-}
if [ -e "$TARGET" ]; then
  echo "$TARGET is there already." >&2
  exit 1
fi
before="$ARCHIVE_DIR/base-$(date -u ${time:+-d "$time"} +%Y%m%dT%H%M%SZ)"
base=$(find "$ARCHIVE_DIR" -maxdepth 1 -name 'base-*Z' | sort |
  awk -v last="$before" '$0 <= last { found = $0 } END { print found }')
if [ -z "$base" ]; then
  echo "There is no base backup before ${time:-now} in $ARCHIVE_DIR." >&2
  exit 1
fi
cp -a "$base" "$TARGET"
chmod 700 "$TARGET"
{
  echo "restore_command = 'cp \"$ARCHIVE_DIR/wal/%f\" \"%p\"'"
  echo "recovery_target_action = 'promote'"
  # Its log goes elsewhere until somebody decides: a second history in one folder is refused.
  echo "archive_mode = off"
  [ -z "$time" ] || echo "recovery_target_time = '$time'"
} >>"$TARGET/postgresql.auto.conf"
touch "$TARGET/recovery.signal"
echo "$TARGET holds $base; start PostgreSQL on it."
