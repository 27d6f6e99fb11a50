// Registering the class: its constants, signals and methods.
#include <stdlib.h>
#include <string.h>

#include "internal.h"

#include "_cgo_export.h"

static gd_string_name name_of(const char *utf8) { return gd_name(utf8, (int64_t)strlen(utf8)); }

// Names that live only for one call of the engine: it keeps its own.
static void drop(gd_string_name *name) { gd_fn.destroy[GD_STRING_NAME](name); }

// The class can't be made by scripts (it is abstract), but its singleton is
// made here and freed by the engine, which asks for these.
static void *no_instance(void *class_userdata, gd_bool notify) { return NULL; }
static void free_nothing(void *class_userdata, void *instance) {}

// The object of the singleton. Only we may free it: what a script freed would
// be freed again at exit, and called before that.
static void *singleton;
static bool freeing;

static void on_notification(void *instance, int32_t what, gd_bool reversed) {
	if (what == GD_NOTIFICATION_PREDELETE && !freeing) {
		gd_keep(singleton);
		gdFreed();
	}
}

void gd_register_class(const char *name, const char *parent) {
	gd_string_name n = name_of(name), p = name_of(parent);
	gd_class_info info;
	memset(&info, 0, sizeof info);
	info.is_abstract = 1;
	info.is_exposed = 1;
	info.create_instance = no_instance;
	info.free_instance = free_nothing;
	info.notification = on_notification;
	godot.classdb_register_extension_class5(gd_get_library(), &n, &p, &info);
	drop(&n);
	drop(&p);
}

void gd_unregister_class(const char *name) {
	gd_string_name n = name_of(name);
	godot.classdb_unregister_extension_class(gd_get_library(), &n);
	drop(&n);
}

void *gd_new_instance(const char *class_name) {
	gd_string_name base = name_of("Object"), name = name_of(class_name);
	void *object = godot.classdb_construct_object2(&base);
	static char instance; // the one instance needs no state here, only an address
	godot.object_set_instance(object, &name, &instance);
	drop(&base);
	drop(&name);
	singleton = object;
	return object;
}

void gd_free_instance(void *object) {
	freeing = true;
	godot.object_destroy(object);
	freeing = false;
}

void gd_register_enum_constant(const char *class_name, const char *enum_name, const char *name, int64_t value) {
	gd_string_name c = name_of(class_name), e = name_of(enum_name), n = name_of(name);
	godot.classdb_register_extension_class_integer_constant(gd_get_library(), &c, &e, &n, value, 0);
	drop(&c);
	drop(&e);
	drop(&n);
}

// gd_infos are property infos with the names that they point to.
typedef struct {
	gd_property_info info[GD_MAX_ARGS + 1];
	gd_string_name name[GD_MAX_ARGS + 1], class_name[GD_MAX_ARGS + 1];
	gd_string hint;
	int32_t count;
} gd_infos;

static void add_info(gd_infos *infos, const char *name, int32_t type, const char *class_name, uint32_t usage) {
	int32_t i = infos->count++;
	infos->name[i] = name_of(name);
	infos->class_name[i] = name_of(class_name);
	gd_property_info *info = &infos->info[i];
	memset(info, 0, sizeof *info);
	info->type = type;
	info->name = &infos->name[i];
	info->class_name = &infos->class_name[i];
	info->hint_string = &infos->hint;
	info->usage = usage | (class_name[0] ? GD_USAGE_CLASS_IS_ENUM : 0);
}

static void open_infos(gd_infos *infos) {
	infos->count = 0;
	gd_fn.new_string(&infos->hint, NULL);
}

static void close_infos(gd_infos *infos) {
	for (int32_t i = 0; i < infos->count; i++) {
		drop(&infos->name[i]);
		drop(&infos->class_name[i]);
	}
	gd_fn.destroy[GD_STRING](&infos->hint);
}

void gd_register_signal(const char *class_name, const char *name, int32_t argc, const gd_param *args) {
	gd_string_name c = name_of(class_name), n = name_of(name);
	gd_infos infos;
	open_infos(&infos);
	for (int32_t i = 0; i < argc; i++) {
		add_info(&infos, args[i].name, args[i].type, args[i].class_name, GD_USAGE_DEFAULT);
	}
	godot.classdb_register_extension_class_signal(gd_get_library(), &c, &n, infos.info, argc);
	close_infos(&infos);
	drop(&c);
	drop(&n);
}

void gd_register_property(const char *class_name, const char *name, int32_t type, const char *setter,
		const char *getter) {
	gd_string_name c = name_of(class_name), s = name_of(setter), g = name_of(getter);
	gd_infos infos;
	open_infos(&infos);
	add_info(&infos, name, type, "", GD_USAGE_DEFAULT);
	godot.classdb_register_extension_class_property(gd_get_library(), &c, infos.info, &s, &g);
	close_infos(&infos);
	drop(&c);
	drop(&s);
	drop(&g);
}

static void make_default(const gd_param *param, gd_variant *variant) {
	gd_bool b = param->default_value != 0;
	gd_string text = gd_new_string(param->default_text, (int64_t)strlen(param->default_text));
	const void *value = &param->default_value;
	if (param->type == GD_BOOL) {
		value = &b;
	} else if (param->type == GD_STRING) {
		value = &text;
	}
	gd_fn.to_variant[param->type](variant, value);
	gd_fn.destroy[GD_STRING](&text);
}

gd_method *gd_register_method(const char *class_name, const char *name, int32_t index, int32_t result_type,
		const char *result_class, bool vararg, int32_t argc, const gd_param *params) {
	gd_method *method = calloc(1, sizeof *method);
	method->name = name_of(name);
	method->index = index;
	method->result_type = result_type;
	method->vararg = vararg;
	method->argc = argc;

	gd_infos infos;
	open_infos(&infos);
	int32_t metadata[GD_MAX_ARGS];
	gd_variant *defaults[GD_MAX_ARGS];
	uint32_t default_count = 0;
	for (int32_t i = 0; i < argc; i++) {
		method->types[i] = params[i].type;
		metadata[i] = params[i].type == GD_INT && !params[i].class_name[0] ? GD_METADATA_INT64 : GD_METADATA_NONE;
		add_info(&infos, params[i].name, params[i].type, params[i].class_name, GD_USAGE_DEFAULT);
		if (params[i].has_default) {
			make_default(&params[i], &method->defaults[i]);
			defaults[default_count++] = &method->defaults[i];
		} else {
			method->required = i + 1;
		}
	}
	bool is_any = vararg && result_type == GD_NIL;
	add_info(&infos, "", result_type, result_class, is_any ? GD_USAGE_DEFAULT | GD_USAGE_NIL_IS_VARIANT : GD_USAGE_DEFAULT);

	gd_string_name c = name_of(class_name);
	gd_method_info info;
	memset(&info, 0, sizeof info);
	info.name = &method->name;
	info.userdata = method;
	info.call = gd_on_call;
	info.ptrcall = gd_on_ptrcall;
	info.flags = vararg ? GD_METHOD_NORMAL | GD_METHOD_VARARG : GD_METHOD_NORMAL;
	info.has_return = vararg || result_type != GD_NIL;
	info.return_info = &infos.info[argc];
	info.return_metadata = result_type == GD_INT && !result_class[0] ? GD_METADATA_INT64 : GD_METADATA_NONE;
	info.argc = (uint32_t)argc;
	info.args = infos.info;
	info.args_metadata = metadata;
	info.default_count = default_count;
	info.defaults = defaults;
	godot.classdb_register_extension_class_method(gd_get_library(), &c, &info);
	close_infos(&infos);
	drop(&c);
	return method;
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
	free(method);
}
