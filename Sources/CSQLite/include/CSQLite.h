#ifndef CSQLITE_H
#define CSQLITE_H

// Has SQLite keep no statistics of its memory, which cost a lock for every allocation (SQLITE_CONFIG_MEMSTATUS).
// To be called before the first database is opened; answers SQLite's code.
int gp_sqlite_without_statistics(void);

// Has SQLite's shared memory allocated whole before it is mapped, so that a full disk is an error and no signal. To be called before
// the first database is opened; answers SQLite's code.
int gp_sqlite_allocate_shared_memory(void);

#endif
