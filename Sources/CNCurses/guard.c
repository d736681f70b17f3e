#define _GNU_SOURCE
#include "guard.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <termios.h>
#include <unistd.h>

enum { RESET_CAPACITY = 512, ALTERNATE_STACK = 1 << 16 };
// In milliseconds: how long the program may save its data after a termination signal, and how long a crash report may take.
enum { SAVING_TIME = 700, REPORT_TIME = 300 };

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

// A handler may run on any thread, so what it shares is atomic. Atomic integers of this size need no lock.

// The descriptor of the terminal whose modes are restored, and that of its output. The output does not block: see hdoc_open_again.
static atomic_int modes_descriptor = STDOUT_FILENO;
static atomic_int output_descriptor = STDOUT_FILENO;
static struct termios shell_modes;
static char reset_sequence[RESET_CAPACITY];
static atomic_size_t reset_length;
static atomic_int is_armed;
static atomic_int is_final_down = 1;
static atomic_int wanted[3];
static atomic_int quit_asked;
static atomic_int wake_descriptor = -1;

// Leaves the screen and restores the terminal's modes. Async-signal-safe.
static void restore_terminal(void) {
    if (!is_armed) return;
    is_armed = 0;
    // The kernel stops a background process that changes the terminal. Ignoring SIGTTOU prevents that, so that the process can end.
    signal(SIGTTOU, SIG_IGN);
    hdoc_write_patiently(output_descriptor, reset_sequence, reset_length, HDOC_FAREWELL_TIME);
    tcsetattr(modes_descriptor, TCSANOW, &shell_modes);
    hdoc_stderr_restore();
}

static void start_timer(int milliseconds) {
    setitimer(ITIMER_REAL, &(struct itimerval){ .it_value.tv_usec = milliseconds * 1000 }, NULL);
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

// The crash signal whose report is being written; 0 if none.
static atomic_int crashed;

// Ends the process if the crash report takes too long, for example because it waits for a lock that the crashed thread holds.
static void give_up_report(int number) {
    (void)number;
    die(crashed);
}

// Handles a crash signal. A crash while the report is written ends the process.
static void crash(int number) {
    restore_terminal();
    if (crashed) die(crashed);
    crashed = number;
    hdoc_set_handler(SIGALRM, give_up_report, NULL);
    start_timer(REPORT_TIME);
    hdoc_crash_report_write(number);
    die(number);
}

// Handles a termination signal. The program is asked to end and has SAVING_TIME to save unsaved text. After a second signal, or while
// another program has the terminal, the process ends at once.
static void quit(int number) {
    if (quit_asked || !is_armed || wake_descriptor < 0) die(number);
    int saved = errno;
    quit_asked = number;
    start_timer(SAVING_TIME);
    hdoc_wake(wake_descriptor);
    errno = saved;
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

void hdoc_guard_note_continued(void) { wanted[2] = 1; }

static void ignore_for_now(int number) { (void)number; }

void hdoc_set_handler(int number, void (*handler)(int), struct sigaction *old) {
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
    for (size_t i = 0; i < COUNT(crash_signals); i++) hdoc_set_handler(crash_signals[i], crash, NULL);
    // The Swift runtime treats SIGQUIT as a crash as well.
    struct sigaction present_quit;
    if (sigaction(SIGQUIT, NULL, &present_quit) == 0 && present_quit.sa_handler != SIG_IGN) hdoc_set_handler(SIGQUIT, die, NULL);
    atexit(restore_terminal);
}

void hdoc_guard_exit(int status) {
    fflush(NULL);
    restore_terminal();
    _exit(status);
}

static void take_quit_signal(int number) {
    sigaction(number, NULL, &old_quit[number]);
    // A signal that was ignored at the start, for example because of nohup, stays ignored.
    if (old_quit[number].sa_handler != SIG_IGN) hdoc_set_handler(number, quit, NULL);
}

// `interruptions` says whether SIGINT and SIGTERM are taken as well.
static void take_quit_signals(bool interruptions) {
    for (size_t i = 0; i < COUNT(quit_signals); i++) {
        int number = quit_signals[i];
        if (interruptions || (number != SIGINT && number != SIGTERM)) take_quit_signal(number);
        else sigaction(number, NULL, &old_quit[number]);
    }
    for (int number = SIGRTMIN; number <= SIGRTMAX; number++) take_quit_signal(number);
    hdoc_set_handler(SIGALRM, expire, NULL);
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

void hdoc_write_all(const char *bytes, size_t count) { hdoc_write_patiently(output_descriptor, bytes, count, -1); }

void hdoc_write_briefly(const char *bytes, size_t count) { hdoc_write_patiently(output_descriptor, bytes, count, HDOC_FAREWELL_TIME); }

static bool arm(int modes, int output, const char *reset, size_t length, bool interruptions) {
    if (tcgetattr(modes, &shell_modes) < 0) return false;
    modes_descriptor = modes;
    output_descriptor = hdoc_open_again(output);
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
    for (size_t i = 0; i < COUNT(job_signals); i++) hdoc_set_handler(job_signals[i], note, &old_job[i]);
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
    hdoc_set_handler(SIGINT, ignore_for_now, NULL);
    hdoc_set_handler(SIGQUIT, ignore_for_now, NULL);
    hdoc_set_handler(SIGTSTP, SIG_DFL, NULL);
}

void hdoc_guard_rearm(void) {
    if (is_final_down) return;
    hdoc_set_handler(SIGINT, old_quit[SIGINT].sa_handler == SIG_IGN ? SIG_IGN : quit, NULL);
    hdoc_set_handler(SIGQUIT, old_quit[SIGQUIT].sa_handler == SIG_IGN ? SIG_IGN : quit, NULL);
    hdoc_set_handler(SIGTSTP, note, NULL);
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
