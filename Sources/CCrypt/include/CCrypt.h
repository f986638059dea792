#ifndef GRIDPOST_CCRYPT_H
#define GRIDPOST_CCRYPT_H

#include <stddef.h>

// The system's libcrypt (crypt(3)). It is loaded when the first password is hashed and by nobody else, so that neither the daemon nor any
// other command carries it about.

// No result is longer, its end included.
enum { GP_CRYPT_ROOM = 384 };

// Hashes a phrase by a setting, which a whole hash is as well. 0; -ENOSYS where there is no libcrypt, -EINVAL where it takes one of the
// two for none, -ENOMEM.
int gp_crypt(const char *phrase, const char *setting, char result[GP_CRYPT_ROOM]);
// A new setting of a kind, its salt made of these bytes; 0 for the count is the usual cost.
int gp_crypt_setting(const char *kind, unsigned long count, const void *bytes, size_t size, char result[GP_CRYPT_ROOM]);

#endif
