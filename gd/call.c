// Calls from Godot into Go.
//
// The engine calls a method in two ways: ptrcall, when the script's types are
// known when it is parsed, and call otherwise. Both fill a gd_frame, cross to
// Go once, and turn the frame's result into the engine's. Neither allocates.
#include <stdlib.h>
#include <string.h>

#include "internal.h"

#include "_cgo_export.h"

enum { GD_SHORT_STRING = 256 };

// published answers a call from published memory, without entering Go. i is
// the argument that chooses the cell. first is the method's first int: what is
// negative is for Go to complain about.
static inline bool published(const gd_method *method, int64_t i, int64_t first, int64_t *answer) {
	if (!method->cells || i < 0 || i >= method->cell_count || first < 0) {
		return false;
	}
	*answer = __atomic_load_n(&method->cells[i], __ATOMIC_ACQUIRE);
	return method->result_type == GD_DICTIONARY ? *answer == 0 : *answer != GD_ASK_GO;
}

static void string_arg(const gd_string *s, gd_arg *arg, char *buffer) {
	int64_t n = godot.string_to_utf8_chars(s, NULL, 0);
	char *text = buffer;
	arg->owned = n > GD_SHORT_STRING;
	if (arg->owned) {
		text = malloc((size_t)n);
	}
	godot.string_to_utf8_chars(s, text, n);
	arg->bytes = text;
	arg->number = n;
}

static void bytes_arg(const gd_packed_bytes *array, gd_arg *arg) {
	int64_t n = 0;
	gd_fn.bytes_size((void *)array, NULL, &n, 0);
	arg->number = n;
	arg->bytes = n > 0 ? godot.packed_byte_array_operator_index_const(array, 0) : NULL;
}

// read_arg makes an argument of the engine's value at p.
static inline void read_arg(int32_t type, const void *p, gd_arg *arg, char *buffer) {
	arg->type = type;
	arg->owned = 0;
	switch (type) {
		case GD_BOOL:
			arg->number = *(const gd_bool *)p;
			break;
		case GD_INT:
		case GD_FLOAT:
			memcpy(&arg->number, p, sizeof arg->number);
			break;
		case GD_STRING:
			string_arg(p, arg, buffer);
			break;
		case GD_PACKED_BYTE_ARRAY:
			bytes_arg(p, arg);
			break;
	}
}

// int_of_float reads an int that was given as a float.
static int64_t int_of_float(double v) {
	const double exact = 9007199254740992; // 2^53
	return v > -exact && v < exact ? (int64_t)v : GD_INEXACT;
}

static void enter_go(gd_method *method, gd_frame *frame, int32_t argc) {
	frame->method = method->index;
	frame->argc = argc;
	frame->bad_arg = 0;
	frame->result_type = method->result_type;
	frame->field_count = 0;
	frame->short_field = -1;
	frame->result_made = 0;
	frame->result.number = 0;
	gdCall(frame);
	for (int32_t i = 0; i < argc; i++) {
		if (frame->args[i].owned) {
			free((void *)frame->args[i].bytes);
		}
	}
}

// fill moves the frame's fields into a Dictionary.
static void fill(gd_frame *frame, gd_dictionary *dictionary) {
	for (int32_t i = 0; i < frame->field_count; i++) {
		gd_field *field = &frame->fields[i];
		// The new entry is nil, which owns nothing: write over it.
		gd_variant *value = godot.dictionary_operator_index(dictionary, gd_key_variant(field->key));
		if (i == frame->short_field) {
			gd_set_bytes(value, frame->short_bytes, frame->short_len);
			continue;
		}
		gd_fn.to_variant[field->type](value, &field->value);
		if (gd_fn.destroy[field->type]) {
			gd_fn.destroy[field->type](&field->value);
		}
	}
}

// take_made takes the Dictionary or Array that gd_frame_value made.
static void take_made(gd_frame *frame, int32_t type, void *value) {
	gd_fn.from_variant[type](value, &frame->result.variant);
	godot.variant_destroy(&frame->result.variant);
}

// return_array puts an Array in the place of the one that ret holds, which may
// be shared with somebody.
static void return_array(gd_frame *frame, void *ret) {
	gd_array array;
	if (frame->result_made) {
		take_made(frame, GD_ARRAY, &array);
	} else {
		gd_fn.new_array(&array, NULL);
	}
	gd_fn.destroy[GD_ARRAY](ret);
	memcpy(ret, &array, sizeof array);
}

// return_dictionary is return_array for a Dictionary.
static void return_dictionary(gd_frame *frame, void *ret) {
	gd_dictionary dictionary;
	if (frame && frame->result_made) {
		take_made(frame, GD_DICTIONARY, &dictionary);
	} else {
		gd_fn.new_dictionary(&dictionary, NULL);
	}
	if (frame) {
		fill(frame, &dictionary);
	}
	gd_fn.destroy[GD_DICTIONARY](ret);
	memcpy(ret, &dictionary, sizeof dictionary);
}

void gd_on_ptrcall(void *userdata, void *instance, const void *const *args, void *ret) {
	gd_method *method = userdata;
	int64_t answer;
	if (method->cells &&
			published(method, method->argc ? *(const int64_t *)args[method->cell_arg] : 0,
					method->argc ? *(const int64_t *)args[0] : 0, &answer)) {
		switch (method->result_type) {
			case GD_BOOL:
				*(gd_bool *)ret = (gd_bool)answer;
				break;
			case GD_INT:
				*(int64_t *)ret = answer;
				break;
			case GD_DICTIONARY:
				return_dictionary(NULL, ret);
				break;
		}
		return;
	}

	gd_frame frame;
	char strings[GD_MAX_ARGS][GD_SHORT_STRING];
	for (int32_t i = 0; i < method->argc; i++) {
		read_arg(method->types[i], args[i], &frame.args[i], strings[i]);
	}
	enter_go(method, &frame, method->argc);
	switch (method->result_type) {
		case GD_BOOL:
			*(gd_bool *)ret = frame.result.number != 0;
			break;
		case GD_INT:
		case GD_FLOAT:
			memcpy(ret, &frame.result.number, sizeof frame.result.number);
			break;
		case GD_STRING:
			gd_fn.destroy[GD_STRING](ret);
			memcpy(ret, &frame.result.string, sizeof frame.result.string);
			break;
		case GD_DICTIONARY:
			return_dictionary(&frame, ret);
			break;
		case GD_ARRAY:
			return_array(&frame, ret);
			break;
	}
}

// return_variant makes the frame's result a Variant in ret, which is nil.
static void return_variant(gd_frame *frame, gd_variant *ret) {
	if (frame->result_made) {
		*ret = frame->result.variant;
		return;
	}
	switch (frame->result_type) {
		case GD_BOOL: {
			gd_bool b = frame->result.number != 0;
			gd_fn.to_variant[GD_BOOL](ret, &b);
			break;
		}
		case GD_INT:
		case GD_FLOAT:
			gd_fn.to_variant[frame->result_type](ret, &frame->result.number);
			break;
		case GD_STRING:
			gd_fn.to_variant[GD_STRING](ret, &frame->result.string);
			gd_fn.destroy[GD_STRING](&frame->result.string);
			break;
		case GD_DICTIONARY: {
			gd_dictionary dictionary;
			gd_fn.new_dictionary(&dictionary, NULL);
			fill(frame, &dictionary);
			gd_fn.to_variant[GD_DICTIONARY](ret, &dictionary);
			gd_fn.destroy[GD_DICTIONARY](&dictionary);
			break;
		}
		case GD_ARRAY: {
			gd_array array;
			gd_fn.new_array(&array, NULL);
			gd_fn.to_variant[GD_ARRAY](ret, &array);
			gd_fn.destroy[GD_ARRAY](&array);
			break;
		}
	}
}

// is_readable says which types an argument can be read as.
static bool is_readable(int32_t type) {
	return type == GD_BOOL || type == GD_INT || type == GD_FLOAT || type == GD_STRING || type == GD_PACKED_BYTE_ARRAY;
}

void gd_on_call(void *userdata, void *instance, const gd_variant *const *args, int64_t argc, gd_variant *ret,
		gd_call_error *error) {
	gd_method *method = userdata;
	error->error = GD_CALL_OK;
	int64_t most = method->vararg ? GD_MAX_ARGS : method->argc;
	if (argc > most) {
		error->error = GD_CALL_TOO_MANY_ARGUMENTS;
		error->expected = (int32_t)most;
		return;
	}
	if (!method->vararg && argc < method->required) {
		error->error = GD_CALL_TOO_FEW_ARGUMENTS;
		error->expected = method->required;
		return;
	}

	gd_frame frame;
	char strings[GD_MAX_ARGS][GD_SHORT_STRING];
	gd_packed_bytes converted[GD_MAX_ARGS]; // the largest value that a conversion makes
	int32_t count = method->vararg ? (int32_t)argc : method->argc;
	int32_t conversions = 0, convert_type[GD_MAX_ARGS];
	for (int32_t i = 0; i < count; i++) {
		const gd_variant *arg = i < argc ? args[i] : &method->defaults[i];
		int32_t type = godot.variant_get_type(arg);
		int32_t want = method->vararg ? type : method->types[i];
		if (type == want) {
			frame.args[i].type = type;
			frame.args[i].owned = 0;
			if (is_readable(type)) {
				read_arg(type, gd_fn.inside[type](arg), &frame.args[i], strings[i]);
			}
		} else if (type == GD_FLOAT && want == GD_INT) {
			frame.args[i] = (gd_arg){ GD_INT, 0, int_of_float(*(double *)gd_fn.inside[GD_FLOAT](arg)), NULL };
		} else if (type != GD_NIL && godot.variant_can_convert_strict(type, want)) {
			void *value = &converted[conversions];
			gd_fn.from_variant[want](value, arg);
			convert_type[conversions++] = want;
			read_arg(want, value, &frame.args[i], strings[i]);
		} else {
			error->error = GD_CALL_INVALID_ARGUMENT;
			error->argument = i;
			error->expected = want;
			for (int32_t k = 0; k < i; k++) {
				if (frame.args[k].owned) {
					free((void *)frame.args[k].bytes);
				}
			}
			goto done;
		}
	}

	int64_t answer;
	if (published(method, method->argc ? frame.args[method->cell_arg].number : 0,
				method->argc ? frame.args[0].number : 0, &answer)) {
		frame.bad_arg = frame.field_count = frame.result_made = 0;
		frame.result_type = method->result_type;
		frame.result.number = answer;
	} else {
		enter_go(method, &frame, count);
	}
	if (frame.bad_arg > count) {
		error->error = GD_CALL_TOO_MANY_ARGUMENTS;
		error->expected = frame.bad_type;
	} else if (frame.bad_arg) {
		error->error = GD_CALL_INVALID_ARGUMENT;
		error->argument = frame.bad_arg - 1;
		error->expected = frame.bad_type;
	}
	// Also after an error: a release build goes on, and where a type is declared
	// a script may rely on it.
	return_variant(&frame, ret);
done:
	for (int32_t i = 0; i < conversions; i++) {
		if (gd_fn.destroy[convert_type[i]]) {
			gd_fn.destroy[convert_type[i]](&converted[i]);
		}
	}
}
