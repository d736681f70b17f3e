#include "ccurl.h"

CURLcode hdoc_curl_set_long(CURL *easy, CURLoption option, long value) { return curl_easy_setopt(easy, option, value); }

CURLcode hdoc_curl_set_text(CURL *easy, CURLoption option, const char *text) { return curl_easy_setopt(easy, option, text); }

CURLcode hdoc_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt(easy, option, list);
}

CURLcode hdoc_curl_set_context(CURL *easy, CURLoption option, void *context) {
    return curl_easy_setopt(easy, option, context);
}

CURLcode hdoc_curl_set_bytes(CURL *easy, CURLoption option, hdoc_curl_bytes callback) {
    return curl_easy_setopt(easy, option, callback);
}

CURLcode hdoc_curl_set_body(CURL *easy, const void *bytes, long count) {
    // CURLOPT_COPYPOSTFIELDS copies as many bytes as CURLOPT_POSTFIELDSIZE says, so the size must be set first.
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, count);
    return code == CURLE_OK ? curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes) : code;
}

CURLcode hdoc_curl_get_long(CURL *easy, CURLINFO info, long *value) { return curl_easy_getinfo(easy, info, value); }

CURLcode hdoc_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) { return curl_easy_getinfo(easy, info, value); }

CURLcode hdoc_curl_get_text(CURL *easy, CURLINFO info, const char **value) { return curl_easy_getinfo(easy, info, (char **)value); }

struct curl_slist *hdoc_curl_leaf_certificate(CURL *easy) {
    struct curl_certinfo *chain = NULL;
    if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain || chain->num_of_certs < 1) return NULL;
    return chain->certinfo[0];
}

CURLcode hdoc_curl_get_context(CURL *easy, void **context) {
    return curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)context);
}

CURLcode hdoc_curl_message_result(const CURLMsg *message) { return message->data.result; }
