#!/bin/sh
# Copies the SQLite database while servers run, and keeps the newest KEEP copies (72).
#   DATA_DIR=/var/lib/passwright BACKUP_DIR=/var/backups/passwright sqlite-backup.sh
# The secret key is not in them: keep a copy of it elsewhere.
set -eu
: "${BACKUP_DIR:?set BACKUP_DIR to a folder on another disk}"
passwright=${PASSWRIGHT:-"node $(dirname "$0")/../../../dist/src/cli.js"}
umask 077
mkdir -p "$BACKUP_DIR"
# The time in the name is that of UTC, so that names sort.
$passwright backup "$BACKUP_DIR/passwright-$(date -u +%Y%m%dT%H%M%SZ).sqlite"
# Older ones go only after a new one is there.
find "$BACKUP_DIR" -maxdepth 1 -name 'passwright-*Z.sqlite' | sort -r | tail -n "+$((${KEEP:-72} + 1))" |
  while IFS= read -r old; do rm -f -- "$old"; done
