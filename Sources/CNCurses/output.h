// Curses writes to the terminal after every move of its cursor. Its output goes through a descriptor of its own, so that one frame can
// be gathered in memory and reach the terminal in one piece: nothing tears, and over a network it is one packet.
#include <stdio.h>

// The stream for newterm; NULL where the system refuses.
FILE *hdoc_output_open(void);
// Between the two, what curses writes waits; the second call sends it.
void hdoc_output_gather(void);
void hdoc_output_send(void);
void hdoc_output_close(void);
