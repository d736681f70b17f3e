#define _GNU_SOURCE
#include "guard.h"
#include "signals.h"

#include <execinfo.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FRAMES = 64, LINE = PATH_MAX + 256 };

static char report_path[PATH_MAX];
static char report_version[64];

void hdoc_crash_report_prepare(const char *path, const char *version) {
    if (strlen(path) >= sizeof report_path) return;
    snprintf(report_version, sizeof report_version, "%s", version);
    // The first call loads a library, which a signal handler must not do.
    void *frame;
    backtrace(&frame, 1);
    strcpy(report_path, path);
}

// A line that is put together without the functions of stdio, which a signal handler must not call.
struct line {
    char text[LINE];
    size_t length;
};

static void add(struct line *line, const char *text) {
    size_t count = strlen(text), room = LINE - line->length;
    if (count > room) count = room;
    memcpy(line->text + line->length, text, count);
    line->length += count;
}

static void add_number(struct line *line, long long number) {
    char digits[24];
    char *start = digits + sizeof digits - 1;
    *start = '\0';
    do *--start = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    add(line, start);
}

// Creates the folders above the report that are missing.
static void create_folders(void) {
    static char folder[PATH_MAX];
    strcpy(folder, report_path);
    for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(folder, 0700);
        *slash = '/';
    }
}

static bool write_report(int number) {
    static struct line line;
    static void *frames[FRAMES];
    create_folders();
    // An earlier report may be a link that somebody else has put there, so it is replaced and not written to.
    unlink(report_path);
    int file = open(report_path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return false;
    add(&line, "hdoc ");
    add(&line, report_version);
    add(&line, "\nsignal: ");
    add_number(&line, number);
    add(&line, "\nseconds since 1970: ");
    add_number(&line, time(NULL));
    add(&line, "\nfunctions, innermost first:\n");
    bool is_written = write(file, line.text, line.length) == (ssize_t)line.length;
    backtrace_symbols_fd(frames, backtrace(frames, FRAMES), file);
    close(file);
    return is_written;
}

void hdoc_crash_report_write(int number) {
    static struct line message;
    if (report_path[0] == '\0' || !write_report(number)) return;
    add(&message, "hdoc has crashed (signal ");
    add_number(&message, number);
    add(&message, "). A report is in ");
    add(&message, report_path);
    add(&message, "; it contains no texts and no tokens. Please attach it to an issue.\n");
    hdoc_write_without_blocking(STDERR_FILENO, message.text, message.length);
}
