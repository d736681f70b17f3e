#define _GNU_SOURCE
#include "shim.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>

static bool is_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

void hdoc_use_locale(void) {
    // Only LC_CTYPE is set, so that the locale does not change numbers and messages.
    if (setlocale(LC_CTYPE, "") != NULL && is_utf8()) return;
    // The locale is unset, C, not installed, or not UTF-8. Terminals use UTF-8 nevertheless.
    static const char *const fallbacks[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8" };
    for (size_t i = 0; i < sizeof fallbacks / sizeof *fallbacks; i++) {
        if (setlocale(LC_CTYPE, fallbacks[i]) != NULL && is_utf8()) return;
    }
    setlocale(LC_CTYPE, "");
}

const char *hdoc_character_set(void) { return nl_langinfo(CODESET); }

bool hdoc_has_columns(uint32_t scalar, int columns) { return wcwidth((wchar_t)scalar) == columns; }
