#define _GNU_SOURCE
#include "shim.h"

#include <langinfo.h>
#include <locale.h>
#include <wchar.h>

void hdoc_use_locale(void) {
    // Characters only: numbers and sentences stay as the program writes them.
    setlocale(LC_CTYPE, "");
}

const char *hdoc_character_set(void) { return nl_langinfo(CODESET); }

bool hdoc_has_columns(uint32_t scalar, int columns) { return wcwidth((wchar_t)scalar) == columns; }
