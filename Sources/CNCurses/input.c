#define _GNU_SOURCE
#include "shim.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <stdio.h>
#include <unistd.h>

int hdoc_wait(int wake_fd, int milliseconds) {
    struct pollfd sources[] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .fd = wake_fd, .events = POLLIN } };
    if (poll(sources, 2, milliseconds) <= 0) return 0;
    int result = 0;
    int unread = 0;
    if (sources[0].revents & POLLIN) {
        // Standard input that is readable but has no bytes has ended. Reporting it as input would repeat endlessly.
        bool is_end = ioctl(STDIN_FILENO, FIONREAD, &unread) < 0 || unread == 0;
        result |= is_end ? HDOC_HANGUP : HDOC_INPUT;
    } else if (sources[0].revents != 0) {
        result |= HDOC_HANGUP;
    }
    if (sources[1].revents != 0) result |= HDOC_WOKEN;
    return result;
}

int hdoc_read(uint8_t *bytes, int capacity) {
    int unread = 0;
    if (ioctl(STDIN_FILENO, FIONREAD, &unread) < 0 || unread <= 0) return 0;
    ssize_t count = read(STDIN_FILENO, bytes, (size_t)(unread < capacity ? unread : capacity));
    return count < 0 ? 0 : (int)count;
}

void hdoc_input_unbuffered(void) { setvbuf(stdin, NULL, _IONBF, 0); }
