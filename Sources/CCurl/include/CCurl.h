#ifndef GRIDPOST_CCURL_H
#define GRIDPOST_CCURL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

// The system's libcurl, as far as a courier needs it. It is loaded when somebody sends for the first time and by nobody else, so that
// neither the daemon nor any command carries it about.

// Whether an address may be connected to. 1: yes.
typedef int (*gp_permit)(void *context, const struct sockaddr *address);
// Whether whoever sends is to stop at once. 1: yes.
typedef int (*gp_hurry)(void *context);

struct gp_post {
  const char *url;
  const char *const *headers;  // "Name: value", header_count of them
  size_t header_count;
  const void *body;
  size_t size;
  const char *ca;       // a file of certificates in place of the system's; NULL for those
  const char *proxy;    // NULL for none
  const char *resolve;  // "host:port:address,address" that the name has been resolved to; NULL where there is none
  const char *agent;
  int is_plain;  // http: may be spoken
  long connect_milliseconds;
  long total_milliseconds;
  gp_permit permit;
  gp_hurry hurry;
  void *context;
};

enum gp_kind {
  GP_ANSWERED,     // a whole head came, whatever became of the body
  GP_NO_LIBRARY,   // libcurl is not on this machine
  GP_BAD_URL,
  GP_UNRESOLVED,   // the name, or the proxy's
  GP_REFUSED,      // no address may be connected to
  GP_UNREACHABLE,  // nobody took the connection
  GP_TLS,          // no certificate to trust, or none at all
  GP_LATE,         // the time was over
  GP_STOPPED,      // whoever sends was told to stop
  GP_BROKEN,       // the connection ended early
};

struct gp_answer {
  enum gp_kind kind;
  long status;
  char *body;  // room of the caller
  size_t capacity;
  size_t size;
  char retry_after[80];
  char error[256];  // libcurl's own words
};

// A connection that is kept between posts, for one thread at a time; NULL where there is no libcurl.
void *gp_post_open(void);
void gp_post_close(void *handle);
void gp_post_send(void *handle, const struct gp_post *post, struct gp_answer *answer);
// "7.88.1 OpenSSL/3.0.15", or NULL.
const char *gp_post_version(void);

#endif
