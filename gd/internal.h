// What the C files of the binding share and Go does not see.
#ifndef GD_INTERNAL_H
#define GD_INTERNAL_H

#include "gd.h"

typedef struct {
	gd_to_variant to_variant[GD_TYPES];
	gd_from_variant from_variant[GD_TYPES];
	gd_variant_pointer inside[GD_TYPES]; // to a Variant's value, without a copy
	gd_constructor construct[GD_TYPES]; // an empty value
	gd_destructor destroy[GD_TYPES]; // NULL for types that own nothing
	// Of arrays, packed and not:
	gd_builtin_method size[GD_TYPES], resize[GD_TYPES];
	gd_builtin_method dictionary_keys;
	gd_constructor string_from_name;
	gd_packed no_bytes; // an empty array: it owns nothing
	void *ref_counted; // the tag of the engine's class RefCounted
} gd_value_functions;

extern gd_value_functions gd_fn;

void *gd_get_library(void);
gd_string gd_new_string(const char *utf8, int64_t len);
void gd_set_bytes(gd_variant *nil, const void *bytes, int64_t len);
void gd_make_variant(const gd_value *value, gd_variant *variant);
void gd_take_value(const gd_variant *variant, gd_value *value);
const gd_variant *gd_key_variant(int32_t key);

void gd_keep(void *object); // takes back that an object is being freed

#endif
