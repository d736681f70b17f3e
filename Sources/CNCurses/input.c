#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "guard.h"
#include "shim.h"
#include "codes.h"

#include <curses.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

int hdoc_wait(int wake_fd, int milliseconds) {
    struct pollfd sources[] = { { .fd = STDIN_FILENO, .events = POLLIN }, { .fd = wake_fd, .events = POLLIN } };
    if (poll(sources, 2, milliseconds) <= 0) return 0;
    int result = 0;
    int unread = 0;
    if (sources[0].revents & POLLIN) {
        // Readable, yet nothing to read: the end. Taken for a key it would be found again at once, for ever.
        bool is_end = ioctl(STDIN_FILENO, FIONREAD, &unread) < 0 || unread == 0;
        result |= is_end ? HDOC_HANGUP : HDOC_INPUT;
    } else if (sources[0].revents != 0) {
        result |= HDOC_HANGUP;
    }
    if (sources[1].revents != 0) result |= HDOC_WOKEN;
    return result;
}

static uint32_t key(wint_t code) {
    switch (code) {
        case KEY_UP: return HDOC_KEY_UP;
        case KEY_DOWN: return HDOC_KEY_DOWN;
        case KEY_LEFT: return HDOC_KEY_LEFT;
        case KEY_RIGHT: return HDOC_KEY_RIGHT;
        case KEY_PPAGE: return HDOC_KEY_PAGE_UP;
        case KEY_NPAGE: return HDOC_KEY_PAGE_DOWN;
        case KEY_HOME: return HDOC_KEY_HOME;
        case KEY_END: return HDOC_KEY_END;
        case KEY_ENTER: return HDOC_KEY_ENTER;
        case KEY_BACKSPACE: return HDOC_KEY_BACKSPACE;
        case KEY_DC: return HDOC_KEY_DELETE;
        case KEY_IC: return HDOC_KEY_INSERT;
        case KEY_BTAB: return HDOC_KEY_BACK_TAB;
        case HDOC_CODE_PASTE_BEGIN: return HDOC_KEY_PASTE_BEGIN;
        case HDOC_CODE_PASTE_END: return HDOC_KEY_PASTE_END;
        case HDOC_CODE_MOUSE: return HDOC_KEY_MOUSE;
        case HDOC_CODE_MOUSE_OLD: return HDOC_KEY_MOUSE_OLD;
        default: return code > KEY_F0 && code <= KEY_F0 + 63 ? HDOC_KEY_F0 + (code - KEY_F0) : HDOC_KEY_OTHER;
    }
}

enum hdoc_input hdoc_read(uint32_t *value) {
    wint_t code;
    int kind = get_wch(&code);
    if (kind == ERR) return HDOC_NOTHING;
    *value = kind == KEY_CODE_YES ? key(code) : code;
    return kind == KEY_CODE_YES ? HDOC_KEY : HDOC_CHARACTER;
}
