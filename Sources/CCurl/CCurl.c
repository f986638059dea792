#define _GNU_SOURCE
#include "CCurl.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

// What is called of libcurl, by the types of its own header.
static struct {
  __typeof__(curl_global_init) *global_init;
  __typeof__(curl_easy_init) *init;
  __typeof__(curl_easy_cleanup) *cleanup;
  __typeof__(curl_easy_reset) *reset;
  CURLcode (*setopt)(CURL *, CURLoption, ...);
  CURLcode (*getinfo)(CURL *, CURLINFO, ...);
  __typeof__(curl_easy_perform) *perform;
  __typeof__(curl_slist_append) *append;
  __typeof__(curl_slist_free_all) *free_all;
  __typeof__(curl_version_info) *version_info;
} library;

static int is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *found = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!found) return;
  int all = 1;
#define FIND(member, name) all &= (*(void **)&library.member = dlsym(found, name)) != NULL
  FIND(global_init, "curl_global_init");
  FIND(init, "curl_easy_init");
  FIND(cleanup, "curl_easy_cleanup");
  FIND(reset, "curl_easy_reset");
  FIND(setopt, "curl_easy_setopt");
  FIND(getinfo, "curl_easy_getinfo");
  FIND(perform, "curl_easy_perform");
  FIND(append, "curl_slist_append");
  FIND(free_all, "curl_slist_free_all");
  FIND(version_info, "curl_version_info");
#undef FIND
  is_loaded = all && library.global_init(CURL_GLOBAL_ALL) == CURLE_OK;
}

void *gp_post_open(void) {
  pthread_once(&once, load);
  return is_loaded ? library.init() : NULL;
}

void gp_post_close(void *handle) {
  if (handle) library.cleanup(handle);
}

const char *gp_post_version(void) {
  static char text[96];
  pthread_once(&once, load);
  if (!is_loaded) return NULL;
  const curl_version_info_data *data = library.version_info(CURLVERSION_NOW);
  snprintf(text, sizeof text, "%s %s", data->version, data->ssl_version ? data->ssl_version : "without TLS");
  return text;
}

struct going {
  const struct gp_post *post;
  struct gp_answer *answer;
  int was_refused;
};

static size_t take(char *bytes, size_t one, size_t count, void *context) {
  struct gp_answer *answer = ((struct going *)context)->answer;
  size_t length = one * count, room = answer->capacity - answer->size;
  size_t taken = length < room ? length : room;
  if (taken) memcpy(answer->body + answer->size, bytes, taken);
  answer->size += taken;
  // A short count ends the transfer: no more than that is read of any answer.
  return taken;
}

static size_t take_head(char *bytes, size_t one, size_t count, void *context) {
  struct gp_answer *answer = ((struct going *)context)->answer;
  size_t length = one * count;
  static const char name[] = "retry-after:";
  if (length >= 5 && !strncasecmp(bytes, "HTTP/", 5)) {
    answer->retry_after[0] = 0;
  } else if (length > sizeof name - 1 && !strncasecmp(bytes, name, sizeof name - 1)) {
    size_t start = sizeof name - 1, end = length;
    while (start < end && (bytes[start] == ' ' || bytes[start] == '\t')) start++;
    while (end > start && strchr(" \t\r\n", bytes[end - 1])) end--;
    size_t kept = end - start < sizeof answer->retry_after ? end - start : 0;
    memcpy(answer->retry_after, bytes + start, kept);
    answer->retry_after[kept] = 0;
  }
  return length;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
  struct going *going = context;
  // A proxy was named by whoever runs this: where it lies is his business.
  if (purpose != CURLSOCKTYPE_IPCXN ||
      (!going->post->proxy && !going->post->permit(going->post->context, &address->addr))) {
    going->was_refused = 1;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static int progress(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
  (void)a, (void)b, (void)c, (void)d;
  const struct gp_post *post = ((struct going *)context)->post;
  return post->hurry(post->context);
}

static enum gp_kind kind_of(CURLcode code, const struct going *going) {
  if (going->answer->status > 0) return GP_ANSWERED;
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT: return GP_BAD_URL;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return GP_UNRESOLVED;
    case CURLE_COULDNT_CONNECT: return going->was_refused ? GP_REFUSED : GP_UNREACHABLE;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR: return GP_TLS;
    case CURLE_OPERATION_TIMEDOUT: return GP_LATE;
    case CURLE_ABORTED_BY_CALLBACK: return GP_STOPPED;
    default: return GP_BROKEN;
  }
}

void gp_post_send(void *handle, const struct gp_post *post, struct gp_answer *answer) {
  answer->status = 0;
  answer->size = 0;
  answer->error[0] = answer->retry_after[0] = 0;
  if (!handle) {
    answer->kind = GP_NO_LIBRARY;
    return;
  }
  struct going going = {post, answer, 0};
  struct curl_slist *headers = NULL, *resolve = NULL;
  for (size_t i = 0; i < post->header_count; i++) headers = library.append(headers, post->headers[i]);
  // Nobody is asked whether he would take the body.
  headers = library.append(headers, "Expect:");
  if (post->resolve) resolve = library.append(NULL, post->resolve);

  // The connections are kept, all else is set anew.
  library.reset(handle);
#define SET(option, value) library.setopt(handle, option, value)
  SET(CURLOPT_URL, post->url);
  SET(CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTPS | (post->is_plain ? CURLPROTO_HTTP : 0)));
  SET(CURLOPT_FOLLOWLOCATION, 0L);
  SET(CURLOPT_PATH_AS_IS, 1L);
  SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  SET(CURLOPT_SSL_VERIFYPEER, 1L);
  SET(CURLOPT_SSL_VERIFYHOST, 2L);
  if (post->ca) {
    SET(CURLOPT_CAINFO, post->ca);
    SET(CURLOPT_CAPATH, NULL);
  }
  // An empty text, so that no variable of the environment names one.
  SET(CURLOPT_PROXY, post->proxy ? post->proxy : "");
  SET(CURLOPT_NOPROXY, "");
  if (resolve) SET(CURLOPT_RESOLVE, resolve);
  SET(CURLOPT_DNS_CACHE_TIMEOUT, 0L);
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_CONNECTTIMEOUT_MS, post->connect_milliseconds);
  SET(CURLOPT_TIMEOUT_MS, post->total_milliseconds);
  SET(CURLOPT_USERAGENT, post->agent);
  SET(CURLOPT_HTTPHEADER, headers);
  SET(CURLOPT_POST, 1L);
  SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->size);
  SET(CURLOPT_POSTFIELDS, post->body);
  SET(CURLOPT_WRITEFUNCTION, take);
  SET(CURLOPT_WRITEDATA, &going);
  SET(CURLOPT_HEADERFUNCTION, take_head);
  SET(CURLOPT_HEADERDATA, &going);
  SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  SET(CURLOPT_OPENSOCKETDATA, &going);
  SET(CURLOPT_XFERINFOFUNCTION, progress);
  SET(CURLOPT_XFERINFODATA, &going);
  SET(CURLOPT_NOPROGRESS, 0L);
  SET(CURLOPT_ERRORBUFFER, answer->error);
  CURLcode code = library.perform(handle);
  long status = 0;
  library.getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  answer->status = status >= 200 ? status : 0;
  answer->kind = kind_of(code, &going);
  // What points to this call's own memory ends with it.
  library.reset(handle);
#undef SET
  library.free_all(headers);
  library.free_all(resolve);
}
