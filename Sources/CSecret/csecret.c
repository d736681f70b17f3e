#include "csecret.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "libsecret.h"

static const char attribute_name[] = "stage";

static const struct secret_schema schema = {
    .name = "org.100daysofcloud.hdoc",
    .attributes = {{.name = attribute_name}},
};

// MARK: Loading

static struct libsecret library;
static bool is_loaded;

/// Stores the address of the function `name` in the function pointer at `pointer`. False if the library does not have it.
static bool find(void *handle, const char *name, void *pointer) {
    void *address = dlsym(handle, name);
    memcpy(pointer, &address, sizeof address);
    return address != NULL;
}

static void load(void) {
    void *handle = dlopen("libsecret-1.so.0", RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) return;
    // dlsym also searches the libraries that libsecret depends on: GLib and GIO.
    is_loaded = find(handle, "g_hash_table_new", &library.hash_table_new)
        && find(handle, "g_hash_table_insert", &library.hash_table_insert)
        && find(handle, "g_hash_table_unref", &library.hash_table_unref)
        && find(handle, "g_str_hash", &library.str_hash)
        && find(handle, "g_str_equal", &library.str_equal)
        && find(handle, "g_cancellable_new", &library.cancellable_new)
        && find(handle, "g_cancellable_cancel", &library.cancellable_cancel)
        && find(handle, "g_object_unref", &library.object_unref)
        && find(handle, "g_error_free", &library.error_free)
        && find(handle, "secret_password_storev_sync", &library.password_storev_sync)
        && find(handle, "secret_password_lookupv_sync", &library.password_lookupv_sync)
        && find(handle, "secret_password_clearv_sync", &library.password_clearv_sync)
        && find(handle, "secret_password_free", &library.password_free);
}

bool hdoc_secret_available(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return is_loaded;
}

// MARK: The time limit

/// Cancels a request when its time is over. The thread that makes the request owns this structure.
struct time_limit {
    glib_cancellable *cancellable;
    struct timespec deadline;
    pthread_mutex_t mutex;
    pthread_cond_t ended_changed;
    bool ended;
    bool cancelled;
    pthread_t thread;
    bool has_thread;
};

static void *wait_for_deadline(void *context) {
    struct time_limit *limit = context;
    pthread_mutex_lock(&limit->mutex);
    int result = 0;
    while (!limit->ended && result == 0)
        result = pthread_cond_timedwait(&limit->ended_changed, &limit->mutex, &limit->deadline);
    limit->cancelled = !limit->ended;
    bool must_cancel = limit->cancelled;
    pthread_mutex_unlock(&limit->mutex);
    if (must_cancel) library.cancellable_cancel(limit->cancellable);
    return NULL;
}

/// Starts the thread that enforces the time limit. False if that is not possible; the request is then not made.
static bool start(struct time_limit *limit, int milliseconds) {
    memset(limit, 0, sizeof *limit);
    limit->cancellable = library.cancellable_new();
    if (limit->cancellable == NULL) return false;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&limit->ended_changed, &attributes);
    pthread_condattr_destroy(&attributes);
    pthread_mutex_init(&limit->mutex, NULL);
    clock_gettime(CLOCK_MONOTONIC, &limit->deadline);
    limit->deadline.tv_sec += milliseconds / 1000;
    limit->deadline.tv_nsec += (milliseconds % 1000) * 1000000L;
    if (limit->deadline.tv_nsec >= 1000000000L) {
        limit->deadline.tv_sec += 1;
        limit->deadline.tv_nsec -= 1000000000L;
    }
    // Block all signals on the new thread, so that the program's signal handlers run on the program's threads.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    limit->has_thread = pthread_create(&limit->thread, NULL, wait_for_deadline, limit) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return limit->has_thread;
}

/// Ends the thread and frees the structure's content. True if the request was cancelled.
static bool stop(struct time_limit *limit) {
    if (limit->cancellable == NULL) return false;
    if (limit->has_thread) {
        pthread_mutex_lock(&limit->mutex);
        limit->ended = true;
        pthread_cond_signal(&limit->ended_changed);
        pthread_mutex_unlock(&limit->mutex);
        pthread_join(limit->thread, NULL);
    }
    pthread_cond_destroy(&limit->ended_changed);
    pthread_mutex_destroy(&limit->mutex);
    library.object_unref(limit->cancellable);
    return limit->cancelled;
}

// MARK: Requests

/// One of the three kinds of requests, with its arguments and its result.
struct request {
    enum { STORE, LOOKUP, CLEAR } kind;
    const char *label;
    const char *secret;
    char *found;
};

static void perform(
    struct request *request, glib_table *attributes, glib_cancellable *cancellable, struct glib_error **error) {
    switch (request->kind) {
    case STORE:
        library.password_storev_sync(&schema, attributes, NULL, request->label, request->secret, cancellable, error);
        break;
    case LOOKUP: request->found = library.password_lookupv_sync(&schema, attributes, cancellable, error); break;
    case CLEAR: library.password_clearv_sync(&schema, attributes, cancellable, error); break;
    }
}

static hdoc_secret_status ask(struct request *request, const char *account, int milliseconds, char **message) {
    if (message != NULL) *message = NULL;
    if (!hdoc_secret_available()) return HDOC_SECRET_FAILED;
    // The table does not copy its key and value; both exist longer than the table.
    glib_table *attributes = library.hash_table_new(library.str_hash, library.str_equal);
    if (attributes == NULL) return HDOC_SECRET_FAILED;
    library.hash_table_insert(attributes, (void *)attribute_name, (void *)account);
    struct glib_error *error = NULL;
    struct time_limit limit;
    bool has_started = start(&limit, milliseconds);
    if (has_started) perform(request, attributes, limit.cancellable, &error);
    bool was_cancelled = stop(&limit);
    library.hash_table_unref(attributes);
    if (!has_started) return HDOC_SECRET_FAILED;
    if (error == NULL) return HDOC_SECRET_OK;
    if (message != NULL && error->message != NULL) *message = strdup(error->message);
    library.error_free(error);
    return was_cancelled ? HDOC_SECRET_TIMED_OUT : HDOC_SECRET_FAILED;
}

hdoc_secret_status hdoc_secret_store(
    const char *account, const char *label, const char *secret, int milliseconds, char **message) {
    struct request request = {.kind = STORE, .label = label, .secret = secret};
    return ask(&request, account, milliseconds, message);
}

hdoc_secret_status hdoc_secret_lookup(const char *account, char **secret, int milliseconds, char **message) {
    struct request request = {.kind = LOOKUP};
    hdoc_secret_status status = ask(&request, account, milliseconds, message);
    *secret = request.found;
    return status == HDOC_SECRET_OK && request.found == NULL ? HDOC_SECRET_NOT_FOUND : status;
}

hdoc_secret_status hdoc_secret_clear(const char *account, int milliseconds, char **message) {
    struct request request = {.kind = CLEAR};
    return ask(&request, account, milliseconds, message);
}

void hdoc_secret_free(char *secret) {
    if (secret != NULL) library.password_free(secret);
}

void hdoc_secret_free_message(char *message) { free(message); }
