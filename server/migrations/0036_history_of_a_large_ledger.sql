-- A session keeps the plan it made for a statement of one line, which compares each line with each: for a whole ledger, the square of it.
alter function note_lignes_changees() set enable_nestloop = off;
