#!/bin/sh
# A base backup of the whole PostgreSQL server into ARCHIVE_DIR/base-<time>, while it runs; then
# deletes all but the newest KEEP (7). With the log that archive-wal.sh keeps, every moment from the
# oldest one on can be restored. Connects as libpq does: PGHOST, PGUSER, PGPASSWORD.
set -eu
folder=${ARCHIVE_DIR:?set ARCHIVE_DIR to the folder that archive-wal.sh writes to}
base="$folder/base-$(date -u +%Y%m%dT%H%M%SZ)"
umask 077
pg_basebackup --pgdata="$base.partial" --format=plain --checkpoint=fast --wal-method=stream --no-password
pg_verifybackup --quiet "$base.partial"
mv "$base.partial" "$base"
echo "$base"
find "$folder" -maxdepth 1 -name 'base-*Z' | sort -r | tail -n "+$((${KEEP:-7} + 1))" |
  while IFS= read -r old; do rm -rf -- "$old"; done
# The log before the oldest base backup is of no use any more.
oldest=$(find "$folder" -maxdepth 1 -name 'base-*Z' | sort | head -n 1)
first=$(sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]*\)).*/\1/p' "$oldest/backup_label")
pg_archivecleanup "$folder/wal" "$first"
