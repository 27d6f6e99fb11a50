// The C half of the binding: what Go asks of it, and what it asks of Go.
#ifndef GD_GD_H
#define GD_GD_H

#include "godot.h"

enum {
	GD_MAX_ARGS = 8,
	GD_MAX_FIELDS = 16,
	GD_SHORT_BYTES = 1280, // a packet of a game, mostly
};

// A cell that holds GD_ASK_GO is not published: the call goes to Go.
#define GD_ASK_GO INT64_MIN

// GD_INEXACT stands for an int that a script gave as a float of 2^53 or more:
// its last digits are lost. It is a number that no script has another use for.
#define GD_INEXACT (INT64_MIN + 1)

// gd_arg is an argument as Go sees it: a number (int, bool, the bits of a
// float) or bytes that stay where the engine has them. They are valid only
// during the call.
typedef struct {
	int32_t type;
	int32_t owned; // bytes were copied to the heap for this call
	int64_t number; // or the count of bytes
	const void *bytes;
} gd_arg;

// gd_field is an entry of a Dictionary that a call returns.
typedef struct {
	int32_t key; // see gd_key
	int32_t type;
	union {
		int64_t number;
		gd_string string;
		gd_packed_bytes bytes;
	} value;
} gd_field;

// gd_frame is one call from Godot. It lives on the caller's stack, in C: Go
// reads the arguments from it and writes the result into it, so that a call
// crosses between the languages once.
typedef struct {
	int32_t method;
	int32_t argc;
	gd_arg args[GD_MAX_ARGS];
	int32_t bad_arg; // 1 + the index of an argument whose type is refused, else 0
	int32_t bad_type; // the type that was expected
	int32_t result_type;
	int32_t field_count;
	int32_t result_made; // result.variant is the result, made by gd_frame_value
	union {
		int64_t number;
		gd_string string;
		gd_variant variant;
	} result;
	gd_field fields[GD_MAX_FIELDS];
	// Short bytes for one field travel in the frame: copying them twice is
	// cheaper than crossing to C for them.
	int32_t short_field; // its index, or -1
	int32_t short_len;
	uint8_t short_bytes[GD_SHORT_BYTES];
} gd_frame;

typedef struct {
	const char *name;
	int32_t type;
	const char *class_name; // of an enum, else ""
	int32_t has_default;
	int64_t default_value; // of an int or bool
	const char *default_text; // of a String
} gd_param;

typedef struct {
	gd_string_name name;
	int32_t index;
	int32_t result_type; // GD_NIL for none, or for a vararg method any
	int32_t vararg;
	int32_t argc;
	int32_t required;
	int32_t types[GD_MAX_ARGS];
	gd_variant defaults[GD_MAX_ARGS];
	// A result that is published in memory and answered without Go: cells[0],
	// or cells[args[cell_arg]]. A method that returns a Dictionary is answered
	// {} while the cell is 0.
	const int64_t *cells;
	int64_t cell_count;
	int32_t cell_arg; // the argument that chooses the cell
} gd_method;

// interface.c
bool gd_load_interface(void *get_proc_address, void *library, const char **missing);
void gd_library_path(char *path, size_t size);
void gd_set_initialization(void *initialization);
void gd_register_main_loop(void);
bool gd_on_main_thread(void);

// value.c
int32_t gd_key(const char *name);
gd_string_name gd_name(const char *utf8, int64_t len);
void gd_frame_bytes(gd_frame *frame, int32_t key, const void *bytes, int64_t len);
void gd_frame_string(gd_frame *frame, int32_t key, const char *utf8, int64_t len);
void gd_free_key_table(void);
void gd_value_init(void);

// class.c
void gd_register_class(const char *name, const char *parent);
void gd_unregister_class(const char *name);
void gd_register_enum_constant(const char *class_name, const char *enum_name, const char *name, int64_t value);
void gd_register_signal(const char *class_name, const char *name, int32_t argc, const gd_param *args);
gd_method *gd_register_method(const char *class_name, const char *name, int32_t index, int32_t result_type,
		const char *result_class, bool vararg, int32_t argc, const gd_param *params);
void gd_register_property(const char *class_name, const char *name, int32_t type, const char *setter,
		const char *getter);
void gd_publish(gd_method *method, const int64_t *cells, int64_t count, int32_t arg);
void gd_free_method(gd_method *method);
void *gd_new_instance(const char *class_name);
void gd_free_instance(void *object);

// call.c
void gd_on_call(void *method, void *instance, const gd_variant *const *args, int64_t argc, gd_variant *ret, gd_call_error *error);
void gd_on_ptrcall(void *method, void *instance, const void *const *args, void *ret);

// object.c: the slow, general way into the engine, for start-up, errors,
// signals and results that are lists
typedef struct {
	int32_t type;
	int64_t number; // int, bool, float bits; or the count of bytes, elements or entries
	const void *bytes; // of a string or bytes; or the object; or the elements, gd_values
} gd_value;
void gd_frame_value(gd_frame *frame, const gd_value *value);
void gd_object_call(void *object, const char *method, int32_t argc, const gd_value *args, gd_value *ret,
		gd_call_error *error);
void gd_disconnect_all(void *object);
void *gd_singleton(const char *name);
void gd_utility_message(const char *function, const char *utf8, int64_t len);
void gd_add_help(const char *xml, int64_t len);

#endif
