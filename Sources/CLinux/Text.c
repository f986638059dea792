#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <iconv.h>
#include <pthread.h>

// To open a table costs more than to read a file by it, and one may not be used by two threads at once.
static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static iconv_t table;
static int is_open;

static long convert(const gp_byte *bytes, size_t count, gp_byte *text, size_t room) {
  if (!is_open) {
    table = iconv_open("UTF-8", "GB18030");
    if (table == (iconv_t)-1) return -ENOSYS;
    is_open = 1;
  }
  char *from = (char *)bytes, *to = (char *)text;
  size_t left = room;
  // Whatever an earlier text left half read is forgotten.
  iconv(table, NULL, NULL, NULL, NULL);
  if (iconv(table, &from, &count, &to, &left) == (size_t)-1) return -EILSEQ;
  return (long)(room - left);
}

long gp_read_gb18030(const gp_byte *bytes, size_t count, gp_byte *text, size_t room) {
  pthread_mutex_lock(&door);
  long length = convert(bytes, count, text, room);
  pthread_mutex_unlock(&door);
  return length;
}
