// Signals: whatever ends the process, the terminal is usable after it.
#ifndef HDOC_CNCURSES_GUARD_H
#define HDOC_CNCURSES_GUARD_H

#include <stdbool.h>
#include <stddef.h>

// A descriptor that wakes hdoc_wait. Waking is allowed on any thread and in a signal handler. Negative, -errno, where the system refuses.
int hdoc_wake_create(void);
void hdoc_wake(int fd);
void hdoc_wake_clear(int fd);
void hdoc_wake_close(int fd);

// From here on, a crash ends the process at once: no prompt and no register dump by the language's own backtracer, which would hold
// the terminal. To be called first of all; harmless when called again.
void hdoc_guard_install(void);

// The screen is up: what ends the process now first writes `reset` and sets the terminal's modes as they were at this call.
// False where there is no terminal to speak of.
bool hdoc_guard_arm(const char *_Nonnull reset, size_t length, int wake_fd);
// Replaces `reset`, which depends on the size of the window.
void hdoc_guard_set_reset(const char *_Nonnull reset, size_t length);
// The screen is down, for a while (`is_final` false) or for good.
void hdoc_guard_disarm(bool is_final);
void hdoc_guard_rearm(void);

// What signals have asked for since the last call.
enum { HDOC_SIGNAL_RESIZE = 1, HDOC_SIGNAL_STOP = 2, HDOC_SIGNAL_CONTINUE = 4 };
int hdoc_guard_take_signals(void);

// The signal that asks the program to end, 0 while none does. It has a second to save what is to be saved and bring the screen down;
// then hdoc_guard_end_if_asked ends the process by that signal.
int hdoc_guard_quit_asked(void);
void hdoc_guard_end_if_asked(void);

// Stops the process and the others of its job.
void hdoc_guard_stop_job(void);

// Stops the job as long as it is in the background, as the kernel stops a program that changes the terminal there. Returns at once in
// the foreground and without job control; false where the job is in the background and cannot be stopped.
bool hdoc_guard_await_foreground(void);

// What libraries and the runtime print on stderr while the screen is up is kept apart, and printed when the screen is down.
void hdoc_stderr_capture(void);
void hdoc_stderr_release(void);
// Keeps the captured text from growing without bound.
void hdoc_stderr_trim(void);

// Async-signal-safe. Gives up on a terminal that takes nothing for a second.
void hdoc_write_all(int fd, const char *_Nonnull bytes, size_t count);

#endif
