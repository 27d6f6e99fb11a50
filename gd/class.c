// Registering classes: their constants, signals, methods and properties, and
// the instances that the engine makes and frees.
#include <stdlib.h>
#include <string.h>

#include "internal.h"

#include "_cgo_export.h"

static gd_string_name name_of(const char *utf8) { return gd_name(utf8, (int64_t)strlen(utf8)); }

// Names that live only for one call of the engine: it keeps its own.
static void drop(gd_string_name *name) { gd_fn.destroy[GD_STRING_NAME](name); }

gd_class *gd_new_class(const char *name, const char *base, const gd_class *parent, int32_t index) {
	gd_class *class = calloc(1, sizeof *class);
	class->name = name_of(name);
	class->base = name_of(base);
	class->parent = parent;
	class->index = index;
	if (!gd_fn.ref_counted) {
		gd_string_name ref_counted = name_of("RefCounted");
		gd_fn.ref_counted = godot.classdb_get_class_tag(&ref_counted);
		drop(&ref_counted);
	}
	return class;
}

// new_object makes an instance of the class: an object of the engine's class
// that it extends, which holds ours by address and Go's by number.
static void *new_object(const gd_class *class) {
	const gd_class *root = class;
	while (root->parent) {
		root = root->parent;
	}
	void *object = godot.classdb_construct_object2(&root->base);
	gd_instance *instance = calloc(1, sizeof *instance);
	instance->owner = object;
	instance->self = gdCreate(class->index, object);
	godot.object_set_instance(object, &class->name, instance);
	return object;
}

static void notify_postinitialize(void *object) {
	gd_string_name class = name_of("Object"), method = name_of("notification");
	void *bind = godot.classdb_get_method_bind(&class, &method, 4023243586);
	int64_t what = 0; // Object.NOTIFICATION_POSTINITIALIZE
	gd_bool reversed = 0;
	const void *args[] = { &what, &reversed };
	godot.object_method_bind_ptrcall(bind, object, args, NULL);
	drop(&class);
	drop(&method);
}

// The object of a singleton. Only we may free it: what a script freed would be
// freed again at exit, and called before that.
static void *protected;

void gd_protect(void *object) { protected = object; }

static void on_notification(void *userdata, int32_t what, gd_bool reversed) {
	gd_instance *instance = userdata;
	if (what == GD_NOTIFICATION_PREDELETE && protected && instance->owner == protected) {
		gd_keep(protected);
		gdFreed();
	}
}

static void *create_instance(void *class, gd_bool notify) {
	void *object = new_object(class);
	if (notify) {
		notify_postinitialize(object);
	}
	return object;
}

static void free_instance(void *class, void *userdata) {
	gd_instance *instance = userdata;
	gdFree(instance->self);
	free(instance->buffer);
	free(instance);
}

// A class that scripts can't make has a singleton, which is made here.
static void *no_instance(void *class, gd_bool notify) { return NULL; }

// find_virtual answers which virtual method of the base a class has. A name
// whose signature is another than ours would be called with other arguments.
static void *find_virtual(void *userdata, const gd_string_name *name, uint32_t hash) {
	for (const gd_class *class = userdata; class; class = class->parent) {
		for (int32_t i = 0; i < class->virtual_count; i++) {
			gd_method *method = class->virtuals[i];
			if (method->name.opaque == name->opaque && method->hash == hash) { // equal names are one
				return method;
			}
		}
	}
	return NULL;
}

void gd_register_class(gd_class *class, bool abstract, bool creatable) {
	gd_class_info info;
	memset(&info, 0, sizeof info);
	info.is_abstract = abstract;
	info.is_exposed = 1;
	info.create_instance = creatable ? create_instance : no_instance;
	info.free_instance = free_instance;
	info.notification = on_notification;
	info.get_virtual_call_data = find_virtual;
	info.call_virtual_with_data = gd_on_virtual;
	info.class_userdata = class;
	godot.classdb_register_extension_class5(gd_get_library(), &class->name, &class->base, &info);
}

void gd_unregister_class(gd_class *class) {
	godot.classdb_unregister_extension_class(gd_get_library(), &class->name);
	for (int32_t i = 0; i < class->virtual_count; i++) {
		gd_free_method(class->virtuals[i]);
	}
	free(class->virtuals);
	drop(&class->name);
	drop(&class->base);
	free(class);
}

bool gd_is_ref_counted(const void *object) { return godot.object_cast_to(object, gd_fn.ref_counted); }

// gd_retain takes a reference to an object, if it has such.
void gd_retain(void *object) {
	gd_variant holds_one; // and is never destroyed
	gd_fn.to_variant[GD_OBJECT](&holds_one, &object);
}

void *gd_instantiate(gd_class *class) {
	void *object = create_instance(class, 1);
	gd_retain(object);
	return object;
}

void gd_free_object(void *object) {
	if (object == protected) {
		protected = NULL;
	}
	godot.object_destroy(object);
}

void gd_register_enum_constant(gd_class *class, const char *enum_name, const char *name, int64_t value) {
	gd_string_name e = name_of(enum_name), n = name_of(name);
	godot.classdb_register_extension_class_integer_constant(gd_get_library(), &class->name, &e, &n, value, 0);
	drop(&e);
	drop(&n);
}

// gd_info is a property info with what it points to.
typedef struct {
	gd_property_info info;
	gd_string_name name, class_name;
	gd_string hint;
} gd_info;

static void open_info(gd_info *to, const gd_param *param) {
	bool any = param->type == GD_VARIANT;
	to->name = name_of(param->name);
	to->class_name = name_of(param->class_name);
	to->hint = gd_new_string(param->hint_string, (int64_t)strlen(param->hint_string));
	to->info = (gd_property_info){
		.type = any ? GD_NIL : param->type,
		.name = &to->name,
		.class_name = &to->class_name,
		.hint = (uint32_t)param->hint,
		.hint_string = &to->hint,
		.usage = GD_USAGE_DEFAULT | (any ? GD_USAGE_NIL_IS_VARIANT : 0) |
				(param->type == GD_INT && param->class_name[0] ? GD_USAGE_CLASS_IS_ENUM : 0),
	};
}

static void close_info(gd_info *info) {
	drop(&info->name);
	drop(&info->class_name);
	gd_fn.destroy[GD_STRING](&info->hint);
}

// gd_infos are the infos of a list, also as the engine wants them: in a row.
typedef struct {
	gd_info *list;
	gd_property_info *row;
	int32_t count;
} gd_infos;

static gd_infos open_infos(int32_t count, const gd_param *params) {
	gd_infos infos = { .count = count };
	infos.list = calloc((size_t)count + 1, sizeof *infos.list);
	infos.row = calloc((size_t)count + 1, sizeof *infos.row);
	for (int32_t i = 0; i < count; i++) {
		open_info(&infos.list[i], &params[i]);
		infos.row[i] = infos.list[i].info;
	}
	return infos;
}

static void close_infos(gd_infos *infos) {
	for (int32_t i = 0; i < infos->count; i++) {
		close_info(&infos->list[i]);
	}
	free(infos->list);
	free(infos->row);
}

void gd_register_signal(gd_class *class, const char *name, int32_t argc, const gd_param *args) {
	gd_string_name n = name_of(name);
	gd_infos infos = open_infos(argc, args);
	godot.classdb_register_extension_class_signal(gd_get_library(), &class->name, &n, infos.row, argc);
	close_infos(&infos);
	drop(&n);
}

gd_method *gd_new_method(const char *name, int32_t index, int32_t result_type, bool vararg, int32_t argc,
		const gd_param *params) {
	gd_method *method = calloc(1, sizeof *method);
	method->name = name_of(name);
	method->index = index;
	method->result_type = result_type;
	method->vararg = vararg;
	method->argc = argc;
	method->types = calloc((size_t)argc + 1, sizeof *method->types);
	method->defaults = calloc((size_t)argc + 1, sizeof *method->defaults); // nil
	for (int32_t i = 0; i < argc; i++) {
		method->types[i] = params[i].type;
		if (params[i].has_default) {
			gd_make_variant(&params[i].default_value, &method->defaults[i]);
		} else {
			method->required = i + 1;
		}
	}
	return method;
}

static int32_t metadata_of(int32_t type, const char *class_name) {
	return type == GD_INT && !class_name[0] ? GD_METADATA_INT64 : GD_METADATA_NONE;
}

void gd_register_method(gd_class *class, gd_method *method, const char *result_class, const gd_param *params) {
	gd_infos infos = open_infos(method->argc, params);
	int32_t metadata[method->argc + 1];
	gd_variant *defaults[method->argc + 1];
	uint32_t default_count = 0;
	for (int32_t i = 0; i < method->argc; i++) {
		metadata[i] = metadata_of(params[i].type, params[i].class_name);
		if (params[i].has_default) {
			defaults[default_count++] = &method->defaults[i];
		}
	}
	gd_param result = { .name = "", .type = method->result_type, .class_name = result_class, .hint_string = "" };
	gd_info result_info;
	open_info(&result_info, &result);

	gd_method_info info;
	memset(&info, 0, sizeof info);
	info.name = &method->name;
	info.userdata = method;
	info.call = gd_on_call;
	info.ptrcall = gd_on_ptrcall;
	info.flags = method->vararg ? GD_METHOD_NORMAL | GD_METHOD_VARARG : GD_METHOD_NORMAL;
	info.has_return = method->result_type != GD_NIL;
	info.return_info = &result_info.info;
	info.return_metadata = metadata_of(method->result_type, result_class);
	info.argc = (uint32_t)method->argc;
	info.args = infos.row;
	info.args_metadata = metadata;
	info.default_count = default_count;
	info.defaults = defaults;
	godot.classdb_register_extension_class_method(gd_get_library(), &class->name, &info);
	close_info(&result_info);
	close_infos(&infos);
}

void gd_register_property(gd_class *class, const gd_param *property, const char *setter, const char *getter) {
	gd_string_name s = name_of(setter), g = name_of(getter);
	gd_info info;
	open_info(&info, property);
	godot.classdb_register_extension_class_property(gd_get_library(), &class->name, &info.info, &s, &g);
	close_info(&info);
	drop(&s);
	drop(&g);
}

void gd_add_virtual(gd_class *class, gd_method *method, uint32_t hash) {
	method->hash = hash;
	class->virtuals = realloc(class->virtuals, sizeof *class->virtuals * (size_t)(class->virtual_count + 1));
	class->virtuals[class->virtual_count++] = method;
}

// The cells that were made last; in front of each stand those before. So it can
// be seen of all of them that they are kept on purpose.
static int64_t *kept;

int64_t *gd_new_cells(int64_t count) {
	int64_t *memory = calloc((size_t)count + 1, sizeof *memory);
	memory[0] = (int64_t)(intptr_t)kept;
	kept = memory;
	return memory + 1;
}

void gd_publish(gd_method *method, const int64_t *cells, int64_t count, int32_t arg) {
	method->cell_arg = arg;
	method->cell_count = count;
	method->cells = cells;
}

void gd_free_method(gd_method *method) {
	drop(&method->name);
	for (int32_t i = 0; i < method->argc; i++) {
		godot.variant_destroy(&method->defaults[i]); // nil where there is none
	}
	free(method->types);
	free(method->defaults);
	free(method);
}
