#ifndef HDOC_FUZZER_H
#define HDOC_FUZZER_H

#include <stddef.h>
#include <stdint.h>

/// libFuzzer's driver, which the option -sanitize=fuzzer links. It runs `callback` with one input after the other.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));

#endif
