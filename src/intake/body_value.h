/* SPDX-License-Identifier: Apache-2.0 */
/* OTLP's AnyValue and KeyValue lists (opentelemetry-proto, common.proto) as plain JSON. */
#ifndef INTAKE_BODY_VALUE_H
#define INTAKE_BODY_VALUE_H

struct arena;
struct json;
struct json_writer;

/* Write what an AnyValue means; bytes stay base64, what is none or nested over 16 deep is null. */
void body_value(
    struct json_writer *writer, const char *name, const struct json *value, struct arena *arena);
/* Write a list of KeyValue as an object of that name; nothing when it is empty or NULL. */
void body_attributes(
    struct json_writer *writer, const char *name, const struct json *list, struct arena *arena);

#endif
