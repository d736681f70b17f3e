#define _GNU_SOURCE
#include "signals.h"

#include "guard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

int hdoc_open_again(int fd) {
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

// Writes to a descriptor that blocks, such as the terminal of another user, which hdoc_open_again cannot open. Writes a few bytes only, for
// which a terminal that is ready has room.
static ssize_t write_if_ready(int fd, const char *bytes, size_t count) {
    struct pollfd ready = { .fd = fd, .events = POLLOUT };
    if (poll(&ready, 1, 0) > 0) return write(fd, bytes, count < 256 ? count : 256);
    errno = EAGAIN;
    return -1;
}

void hdoc_write_patiently(int fd, const char *bytes, size_t count, int patience) {
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
        if (patience < 0 && hdoc_guard_quit_asked()) patience = milliseconds_since(&start) + HDOC_FAREWELL_TIME;
        if (patience >= 0 && milliseconds_since(&start) >= patience) return;
        // A terminal with room for one byte is ready, but does not accept a line feed, which becomes two bytes.
        if (was_ready) poll(NULL, 0, 10);
        struct pollfd ready = { .fd = fd, .events = POLLOUT };
        was_ready = poll(&ready, 1, 50) > 0;
    }
}

void hdoc_write_without_blocking(int fd, const char *bytes, size_t count) {
    int output = hdoc_open_again(fd);
    hdoc_write_patiently(output, bytes, count, HDOC_FAREWELL_TIME);
    if (output != fd) close(output);
}
