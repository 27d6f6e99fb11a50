// Which thread a call is on.
#ifndef GD_THREAD_H
#define GD_THREAD_H

#include <stdbool.h>

#ifdef _WIN32
#include <windows.h>
typedef DWORD gd_thread;
#define gd_this_thread GetCurrentThreadId
#else
#include <pthread.h>
typedef pthread_t gd_thread;
#define gd_this_thread pthread_self
#endif

extern gd_thread gd_main_thread;

static inline bool gd_is_main_thread(void) { return gd_main_thread == gd_this_thread(); }

#endif
