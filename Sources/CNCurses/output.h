// Collects the output of curses, so that each frame reaches the terminal in one write. Without this, curses writes a frame in several
// pieces, which can flicker and needs more packets over a network.
#include <stdio.h>

// Opens the stream for newterm; NULL if the system refuses.
FILE *hdoc_output_open(void);
// After hdoc_output_gather, the output of curses is collected in memory; hdoc_output_send sends it to the terminal, and
// after it the `last_count` bytes `last`. If there is something to send, `before` and `after` enclose it.
void hdoc_output_gather(void);
void hdoc_output_send(const char *last, size_t last_count, const char *before, const char *after);
void hdoc_output_close(void);
