// Signal handling. However the process ends, except by SIGKILL, the terminal is usable afterwards.
#ifndef HDOC_CNCURSES_GUARD_H
#define HDOC_CNCURSES_GUARD_H

#include <stdbool.h>
#include <stddef.h>

// Creates a descriptor that interrupts hdoc_wait; returns -errno if the system refuses. hdoc_wake makes it readable and may be called
// on any thread and in a signal handler; hdoc_wake_clear makes it unreadable again.
int hdoc_wake_create(void);
void hdoc_wake(int fd);
void hdoc_wake_clear(int fd);
void hdoc_wake_close(int fd);

// Installs the handlers for crash signals and SIGQUIT. A crash then restores the terminal and ends the process at once, without the
// prompt and the register dump of the Swift runtime, which would block the terminal. To be called before anything else; may be called
// again.
void hdoc_guard_install(void);
// From now on, a crash writes a report to the file `path` (0600): version, signal, time, and the addresses of the functions on the stack.
// It contains no text of a user or a server. Folders that are missing are created, and an older report is replaced.
void hdoc_crash_report_prepare(const char *_Nonnull path, const char *_Nonnull version);

// To be called before the screen is opened. From then on, if the process ends, the guard first writes `reset` (`length` bytes) and
// restores the terminal's modes of the time of this call. Signals write to `wake_fd`. False if standard output is not a terminal.
bool hdoc_guard_arm(const char *_Nonnull reset, size_t length, int wake_fd);
// The same for a program without a screen that reads the terminal `input` key by key and writes to the terminal `output`. A signal
// ends the process at once; SIGINT and SIGTERM are left to the program. False if `input` is not a terminal, or if a screen
// is open.
bool hdoc_guard_arm_keys(int input, int output, const char *_Nonnull reset, size_t length);
// Replaces `reset`. To be called after a change of the window size, because `reset` may contain the number of rows.
void hdoc_guard_set_reset(const char *_Nonnull reset, size_t length);
// To be called after the screen is left, for good (`is_final`) or for a while. hdoc_guard_rearm continues after a while.
void hdoc_guard_disarm(bool is_final);
void hdoc_guard_rearm(void);

// The actions that signals have asked for since the last call, as bits.
enum { HDOC_SIGNAL_RESIZE = 1, HDOC_SIGNAL_STOP = 2, HDOC_SIGNAL_CONTINUE = 4 };
int hdoc_guard_take_signals(void);

// The termination signal that the process has received, 0 if none. The program has 0.7 seconds to save its data, close the screen and
// call hdoc_guard_end_if_asked, which ends the process by that signal.
int hdoc_guard_quit_asked(void);
void hdoc_guard_end_if_asked(void);

// Ends the process with this status, with its output written and the terminal restored, and without the exit handlers of libraries: that of
// OpenSSL frees memory which the threads that still run, or that just end, free as well.
_Noreturn void hdoc_guard_exit(int status);

// Stops this process and the other processes of its job, as Ctrl-Z does.
void hdoc_guard_stop_job(void);

// Stops the job while it is in the background, as the kernel stops a background program that changes the terminal. Returns true at
// once if the job is in the foreground or there is no job control; false if the job is in the background and cannot be stopped.
bool hdoc_guard_await_foreground(void);

// While the screen is open, text that libraries and the runtime print on stderr is captured in memory. hdoc_stderr_release prints it
// (at most the last 4,096 bytes) and ends the capture.
void hdoc_stderr_capture(void);
void hdoc_stderr_release(void);
// Deletes the captured text if it has more than 256 KiB.
void hdoc_stderr_trim(void);

// Writes all bytes to the terminal, and waits while it accepts none. Gives up after a termination signal. Async-signal-safe.
void hdoc_write_all(const char *_Nonnull bytes, size_t count);
// The same, but gives up after 150 ms.
void hdoc_write_briefly(const char *_Nonnull bytes, size_t count);

// Key mode, for a program without a screen: no line mode and no echo, so that a long line is not cut and a secret is not shown.
// `brackets` switches on bracketed paste as well, on standard error. Ctrl-Z leaves key mode until the job continues. However the process
// ends, the terminal is restored. False if the terminal could not be switched.
bool hdoc_keys_begin(int input, bool brackets);
// Ends key mode. Does nothing if it is off.
void hdoc_keys_end(void);

#endif
