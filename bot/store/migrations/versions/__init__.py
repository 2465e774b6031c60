"""The changes of the tables, each in a module that is never edited once it was released."""
