#define _GNU_SOURCE
#include "output.h"
#include "shim.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static FILE *stream;
static int memory = -1;
static char *bytes;
static size_t capacity;

FILE *hdoc_output_open(void) {
    int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    stream = fd < 0 ? NULL : fdopen(fd, "w");
    // If memfd_create fails, a frame reaches the terminal in pieces, which is acceptable.
    if (stream != NULL) memory = memfd_create("hdoc-frame", MFD_CLOEXEC);
    return stream;
}

void hdoc_output_gather(void) {
    if (memory >= 0) dup3(memory, fileno(stream), O_CLOEXEC);
}

static bool make_room(size_t size) {
    if (size <= capacity) return true;
    char *larger = realloc(bytes, size);
    if (larger == NULL) return false;
    bytes = larger;
    capacity = size;
    return true;
}

void hdoc_output_send(const char *last, size_t last_count, const char *before, const char *after) {
    fwrite(last, 1, last_count, stream);
    fflush(stream);
    if (memory < 0) return;
    dup3(STDOUT_FILENO, fileno(stream), O_CLOEXEC);
    off_t size = lseek(memory, 0, SEEK_END);
    size_t front = strlen(before), back = strlen(after);
    if (size > 0 && make_room(front + (size_t)size + back)) {
        memcpy(bytes, before, front);
        ssize_t count = pread(memory, bytes + front, (size_t)size, 0);
        if (count > 0) {
            memcpy(bytes + front + count, after, back);
            hdoc_write(bytes, (int)(front + (size_t)count + back));
        }
    }
    if (ftruncate(memory, 0) == 0) lseek(memory, 0, SEEK_SET);
}

void hdoc_output_close(void) {
    if (memory >= 0) close(memory);
    memory = -1;
    // delscreen does not close the stream.
    if (stream != NULL) fclose(stream);
    stream = NULL;
}
