// Values between Go and the engine where there is time: a gd_value is made a
// Variant, or a Variant a gd_value, with all that is in it.
#include <stdlib.h>
#include <string.h>

#include "internal.h"

// Bounds of what is read of a script's value. An Array can hold itself.
enum { GD_MAX_DEPTH = 32, GD_MAX_VALUES = 1 << 20 };

static bool is_numbers(int32_t type) { return type >= GD_PACKED_BYTE_ARRAY && type <= GD_PACKED_FLOAT64_ARRAY; }

// size_of_number returns the size of an element of a packed array of numbers.
static size_t size_of_number(int32_t type) {
	switch (type) {
		case GD_PACKED_BYTE_ARRAY:
			return 1;
		case GD_PACKED_INT32_ARRAY:
		case GD_PACKED_FLOAT32_ARRAY:
			return 4;
	}
	return 8;
}

static void *numbers(int32_t type, gd_packed *array) {
	switch (type) {
		case GD_PACKED_BYTE_ARRAY:
			return godot.packed_byte_array_operator_index(array, 0);
		case GD_PACKED_INT32_ARRAY:
			return godot.packed_int32_array_operator_index(array, 0);
		case GD_PACKED_INT64_ARRAY:
			return godot.packed_int64_array_operator_index(array, 0);
		case GD_PACKED_FLOAT32_ARRAY:
			return godot.packed_float32_array_operator_index(array, 0);
	}
	return godot.packed_float64_array_operator_index(array, 0);
}

// numbers_const is numbers without making a copy of its own of a shared array.
static const void *numbers_const(int32_t type, const gd_packed *array) {
	switch (type) {
		case GD_PACKED_BYTE_ARRAY:
			return godot.packed_byte_array_operator_index_const(array, 0);
		case GD_PACKED_INT32_ARRAY:
			return godot.packed_int32_array_operator_index_const(array, 0);
		case GD_PACKED_INT64_ARRAY:
			return godot.packed_int64_array_operator_index_const(array, 0);
		case GD_PACKED_FLOAT32_ARRAY:
			return godot.packed_float32_array_operator_index_const(array, 0);
	}
	return godot.packed_float64_array_operator_index_const(array, 0);
}

static int64_t size_of_array(int32_t type, const void *array) {
	int64_t size = 0;
	gd_fn.size[type]((void *)array, NULL, &size, 0);
	return size;
}

// new_array makes an array of a type, packed or not, with room for number
// elements.
static void new_array(int32_t type, void *array, int64_t number) {
	gd_fn.construct[type](array, NULL);
	const void *args[] = { &number };
	int64_t error = 0;
	gd_fn.resize[type](array, args, &error, 1);
}

static void make_numbers(const gd_value *value, gd_variant *variant) {
	gd_packed array;
	new_array(value->type, &array, value->number);
	if (value->number > 0) {
		memcpy(numbers(value->type, &array), value->bytes, (size_t)value->number * size_of_number(value->type));
	}
	gd_fn.to_variant[value->type](variant, &array);
	gd_fn.destroy[value->type](&array);
}

void gd_make_variant(const gd_value *value, gd_variant *variant) {
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
			gd_fn.construct[GD_DICTIONARY](&dictionary, NULL);
			for (int64_t i = 0; i < value->number; i++) {
				gd_variant key;
				gd_make_variant(&pairs[2 * i], &key);
				gd_variant *slot = godot.dictionary_operator_index(&dictionary, &key);
				godot.variant_destroy(slot);
				gd_make_variant(&pairs[2 * i + 1], slot);
				godot.variant_destroy(&key);
			}
			gd_fn.to_variant[GD_DICTIONARY](variant, &dictionary);
			gd_fn.destroy[GD_DICTIONARY](&dictionary);
			break;
		}
		case GD_ARRAY: {
			const gd_value *elements = value->bytes;
			gd_array array;
			new_array(GD_ARRAY, &array, value->number);
			for (int64_t i = 0; i < value->number; i++) {
				// The new elements are nil, which owns nothing: write over them.
				gd_make_variant(&elements[i], godot.array_operator_index(&array, i));
			}
			gd_fn.to_variant[GD_ARRAY](variant, &array);
			gd_fn.destroy[GD_ARRAY](&array);
			break;
		}
		case GD_PACKED_STRING_ARRAY: {
			const gd_value *elements = value->bytes;
			gd_packed array;
			new_array(value->type, &array, value->number);
			for (int64_t i = 0; i < value->number; i++) {
				// The new elements are empty, which owns nothing: write over them.
				gd_string s = gd_new_string(elements[i].bytes, elements[i].number);
				*godot.packed_string_array_operator_index(&array, i) = s;
			}
			gd_fn.to_variant[value->type](variant, &array);
			gd_fn.destroy[value->type](&array);
			break;
		}
		default:
			if (is_numbers(value->type)) {
				make_numbers(value, variant);
			} else {
				godot.variant_new_nil(variant);
			}
	}
}

static void take_string(const gd_string *s, gd_value *value) {
	value->number = godot.string_to_utf8_chars(s, NULL, 0);
	char *text = malloc((size_t)value->number + 1);
	godot.string_to_utf8_chars(s, text, value->number);
	value->bytes = text;
}

static void take_numbers(const gd_packed *array, gd_value *value) {
	value->number = size_of_array(value->type, array);
	size_t size = (size_t)value->number * size_of_number(value->type);
	value->bytes = malloc(size + 1);
	if (size > 0) {
		memcpy((void *)value->bytes, numbers_const(value->type, array), size);
	}
}

// new_values makes number values for what is in a value.
static gd_value *new_values(gd_value *value, int64_t number) {
	gd_value *values = calloc((size_t)number + 1, sizeof *values);
	value->number = number;
	value->bytes = values;
	return values;
}

static void take(const gd_variant *variant, gd_value *value, int depth, int64_t *left);

// What is beyond the bounds is left out.
static void take_array(const gd_array *array, gd_value *value, int depth, int64_t *left) {
	int64_t number = size_of_array(GD_ARRAY, array);
	number = depth < GD_MAX_DEPTH && number <= *left ? number : 0;
	*left -= number;
	gd_value *elements = new_values(value, number);
	for (int64_t i = 0; i < number; i++) {
		take(godot.array_operator_index_const(array, i), &elements[i], depth + 1, left);
	}
}

static void take_dictionary(const gd_dictionary *dictionary, gd_value *value, int depth, int64_t *left) {
	gd_array keys;
	gd_fn.construct[GD_ARRAY](&keys, NULL);
	gd_fn.dictionary_keys((void *)dictionary, NULL, &keys, 0);
	int64_t number = size_of_array(GD_ARRAY, &keys);
	number = depth < GD_MAX_DEPTH && 2 * number <= *left ? number : 0;
	*left -= 2 * number;
	gd_value *pairs = new_values(value, 2 * number);
	value->number = number;
	for (int64_t i = 0; i < number; i++) {
		const gd_variant *key = godot.array_operator_index_const(&keys, i);
		take(key, &pairs[2 * i], depth + 1, left);
		take(godot.dictionary_operator_index_const(dictionary, key), &pairs[2 * i + 1], depth + 1, left);
	}
	gd_fn.destroy[GD_ARRAY](&keys);
}

static void take(const gd_variant *variant, gd_value *value, int depth, int64_t *left) {
	value->type = godot.variant_get_type(variant);
	value->number = 0;
	value->bytes = NULL;
	const void *inside = value->type == GD_NIL ? NULL : gd_fn.inside[value->type](variant);
	switch (value->type) {
		case GD_BOOL:
			value->number = *(const gd_bool *)inside;
			break;
		case GD_INT:
		case GD_FLOAT:
			memcpy(&value->number, inside, sizeof value->number);
			break;
		case GD_OBJECT:
			value->bytes = *(void *const *)inside;
			break;
		case GD_STRING:
			take_string(inside, value);
			break;
		case GD_STRING_NAME: {
			gd_string s;
			const void *args[] = { inside };
			gd_fn.string_from_name(&s, args);
			take_string(&s, value);
			gd_fn.destroy[GD_STRING](&s);
			break;
		}
		case GD_ARRAY:
			take_array(inside, value, depth, left);
			break;
		case GD_DICTIONARY:
			take_dictionary(inside, value, depth, left);
			break;
		case GD_PACKED_STRING_ARRAY: {
			int64_t number = size_of_array(value->type, inside);
			gd_value *elements = new_values(value, number);
			for (int64_t i = 0; i < number; i++) {
				elements[i].type = GD_STRING;
				take_string(godot.packed_string_array_operator_index_const(inside, i), &elements[i]);
			}
			break;
		}
		default:
			if (is_numbers(value->type)) {
				take_numbers(inside, value);
			}
	}
}

// gd_take_value makes a value of a Variant. It is the caller's to free.
void gd_take_value(const gd_variant *variant, gd_value *value) {
	int64_t left = GD_MAX_VALUES;
	take(variant, value, 0, &left);
}

// gd_arg_value is gd_take_value for an argument that is the address of a value.
void gd_arg_value(const gd_arg *arg, gd_value *value) {
	gd_variant variant;
	gd_fn.to_variant[arg->type](&variant, arg->bytes);
	gd_take_value(&variant, value);
	godot.variant_destroy(&variant);
}

void gd_free_value(gd_value *value) {
	const gd_value *values = value->bytes;
	int64_t number = 0;
	switch (value->type) {
		case GD_OBJECT:
			return; // the engine's
		case GD_ARRAY:
		case GD_PACKED_STRING_ARRAY:
			number = value->number;
			break;
		case GD_DICTIONARY:
			number = 2 * value->number;
			break;
	}
	for (int64_t i = 0; i < number; i++) {
		gd_free_value((gd_value *)&values[i]);
	}
	free((void *)value->bytes);
}
