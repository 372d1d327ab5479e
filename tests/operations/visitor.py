"""A command that uses the servers: prints where they are, runs statements, stays until told."""

import sys

import psycopg

from config.embedded import EmbeddedError, endpoints


def main() -> int:
    try:
        told = endpoints()
    except EmbeddedError as error:
        sys.stdout.write(f"refused: {error}\n")
        return 1
    sys.stdout.write(f"{told.database_url} {told.redis_url}\n")
    with psycopg.connect(told.database_url, autocommit=True) as connection:
        for statement in sys.argv[1:]:
            if statement == "stay":
                sys.stdout.flush()
                sys.stdin.readline()
            else:
                cursor = connection.execute(statement)
                if cursor.description:
                    sys.stdout.write(f"{cursor.fetchall()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
