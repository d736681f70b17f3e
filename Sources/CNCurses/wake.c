#include "guard.h"

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

int hdoc_wake_create(void) {
    int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

void hdoc_wake(int fd) {
    int saved = errno;
    uint64_t one = 1;
    // The write fails only if the counter is full; the descriptor is readable then anyway.
    ssize_t ignored = write(fd, &one, sizeof one);
    (void)ignored;
    errno = saved;
}

void hdoc_wake_clear(int fd) {
    uint64_t count;
    ssize_t ignored = read(fd, &count, sizeof count);
    (void)ignored;
}

void hdoc_wake_close(int fd) { close(fd); }
