#!/bin/sh
# PostgreSQL's archive_command: keeps a finished part of the log in ARCHIVE_DIR/wal.
#   archive_command = '/backup/archive-wal.sh "%p" "%f"'
# The name appears when the file is on the disk. A name that is there with other content is refused:
# then two servers archive into one folder.
set -eu
folder="${ARCHIVE_DIR:?}/wal"
mkdir -p "$folder"
if [ -e "$folder/$2" ]; then
  cmp -s "$1" "$folder/$2"
  exit
fi
cp "$1" "$folder/$2.partial"
sync "$folder/$2.partial"
mv "$folder/$2.partial" "$folder/$2"
sync "$folder"
