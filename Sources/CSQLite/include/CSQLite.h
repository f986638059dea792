#ifndef CSQLITE_H
#define CSQLITE_H

// Has SQLite keep no statistics of its memory, which cost a lock for every allocation (SQLITE_CONFIG_MEMSTATUS).
// To be called before the first database is opened; answers SQLite's code.
int gp_sqlite_without_statistics(void);

#endif
