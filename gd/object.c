// The general way into the engine: any method of any object, by name. It
// builds Variants and looks the method up, which is fine at start-up, for
// errors, for a signal now and then, and for results that are lists.
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static void make_variant(const gd_value *value, gd_variant *variant) {
	switch (value->type) {
		case GD_BOOL: {
			gd_bool b = value->number != 0;
			gd_fn.to_variant[GD_BOOL](variant, &b);
			break;
		}
		case GD_INT:
		case GD_FLOAT:
			gd_fn.to_variant[value->type](variant, &value->number);
			break;
		case GD_OBJECT: {
			void *object = (void *)value->bytes;
			gd_fn.to_variant[GD_OBJECT](variant, &object);
			break;
		}
		case GD_STRING: {
			gd_string s = gd_new_string(value->bytes, value->number);
			gd_fn.to_variant[GD_STRING](variant, &s);
			gd_fn.destroy[GD_STRING](&s);
			break;
		}
		case GD_STRING_NAME: {
			gd_string_name n = gd_name(value->bytes, value->number);
			gd_fn.to_variant[GD_STRING_NAME](variant, &n);
			gd_fn.destroy[GD_STRING_NAME](&n);
			break;
		}
		case GD_DICTIONARY: {
			// bytes points to number pairs of key and value.
			const gd_value *pairs = value->bytes;
			gd_dictionary dictionary;
			gd_fn.new_dictionary(&dictionary, NULL);
			for (int64_t i = 0; i < value->number; i++) {
				gd_variant key;
				make_variant(&pairs[2 * i], &key);
				gd_variant *slot = godot.dictionary_operator_index(&dictionary, &key);
				godot.variant_destroy(slot);
				make_variant(&pairs[2 * i + 1], slot);
				godot.variant_destroy(&key);
			}
			gd_fn.to_variant[GD_DICTIONARY](variant, &dictionary);
			gd_fn.destroy[GD_DICTIONARY](&dictionary);
			break;
		}
		case GD_ARRAY: {
			const gd_value *elements = value->bytes;
			gd_array array;
			gd_fn.new_array(&array, NULL);
			const void *args[] = { &value->number };
			int64_t error = 0;
			gd_fn.array_resize(&array, args, &error, 1);
			for (int64_t i = 0; i < value->number; i++) {
				// The new elements are nil, which owns nothing: write over them.
				make_variant(&elements[i], godot.array_operator_index(&array, i));
			}
			gd_fn.to_variant[GD_ARRAY](variant, &array);
			gd_fn.destroy[GD_ARRAY](&array);
			break;
		}
		case GD_PACKED_BYTE_ARRAY:
			gd_set_bytes(variant, value->bytes, value->number);
			break;
		default:
			godot.variant_new_nil(variant);
	}
}

// take_value makes a value of a Variant. The bytes of a string are the
// caller's to free.
static void take_value(const gd_variant *variant, gd_value *value) {
	value->type = godot.variant_get_type(variant);
	value->number = 0;
	value->bytes = NULL;
	switch (value->type) {
		case GD_BOOL:
			value->number = *(const gd_bool *)gd_fn.inside[GD_BOOL](variant);
			break;
		case GD_INT:
		case GD_FLOAT:
			memcpy(&value->number, gd_fn.inside[value->type](variant), sizeof value->number);
			break;
		case GD_OBJECT:
			value->bytes = *(void **)gd_fn.inside[GD_OBJECT](variant);
			break;
		case GD_STRING: {
			const gd_string *s = gd_fn.inside[GD_STRING](variant);
			value->number = godot.string_to_utf8_chars(s, NULL, 0);
			char *text = malloc((size_t)value->number + 1);
			godot.string_to_utf8_chars(s, text, value->number);
			value->bytes = text;
			break;
		}
	}
}

void gd_frame_value(gd_frame *frame, const gd_value *value) {
	make_variant(value, &frame->result.variant);
	frame->result_made = 1;
}

void gd_object_call(void *object, const char *method, int32_t argc, const gd_value *args, gd_value *ret,
		gd_call_error *error) {
	gd_value self_value = { GD_OBJECT, 0, object };
	gd_variant self, result, variants[GD_MAX_ARGS];
	const gd_variant *pointers[GD_MAX_ARGS];
	make_variant(&self_value, &self);
	for (int32_t i = 0; i < argc; i++) {
		make_variant(&args[i], &variants[i]);
		pointers[i] = &variants[i];
	}
	gd_string_name name = gd_name(method, (int64_t)strlen(method));
	*error = (gd_call_error){ GD_CALL_OK, 0, 0 };
	godot.variant_new_nil(&result);
	godot.variant_call(&self, &name, pointers, argc, &result, error);
	take_value(&result, ret);
	godot.variant_destroy(&result);
	gd_fn.destroy[GD_STRING_NAME](&name);
	for (int32_t i = 0; i < argc; i++) {
		godot.variant_destroy(&variants[i]);
	}
	godot.variant_destroy(&self);
}

// call reports whether the engine made the call.
static bool call(gd_variant *self, const char *method, const gd_variant *const *args, int32_t argc,
		gd_variant *result) {
	gd_string_name name = gd_name(method, (int64_t)strlen(method));
	gd_call_error error = { GD_CALL_OK, 0, 0 };
	godot.variant_new_nil(result);
	godot.variant_call(self, &name, args, argc, result, &error);
	gd_fn.destroy[GD_STRING_NAME](&name);
	return error.error == GD_CALL_OK;
}

// elements returns an Array of Dictionaries, and how many there are.
static gd_array *elements(const gd_variant *list, int64_t *count) {
	*count = 0;
	if (godot.variant_get_type(list) != GD_ARRAY) {
		return NULL;
	}
	gd_array *array = gd_fn.inside[GD_ARRAY](list);
	gd_fn.array_size(array, NULL, count, 0);
	return array;
}

static gd_variant *entry(gd_array *array, int64_t i, const gd_variant *key) {
	return godot.dictionary_operator_index(gd_fn.inside[GD_DICTIONARY](godot.array_operator_index(array, i)), key);
}

// disconnect ends each connection of a signal once, and returns how many it has
// ended.
static int64_t disconnect(gd_variant *self, const gd_variant *signal) {
	gd_value key_value = { GD_STRING, 8, "callable" };
	gd_variant key, connections, nothing;
	make_variant(&key_value, &key);
	call(self, "get_signal_connection_list", &signal, 1, &connections);
	int64_t count, ended = 0;
	gd_array *array = elements(&connections, &count);
	for (int64_t i = 0; i < count; i++) {
		const gd_variant *args[] = { signal, entry(array, i, &key) };
		ended += call(self, "disconnect", args, 2, &nothing);
		godot.variant_destroy(&nothing);
	}
	godot.variant_destroy(&connections);
	godot.variant_destroy(&key);
	return ended;
}

// gd_disconnect_all ends every connection of every signal of an object, those
// of its own and those that scripts have added too.
void gd_disconnect_all(void *object) {
	gd_value self_value = { GD_OBJECT, 0, object }, key_value = { GD_STRING, 4, "name" };
	gd_variant self, key, signals;
	make_variant(&self_value, &self);
	make_variant(&key_value, &key);
	call(&self, "get_signal_list", NULL, 0, &signals);
	int64_t count;
	gd_array *array = elements(&signals, &count);
	for (int64_t i = 0; i < count; i++) {
		// One that counts its references must be ended as often as it was made.
		for (int times = 0; times < 10000 && disconnect(&self, entry(array, i, &key)) > 0; times++) {
		}
	}
	godot.variant_destroy(&signals);
	godot.variant_destroy(&key);
	godot.variant_destroy(&self);
}

void gd_keep(void *object) {
	gd_value self_value = { GD_OBJECT, 0, object };
	gd_variant self, nothing;
	make_variant(&self_value, &self);
	call(&self, "cancel_free", NULL, 0, &nothing);
	godot.variant_destroy(&self);
}

void *gd_singleton(const char *name) {
	gd_string_name n = gd_name(name, (int64_t)strlen(name));
	void *object = godot.global_get_singleton(&n);
	gd_fn.destroy[GD_STRING_NAME](&n);
	return object;
}

void gd_utility_message(const char *function, const char *utf8, int64_t len) {
	gd_string_name name = gd_name(function, (int64_t)strlen(function));
	gd_utility say = godot.variant_get_ptr_utility_function(&name, 2648703342);
	gd_fn.destroy[GD_STRING_NAME](&name);
	gd_value value = { GD_STRING, len, utf8 };
	gd_variant message;
	make_variant(&value, &message);
	const void *args[] = { &message };
	say(NULL, args, 1);
	godot.variant_destroy(&message);
}

void gd_add_help(const char *xml, int64_t len) {
	godot.editor_help_load_xml_from_utf8_chars_and_len(xml, len);
}
