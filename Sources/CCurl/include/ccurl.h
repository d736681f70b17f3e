// Typed wrappers for curl_easy_setopt and curl_easy_getinfo, which are variadic and cannot be imported by Swift. There is one
// function for each type of argument, so that the compiler reports a wrong type.
#ifndef HDOC_CCURL_H
#define HDOC_CCURL_H

#include <curl/curl.h>

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
