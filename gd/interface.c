// Finding the engine's functions, and the life of the extension.
#include "gd.h"

#ifdef _WIN32
#include <windows.h>
typedef DWORD gd_thread;
#define gd_this_thread GetCurrentThreadId
#else
#include <pthread.h>
typedef pthread_t gd_thread;
#define gd_this_thread pthread_self
#endif

#include "_cgo_export.h"

gd_interface godot;
static void *gd_library;
static gd_thread gd_main_thread;

bool gd_load_interface(void *get_proc_address, void *library, const char **missing) {
	gd_get_proc_address find = (gd_get_proc_address)get_proc_address;
	gd_library = library;
	gd_main_thread = gd_this_thread();
#define F(name, ret, params) \
	godot.name = (ret(*) params)find(#name); \
	if (!godot.name) { \
		*missing = #name; \
		return false; \
	}
	GD_INTERFACE(F)
#undef F
	return true;
}

void *gd_get_library(void) { return gd_library; }

bool gd_on_main_thread(void) {
#ifdef _WIN32
	return gd_main_thread == gd_this_thread();
#else
	return pthread_equal(gd_main_thread, gd_this_thread());
#endif
}

void gd_library_path(char *path, size_t size) {
	gd_string s;
	godot.get_library_path(gd_library, &s);
	int64_t n = godot.string_to_utf8_chars(&s, path, (int64_t)size - 1);
	path[n < (int64_t)size ? n : (int64_t)size - 1] = 0;
	godot.variant_get_ptr_destructor(GD_STRING)(&s);
}

static void on_initialize(void *userdata, int32_t level) { gdInitialize(level); }
static void on_deinitialize(void *userdata, int32_t level) { gdDeinitialize(level); }

void gd_set_initialization(void *initialization) {
	gd_initialization *init = initialization;
	init->minimum_level = GD_LEVEL_SCENE;
	init->userdata = NULL;
	init->initialize = on_initialize;
	init->deinitialize = on_deinitialize;
}

static void on_shutdown(void) { gdShutdown(); }
static void on_frame(void) { gdFrame(); }

void gd_register_main_loop(void) {
	gd_main_loop_callbacks callbacks = { NULL, on_shutdown, on_frame };
	godot.register_main_loop_callbacks(gd_library, &callbacks);
}
