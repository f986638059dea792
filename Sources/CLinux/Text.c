#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <iconv.h>
#include <pthread.h>

// To open a table costs more than to read a file by it, and one may not be used by two threads at once.
static pthread_mutex_t door = PTHREAD_MUTEX_INITIALIZER;
static iconv_t table;
static int is_open;

// Characters that older tables, and many programs to this day, write in four bytes, newer ones in two: the machine's reads the two only.
static unsigned older(const char *bytes, size_t count) {
  if (count < 4) return 0;
  const gp_byte *four = (const gp_byte *)bytes;
  for (int i = 1; i < 4; i += 2)
    if (four[i] < 0x30 || four[i] > 0x39) return 0;
  if (four[0] < 0x81 || four[2] < 0x81) return 0;
  unsigned place = (((four[0] - 0x81u) * 10 + four[1] - 0x30) * 126 + four[2] - 0x81) * 10 + four[3] - 0x30;
  // 82 35 90 37 to 82 35 91 34, 84 31 82 36 to 84 31 83 35.
  if (place >= 19057 && place <= 19064) return 0x9FB4 + place - 19057;
  if (place >= 39076 && place <= 39085) return 0xFE10 + place - 39076;
  return 0;
}

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
  while (iconv(table, &from, &count, &to, &left) == (size_t)-1) {
    unsigned code = errno == EILSEQ ? older(from, count) : 0;
    if (!code || left < 3) return -EILSEQ;
    *to++ = (char)(0xE0 | code >> 12);
    *to++ = (char)(0x80 | (code >> 6 & 0x3F));
    *to++ = (char)(0x80 | (code & 0x3F));
    from += 4, count -= 4, left -= 3;
  }
  return (long)(room - left);
}

long gp_read_gb18030(const gp_byte *bytes, size_t count, gp_byte *text, size_t room) {
  pthread_mutex_lock(&door);
  long length = convert(bytes, count, text, room);
  pthread_mutex_unlock(&door);
  return length;
}
