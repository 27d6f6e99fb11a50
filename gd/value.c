// Strings, bytes and Dictionary keys.
#include "gd.h"

#include <stdlib.h>
#include <string.h>

#include "internal.h"

gd_value_functions gd_fn;

void gd_value_init(void) {
	for (int t = GD_BOOL; t < GD_TYPES; t++) {
		gd_fn.to_variant[t] = godot.get_variant_from_type_constructor(t);
		gd_fn.from_variant[t] = godot.get_variant_to_type_constructor(t);
		gd_fn.inside[t] = godot.variant_get_ptr_internal_getter(t);
		gd_fn.destroy[t] = godot.variant_get_ptr_destructor(t);
	}
	gd_fn.new_dictionary = godot.variant_get_ptr_constructor(GD_DICTIONARY, 0);
	gd_fn.new_bytes = godot.variant_get_ptr_constructor(GD_PACKED_BYTE_ARRAY, 0);
	gd_fn.new_string = godot.variant_get_ptr_constructor(GD_STRING, 0);
	gd_fn.new_array = godot.variant_get_ptr_constructor(GD_ARRAY, 0);
	gd_fn.new_bytes(&gd_fn.no_bytes, NULL);
	gd_string_name size = gd_name("size", 4), resize = gd_name("resize", 6);
	gd_fn.bytes_size = godot.variant_get_ptr_builtin_method(GD_PACKED_BYTE_ARRAY, &size, 3173160232);
	gd_fn.bytes_resize = godot.variant_get_ptr_builtin_method(GD_PACKED_BYTE_ARRAY, &resize, 848867239);
	gd_fn.array_size = godot.variant_get_ptr_builtin_method(GD_ARRAY, &size, 3173160232);
	gd_fn.array_resize = godot.variant_get_ptr_builtin_method(GD_ARRAY, &resize, 848867239);
	gd_fn.destroy[GD_STRING_NAME](&size);
	gd_fn.destroy[GD_STRING_NAME](&resize);
}

gd_string_name gd_name(const char *utf8, int64_t len) {
	gd_string_name name;
	godot.string_name_new_with_utf8_chars_and_len(&name, utf8, len);
	return name;
}

gd_string gd_new_string(const char *utf8, int64_t len) {
	gd_string s;
	godot.string_new_with_utf8_chars_and_len2(&s, utf8 ? utf8 : "", len);
	return s;
}

static void copy_bytes(gd_packed_bytes *array, const void *bytes, int64_t len) {
	if (len > 0) {
		const void *args[] = { &len };
		int64_t error = 0;
		gd_fn.bytes_resize(array, args, &error, 1);
		memcpy(godot.packed_byte_array_operator_index(array, 0), bytes, (size_t)len);
	}
}

static void new_bytes(gd_packed_bytes *array, const void *bytes, int64_t len) {
	gd_fn.new_bytes(array, NULL);
	copy_bytes(array, bytes, len);
}

// gd_set_bytes makes a PackedByteArray of a nil Variant, in its place.
void gd_set_bytes(gd_variant *nil, const void *bytes, int64_t len) {
	gd_fn.to_variant[GD_PACKED_BYTE_ARRAY](nil, &gd_fn.no_bytes);
	copy_bytes(gd_fn.inside[GD_PACKED_BYTE_ARRAY](nil), bytes, len);
}

// Keys are Strings, as GodotSteam's are, made once.
static gd_variant *keys;
static int32_t key_count;

int32_t gd_key(const char *name) {
	keys = realloc(keys, sizeof *keys * (size_t)(key_count + 1));
	gd_string s = gd_new_string(name, (int64_t)strlen(name));
	gd_fn.to_variant[GD_STRING](&keys[key_count], &s);
	gd_fn.destroy[GD_STRING](&s);
	return key_count++;
}

const gd_variant *gd_key_variant(int32_t key) { return &keys[key]; }

void gd_free_key_table(void) {
	for (int32_t i = 0; i < key_count; i++) {
		godot.variant_destroy(&keys[i]);
	}
	free(keys);
	keys = NULL;
	key_count = 0;
}

static gd_field *next_field(gd_frame *frame, int32_t key, int32_t type) {
	gd_field *field = &frame->fields[frame->field_count++];
	field->key = key;
	field->type = type;
	return field;
}

void gd_frame_bytes(gd_frame *frame, int32_t key, const void *bytes, int64_t len) {
	new_bytes(&next_field(frame, key, GD_PACKED_BYTE_ARRAY)->value.bytes, bytes, len);
}

// A key of -1 stands for the result itself.
void gd_frame_string(gd_frame *frame, int32_t key, const char *utf8, int64_t len) {
	gd_string s = gd_new_string(utf8, len);
	if (key < 0) {
		frame->result.string = s;
	} else {
		next_field(frame, key, GD_STRING)->value.string = s;
	}
}
