#define _GNU_SOURCE
#include "CCrypt.h"

#include <crypt.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// What is called of libcrypt, by the types of its own header.
static struct {
  __typeof__(crypt_rn) *crypt;
  __typeof__(crypt_gensalt_rn) *setting;
} library;

static int is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  // Two names of one library: with the old functions, as Debian has it, and without them.
  void *found = dlopen("libcrypt.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!found) found = dlopen("libcrypt.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!found) return;
  *(void **)&library.crypt = dlsym(found, "crypt_rn");
  *(void **)&library.setting = dlsym(found, "crypt_gensalt_rn");
  is_loaded = library.crypt && library.setting;
}

int gp_crypt(const char *phrase, const char *setting, char result[GP_CRYPT_ROOM]) {
  pthread_once(&once, load);
  if (!is_loaded) return -ENOSYS;
  // It is large, and nothing of the phrase may be left in it.
  struct crypt_data *data = calloc(1, sizeof *data);
  if (!data) return -ENOMEM;
  errno = 0;
  const char *hash = library.crypt(phrase, setting, data, sizeof *data);
  int answer = hash && hash[0] != '*' && strlen(hash) < GP_CRYPT_ROOM ? 0 : errno == ENOMEM ? -ENOMEM : -EINVAL;
  if (!answer) strcpy(result, hash);
  explicit_bzero(data, sizeof *data);
  free(data);
  return answer;
}

int gp_crypt_setting(const char *kind, unsigned long count, const void *bytes, size_t size, char result[GP_CRYPT_ROOM]) {
  pthread_once(&once, load);
  if (!is_loaded) return -ENOSYS;
  return library.setting(kind, count, bytes, (int)size, result, GP_CRYPT_ROOM) ? 0 : -EINVAL;
}
