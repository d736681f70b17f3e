// What the parts of the signal handling share. All functions here are async-signal-safe.
#ifndef HDOC_CNCURSES_SIGNALS_H
#define HDOC_CNCURSES_SIGNALS_H

#include <signal.h>
#include <stddef.h>

// How long a terminal that accepts no bytes delays the end of the process, in milliseconds.
enum { HDOC_FAREWELL_TIME = 150 };

// Installs a handler that runs on the alternate stack and restarts system calls. `old`, if not NULL, receives the former handler.
void hdoc_set_handler(int number, void (*handler)(int), struct sigaction *old);

// Opens a terminal once more, so that writing never blocks: a terminal whose reader has stopped would block the process forever.
// The descriptor itself stays as it is, because the shell shares it. Returns `fd` if the terminal cannot be opened.
int hdoc_open_again(int fd);
// Writes all bytes. If the terminal does not accept them, gives up after `patience` milliseconds. If `patience` is negative, gives up
// only after a termination signal.
void hdoc_write_patiently(int fd, const char *bytes, size_t count, int patience);
// The same for a descriptor that may block, such as the standard error that the shell shares.
void hdoc_write_without_blocking(int fd, const char *bytes, size_t count);

// Prints the end of the captured text on the original stderr and ends the capture.
void hdoc_stderr_restore(void);

// Tells the program that the job has continued.
void hdoc_guard_note_continued(void);

// Writes the crash report, if hdoc_crash_report_prepare was called, and prints where it is.
void hdoc_crash_report_write(int number);

#endif
