#!/bin/sh
# Puts the newest backup that was made at TIME or before it into the place of the database. Stop the
# server first. The database that is there stays beside it under another name.
#   DATA_DIR=/var/lib/passwright BACKUP_DIR=/var/backups/passwright sqlite-restore.sh 20260301T120000Z
set -eu
: "${BACKUP_DIR:?set BACKUP_DIR to the folder of the backups}"
time=${1:?name a time of UTC, such as 20260301T120000Z}
passwright=${PASSWRIGHT:-"node $(dirname "$0")/../../../dist/src/cli.js"}
newest=$(find "$BACKUP_DIR" -maxdepth 1 -name 'passwright-*Z.sqlite' | sort |
  awk -v last="$BACKUP_DIR/passwright-$time.sqlite" '$0 <= last { found = $0 } END { print found }')
if [ -z "$newest" ]; then
  echo "There is no backup of $time or before in $BACKUP_DIR." >&2
  exit 1
fi
$passwright restore "$newest" --force
