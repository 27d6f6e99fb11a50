// Calls from Godot into Go.
//
// The engine calls a method in two ways: ptrcall, when the script's types are
// known when it is parsed, and call otherwise. Both fill a gd_frame, cross to
// Go once, and turn the frame's result into the engine's. Neither allocates.
// The engine calls a virtual method as by ptrcall.
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "thread.h"

#include "_cgo_export.h"

enum { GD_SHORT_STRINGS = 2048 };

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

// gd_texts is room for the strings of a call. What does not fit goes to the heap.
typedef struct {
	int32_t used, on_heap;
	char text[GD_SHORT_STRINGS];
} gd_texts;

static void string_arg(const gd_string *s, gd_arg *arg, gd_texts *texts) {
	int64_t n = godot.string_to_utf8_chars(s, NULL, 0);
	char *text = texts->text + texts->used;
	arg->owned = n > GD_SHORT_STRINGS - texts->used;
	if (arg->owned) {
		text = malloc((size_t)n);
		texts->on_heap++;
	} else {
		texts->used += (int32_t)n;
	}
	godot.string_to_utf8_chars(s, text, n);
	arg->bytes = text;
	arg->number = n;
}

static void name_arg(const gd_string_name *name, gd_arg *arg, gd_texts *texts) {
	gd_string s;
	const void *args[] = { name };
	gd_fn.string_from_name(&s, args);
	string_arg(&s, arg, texts);
	gd_fn.destroy[GD_STRING](&s);
}

static void bytes_arg(const gd_packed *array, gd_arg *arg) {
	int64_t n = 0;
	gd_fn.size[GD_PACKED_BYTE_ARRAY]((void *)array, NULL, &n, 0);
	arg->number = n;
	arg->bytes = n > 0 ? godot.packed_byte_array_operator_index_const(array, 0) : NULL;
}

static void read_other(int32_t type, const void *p, gd_arg *arg, gd_texts *texts);

// read_arg makes an argument of the engine's value at p. Most are ints.
static inline void read_arg(int32_t type, const void *p, gd_arg *arg, gd_texts *texts) {
	arg->type = type;
	arg->owned = 0;
	if (type == GD_INT || type == GD_FLOAT) {
		memcpy(&arg->number, p, sizeof arg->number);
	} else {
		read_other(type, p, arg, texts);
	}
}

// read_variant makes an argument of what a Variant holds.
static inline void read_variant(const gd_variant *variant, int32_t type, gd_arg *arg, gd_texts *texts) {
	read_arg(type, type == GD_NIL ? NULL : gd_fn.inside[type](variant), arg, texts);
}

static void read_other(int32_t type, const void *p, gd_arg *arg, gd_texts *texts) {
	switch (type) {
		case GD_BOOL:
			arg->number = *(const gd_bool *)p;
			break;
		case GD_VARIANT:
			read_variant(p, godot.variant_get_type(p), arg, texts);
			break;
		case GD_STRING:
			string_arg(p, arg, texts);
			break;
		case GD_STRING_NAME:
			name_arg(p, arg, texts);
			break;
		case GD_PACKED_BYTE_ARRAY:
			bytes_arg(p, arg);
			break;
		case GD_OBJECT:
			arg->bytes = *(void *const *)p;
			break;
		default:
			arg->bytes = p;
	}
}

static inline void free_texts(const gd_texts *texts, const gd_arg *args) {
	for (int32_t i = 0, left = texts->on_heap; left > 0; i++) {
		if (args[i].owned) {
			free((void *)args[i].bytes);
			left--;
		}
	}
}

static inline void enter_go(const gd_method *method, gd_instance *instance, gd_frame *frame, gd_arg *args, int32_t argc,
		const gd_texts *texts) {
	frame->method = method->index;
	frame->argc = argc;
	frame->args = args;
	frame->instance = instance;
	frame->recorded = 0;
	frame->on_main_thread = gd_is_main_thread();
	frame->bad_arg = 0;
	frame->result_type = method->result_type;
	frame->field_count = 0;
	frame->short_field = -1;
	frame->result_made = 0;
	frame->buffer_size = 0;
	memset(&frame->result, 0, sizeof frame->result); // an empty string or array, a null object
	gdCall(frame);
	free_texts(texts, args);
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
		if (field->type == GD_VARIANT) {
			*value = field->value.variant;
			continue;
		}
		gd_fn.to_variant[field->type](value, &field->value);
		if (gd_fn.destroy[field->type]) {
			gd_fn.destroy[field->type](&field->value);
		}
	}
	frame->field_count = 0;
	frame->short_field = -1;
}

// make_dictionary makes the result of the frame's fields so far.
static void make_dictionary(gd_frame *frame) {
	if (!frame->result_made) {
		gd_dictionary dictionary;
		gd_fn.construct[GD_DICTIONARY](&dictionary, NULL);
		gd_fn.to_variant[GD_DICTIONARY](&frame->result.variant, &dictionary);
		gd_fn.destroy[GD_DICTIONARY](&dictionary);
		frame->result_made = 1;
	}
	fill(frame, gd_fn.inside[GD_DICTIONARY](&frame->result.variant));
}

// gd_frame_spill makes room in the frame for more fields.
void gd_frame_spill(gd_frame *frame) { make_dictionary(frame); }

// size_of returns the size of an engine's value.
static inline size_t size_of(int32_t type) {
	if (type >= GD_PACKED_BYTE_ARRAY) {
		return sizeof(gd_packed);
	}
	return type == GD_BOOL ? sizeof(gd_bool) : sizeof(int64_t);
}

// put puts a value in the place of the one that ret holds, which may be shared
// with somebody.
static inline void put(int32_t type, const void *value, void *ret) {
	if (gd_fn.destroy[type]) {
		gd_fn.destroy[type](ret);
	}
	memcpy(ret, value, size_of(type));
}

static inline void put_empty(int32_t type, void *ret) {
	uint64_t value[2];
	gd_fn.construct[type](value, NULL);
	put(type, value, ret);
}

static void put_dictionary(gd_frame *frame, void *ret) {
	gd_dictionary dictionary;
	if (frame->result_made) {
		gd_fn.from_variant[GD_DICTIONARY](&dictionary, &frame->result.variant);
		godot.variant_destroy(&frame->result.variant);
	} else {
		gd_fn.construct[GD_DICTIONARY](&dictionary, NULL);
	}
	fill(frame, &dictionary);
	put(GD_DICTIONARY, &dictionary, ret);
}

// put_object puts an object into an empty ret, with a reference if it has such.
static void put_object(void *object, void *ret) {
	if (object && gd_is_ref_counted(object)) {
		godot.ref_set_object(ret, object);
	} else {
		*(void **)ret = object;
	}
}

// put_made puts the Variant that a result was made as.
static void put_made(gd_frame *frame, int32_t type, void *ret) {
	uint64_t value[2];
	gd_fn.from_variant[type](value, &frame->result.variant);
	if (type == GD_OBJECT) {
		put_object((void *)value[0], ret);
	} else {
		put(type, value, ret);
	}
	godot.variant_destroy(&frame->result.variant);
}

static void return_variant(gd_frame *frame, gd_variant *ret);

// return_value makes the frame's result a value of the method's type in ret.
static void return_value(const gd_method *method, gd_frame *frame, void *ret) {
	int32_t type = method->result_type;
	if (type == GD_NIL) {
		return;
	}
	if (frame->result_made && type > GD_NIL && type != GD_DICTIONARY) {
		put_made(frame, type, ret);
		return;
	}
	if (type == GD_BOOL) {
		*(gd_bool *)ret = frame->result.number != 0;
		return;
	}
	switch (type) {
		case GD_INT:
		case GD_FLOAT:
			memcpy(ret, &frame->result.number, sizeof frame->result.number);
			break;
		case GD_STRING:
			put(GD_STRING, &frame->result.string, ret);
			break;
		case GD_DICTIONARY:
			put_dictionary(frame, ret);
			break;
		case GD_OBJECT:
			put_object(frame->result.object, ret);
			break;
		case GD_VARIANT:
			godot.variant_destroy(ret);
			godot.variant_new_nil(ret);
			return_variant(frame, ret);
			break;
		default:
			if (frame->result_type == GD_PACKED_BYTE_ARRAY) {
				put(GD_PACKED_BYTE_ARRAY, &frame->result.packed, ret);
			} else {
				put_empty(type, ret);
			}
	}
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
				put_empty(GD_DICTIONARY, ret);
				break;
		}
		return;
	}

	gd_frame frame;
	gd_texts texts;
	gd_arg list[method->argc + 1];
	texts.used = texts.on_heap = 0;
	for (int32_t i = 0; i < method->argc; i++) {
		read_arg(method->types[i], args[i], &list[i], &texts);
	}
	enter_go(method, instance, &frame, list, method->argc, &texts);
	return_value(method, &frame, ret);
}

// gd_on_virtual is gd_on_ptrcall for a virtual method, whose buffers are two
// arguments each.
void gd_on_virtual(void *instance, const gd_string_name *name, void *data, const void *const *args, void *ret) {
	gd_method *method = data;
	gd_frame frame;
	gd_texts texts;
	gd_arg list[method->argc + 1];
	const void *const *out = NULL;
	texts.used = texts.on_heap = 0;
	for (int32_t i = 0; i < method->argc; i++) {
		gd_arg *arg = &list[i];
		switch (method->types[i]) {
			case GD_BUFFER:
				arg->type = GD_PACKED_BYTE_ARRAY;
				arg->owned = 0;
				arg->bytes = *(const void *const *)*args++;
				arg->number = *(const int64_t *)*args++;
				break;
			case GD_BUFFER_OUT:
				arg->type = GD_NIL;
				arg->owned = 0;
				out = args;
				args += 2;
				break;
			default:
				read_arg(method->types[i], *args++, arg, &texts);
		}
	}
	enter_go(method, instance, &frame, list, method->argc, &texts);
	if (out) {
		// An int of the engine's is 64 bits as an argument, but 32 behind a pointer.
		const uint8_t **buffer = *(const uint8_t **const *)out[0];
		int32_t *size = *(int32_t *const *)out[1];
		*buffer = ((gd_instance *)instance)->buffer;
		*size = frame.buffer_size;
	}
	return_value(method, &frame, ret);
}

// return_variant makes the frame's result a Variant in ret, which is nil.
static void return_variant(gd_frame *frame, gd_variant *ret) {
	if (frame->result_type == GD_DICTIONARY) {
		make_dictionary(frame);
	}
	if (frame->result_made) {
		*ret = frame->result.variant;
		return;
	}
	switch (frame->result_type) {
		case GD_NIL:
		case GD_VARIANT: // the method has set none
			break;
		case GD_BOOL: {
			gd_bool b = frame->result.number != 0;
			gd_fn.to_variant[GD_BOOL](ret, &b);
			break;
		}
		case GD_INT:
		case GD_FLOAT:
		case GD_OBJECT:
			gd_fn.to_variant[frame->result_type](ret, &frame->result);
			break;
		case GD_STRING:
		case GD_PACKED_BYTE_ARRAY:
			gd_fn.to_variant[frame->result_type](ret, &frame->result);
			gd_fn.destroy[frame->result_type](&frame->result);
			break;
		default: {
			uint64_t value[2];
			gd_fn.construct[frame->result_type](value, NULL);
			gd_fn.to_variant[frame->result_type](ret, value);
			if (gd_fn.destroy[frame->result_type]) {
				gd_fn.destroy[frame->result_type](value);
			}
		}
	}
}

// int_of_float reads an int that was given as a float.
static int64_t int_of_float(double v) {
	const double exact = 9007199254740992; // 2^53
	return v > -exact && v < exact ? (int64_t)v : GD_INEXACT;
}

void gd_on_call(void *userdata, void *instance, const gd_variant *const *args, int64_t argc, gd_variant *ret,
		gd_call_error *error) {
	gd_method *method = userdata;
	error->error = GD_CALL_OK;
	int64_t most = method->vararg ? GD_MAX_VARARGS : method->argc;
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
	gd_texts texts;
	int32_t count = method->vararg ? (int32_t)argc : method->argc;
	gd_arg list[count + 1];
	gd_packed converted[count + 1]; // the largest value that a conversion makes
	int32_t conversions = 0, convert_type[count + 1];
	texts.used = texts.on_heap = 0;
	for (int32_t i = 0; i < count; i++) {
		const gd_variant *arg = i < argc ? args[i] : &method->defaults[i];
		int32_t type = godot.variant_get_type(arg);
		int32_t want = method->vararg || method->types[i] == GD_VARIANT ? type : method->types[i];
		if (type == want) {
			read_variant(arg, type, &list[i], &texts);
		} else if (type == GD_NIL && want == GD_OBJECT) { // null
			void *null = NULL;
			read_arg(want, &null, &list[i], &texts);
		} else if (type == GD_FLOAT && want == GD_INT) {
			list[i] = (gd_arg){ GD_INT, 0, int_of_float(*(const double *)gd_fn.inside[GD_FLOAT](arg)), NULL };
		} else if (type != GD_NIL && godot.variant_can_convert_strict(type, want)) {
			void *value = &converted[conversions];
			gd_fn.from_variant[want](value, arg);
			convert_type[conversions++] = want;
			read_arg(want, value, &list[i], &texts);
		} else {
			error->error = GD_CALL_INVALID_ARGUMENT;
			error->argument = i;
			error->expected = want;
			free_texts(&texts, list);
			goto done;
		}
	}

	int64_t answer;
	if (published(method, method->argc ? list[method->cell_arg].number : 0, method->argc ? list[0].number : 0,
				&answer)) {
		frame.bad_arg = frame.field_count = frame.result_made = 0;
		frame.result_type = method->result_type;
		frame.result.number = answer;
		free_texts(&texts, list);
	} else {
		enter_go(method, instance, &frame, list, count, &texts);
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
