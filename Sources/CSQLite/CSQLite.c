#include "CSQLite.h"

#include <sqlite3.h>

// Variadic, so Swift cannot call it.
int gp_sqlite_without_statistics(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
