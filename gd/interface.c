// Finding the engine's functions, and the life of the extension.
#define _GNU_SOURCE // dladdr
#include "gd.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <dlfcn.h>
#endif

#include "internal.h"
#include "thread.h"

#include "_cgo_export.h"

gd_interface godot;
static void *gd_library;
gd_thread gd_main_thread;

// stay_loaded keeps the library in memory when the engine is done with it: the
// threads of Go's runtime go on. (On Linux the linker's -z nodelete does that,
// too.)
static void stay_loaded(void) {
#ifdef _WIN32
	HMODULE self;
	GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (LPCWSTR)&gd_library, &self);
#else
	Dl_info self;
	if (dladdr(&gd_library, &self)) {
		dlopen(self.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
	}
#endif
}

bool gd_load_interface(void *get_proc_address, void *library, const char **missing) {
	gd_get_proc_address find = (gd_get_proc_address)get_proc_address;
	gd_library = library;
	stay_loaded();
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

bool gd_on_main_thread(void) { return gd_is_main_thread(); }

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
