"""Lists from elsewhere: files of unknown shape become rows that operations take. CSV now; workbooks are told so."""
