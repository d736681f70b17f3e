// The threads on which Swift's tasks run. Swift's own executor on Linux is libdispatch, which starts a timer with its first task and then
// wakes once a second until the process ends, to see whether its threads are stuck. These threads wake for a task only.
#ifndef HDOC_TASK_THREADS_H
#define HDOC_TASK_THREADS_H

// To be called once, before the first task. Tasks then run in the order in which they are enqueued, whatever their priority.
void hdoc_task_threads_install(void);

// From now on, large pieces of memory go back to the system when they are released. Otherwise the C library keeps ever larger ones.
void hdoc_memory_return(void);

#endif
