// What the C files of the binding share and Go does not see.
#ifndef GD_INTERNAL_H
#define GD_INTERNAL_H

#include "gd.h"

typedef struct {
	gd_to_variant to_variant[GD_TYPES];
	gd_from_variant from_variant[GD_TYPES];
	gd_variant_pointer inside[GD_TYPES]; // to a Variant's value, without a copy
	gd_destructor destroy[GD_TYPES]; // NULL for types that own nothing
	gd_constructor new_dictionary, new_bytes, new_string, new_array;
	gd_builtin_method bytes_size, bytes_resize, array_size, array_resize;
	gd_packed_bytes no_bytes; // an empty array: it owns nothing
} gd_value_functions;

extern gd_value_functions gd_fn;

void *gd_get_library(void);
void gd_keep(void *object); // takes back that an object is being freed
gd_string gd_new_string(const char *utf8, int64_t len);
void gd_set_bytes(gd_variant *nil, const void *bytes, int64_t len);
const gd_variant *gd_key_variant(int32_t key);

#endif
