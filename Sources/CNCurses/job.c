#define _GNU_SOURCE
#include "guard.h"
#include "signals.h"

#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

// Sends a stop signal to the other processes of the group first, and then to this thread with raise: a signal to the whole process
// could be delivered later and on another thread.
static void stop_job(int number) {
    struct sigaction before;
    hdoc_set_handler(number, SIG_IGN, &before);
    kill(0, number);
    hdoc_set_handler(number, SIG_DFL, NULL);
    sigset_t set, old;
    sigemptyset(&set);
    sigaddset(&set, number);
    sigaddset(&set, SIGCONT);
    pthread_sigmask(SIG_UNBLOCK, &set, &old);
    raise(number);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    sigaction(number, &before, NULL);
}

void hdoc_guard_stop_job(void) { stop_job(SIGTSTP); }

static atomic_int has_continued;

static void note_continued(int number) {
    has_continued = 1;
    hdoc_guard_note_continued();
    (void)number;
}

static bool is_in_background(void) {
    pid_t foreground = tcgetpgrp(STDOUT_FILENO);
    return foreground >= 0 && foreground != getpgrp();
}

bool hdoc_guard_await_foreground(void) {
    if (!is_in_background()) return true;
    struct sigaction before;
    hdoc_set_handler(SIGCONT, note_continued, &before);
    bool has_stopped = true;
    while (has_stopped && is_in_background()) {
        has_continued = 0;
        // The kernel stops a background process that changes the terminal's modes, but not if SIGTTOU is blocked, as it is on the
        // threads of the Swift runtime. Therefore the process stops itself.
        stop_job(SIGTTOU);
        // An orphaned process group does not stop, because nobody could continue it. SIGCONT may be delivered on another thread with
        // a delay, so wait up to 100 ms for it.
        for (int i = 0; i < 10 && !has_continued; i++) poll(NULL, 0, 10);
        has_stopped = has_continued;
    }
    sigaction(SIGCONT, &before, NULL);
    return !is_in_background();
}
