// The interface to ncurses for Swift. Swift cannot import <curses.h> itself: its attributes, colours and key codes are macros, stdscr,
// LINES and COLS are global variables, and several functions are variadic.
//
// One thread may use these functions at a time, except where a comment says otherwise.
#ifndef HDOC_CNCURSES_SHIM_H
#define HDOC_CNCURSES_SHIM_H

#include <stdbool.h>
#include <stdint.h>

// Uses the environment's locale for characters, or C.UTF-8 if that locale is missing or not UTF-8. Before this call, curses and
// wcwidth treat every non-ASCII character as unprintable.
void hdoc_use_locale(void);
// The name of the locale's character set, such as "UTF-8".
const char *_Nonnull hdoc_character_set(void);
// Whether the C library of this machine gives the character this width in columns.
bool hdoc_has_columns(uint32_t scalar, int columns);

// The screen.
bool hdoc_is_terminal(int fd);
enum hdoc_open_result { HDOC_OPENED, HDOC_UNKNOWN_TERMINAL, HDOC_INCAPABLE_TERMINAL, HDOC_BACKGROUND };
// Opens the screen on a terminal of this type. It uses newterm, because initscr exits the process if TERM is unknown. Signals that
// need attention write to `wake_fd`. `modes_on` is written to the terminal whenever the screen is opened or returned to, `modes_off` whenever
// it is left, in whatever way; at most 127 bytes each.
enum hdoc_open_result hdoc_open(
    const char *_Nonnull type, bool use_color, int wake_fd, const char *_Nonnull modes_on, const char *_Nonnull modes_off);
// Replaces both, and writes `now` to the terminal, which begins what is new in them.
void hdoc_set_modes(const char *_Nonnull modes_on, const char *_Nonnull modes_off, const char *_Nonnull now);
// From now on, each frame is enclosed in the sequences of synchronized output.
void hdoc_set_synchronized(bool is_on);
// Leave the screen: hdoc_close for good, hdoc_leave until hdoc_return.
void hdoc_close(void);
void hdoc_leave(void);
// Returns to the screen after hdoc_leave. While the job is in the background, the process is stopped. False if the job stays in the
// background and cannot be stopped: the terminal is lost.
bool hdoc_return(void);
// Stops the whole job as Ctrl-Z does in a shell; returns when it is continued. To be called between hdoc_leave and hdoc_return.
void hdoc_stop_job(void);
// Reads the window size from the kernel and passes it to curses. True if the size has changed.
bool hdoc_resize(void);
int hdoc_rows(void);
int hdoc_columns(void);

// Drawing.
enum { HDOC_BOLD = 1, HDOC_DIM = 2, HDOC_UNDERLINE = 4, HDOC_REVERSE = 8 };
// The number of colours, at least 8; 0 if the terminal has no colours.
int hdoc_colors(void);
// The number of colours of terminals of this type: 0 without colours, -1 if the type is unknown. Must not be called while a screen is open.
int hdoc_type_colors(const char *_Nonnull type);
// Defines a colour pair, numbered from 1. The colour -1 is the terminal's default. False if the terminal has no more pairs.
bool hdoc_set_pair(int pair, int foreground, int background);
// Puts a character into a cell: a base scalar and up to four combining marks.
void hdoc_put(int row, int column, const uint32_t *_Nonnull scalars, int count, unsigned attributes, int pair);
// Puts `count` characters beside each other, each of one scalar and one column, from this column on.
void hdoc_put_run(int row, int column, const uint32_t *_Nonnull scalars, int count, unsigned attributes, int pair);
// Sends the difference to the last frame, then the `count` bytes `last`.
void hdoc_show(int cursor_row, int cursor_column, bool shows_cursor, const char *_Nonnull last, int count);
// The next frame sends this row completely.
void hdoc_redraw_row(int row);
void hdoc_repaint(void);
// Writes bytes to the terminal without curses, such as an OSC 52 sequence.
void hdoc_write(const char *_Nonnull bytes, int count);

// Input.
enum { HDOC_INPUT = 1, HDOC_WOKEN = 2, HDOC_HANGUP = 4 };
// Waits for standard input and `wake_fd`, without a limit if `milliseconds` is negative. Returns the bits above; 0 if the time is over.
int hdoc_wait(int wake_fd, int milliseconds);

// Reads the bytes that have arrived, at most `capacity`, and never waits. Returns their number. hdoc does not use get_wch, because it
// loses a character, and the input after it, if the bytes of the character arrive in two reads.
int hdoc_read(uint8_t *_Nonnull bytes, int capacity);
// From now on, standard input is read byte by byte, so that a reader of one line takes nothing of the next one.
void hdoc_input_unbuffered(void);
// A string of the open terminal's description, such as `kcuu1`, the sequence of the Up key; NULL if it has none.
const char *_Nullable hdoc_capability(const char *_Nonnull name);

#endif
