#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "guard.h"
#include "shim.h"
#include "output.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

static SCREEN *screen;
// The sequences that switch modes of the terminal on and off, which curses does not know. They are written directly.
static char modes_on[128];
static char modes_off[128];
static bool is_synchronized;
static const char begin_frame[] = "\033[?2026h";
static const char end_frame[] = "\033[?2026l";

bool hdoc_is_terminal(int fd) { return isatty(fd); }

// Appends a capability without its padding, which only hardware terminals need. Returns the new length.
static size_t append(char *buffer, size_t used, size_t capacity, const char *text) {
    if (text == NULL || text == (const char *)-1) return used;
    while (*text != '\0' && used < capacity) {
        const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
        if (end != NULL) {
            text = end + 1;
        } else {
            buffer[used++] = *text++;
        }
    }
    return used;
}

static bool has(const char *capability) {
    const char *text = tigetstr(capability);
    return text != NULL && text != (const char *)-1;
}

static int window_rows(void) {
    struct winsize window;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_row > 0 ? window.ws_row : lines > 0 ? lines : 24;
}

// Appends a move to the last line, which is cleared. Without an alternate screen, the shell continues on that line.
static size_t append_last_line(char *buffer, size_t used, size_t capacity) {
    char *cup = tigetstr("cup");
    if (cup == NULL || cup == (char *)-1) return append(buffer, used, capacity, "\r\n");
    used = append(buffer, used, capacity, tparm(cup, window_rows() - 1, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
    return append(buffer, used, capacity, tigetstr("el"));
}

// Clears the last line on a terminal without an alternate screen, where curses leaves text on it.
static void clear_last_line(void) {
    if (has("rmcup")) return;
    char line[64];
    hdoc_write(line, (int)append_last_line(line, 0, sizeof line));
}

static size_t reset_sequence(char *buffer, size_t capacity) {
    const char *leave = tigetstr("rmcup");
    size_t used = append(buffer, 0, capacity, is_synchronized ? end_frame : "");
    used = append(buffer, used, capacity, modes_off);
    used = append(buffer, used, capacity, tigetstr("op"));
    used = append(buffer, used, capacity, tigetstr("sgr0"));
    used = append(buffer, used, capacity, tigetstr("cnorm"));
    used = append(buffer, used, capacity, tigetstr("rmkx"));
    if (leave != NULL && leave != (const char *)-1) return append(buffer, used, capacity, leave);
    return append_last_line(buffer, used, capacity);
}

static void write_text(const char *text) { hdoc_write(text, (int)strlen(text)); }

static void renew_reset(void) {
    char reset[512];
    hdoc_guard_set_reset(reset, reset_sequence(reset, sizeof reset));
}

static void set_modes(bool use_color) {
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    // Makes the terminal send the key sequences of its description. hdoc reads the keys itself, not through curses.
    keypad(stdscr, TRUE);
    // Draw each frame completely, even if more input is waiting.
    typeahead(-1);
    if (use_color && has_colors()) {
        start_color();
        use_default_colors();
    }
}

static void keep_modes(const char *on, const char *off) {
    snprintf(modes_on, sizeof modes_on, "%s", on);
    snprintf(modes_off, sizeof modes_off, "%s", off);
}

void hdoc_set_modes(const char *on, const char *off, const char *now) {
    keep_modes(on, off);
    // Before `now`: however the process ends, the modes are switched off again.
    renew_reset();
    write_text(now);
}

void hdoc_set_synchronized(bool is_on) {
    is_synchronized = is_on;
    renew_reset();
}

enum hdoc_open_result hdoc_open(const char *type, bool use_color, int wake_fd, const char *on, const char *off) {
    // A process that was started with `&` must not draw over the shell.
    if (!hdoc_guard_await_foreground()) return HDOC_BACKGROUND;
    int error;
    if (setupterm(type, STDOUT_FILENO, &error) != OK) return error == 1 ? HDOC_INCAPABLE_TERMINAL : HDOC_UNKNOWN_TERMINAL;
    is_synchronized = false;
    keep_modes(on, off);
    char reset[512];
    size_t length = reset_sequence(reset, sizeof reset);
    bool is_capable = has("cup") && has("clear");
    del_curterm(cur_term);
    if (!is_capable) return HDOC_INCAPABLE_TERMINAL;
    fflush(stdout);
    if (!hdoc_guard_arm(reset, length, wake_fd)) return HDOC_INCAPABLE_TERMINAL;
    FILE *output = hdoc_output_open();
    screen = output == NULL ? NULL : newterm(type, output, stdin);
    if (screen == NULL) {
        hdoc_output_close();
        hdoc_guard_disarm(true);
        return HDOC_UNKNOWN_TERMINAL;
    }
    set_modes(use_color);
    hdoc_stderr_capture();
    write_text(modes_on);
    return HDOC_OPENED;
}

void hdoc_close(void) {
    if (screen == NULL) return;
    if (!isendwin()) hdoc_leave();
    hdoc_guard_disarm(true);
    delscreen(screen);
    hdoc_output_close();
    screen = NULL;
}

void hdoc_leave(void) {
    write_text(modes_off);
    endwin();
    clear_last_line();
    hdoc_guard_disarm(false);
    hdoc_stderr_release();
}

bool hdoc_return(void) {
    if (!hdoc_guard_await_foreground()) return false;
    hdoc_guard_rearm();
    hdoc_stderr_capture();
    reset_prog_mode();
    hdoc_resize();
    clearok(curscr, TRUE);
    doupdate();
    write_text(modes_on);
    return true;
}

void hdoc_stop_job(void) { hdoc_guard_stop_job(); }

bool hdoc_resize(void) {
    struct winsize window;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) < 0 || window.ws_row == 0 || window.ws_col == 0) return false;
    if (!is_term_resized(window.ws_row, window.ws_col)) return false;
    if (resizeterm(window.ws_row, window.ws_col) != OK) return false;
    renew_reset();
    return true;
}

const char *hdoc_capability(const char *name) {
    const char *text = tigetstr(name);
    return text == (const char *)-1 ? NULL : text;
}

int hdoc_rows(void) { return getmaxy(stdscr); }
int hdoc_columns(void) { return getmaxx(stdscr); }

int hdoc_type_colors(const char *type) {
    int error;
    if (!*type || setupterm(type, STDOUT_FILENO, &error) != OK) return -1;
    int colors = tigetnum("colors");
    del_curterm(cur_term);
    return colors > 0 ? colors : 0;
}

int hdoc_colors(void) { return COLOR_PAIRS > 1 && COLORS >= 8 ? COLORS : 0; }

bool hdoc_set_pair(int pair, int foreground, int background) {
    return pair < COLOR_PAIRS && init_extended_pair(pair, foreground, background) == OK;
}

static attr_t look(unsigned attributes) {
    return (attributes & HDOC_BOLD ? A_BOLD : 0) | (attributes & HDOC_DIM ? A_DIM : 0)
        | (attributes & HDOC_UNDERLINE ? A_UNDERLINE : 0) | (attributes & HDOC_REVERSE ? A_REVERSE : 0);
}

void hdoc_put(int row, int column, const uint32_t *scalars, int count, unsigned attributes, int pair) {
    wchar_t text[CCHARW_MAX + 1] = { 0 };
    for (int i = 0; i < count && i < CCHARW_MAX; i++) text[i] = (wchar_t)scalars[i];
    cchar_t cell;
    if (setcchar(&cell, text, look(attributes), (short)pair, NULL) == OK) mvadd_wch(row, column, &cell);
}

void hdoc_put_run(int row, int column, const uint32_t *scalars, int count, unsigned attributes, int pair) {
    enum { MOST = 256 };
    cchar_t cells[MOST];
    attr_t style = look(attributes);
    while (count > 0) {
        int taken = count < MOST ? count : MOST;
        for (int i = 0; i < taken; i++) {
            wchar_t text[2] = { (wchar_t)scalars[i], 0 };
            if (setcchar(&cells[i], text, style, (short)pair, NULL) != OK) return;
        }
        mvadd_wchnstr(row, column, cells, taken);
        scalars += taken;
        column += taken;
        count -= taken;
    }
}

void hdoc_redraw_row(int row) { wredrawln(stdscr, row, 1); }

void hdoc_show(int cursor_row, int cursor_column, bool shows_cursor, const char *last, int count) {
    hdoc_stderr_trim();
    hdoc_output_gather();
    move(cursor_row, cursor_column);
    curs_set(shows_cursor);
    wnoutrefresh(stdscr);
    doupdate();
    hdoc_output_send(last, (size_t)count, is_synchronized ? begin_frame : "", is_synchronized ? end_frame : "");
}

void hdoc_repaint(void) { clearok(curscr, TRUE); }

void hdoc_write(const char *bytes, int count) { hdoc_write_all(bytes, (size_t)count); }
