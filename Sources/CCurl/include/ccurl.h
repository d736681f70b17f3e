// libcurl, loaded when the first request is sent: it and the 25 libraries that it needs take as long to load as all the rest of hdoc,
// and most commands send no request.
//
// `hdoc_curl_load` must have returned NULL before any other function is called. curl_easy_setopt and curl_easy_getinfo are variadic and
// cannot be imported by Swift. There is one function for each type of argument, so that the compiler reports a wrong type.
#ifndef HDOC_CCURL_H
#define HDOC_CCURL_H

#include <curl/curl.h>

/// Loads and initialises libcurl, once for the process. Any thread may call it.
/// @return NULL if libcurl is loaded, or else the reason of the dynamic loader, which stays valid.
const char *hdoc_curl_load(void);

// The functions of libcurl with the same names.
const char *hdoc_curl_version(void);
struct curl_slist *hdoc_curl_slist_append(struct curl_slist *list, const char *text);
void hdoc_curl_slist_free_all(struct curl_slist *list);
CURL *hdoc_curl_easy_init(void);
void hdoc_curl_easy_cleanup(CURL *easy);
/// Continues a transfer whose write function has returned CURL_WRITEFUNC_PAUSE.
CURLcode hdoc_curl_easy_resume(CURL *easy);
const char *hdoc_curl_easy_strerror(CURLcode code);
CURLM *hdoc_curl_multi_init(void);
CURLMcode hdoc_curl_multi_cleanup(CURLM *multi);
CURLMcode hdoc_curl_multi_add_handle(CURLM *multi, CURL *easy);
CURLMcode hdoc_curl_multi_remove_handle(CURLM *multi, CURL *easy);
CURLMcode hdoc_curl_multi_perform(CURLM *multi, int *running);
/// Waits for at most this time, unless `hdoc_curl_multi_wakeup` is called.
CURLMcode hdoc_curl_multi_poll(CURLM *multi, int milliseconds);
CURLMcode hdoc_curl_multi_wakeup(CURLM *multi);
CURLMsg *hdoc_curl_multi_info_read(CURLM *multi, int *left);

typedef size_t (*hdoc_curl_bytes)(char *bytes, size_t size, size_t count, void *context);

CURLcode hdoc_curl_set_long(CURL *easy, CURLoption option, long value);
CURLcode hdoc_curl_set_text(CURL *easy, CURLoption option, const char *text);
CURLcode hdoc_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *list);
CURLcode hdoc_curl_set_context(CURL *easy, CURLoption option, void *context);
CURLcode hdoc_curl_set_bytes(CURL *easy, CURLoption option, hdoc_curl_bytes callback);
/// Sets the body of a POST: `count` bytes. libcurl copies them, so the caller may free its memory.
CURLcode hdoc_curl_set_body(CURL *easy, const void *bytes, long count);

CURLcode hdoc_curl_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode hdoc_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value);
CURLcode hdoc_curl_get_text(CURL *easy, CURLINFO info, const char **value);
CURLcode hdoc_curl_get_context(CURL *easy, void **context);
/// The fields of the server's own certificate, such as "Expire date:…"; NULL without one, or without CURLOPT_CERTINFO.
struct curl_slist *hdoc_curl_leaf_certificate(CURL *easy);

/// The result of a finished transfer, from a message with CURLMSG_DONE. It is a member of a union, which Swift cannot read.
CURLcode hdoc_curl_message_result(const CURLMsg *message);

#endif
