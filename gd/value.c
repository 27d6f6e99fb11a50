// Strings, bytes, Dictionary keys, and what Go makes of them while it is called.
#include "gd.h"

#include <stdlib.h>
#include <string.h>

#include "internal.h"

gd_value_functions gd_fn;

static gd_builtin_method builtin(int32_t type, const char *name, int64_t hash) {
	gd_string_name n = gd_name(name, (int64_t)strlen(name));
	gd_builtin_method method = godot.variant_get_ptr_builtin_method(type, &n, hash);
	godot.variant_get_ptr_destructor(GD_STRING_NAME)(&n);
	return method;
}

void gd_value_init(void) {
	for (int t = GD_BOOL; t < GD_TYPES; t++) {
		gd_fn.to_variant[t] = godot.get_variant_from_type_constructor(t);
		gd_fn.from_variant[t] = godot.get_variant_to_type_constructor(t);
		gd_fn.inside[t] = godot.variant_get_ptr_internal_getter(t);
		gd_fn.construct[t] = godot.variant_get_ptr_constructor(t, 0);
		gd_fn.destroy[t] = godot.variant_get_ptr_destructor(t);
		if (t >= GD_ARRAY) {
			gd_fn.size[t] = builtin(t, "size", 3173160232);
			gd_fn.resize[t] = builtin(t, "resize", 848867239);
		}
	}
	gd_fn.dictionary_keys = builtin(GD_DICTIONARY, "keys", 4144163970);
	gd_fn.string_from_name = godot.variant_get_ptr_constructor(GD_STRING, 2);
	gd_fn.construct[GD_PACKED_BYTE_ARRAY](&gd_fn.no_bytes, NULL);
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

static void copy_bytes(gd_packed *array, const void *bytes, int64_t len) {
	if (len > 0) {
		const void *args[] = { &len };
		int64_t error = 0;
		gd_fn.resize[GD_PACKED_BYTE_ARRAY](array, args, &error, 1);
		memcpy(godot.packed_byte_array_operator_index(array, 0), bytes, (size_t)len);
	}
}

static void new_bytes(gd_packed *array, const void *bytes, int64_t len) {
	gd_fn.construct[GD_PACKED_BYTE_ARRAY](array, NULL);
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

// A key of -1 stands for the result itself.
void gd_frame_bytes(gd_frame *frame, int32_t key, const void *bytes, int64_t len) {
	gd_packed *array = key < 0 ? &frame->result.packed : &next_field(frame, key, GD_PACKED_BYTE_ARRAY)->value.packed;
	new_bytes(array, bytes, len);
}

void gd_frame_string(gd_frame *frame, int32_t key, const char *utf8, int64_t len) {
	gd_string s = gd_new_string(utf8, len);
	if (key < 0) {
		frame->result.string = s;
	} else {
		next_field(frame, key, GD_STRING)->value.string = s;
	}
}

void gd_frame_value(gd_frame *frame, int32_t key, const gd_value *value) {
	if (key < 0) {
		gd_make_variant(value, &frame->result.variant);
		frame->result_made = 1;
	} else {
		gd_make_variant(value, &next_field(frame, key, GD_VARIANT)->value.variant);
	}
}

// gd_frame_buffer keeps bytes with the instance, for a GD_BUFFER_OUT.
void gd_frame_buffer(gd_frame *frame, const void *bytes, int64_t len) {
	gd_instance *instance = frame->instance;
	if (len > instance->buffer_room) {
		free(instance->buffer);
		instance->buffer = malloc((size_t)len);
		instance->buffer_room = len;
	}
	if (len > 0) {
		memcpy(instance->buffer, bytes, (size_t)len);
	}
	frame->buffer_size = (int32_t)len;
}
