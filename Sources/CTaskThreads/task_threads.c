#define _GNU_SOURCE
#include "task_threads.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

// The part of the runtime's interface that is used here, from ConcurrencyHooks.def and Task.h of Swift. If a version of Swift has no such
// hooks, this file does not link.
#define SWIFT_CALL __attribute__((swiftcall))
typedef struct job job;
typedef struct { void *identity; void *implementation; } executor_ref;
SWIFT_CALL void swift_job_run(job *job, executor_ref executor);
typedef SWIFT_CALL void (*enqueue_original)(job *);
typedef SWIFT_CALL void (*enqueue_hook)(job *, enqueue_original);
typedef SWIFT_CALL void (*delay_original)(unsigned long long, job *);
typedef SWIFT_CALL void (*delay_hook)(unsigned long long, job *, delay_original);
typedef SWIFT_CALL void (*deadline_original)(long long, long long, long long, long long, int, job *);
typedef SWIFT_CALL void (*deadline_hook)(long long, long long, long long, long long, int, job *, deadline_original);
extern enqueue_hook swift_task_enqueueGlobal_hook;
extern delay_hook swift_task_enqueueGlobalWithDelay_hook;
extern deadline_hook swift_task_enqueueGlobalWithDeadline_hook;

// Tasks may block, for example while SQLite waits for a lock. If all threads are busy for this long, another one is started.
enum { PATIENCE_MS = 20, MOST_THREADS = 64 };

// A task that waits for a thread, or for its time.
typedef struct entry {
    struct entry *next;
    job *job;
    long long due;
} entry;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER, delayed_changed;
static entry *first, **last = &first;
// Sorted by time.
static entry *delayed;
static bool keeps_time;
static int threads, idle, usual_threads;
// Whether a thread beyond the usual number is about to look for work.
static bool has_spare;

static long long now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void *work(void *is_spare);

static bool start(void *(*body)(void *), void *argument) {
    pthread_attr_t detached;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    bool started = pthread_create(&thread, &detached, body, argument) == 0;
    pthread_attr_destroy(&detached);
    return started;
}

// Starts a thread if tasks wait and nobody is idle. The lock is held.
static void add_thread_if_needed(void) {
    if (first == NULL || idle > 0 || threads >= MOST_THREADS) return;
    bool is_spare = threads >= usual_threads;
    if (is_spare && has_spare) return;
    if (!start(work, is_spare ? &has_spare : NULL)) return;
    threads++;
    has_spare |= is_spare;
}

// The lock is held.
static void append(entry *entry) {
    entry->next = NULL;
    *last = entry;
    last = &entry->next;
}

static void ignore_signals(void) {
    // Other threads handle the signals of the process. Those for a fault of this thread stay.
    sigset_t signals;
    sigfillset(&signals);
    int faults[] = { SIGILL, SIGTRAP, SIGFPE, SIGBUS, SIGSEGV, SIGSYS, SIGABRT, SIGPROF };
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) sigdelset(&signals, faults[i]);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

static void *work(void *is_spare) {
    ignore_signals();
    if (is_spare != NULL) usleep(PATIENCE_MS * 1000);
    pthread_mutex_lock(&lock);
    if (is_spare != NULL) has_spare = false;
    while (true) {
        if (first == NULL) {
            if (threads > usual_threads) break;
            idle++;
            pthread_cond_wait(&changed, &lock);
            idle--;
            continue;
        }
        entry *next = first;
        first = next->next;
        if (first == NULL) last = &first;
        add_thread_if_needed();
        pthread_mutex_unlock(&lock);
        swift_job_run(next->job, (executor_ref){ NULL, NULL });
        free(next);
        pthread_mutex_lock(&lock);
    }
    threads--;
    pthread_mutex_unlock(&lock);
    return NULL;
}

static entry *make_entry(job *job, long long due) {
    entry *made = malloc(sizeof *made);
    if (made == NULL) abort();
    *made = (entry){ .job = job, .due = due };
    return made;
}

// The lock is held.
static void hand_out(entry *entry) {
    append(entry);
    add_thread_if_needed();
    pthread_cond_signal(&changed);
}

static SWIFT_CALL void enqueue(job *job, enqueue_original original) {
    (void)original;
    entry *made = make_entry(job, 0);
    pthread_mutex_lock(&lock);
    hand_out(made);
    pthread_mutex_unlock(&lock);
}

// The thread that waits for the time of the next task. Without such a task, it waits without a limit.
static void *keep_time(void *unused) {
    (void)unused;
    ignore_signals();
    pthread_mutex_lock(&lock);
    while (true) {
        while (delayed != NULL && delayed->due <= now(CLOCK_MONOTONIC)) {
            entry *due = delayed;
            delayed = due->next;
            hand_out(due);
        }
        if (delayed == NULL) {
            pthread_cond_wait(&delayed_changed, &lock);
        } else {
            struct timespec until = { .tv_sec = delayed->due / 1000000000, .tv_nsec = delayed->due % 1000000000 };
            pthread_cond_timedwait(&delayed_changed, &lock, &until);
        }
    }
}

static void enqueue_at(long long due, job *job) {
    entry *made = make_entry(job, due);
    pthread_mutex_lock(&lock);
    entry **place = &delayed;
    while (*place != NULL && (*place)->due <= due) place = &(*place)->next;
    made->next = *place;
    *place = made;
    if (!keeps_time) keeps_time = start(keep_time, NULL);
    pthread_cond_signal(&delayed_changed);
    pthread_mutex_unlock(&lock);
}

// The sum; the largest number if it does not fit.
static long long later(long long time, long long delay) {
    long long sum;
    return __builtin_add_overflow(time, delay, &sum) ? INT64_MAX : sum;
}

static SWIFT_CALL void enqueue_after(unsigned long long delay, job *job, delay_original original) {
    (void)original;
    enqueue_at(later(now(CLOCK_MONOTONIC), delay > INT64_MAX ? INT64_MAX : (long long)delay), job);
}

// `clock` is 1 for a clock that goes on while the machine is suspended, 2 for one that does not.
static SWIFT_CALL void enqueue_deadline(
    long long seconds, long long nanoseconds, long long tolerance_s, long long tolerance_ns, int clock, job *job, deadline_original original
) {
    (void)tolerance_s;
    (void)tolerance_ns;
    (void)original;
    long long scaled;
    long long deadline = __builtin_mul_overflow(seconds, 1000000000LL, &scaled) ? INT64_MAX : later(scaled, nanoseconds);
    long long delay = deadline - now(clock == 2 ? CLOCK_MONOTONIC : CLOCK_BOOTTIME);
    enqueue_at(later(now(CLOCK_MONOTONIC), delay < 0 ? 0 : delay), job);
}

void hdoc_memory_return(void) { mallopt(M_MMAP_THRESHOLD, 512 << 10); }

void hdoc_task_threads_install(void) {
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&delayed_changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    usual_threads = cores < 2 ? 2 : cores > 8 ? 8 : (int)cores;
    swift_task_enqueueGlobalWithDelay_hook = enqueue_after;
    swift_task_enqueueGlobalWithDeadline_hook = enqueue_deadline;
    swift_task_enqueueGlobal_hook = enqueue;
}
