// Gives every thread of the process a stack for signal handlers. After a stack overflow, a handler has no room on the thread's own stack:
// without another one, the kernel ends the process before the handler can restore the terminal.
//
// sigaltstack(2) affects only the calling thread, and the threads of libdispatch and libcurl are out of reach. Therefore this module
// defines pthread_create, which calls that of the C library. A program gets it by linking this module.
#ifndef HDOC_CRASH_STACK_H
#define HDOC_CRASH_STACK_H

#include <stdbool.h>

// Whether the calling thread has a stack for signal handlers.
bool hdoc_thread_has_crash_stack(void);

#endif
