"""What a SQLite database contains after the SQL files FILE…, in the shape of `sets[]` of `schemark dump model`.

    python3 sqlite.py FILE…

A statement that SQLite refuses is left out and said in `errors`. SQLite keeps checks as text alone: they are counted there.
"""

import json
import re
import sqlite3
import sys


def statements(text):
    statement = ""
    for piece in re.split("(;)", text):
        statement += piece
        if piece == ";" and sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    yield statement


def applied(files):
    database, errors = sqlite3.connect(":memory:", isolation_level=None), []
    for file in files:
        for statement in statements(open(file, encoding="utf-8-sig").read()):
            try:
                database.execute(statement)
            except (sqlite3.Error, sqlite3.Warning) as error:
                errors.append(f"{file}: {error}")
    return database, errors


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def checks(sql):
    bare = re.sub(r"'[^']*'|\"[^\"]*\"|`[^`]*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/", "x", sql or "", flags=re.S)
    return len(re.findall(r"\bcheck\s*\(", bare, flags=re.I))


def action(name):
    return None if name == "NO ACTION" else name.lower()


def table(database, name, kind, sql):
    info = database.execute(f"pragma table_xinfo({quoted(name)})").fetchall()
    keys = [row[1] for row in sorted((row for row in info if row[5]), key=lambda row: row[5])]
    indexes, uniques = [], []
    for _, index, unique, origin, partial in database.execute(f"pragma index_list({quoted(name)})").fetchall():
        parts = [row for row in database.execute(f"pragma index_xinfo({quoted(index)})") if row[5]]
        columns = [row[2] or "<expr>" for row in parts]
        if origin == "c":
            indexes.append({"name": index, "columns": columns, "unique": bool(unique), "partial": bool(partial)})
        elif origin == "u":
            uniques.append({"name": None, "columns": columns})
    foreign = {}
    for number, at, target, column, other, update, delete, _ in database.execute(f"pragma foreign_key_list({quoted(name)})"):
        key = foreign.setdefault(number, {"columns": [], "table": target, "references": [], "onDelete": action(delete), "onUpdate": action(update)})
        key["columns"].append(column)
        if other is None:
            row = [it for it in database.execute(f"pragma table_info({quoted(target)})") if it[5] == at + 1]
            other = row[0][1] if row else "?"
        key["references"].append(other)
    columns = []
    for _, column, type, required, default, key, hidden in info:
        # The column that is the row's own number is never NULL, and gets a value by itself.
        is_number = len(keys) == 1 and key == 1 and type.upper() == "INTEGER"
        if hidden == 1:
            continue
        it = {
            "name": column,
            "type": type.lower(),
            "nullable": not required and not is_number,
            "primary": column in keys,
            "unique": any(it["columns"] == [column] for it in uniques),
            "enum": None,
        }
        if not is_number and kind == "table":
            it["default"] = default is not None and hidden == 0 and default.upper() != "NULL"
        columns.append(it)
    return {
        "name": name, "schema": None, "kind": kind, "columns": columns, "primaryKey": keys, "uniques": uniques,
        "foreignKeys": list(foreign.values()), "indexes": indexes, "checks": checks(sql), "policies": [],
    }


database, errors = applied(sys.argv[1:])
found = database.execute(
    "select name, type, sql from sqlite_master where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\'"
)
print(json.dumps({"tables": [table(database, *row) for row in found.fetchall()], "enums": [], "errors": errors}))
