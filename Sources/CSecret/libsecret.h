// The parts of libsecret, GLib and GIO that hdoc uses. They are declared here, so that the build does not need their headers.
//
// Source: the public headers of libsecret 0.20 (secret-schema.h, secret-password.h) and GLib 2.74 (gerror.h, ghash.h,
// gcancellable.h). Both libraries promise a stable ABI within libsecret-1.so.0 and libglib-2.0.so.0.
// If libsecret's headers are on the include path, the assertions below compare these declarations with them:
//     cc -fsyntax-only $(pkg-config --cflags libsecret-1) -I Sources/CSecret/include Sources/CSecret/csecret.c
#ifndef HDOC_LIBSECRET_H
#define HDOC_LIBSECRET_H

#include <stddef.h>
#include <stdint.h>

/// SecretSchemaAttribute. The type 0 means a string.
struct secret_attribute {
    const char *name;
    int type;
};

/// SecretSchema. The first attribute without a name ends the list.
struct secret_schema {
    const char *name;
    int flags;
    struct secret_attribute attributes[32];
    int reserved;
    void *reserved_pointers[7];
};

/// GError.
struct glib_error {
    uint32_t domain;
    int code;
    char *message;
};

typedef struct glib_table glib_table;
typedef struct glib_cancellable glib_cancellable;

struct libsecret {
    glib_table *(*hash_table_new)(void *hash, void *equal);
    int (*hash_table_insert)(glib_table *table, void *key, void *value);
    void (*hash_table_unref)(glib_table *table);
    void *str_hash;
    void *str_equal;
    glib_cancellable *(*cancellable_new)(void);
    void (*cancellable_cancel)(glib_cancellable *cancellable);
    void (*object_unref)(void *object);
    void (*error_free)(struct glib_error *error);
    int (*password_storev_sync)(
        const struct secret_schema *schema, glib_table *attributes, const char *collection, const char *label,
        const char *password, glib_cancellable *cancellable, struct glib_error **error);
    char *(*password_lookupv_sync)(
        const struct secret_schema *schema, glib_table *attributes, glib_cancellable *cancellable, struct glib_error **error);
    int (*password_clearv_sync)(
        const struct secret_schema *schema, glib_table *attributes, glib_cancellable *cancellable, struct glib_error **error);
    void (*password_free)(char *password);
};

#if __has_include(<libsecret/secret.h>)
#include <libsecret/secret.h>
_Static_assert(sizeof(struct secret_schema) == sizeof(SecretSchema), "SecretSchema");
_Static_assert(offsetof(struct secret_schema, name) == offsetof(SecretSchema, name), "SecretSchema.name");
_Static_assert(offsetof(struct secret_schema, flags) == offsetof(SecretSchema, flags), "SecretSchema.flags");
_Static_assert(offsetof(struct secret_schema, attributes) == offsetof(SecretSchema, attributes), "SecretSchema.attributes");
_Static_assert(sizeof(struct secret_attribute) == sizeof(SecretSchemaAttribute), "SecretSchemaAttribute");
_Static_assert(offsetof(struct secret_attribute, type) == offsetof(SecretSchemaAttribute, type), "SecretSchemaAttribute.type");
_Static_assert(SECRET_SCHEMA_ATTRIBUTE_STRING == 0 && SECRET_SCHEMA_NONE == 0, "the values for a string and no flags");
_Static_assert(sizeof(struct glib_error) == sizeof(GError), "GError");
_Static_assert(offsetof(struct glib_error, message) == offsetof(GError, message), "GError.message");
#endif

#endif
