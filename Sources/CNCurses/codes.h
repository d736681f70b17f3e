// Codes for key sequences that curses does not know by itself: far above those it gives to a terminal's extended keys.
enum { HDOC_CODE_PASTE_BEGIN = 0x1000, HDOC_CODE_PASTE_END, HDOC_CODE_MOUSE, HDOC_CODE_MOUSE_OLD };
