#define _GNU_SOURCE
#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum { RESET_CAPACITY = 256, REPLAY_CAPACITY = 4096, CAPTURE_CAPACITY = 1 << 18, ALTERNATE_STACK = 1 << 16 };
// In milliseconds: how long the program may save its data after a termination signal, and how long a terminal that accepts no bytes
// delays the end of the process.
enum { SAVING_TIME = 700, FAREWELL_TIME = 150 };

static const int crash_signals[] = { SIGABRT, SIGSEGV, SIGILL, SIGBUS, SIGTRAP, SIGFPE, SIGSYS };
// All other signals that end a process by default and can be caught, except SIGALRM, which this file uses, and the real-time
// signals, which take_quit_signals adds.
static const int quit_signals[] = {
    SIGHUP, SIGINT, SIGTERM, SIGQUIT, SIGUSR1, SIGUSR2, SIGPIPE, SIGSTKFLT, SIGIO, SIGPWR, SIGPROF, SIGVTALRM, SIGXCPU, SIGXFSZ,
};
static const int job_signals[] = { SIGWINCH, SIGTSTP, SIGCONT };
#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct sigaction old_quit[NSIG];
static struct sigaction old_job[COUNT(job_signals)];
static bool holds_signals;
static bool holds_job_signals;

// The descriptor of the terminal whose modes are restored, and that of its output. The output does not block: see open_again.
static volatile sig_atomic_t modes_descriptor = STDOUT_FILENO;
static volatile sig_atomic_t output_descriptor = STDOUT_FILENO;
static struct termios shell_modes;
static char reset_sequence[RESET_CAPACITY];
static volatile size_t reset_length;
static volatile sig_atomic_t is_armed;
static volatile sig_atomic_t is_final_down = 1;
static volatile sig_atomic_t wanted[3];
static volatile sig_atomic_t quit_asked;
static volatile sig_atomic_t wake_descriptor = -1;
static volatile sig_atomic_t stderr_original = -1;
static volatile sig_atomic_t stderr_captured = -1;

int hdoc_wake_create(void) {
    int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

void hdoc_wake(int fd) {
    int saved = errno;
    uint64_t one = 1;
    // The write fails only if the counter is full; the descriptor is readable then anyway.
    if (write(fd, &one, sizeof one) < 0) errno = saved;
}

void hdoc_wake_clear(int fd) {
    uint64_t count;
    ssize_t ignored = read(fd, &count, sizeof count);
    (void)ignored;
}

void hdoc_wake_close(int fd) { close(fd); }

// Opens a terminal once more, so that writing never blocks: a terminal whose reader has stopped would block the process forever.
// The descriptor itself stays as it is, because the shell shares it. Returns `fd` if the terminal cannot be opened.
// Async-signal-safe.
static int open_again(int fd) {
    char path[] = "/proc/self/fd/\0\0\0\0\0";
    char *digit = path + sizeof "/proc/self/fd/" - 1;
    for (int unit = fd >= 1000 ? 1000 : fd >= 100 ? 100 : fd >= 10 ? 10 : 1; unit > 0; unit /= 10) *digit++ = (char)('0' + fd / unit % 10);
    int again = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    return again < 0 ? fd : again;
}

static int milliseconds_since(const struct timespec *start) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int)((now.tv_sec - start->tv_sec) * 1000 + (now.tv_nsec - start->tv_nsec) / 1000000);
}

// Writes to a descriptor that blocks, such as the terminal of another user, which open_again cannot open. Writes a few bytes only, for
// which a terminal that is ready has room.
static ssize_t write_if_ready(int fd, const char *bytes, size_t count) {
    struct pollfd ready = { .fd = fd, .events = POLLOUT };
    if (poll(&ready, 1, 0) > 0) return write(fd, bytes, count < 256 ? count : 256);
    errno = EAGAIN;
    return -1;
}

// Writes all bytes. If the terminal does not accept them, gives up after `patience` milliseconds. If `patience` is negative, gives up
// only after a termination signal. Async-signal-safe.
static void write_patiently(int fd, const char *bytes, size_t count, int patience) {
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    bool blocks = !(fcntl(fd, F_GETFL) & O_NONBLOCK);
    bool was_ready = false;
    while (count > 0) {
        ssize_t written = blocks ? write_if_ready(fd, bytes, count) : write(fd, bytes, count);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
            was_ready = false;
            continue;
        }
        if (written < 0 && errno == EINTR) continue;
        if (written == 0 || errno != EAGAIN) return;
        if (patience < 0 && quit_asked) patience = milliseconds_since(&start) + FAREWELL_TIME;
        if (patience >= 0 && milliseconds_since(&start) >= patience) return;
        // A terminal with room for one byte is ready, but does not accept a line feed, which becomes two bytes.
        if (was_ready) poll(NULL, 0, 10);
        struct pollfd ready = { .fd = fd, .events = POLLOUT };
        was_ready = poll(&ready, 1, 50) > 0;
    }
}

void hdoc_write_all(const char *bytes, size_t count) { write_patiently(output_descriptor, bytes, count, -1); }

void hdoc_write_briefly(const char *bytes, size_t count) { write_patiently(output_descriptor, bytes, count, FAREWELL_TIME); }

// Prints the end of the captured text on the original stderr. Everything but printable ASCII and line feeds becomes `?`, so that no
// control character of a library reaches the terminal. Async-signal-safe.
static void replay_stderr(void) {
    struct stat status;
    int from = stderr_captured, to = stderr_original;
    if (from < 0 || to < 0 || fstat(from, &status) < 0) return;
    static char text[REPLAY_CAPACITY];
    off_t start = status.st_size > REPLAY_CAPACITY ? status.st_size - REPLAY_CAPACITY : 0;
    ssize_t count = pread(from, text, sizeof text, start);
    for (ssize_t i = 0; i < count; i++) {
        if (text[i] != '\n' && (text[i] < ' ' || text[i] > '~')) text[i] = '?';
    }
    if (count <= 0) return;
    int output = open_again(to);
    write_patiently(output, text, (size_t)count, FAREWELL_TIME);
    if (output != to) close(output);
}

static void release_stderr(void) {
    if (stderr_original < 0) return;
    replay_stderr();
    dup2(stderr_original, STDERR_FILENO);
}

// Leaves the screen and restores the terminal's modes. Async-signal-safe.
static void restore_terminal(void) {
    if (!is_armed) return;
    is_armed = 0;
    // The kernel stops a background process that changes the terminal. Ignoring SIGTTOU prevents that, so that the process can end.
    signal(SIGTTOU, SIG_IGN);
    write_patiently(output_descriptor, reset_sequence, reset_length, FAREWELL_TIME);
    tcsetattr(modes_descriptor, TCSANOW, &shell_modes);
    release_stderr();
}

static void die(int number) {
    restore_terminal();
    signal(number, SIG_DFL);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
    _exit(128 + number);
}

// Handles a termination signal. The program is asked to end and has SAVING_TIME to save unsaved text. After a second signal, or while
// another program has the terminal, the process ends at once.
static void quit(int number) {
    if (quit_asked || !is_armed || wake_descriptor < 0) die(number);
    quit_asked = number;
    setitimer(ITIMER_REAL, &(struct itimerval){ .it_value.tv_usec = SAVING_TIME * 1000 }, NULL);
    hdoc_wake(wake_descriptor);
}

// Handles SIGALRM: the end of SAVING_TIME, or a signal of another process.
static void expire(int number) {
    if (quit_asked) die(quit_asked);
    quit(number);
}

int hdoc_guard_quit_asked(void) { return quit_asked; }

void hdoc_guard_end_if_asked(void) {
    if (quit_asked) die(quit_asked);
}

static void note(int number) {
    wanted[number == SIGWINCH ? 0 : number == SIGTSTP ? 1 : 2] = 1;
    if (wake_descriptor >= 0) hdoc_wake(wake_descriptor);
}

static void ignore_for_now(int number) { (void)number; }

static void set_handler(int number, void (*handler)(int), struct sigaction *old) {
    struct sigaction action = { .sa_handler = handler, .sa_flags = SA_ONSTACK | SA_RESTART };
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, old);
}

void hdoc_guard_install(void) {
    static bool is_installed;
    if (is_installed) return;
    is_installed = true;
    // The handlers need a stack of their own, because after a stack overflow there is no room on the normal one.
    static char alternate[ALTERNATE_STACK];
    stack_t present;
    if (sigaltstack(NULL, &present) == 0 && (present.ss_flags & SS_DISABLE)) {
        sigaltstack(&(stack_t){ .ss_sp = alternate, .ss_size = sizeof alternate }, NULL);
    }
    for (size_t i = 0; i < COUNT(crash_signals); i++) set_handler(crash_signals[i], die, NULL);
    // The Swift runtime treats SIGQUIT as a crash as well.
    struct sigaction present_quit;
    if (sigaction(SIGQUIT, NULL, &present_quit) == 0 && present_quit.sa_handler != SIG_IGN) set_handler(SIGQUIT, die, NULL);
    atexit(restore_terminal);
}

static void take_quit_signal(int number) {
    sigaction(number, NULL, &old_quit[number]);
    // A signal that was ignored at the start, for example because of nohup, stays ignored.
    if (old_quit[number].sa_handler != SIG_IGN) set_handler(number, quit, NULL);
}

// `interruptions` says whether SIGINT and SIGTERM are taken as well.
static void take_quit_signals(bool interruptions) {
    for (size_t i = 0; i < COUNT(quit_signals); i++) {
        int number = quit_signals[i];
        if (interruptions || (number != SIGINT && number != SIGTERM)) take_quit_signal(number);
        else sigaction(number, NULL, &old_quit[number]);
    }
    for (int number = SIGRTMIN; number <= SIGRTMAX; number++) take_quit_signal(number);
    set_handler(SIGALRM, expire, NULL);
}

static void give_back_quit_signals(void) {
    for (size_t i = 0; i < COUNT(quit_signals); i++) sigaction(quit_signals[i], &old_quit[quit_signals[i]], NULL);
    for (int number = SIGRTMIN; number <= SIGRTMAX; number++) sigaction(number, &old_quit[number], NULL);
}

void hdoc_guard_set_reset(const char *reset, size_t length) {
    // A signal handler that runs during the copy must not write half of the sequence.
    reset_length = 0;
    memcpy(reset_sequence, reset, length < RESET_CAPACITY ? length : RESET_CAPACITY);
    reset_length = length < RESET_CAPACITY ? length : RESET_CAPACITY;
}

static bool arm(int modes, int output, const char *reset, size_t length, bool interruptions) {
    if (tcgetattr(modes, &shell_modes) < 0) return false;
    modes_descriptor = modes;
    output_descriptor = open_again(output);
    hdoc_guard_set_reset(reset, length);
    hdoc_guard_install();
    take_quit_signals(interruptions);
    holds_signals = true;
    return true;
}

bool hdoc_guard_arm_keys(int input, int output, const char *reset, size_t length) {
    if (holds_signals || !arm(input, output, reset, length, false)) return false;
    is_armed = 1;
    return true;
}

bool hdoc_guard_arm(const char *reset, size_t length, int wake_fd) {
    wake_descriptor = wake_fd;
    if (!arm(STDOUT_FILENO, STDOUT_FILENO, reset, length, true)) return false;
    // These handlers are installed before newterm, which does not replace existing handlers.
    for (size_t i = 0; i < COUNT(job_signals); i++) set_handler(job_signals[i], note, &old_job[i]);
    holds_job_signals = true;
    is_final_down = 0;
    is_armed = 1;
    return true;
}

static void give_back_terminal(void) {
    holds_signals = false;
    is_final_down = 1;
    wake_descriptor = -1;
    give_back_quit_signals();
    if (output_descriptor > STDERR_FILENO) close(output_descriptor);
    output_descriptor = STDOUT_FILENO;
    if (!holds_job_signals) return;
    holds_job_signals = false;
    for (size_t i = 0; i < COUNT(job_signals); i++) sigaction(job_signals[i], &old_job[i], NULL);
}

void hdoc_guard_disarm(bool is_final) {
    is_armed = 0;
    tcsetattr(modes_descriptor, TCSANOW, &shell_modes);
    if (!holds_signals) return;
    if (is_final) return give_back_terminal();
    // Ctrl-C and Ctrl-\ belong to the editor. hdoc uses an empty handler, because the editor would inherit SIG_IGN.
    set_handler(SIGINT, ignore_for_now, NULL);
    set_handler(SIGQUIT, ignore_for_now, NULL);
    set_handler(SIGTSTP, SIG_DFL, NULL);
}

void hdoc_guard_rearm(void) {
    if (is_final_down) return;
    set_handler(SIGINT, old_quit[SIGINT].sa_handler == SIG_IGN ? SIG_IGN : quit, NULL);
    set_handler(SIGQUIT, old_quit[SIGQUIT].sa_handler == SIG_IGN ? SIG_IGN : quit, NULL);
    set_handler(SIGTSTP, note, NULL);
    is_armed = 1;
}

int hdoc_guard_take_signals(void) {
    int result = 0;
    for (int i = 0; i < 3; i++) {
        if (!wanted[i]) continue;
        wanted[i] = 0;
        result |= 1 << i;
    }
    return result;
}

// Sends a stop signal to the other processes of the group first, and then to this thread with raise: a signal to the whole process
// could be delivered later and on another thread.
static void stop_job(int number) {
    struct sigaction before;
    set_handler(number, SIG_IGN, &before);
    kill(0, number);
    set_handler(number, SIG_DFL, NULL);
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

static volatile sig_atomic_t has_continued;

static void note_continued(int number) {
    has_continued = 1;
    wanted[2] = 1;
    (void)number;
}

static bool is_in_background(void) {
    pid_t foreground = tcgetpgrp(STDOUT_FILENO);
    return foreground >= 0 && foreground != getpgrp();
}

bool hdoc_guard_await_foreground(void) {
    if (!is_in_background()) return true;
    struct sigaction before;
    set_handler(SIGCONT, note_continued, &before);
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

void hdoc_stderr_capture(void) {
    if (stderr_original < 0) {
        if (!isatty(STDERR_FILENO)) return;
        int captured = memfd_create("hdoc-stderr", MFD_CLOEXEC);
        if (captured < 0) return;
        stderr_captured = captured;
        stderr_original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    }
    if (stderr_original >= 0) dup2(stderr_captured, STDERR_FILENO);
}

static void empty_capture(void) {
    if (ftruncate(stderr_captured, 0) == 0) lseek(stderr_captured, 0, SEEK_SET);
}

void hdoc_stderr_release(void) {
    release_stderr();
    if (stderr_captured >= 0) empty_capture();
}

void hdoc_stderr_trim(void) {
    struct stat status;
    if (stderr_captured >= 0 && fstat(stderr_captured, &status) == 0 && status.st_size > CAPTURE_CAPACITY) empty_capture();
}
