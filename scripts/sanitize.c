// What scripts/sanitize.sh starts Godot with, so that the sanitizers in the
// addon's library work inside a Godot that was built without any.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sanitizer/lsan_interface.h>
#include <stdlib.h>

// The programs that Godot starts, such as xdg-user-dir, are none of ours.
__attribute__((constructor)) static void alone(void) { unsetenv("LD_PRELOAD"); }

// Godot opens extensions with RTLD_DEEPBIND, and AddressSanitizer ends a process
// that does: the library could find another malloc than everybody else.
//
// What the loader keeps for itself looks lost to LeakSanitizer, which knows the
// loader of a program but not that of one which it started, as godot.sh does.
void *dlopen(const char *path, int mode) {
	void *(*next)(const char *, int) = dlsym(RTLD_NEXT, "dlopen");
	__lsan_disable();
	void *library = next(path, mode & ~RTLD_DEEPBIND);
	__lsan_enable();
	return library;
}

// verify_asan_link_order=0: our dlopen has to be found before the sanitizer's.
// detect_stack_use_after_return=1: a call's frame and its short strings lie on
// C's stack, and Go must not keep them.
const char *__asan_default_options(void) { return "verify_asan_link_order=0:detect_stack_use_after_return=1"; }

const char *__ubsan_default_options(void) { return "print_stacktrace=1"; }

// fontconfig loses something in Godot's editor, which imports the project. And
// the loader keeps a bit for itself when a panic is told of.
const char *__lsan_default_suppressions(void) { return "leak:libfontconfig\nleak:ld-linux"; }
