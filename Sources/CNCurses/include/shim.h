// What Swift sees of ncurses. <curses.h> itself stays inside this target: its attributes, colours and key codes are macros, stdscr,
// LINES and COLS are shared mutable state, and several calls are variadic; Swift can import none of these.
//
// One thread may use these functions at a time, except where a comment says otherwise.
#ifndef HDOC_CNCURSES_SHIM_H
#define HDOC_CNCURSES_SHIM_H

#include <stdbool.h>
#include <stdint.h>

// Uses the environment's locale for characters, and C.UTF-8 where that is missing or not UTF-8. Curses and wcwidth take every
// non-ASCII character for unprintable until this has been called.
void hdoc_use_locale(void);
// The name of the locale's character set, such as "UTF-8".
const char *_Nonnull hdoc_character_set(void);
// Whether this machine's library gives the character so many columns.
bool hdoc_has_columns(uint32_t scalar, int columns);

// The screen.
bool hdoc_is_terminal(int fd);
enum hdoc_open_result { HDOC_OPENED, HDOC_UNKNOWN_TERMINAL, HDOC_INCAPABLE_TERMINAL, HDOC_BACKGROUND };
// newterm, because initscr exits the process on an unknown TERM. `wake_fd` is written to when a signal asks for attention.
enum hdoc_open_result hdoc_open(const char *_Nonnull type, bool use_color, int wake_fd);
// Back to the shell for good, and for a while.
void hdoc_close(void);
void hdoc_leave(void);
// Waits, stopped, while the job is in the background. False where it is there for ever: the terminal is gone.
bool hdoc_return(void);
// Stops the whole job as Ctrl-Z does in a shell; returns when it goes on. To be called between leave and return.
void hdoc_stop_job(void);
// Asks the kernel how large the window is and tells curses; true where that has changed.
bool hdoc_resize(void);
int hdoc_rows(void);
int hdoc_columns(void);

// Drawing.
enum { HDOC_BOLD = 1, HDOC_DIM = 2, HDOC_UNDERLINE = 4, HDOC_REVERSE = 8 };
// 0 where there is no colour; else the number of colours, 8 and more.
int hdoc_colors(void);
// Pair 1 and up; colour -1 is the terminal's own. False where the terminal has no more pairs.
bool hdoc_set_pair(int pair, int foreground, int background);
// A base and up to four marks.
void hdoc_put(int row, int column, const uint32_t *_Nonnull scalars, int count, unsigned attributes, int pair);
void hdoc_show(int cursor_row, int cursor_column, bool shows_cursor);
void hdoc_repaint(void);
// Bytes that curses must not see, such as OSC 52.
void hdoc_write(const char *_Nonnull bytes, int count);

// Input.
enum { HDOC_INPUT = 1, HDOC_WOKEN = 2, HDOC_HANGUP = 4 };
// Waits for the keyboard and `wake_fd`, for ever where milliseconds is negative. Returns the bits above, none when the time is over.
int hdoc_wait(int wake_fd, int milliseconds);

// Reads what has arrived, at most `capacity` bytes; never waits. Bytes and not characters: get_wch loses a character whose bytes
// arrive in two reads, and all that comes with it.
int hdoc_read(uint8_t *_Nonnull bytes, int capacity);
// A string of the open terminal's description, such as what its key `kcuu1` sends; NULL where it has none.
const char *_Nullable hdoc_capability(const char *_Nonnull name);

#endif
