#include "guard.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const char brackets_on[] = "\033[?2004h";
static const char brackets_off[] = "\033[?2004l";

static int input = -1;
static bool uses_brackets;
static struct termios line_modes, key_modes;
static struct sigaction old_stop;

static void enter(void) {
    tcsetattr(input, TCSANOW, &key_modes);
    if (uses_brackets) hdoc_write_briefly(brackets_on, sizeof brackets_on - 1);
}

static void leave(void) {
    if (uses_brackets) hdoc_write_briefly(brackets_off, sizeof brackets_off - 1);
    tcsetattr(input, TCSANOW, &line_modes);
}

// Handles Ctrl-Z: the shell gets the terminal as it was, and key mode begins again when the job continues.
static void stop(int number) {
    int saved = errno;
    struct sigaction stopping;
    leave();
    sigaction(number, &old_stop, &stopping);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    sigaction(number, &stopping, NULL);
    enter();
    errno = saved;
}

bool hdoc_keys_begin(int fd, bool brackets) {
    if (input >= 0 || tcgetattr(fd, &line_modes) < 0) return false;
    size_t length = brackets ? sizeof brackets_off - 1 : 0;
    if (!hdoc_guard_arm_keys(fd, STDERR_FILENO, brackets_off, length)) return false;
    input = fd;
    uses_brackets = brackets;
    key_modes = line_modes;
    key_modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    sigaction(SIGTSTP, NULL, &old_stop);
    if (old_stop.sa_handler == SIG_DFL) {
        struct sigaction action = { .sa_handler = stop, .sa_flags = SA_RESTART };
        sigemptyset(&action.sa_mask);
        sigaction(SIGTSTP, &action, NULL);
    }
    enter();
    return true;
}

void hdoc_keys_end(void) {
    if (input < 0) return;
    leave();
    sigaction(SIGTSTP, &old_stop, NULL);
    hdoc_guard_disarm(true);
    input = -1;
}
