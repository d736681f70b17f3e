// What Swift cannot import of <curl/curl.h>: curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic.
// One typed function for each kind of argument, so that a wrong type is a compiler's error.
#ifndef HDOC_CCURL_H
#define HDOC_CCURL_H

#include <curl/curl.h>

typedef size_t (*hdoc_curl_bytes)(char *bytes, size_t size, size_t count, void *context);

CURLcode hdoc_curl_set_long(CURL *easy, CURLoption option, long value);
CURLcode hdoc_curl_set_text(CURL *easy, CURLoption option, const char *text);
CURLcode hdoc_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *list);
CURLcode hdoc_curl_set_context(CURL *easy, CURLoption option, void *context);
CURLcode hdoc_curl_set_bytes(CURL *easy, CURLoption option, hdoc_curl_bytes callback);
/// Copies the body, so that the caller's memory may go.
CURLcode hdoc_curl_set_body(CURL *easy, const void *bytes, long count);

CURLcode hdoc_curl_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode hdoc_curl_get_context(CURL *easy, void **context);

/// The result in a finished transfer's message: a union, which Swift sees as an opaque blob.
CURLcode hdoc_curl_message_result(const CURLMsg *message);

#endif
