"""Everything a school keeps: the only room that knows SQL.

`engine` opens the store, `migrations` brings it up to date, `tables` says what is in
it, and one module a noun reads and writes it: a transaction in, domain values out.
The caller commits.
"""
