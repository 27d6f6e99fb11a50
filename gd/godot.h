// The slice of Godot's GDExtension interface that this binding uses, in our
// own words. Names and layouts are Godot's (4.5 and later); the engine prints
// all of it with --dump-gdextension-interface.
#ifndef GD_GODOT_H
#define GD_GODOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t gd_bool;

// Values of the engine, by the size that they have in 64-bit builds with
// single-precision floats, the builds that Godot ships.
typedef struct { uint64_t opaque; } gd_string;
typedef struct { uint64_t opaque; } gd_string_name;
typedef struct { uint64_t opaque; } gd_dictionary;
typedef struct { uint64_t opaque; } gd_array;
typedef struct { uint64_t opaque[2]; } gd_packed; // any Packed…Array
typedef struct { uint64_t opaque[3]; } gd_variant;

enum {
	GD_NIL = 0,
	GD_BOOL = 1,
	GD_INT = 2,
	GD_FLOAT = 3,
	GD_STRING = 4,
	GD_STRING_NAME = 21,
	GD_OBJECT = 24,
	GD_DICTIONARY = 27,
	GD_ARRAY = 28,
	GD_PACKED_BYTE_ARRAY = 29,
	GD_PACKED_INT32_ARRAY = 30,
	GD_PACKED_INT64_ARRAY = 31,
	GD_PACKED_FLOAT32_ARRAY = 32,
	GD_PACKED_FLOAT64_ARRAY = 33,
	GD_PACKED_STRING_ARRAY = 34,
	GD_PACKED_COLOR_ARRAY = 37,
	GD_PACKED_VECTOR4_ARRAY = 38,
	GD_TYPES = 39,
};

enum {
	GD_CALL_OK = 0,
	GD_CALL_INVALID_METHOD = 1,
	GD_CALL_INVALID_ARGUMENT = 2,
	GD_CALL_TOO_MANY_ARGUMENTS = 3,
	GD_CALL_TOO_FEW_ARGUMENTS = 4,
	GD_CALL_INSTANCE_IS_NULL = 5,
};

typedef struct {
	int32_t error;
	int32_t argument;
	int32_t expected;
} gd_call_error;

typedef struct {
	int32_t type;
	gd_string_name *name;
	gd_string_name *class_name;
	uint32_t hint;
	gd_string *hint_string;
	uint32_t usage;
} gd_property_info;

enum {
	GD_USAGE_DEFAULT = 6,
	GD_USAGE_CLASS_IS_ENUM = 1 << 16,
	GD_USAGE_NIL_IS_VARIANT = 1 << 17,
};

enum { GD_METHOD_NORMAL = 1, GD_METHOD_VARARG = 16 };
enum { GD_METADATA_NONE = 0, GD_METADATA_INT64 = 4 };

typedef void (*gd_method_call)(void *userdata, void *instance, const gd_variant *const *args, int64_t argc,
		gd_variant *ret, gd_call_error *error);
typedef void (*gd_method_ptrcall)(void *userdata, void *instance, const void *const *args, void *ret);

typedef struct {
	gd_string_name *name;
	void *userdata;
	gd_method_call call;
	gd_method_ptrcall ptrcall;
	uint32_t flags;
	gd_bool has_return;
	gd_property_info *return_info;
	int32_t return_metadata;
	uint32_t argc;
	gd_property_info *args;
	int32_t *args_metadata;
	uint32_t default_count;
	gd_variant **defaults;
} gd_method_info;

typedef struct {
	gd_bool is_virtual;
	gd_bool is_abstract;
	gd_bool is_exposed;
	gd_bool is_runtime;
	const gd_string *icon_path;
	void *unused[7]; // set, get, property lists: none of them here
	void (*notification)(void *instance, int32_t what, gd_bool reversed);
	void *unused_either[3]; // to_string, reference
	void *(*create_instance)(void *class_userdata, gd_bool notify_postinitialize);
	void (*free_instance)(void *class_userdata, void *instance);
	void *recreate_instance;
	void *get_virtual; // without data for the call
	void *(*get_virtual_call_data)(void *class_userdata, const gd_string_name *name, uint32_t hash);
	void (*call_virtual_with_data)(void *instance, const gd_string_name *name, void *data, const void *const *args,
			void *ret);
	void *class_userdata;
} gd_class_info;

// GD_NOTIFICATION_PREDELETE is what an object hears that is about to be freed.
enum { GD_NOTIFICATION_PREDELETE = 1 };

typedef struct {
	int32_t minimum_level;
	void *userdata;
	void (*initialize)(void *userdata, int32_t level);
	void (*deinitialize)(void *userdata, int32_t level);
} gd_initialization;

enum { GD_LEVEL_SCENE = 2, GD_LEVEL_EDITOR = 3 };

typedef struct {
	void (*startup)(void);
	void (*shutdown)(void);
	void (*frame)(void);
} gd_main_loop_callbacks;

typedef void (*gd_function)(void);
typedef gd_function (*gd_get_proc_address)(const char *name);

typedef void (*gd_constructor)(void *self, const void *const *args);
typedef void (*gd_destructor)(void *self);
typedef void (*gd_builtin_method)(void *self, const void *const *args, void *ret, int32_t argc);
typedef void (*gd_utility)(void *ret, const void *const *args, int32_t argc);
typedef void (*gd_to_variant)(gd_variant *variant, const void *value);
typedef void (*gd_from_variant)(void *value, const gd_variant *variant);
typedef void *(*gd_variant_pointer)(const gd_variant *variant);

// Every function of the interface that the binding calls: its name, what it
// returns and takes. interface.c turns the list into the table `godot`.
#define GD_INTERFACE(F) \
	F(get_library_path, void, (void *library, gd_string *path)) \
	F(global_get_singleton, void *, (const gd_string_name *)) \
	F(register_main_loop_callbacks, void, (void *library, const gd_main_loop_callbacks *)) \
	F(string_name_new_with_utf8_chars_and_len, void, (gd_string_name *, const char *, int64_t)) \
	F(string_new_with_utf8_chars_and_len2, int64_t, (gd_string *, const char *, int64_t)) \
	F(string_to_utf8_chars, int64_t, (const gd_string *, char *, int64_t)) \
	F(variant_new_nil, void, (gd_variant *)) \
	F(variant_destroy, void, (gd_variant *)) \
	F(variant_get_type, int32_t, (const gd_variant *)) \
	F(variant_can_convert_strict, gd_bool, (int32_t from, int32_t to)) \
	F(variant_call, void, (gd_variant *self, const gd_string_name *method, const gd_variant *const *args, int64_t argc, gd_variant *ret, gd_call_error *)) \
	F(get_variant_from_type_constructor, gd_to_variant, (int32_t type)) \
	F(get_variant_to_type_constructor, gd_from_variant, (int32_t type)) \
	F(variant_get_ptr_internal_getter, gd_variant_pointer, (int32_t type)) \
	F(variant_get_ptr_constructor, gd_constructor, (int32_t type, int32_t index)) \
	F(variant_get_ptr_destructor, gd_destructor, (int32_t type)) \
	F(variant_get_ptr_builtin_method, gd_builtin_method, (int32_t type, const gd_string_name *, int64_t hash)) \
	F(variant_get_ptr_utility_function, gd_utility, (const gd_string_name *, int64_t hash)) \
	F(packed_byte_array_operator_index, uint8_t *, (gd_packed *, int64_t)) \
	F(packed_byte_array_operator_index_const, const uint8_t *, (const gd_packed *, int64_t)) \
	F(packed_int32_array_operator_index, void *, (gd_packed *, int64_t)) \
	F(packed_int64_array_operator_index, void *, (gd_packed *, int64_t)) \
	F(packed_float32_array_operator_index, void *, (gd_packed *, int64_t)) \
	F(packed_float64_array_operator_index, void *, (gd_packed *, int64_t)) \
	F(packed_string_array_operator_index, gd_string *, (gd_packed *, int64_t)) \
	F(packed_int32_array_operator_index_const, const void *, (const gd_packed *, int64_t)) \
	F(packed_int64_array_operator_index_const, const void *, (const gd_packed *, int64_t)) \
	F(packed_float32_array_operator_index_const, const void *, (const gd_packed *, int64_t)) \
	F(packed_float64_array_operator_index_const, const void *, (const gd_packed *, int64_t)) \
	F(packed_string_array_operator_index_const, const gd_string *, (const gd_packed *, int64_t)) \
	F(dictionary_operator_index, gd_variant *, (gd_dictionary *, const gd_variant *key)) \
	F(dictionary_operator_index_const, const gd_variant *, (const gd_dictionary *, const gd_variant *key)) \
	F(array_operator_index, gd_variant *, (gd_array *, int64_t)) \
	F(array_operator_index_const, const gd_variant *, (const gd_array *, int64_t)) \
	F(ref_set_object, void, (void *ref, void *object)) \
	F(object_cast_to, void *, (const void *object, void *class_tag)) \
	F(classdb_get_class_tag, void *, (const gd_string_name *)) \
	F(classdb_get_method_bind, void *, (const gd_string_name *class_name, const gd_string_name *method, int64_t hash)) \
	F(object_method_bind_ptrcall, void, (void *method_bind, void *object, const void *const *args, void *ret)) \
	F(object_set_instance, void, (void *object, const gd_string_name *class_name, void *instance)) \
	F(object_destroy, void, (void *object)) \
	F(classdb_construct_object2, void *, (const gd_string_name *)) \
	F(classdb_register_extension_class5, void, (void *library, const gd_string_name *name, const gd_string_name *parent, const gd_class_info *)) \
	F(classdb_register_extension_class_method, void, (void *library, const gd_string_name *class_name, const gd_method_info *)) \
	F(classdb_register_extension_class_integer_constant, void, (void *library, const gd_string_name *class_name, const gd_string_name *enum_name, const gd_string_name *name, int64_t value, gd_bool bitfield)) \
	F(classdb_register_extension_class_signal, void, (void *library, const gd_string_name *class_name, const gd_string_name *name, const gd_property_info *args, int64_t argc)) \
	F(classdb_register_extension_class_property, void, (void *library, const gd_string_name *class_name, const gd_property_info *, const gd_string_name *setter, const gd_string_name *getter)) \
	F(classdb_unregister_extension_class, void, (void *library, const gd_string_name *name)) \
	F(editor_help_load_xml_from_utf8_chars_and_len, void, (const char *, int64_t))

typedef struct {
#define F(name, ret, params) ret (*name) params;
	GD_INTERFACE(F)
#undef F
} gd_interface;

extern gd_interface godot;

#endif
