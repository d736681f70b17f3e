#define _GNU_SOURCE
#include "crash_stack.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

bool hdoc_thread_has_crash_stack(void) {
    stack_t present;
    return sigaltstack(NULL, &present) == 0 && !(present.ss_flags & SS_DISABLE);
}

// The compiler's run-time checkers define pthread_create themselves, and their handlers have their own stacks.
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)

typedef int create_function(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

struct start {
    void *(*body)(void *);
    void *argument;
};

// 32 KiB hold the signal frame of every processor and the handlers of the guard. The memory belongs to the thread and goes with it.
static _Thread_local char crash_stack[1 << 15] __attribute__((aligned(16)));

static void *run(void *argument) {
    struct start start = *(struct start *)argument;
    free(argument);
    sigaltstack(&(stack_t){ .ss_sp = crash_stack, .ss_size = sizeof crash_stack }, NULL);
    return start.body(start.argument);
}

__attribute__((visibility("default")))
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
    static create_function *create;
    if (create == NULL) create = (create_function *)dlsym(RTLD_NEXT, "pthread_create");
    struct start *start = create == NULL ? NULL : malloc(sizeof *start);
    if (start == NULL) return EAGAIN;
    *start = (struct start){ body, argument };
    int code = create(thread, attributes, run, start);
    if (code != 0) free(start);
    return code;
}

#endif
