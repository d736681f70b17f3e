#define _GNU_SOURCE
#include "guard.h"
#include "signals.h"

#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REPLAY_CAPACITY = 4096, CAPTURE_CAPACITY = 1 << 18 };

static atomic_int stderr_original = -1;
static atomic_int stderr_captured = -1;

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
    if (count > 0) hdoc_write_without_blocking(to, text, (size_t)count);
}

void hdoc_stderr_restore(void) {
    if (stderr_original < 0) return;
    replay_stderr();
    dup2(stderr_original, STDERR_FILENO);
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
    hdoc_stderr_restore();
    if (stderr_captured >= 0) empty_capture();
}

void hdoc_stderr_trim(void) {
    struct stat status;
    if (stderr_captured >= 0 && fstat(stderr_captured, &status) == 0 && status.st_size > CAPTURE_CAPACITY) empty_capture();
}
