// The macros of curl.h would check the arguments of the functions with these names, which are pointers here.
#define CURL_DISABLE_TYPECHECK
#include "ccurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo

#define FUNCTIONS(each) \
    each(global_init) each(version) each(slist_append) each(slist_free_all) each(easy_init) each(easy_cleanup) each(easy_strerror) \
    each(easy_setopt) each(easy_getinfo) each(multi_init) each(multi_cleanup) each(multi_add_handle) each(multi_remove_handle) \
    each(multi_perform) each(multi_poll) each(multi_wakeup) each(multi_info_read) each(easy_pause)

// MARK: Loading

// One pointer for each function, with the type that curl.h declares.
static struct {
#define MEMBER(name) __typeof__(curl_##name) *name;
    FUNCTIONS(MEMBER)
#undef MEMBER
} library;

static char problem[256] = "";

static void load(void) {
    void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
        const char *reason = dlerror();
        snprintf(problem, sizeof problem, "%s", reason ? reason : "libcurl.so.4");
        return;
    }
    void *address;
    // Copies the address of a function, because C has no conversion from a pointer to data.
#define FIND(name) \
    address = dlsym(handle, "curl_" #name); \
    if (address == NULL) snprintf(problem, sizeof problem, "libcurl.so.4 lacks curl_" #name); \
    memcpy(&library.name, &address, sizeof address);
    FUNCTIONS(FIND)
#undef FIND
    if (problem[0] == '\0' && library.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        snprintf(problem, sizeof problem, "libcurl.so.4 cannot be initialised");
}

const char *hdoc_curl_load(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return problem[0] ? problem : NULL;
}

// MARK: Functions with the same names

const char *hdoc_curl_version(void) { return library.version(); }

struct curl_slist *hdoc_curl_slist_append(struct curl_slist *list, const char *text) { return library.slist_append(list, text); }

void hdoc_curl_slist_free_all(struct curl_slist *list) { library.slist_free_all(list); }

CURL *hdoc_curl_easy_init(void) { return library.easy_init(); }

void hdoc_curl_easy_cleanup(CURL *easy) { library.easy_cleanup(easy); }

CURLcode hdoc_curl_easy_resume(CURL *easy) { return library.easy_pause(easy, CURLPAUSE_CONT); }

const char *hdoc_curl_easy_strerror(CURLcode code) { return library.easy_strerror(code); }

CURLM *hdoc_curl_multi_init(void) { return library.multi_init(); }

CURLMcode hdoc_curl_multi_cleanup(CURLM *multi) { return library.multi_cleanup(multi); }

CURLMcode hdoc_curl_multi_add_handle(CURLM *multi, CURL *easy) { return library.multi_add_handle(multi, easy); }

CURLMcode hdoc_curl_multi_remove_handle(CURLM *multi, CURL *easy) { return library.multi_remove_handle(multi, easy); }

CURLMcode hdoc_curl_multi_perform(CURLM *multi, int *running) { return library.multi_perform(multi, running); }

CURLMcode hdoc_curl_multi_poll(CURLM *multi, int milliseconds) { return library.multi_poll(multi, NULL, 0, milliseconds, NULL); }

CURLMcode hdoc_curl_multi_wakeup(CURLM *multi) { return library.multi_wakeup(multi); }

CURLMsg *hdoc_curl_multi_info_read(CURLM *multi, int *left) { return library.multi_info_read(multi, left); }

// MARK: Options

CURLcode hdoc_curl_set_long(CURL *easy, CURLoption option, long value) { return library.easy_setopt(easy, option, value); }

CURLcode hdoc_curl_set_text(CURL *easy, CURLoption option, const char *text) { return library.easy_setopt(easy, option, text); }

CURLcode hdoc_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *list) {
    return library.easy_setopt(easy, option, list);
}

CURLcode hdoc_curl_set_context(CURL *easy, CURLoption option, void *context) {
    return library.easy_setopt(easy, option, context);
}

CURLcode hdoc_curl_set_bytes(CURL *easy, CURLoption option, hdoc_curl_bytes callback) {
    return library.easy_setopt(easy, option, callback);
}

CURLcode hdoc_curl_set_body(CURL *easy, const void *bytes, long count) {
    // CURLOPT_COPYPOSTFIELDS copies as many bytes as CURLOPT_POSTFIELDSIZE says, so the size must be set first.
    CURLcode code = library.easy_setopt(easy, CURLOPT_POSTFIELDSIZE, count);
    return code == CURLE_OK ? library.easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes) : code;
}

// MARK: Results

CURLcode hdoc_curl_get_long(CURL *easy, CURLINFO info, long *value) { return library.easy_getinfo(easy, info, value); }

CURLcode hdoc_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) { return library.easy_getinfo(easy, info, value); }

CURLcode hdoc_curl_get_text(CURL *easy, CURLINFO info, const char **value) { return library.easy_getinfo(easy, info, value); }

CURLcode hdoc_curl_get_context(CURL *easy, void **context) { return library.easy_getinfo(easy, CURLINFO_PRIVATE, context); }

struct curl_slist *hdoc_curl_leaf_certificate(CURL *easy) {
    struct curl_certinfo *chain = NULL;
    if (library.easy_getinfo(easy, CURLINFO_CERTINFO, &chain) != CURLE_OK || !chain || chain->num_of_certs < 1) return NULL;
    return chain->certinfo[0];
}

CURLcode hdoc_curl_message_result(const CURLMsg *message) { return message->data.result; }
