// The general way into the engine: any method of any object, by name. It
// builds Variants and looks the method up, which is fine at start-up, for
// errors, and for a signal now and then.
#include <string.h>

#include "internal.h"

void gd_object_call(void *object, const char *method, int32_t argc, const gd_value *args, gd_value *ret,
		gd_call_error *error) {
	gd_value self_value = { GD_OBJECT, 0, object };
	gd_variant self, result, variants[argc + 1];
	const gd_variant *pointers[argc + 1];
	gd_make_variant(&self_value, &self);
	for (int32_t i = 0; i < argc; i++) {
		gd_make_variant(&args[i], &variants[i]);
		pointers[i] = &variants[i];
	}
	gd_string_name name = gd_name(method, (int64_t)strlen(method));
	*error = (gd_call_error){ GD_CALL_OK, 0, 0 };
	godot.variant_new_nil(&result);
	godot.variant_call(&self, &name, pointers, argc, &result, error);
	gd_take_value(&result, ret);
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
	gd_fn.size[GD_ARRAY](array, NULL, count, 0);
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
	gd_make_variant(&key_value, &key);
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
	gd_make_variant(&self_value, &self);
	gd_make_variant(&key_value, &key);
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
	gd_make_variant(&self_value, &self);
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
	gd_make_variant(&value, &message);
	const void *args[] = { &message };
	say(NULL, args, 1);
	godot.variant_destroy(&message);
}

void gd_add_help(const char *xml, int64_t len) {
	godot.editor_help_load_xml_from_utf8_chars_and_len(xml, len);
}
