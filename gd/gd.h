// The C half of the binding: what Go asks of it, and what it asks of Go.
#ifndef GD_GD_H
#define GD_GD_H

#include "godot.h"

enum {
	GD_MAX_VARARGS = 8, // of a vararg method: a script's array may come as its arguments
	GD_FIELDS = 16, // what a frame holds of a Dictionary at a time
	GD_SHORT_BYTES = 1280, // a packet of a game, mostly
};

// Types beside Variant's own, for parameters and results.
enum {
	GD_VARIANT = -1, // of any type
	// Two arguments of a virtual method that are one to us:
	GD_BUFFER = -2, // const uint8_t *buffer, int size
	GD_BUFFER_OUT = -3, // const uint8_t **buffer, int32_t *size
};

// A cell that holds GD_ASK_GO is not published: the call goes to Go.
#define GD_ASK_GO INT64_MIN

// gd_instance is an instance of a class of ours: what the engine holds of it.
typedef struct {
	int64_t self; // what Go knows it by, see instance.go
	void *owner; // the engine's side of it
	// The packet that a GD_BUFFER_OUT was given last. It stays until the next.
	uint8_t *buffer;
	int64_t buffer_room;
} gd_instance;

// GD_INEXACT stands for an int that a script gave as a float of 2^53 or more:
// its last digits are lost. It is a number that no script has another use for.
#define GD_INEXACT (INT64_MIN + 1)

// gd_arg is an argument as Go sees it: a number (int, bool, the bits of a
// float), bytes that stay where the engine has them, an object, or the address
// of the engine's value, for gd_arg_value. They are valid only during the call.
typedef struct {
	int32_t type;
	int32_t owned; // bytes were copied to the heap for this call
	int64_t number; // or the count of bytes
	const void *bytes;
} gd_arg;

// gd_field is an entry of a Dictionary that a call returns.
typedef struct {
	int32_t key; // see gd_key
	int32_t type; // GD_VARIANT for value.variant
	union {
		int64_t number;
		gd_string string;
		gd_packed packed;
		gd_variant variant;
	} value;
} gd_field;

// gd_frame is one call from Godot. It lives on the caller's stack, in C: Go
// reads the arguments from it and writes the result into it, so that a call
// crosses between the languages once.
typedef struct {
	int32_t method;
	int32_t argc;
	gd_arg *args;
	gd_instance *instance;
	int32_t recorded; // it is not C's but a test's, see record.go
	int32_t on_main_thread;
	int32_t bad_arg; // 1 + the index of an argument whose type is refused, else 0
	int32_t bad_type; // the type that was expected
	int32_t result_type;
	int32_t field_count;
	int32_t result_made; // result.variant is the result, or the part of it that is not in fields
	int32_t buffer_size; // of what a GD_BUFFER_OUT gets
	union {
		int64_t number;
		gd_string string;
		gd_packed packed;
		void *object;
		gd_variant variant;
	} result;
	gd_field fields[GD_FIELDS];
	// Short bytes for one field travel in the frame: copying them twice is
	// cheaper than crossing to C for them.
	int32_t short_field; // its index, or -1
	int32_t short_len;
	uint8_t short_bytes[GD_SHORT_BYTES];
} gd_frame;

// gd_value is a value on its way between Go and the engine, where there is time.
typedef struct {
	int32_t type;
	int64_t number; // int, bool, float bits; or the count of bytes, elements or entries
	const void *bytes; // of a string or bytes; or the object; or the elements
} gd_value;

typedef struct {
	const char *name;
	int32_t type;
	const char *class_name; // of an enum or an object, else ""
	int32_t hint;
	const char *hint_string;
	int32_t has_default;
	gd_value default_value;
} gd_param;

// gd_method is a method of a class, or a virtual one of its base.
typedef struct {
	gd_string_name name;
	int32_t index;
	int32_t result_type; // GD_NIL for none
	int32_t vararg;
	int32_t argc;
	int32_t required;
	int32_t *types;
	gd_variant *defaults;
	uint32_t hash; // of a virtual method: its signature
	// A result that is published in memory and answered without Go: cells[0],
	// or cells[args[cell_arg]]. A method that returns a Dictionary is answered
	// {} while the cell is 0.
	const int64_t *cells;
	int64_t cell_count;
	int32_t cell_arg; // the argument that chooses the cell
} gd_method;

typedef struct gd_class {
	gd_string_name name, base;
	const struct gd_class *parent; // if that is a class of ours, else NULL
	int32_t index;
	int32_t virtual_count;
	gd_method **virtuals;
} gd_class;

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
void gd_frame_value(gd_frame *frame, int32_t key, const gd_value *value);
void gd_frame_spill(gd_frame *frame);
void gd_frame_buffer(gd_frame *frame, const void *bytes, int64_t len);
void gd_arg_value(const gd_arg *arg, gd_value *value);
void gd_free_value(gd_value *value);
void gd_free_key_table(void);
void gd_value_init(void);

// class.c
gd_class *gd_new_class(const char *name, const char *base, const gd_class *parent, int32_t index);
void gd_register_class(gd_class *class, bool abstract, bool creatable);
void gd_unregister_class(gd_class *class);
void gd_register_enum_constant(gd_class *class, const char *enum_name, const char *name, int64_t value);
void gd_register_signal(gd_class *class, const char *name, int32_t argc, const gd_param *args);
gd_method *gd_new_method(const char *name, int32_t index, int32_t result_type, bool vararg, int32_t argc,
		const gd_param *params);
void gd_register_method(gd_class *class, gd_method *method, const char *result_class, const gd_param *params);
void gd_register_property(gd_class *class, const gd_param *property, const char *setter, const char *getter);
void gd_add_virtual(gd_class *class, gd_method *method, uint32_t hash);
int64_t *gd_new_cells(int64_t count); // never freed
void gd_publish(gd_method *method, const int64_t *cells, int64_t count, int32_t arg);
void gd_free_method(gd_method *method);
void *gd_instantiate(gd_class *class);
bool gd_is_ref_counted(const void *object);
void gd_retain(void *object);
void gd_free_object(void *object);
void gd_protect(void *object);

// call.c
void gd_on_call(void *method, void *instance, const gd_variant *const *args, int64_t argc, gd_variant *ret,
		gd_call_error *error);
void gd_on_ptrcall(void *method, void *instance, const void *const *args, void *ret);
void gd_on_virtual(void *instance, const gd_string_name *name, void *method, const void *const *args, void *ret);

// object.c: the slow, general way into the engine, for start-up, errors and
// signals
void gd_object_call(void *object, const char *method, int32_t argc, const gd_value *args, gd_value *ret,
		gd_call_error *error);
void gd_disconnect_all(void *object);
void *gd_singleton(const char *name);
void gd_utility_message(const char *function, const char *utf8, int64_t len);
void gd_add_help(const char *xml, int64_t len);

#endif
