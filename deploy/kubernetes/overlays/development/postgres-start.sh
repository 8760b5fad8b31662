#!/bin/sh
# Makes the databases at the first start, then becomes the server.
set -eu
for programs in /usr/lib/postgresql/*/bin; do PATH="$programs:$PATH"; done
export PATH

if [ ! -e "$PGDATA" ]; then
    # Made beside and renamed, so that all is there or nothing.
    unfinished=$PGDATA.unfinished
    rm -rf "$unfinished"
    initdb -D "$unfinished" --username=postgres --auth-local=trust --auth-host=scram-sha-256 --encoding=UTF8 --locale=C
    echo 'host all all all scram-sha-256' >>"$unfinished/pg_hba.conf"
    pg_ctl -D "$unfinished" -w -o "-c listen_addresses='' -c unix_socket_directories=/run/postgresql" start
    for database in /run/databases/*; do
        psql -v ON_ERROR_STOP=1 -h /run/postgresql -U postgres \
            -v name="$(cat "$database/username")" -v password="$(cat "$database/password")" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
SQL
    done
    pg_ctl -D "$unfinished" -w -m fast stop
    mv "$unfinished" "$PGDATA"
fi
exec postgres -c listen_addresses='*' -c unix_socket_directories=/run/postgresql -c max_connections=200
