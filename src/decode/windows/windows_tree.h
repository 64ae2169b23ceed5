/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON notations that keep an event's XML structure (System, EventData, UserData).
 */
#ifndef DECODE_WINDOWS_WINDOWS_TREE_H
#define DECODE_WINDOWS_WINDOWS_TREE_H

#include "base/json.h"
#include "decode/windows/windows_event.h"

/* Whether `event` has a System part with an EventID. */
bool windows_tree_is(const struct json *event);

/*
 * Read evtx_dump's ("#attributes", "#text", "X_attributes"), python-evtx's and xmltodict's
 * ("@Name") and Velociraptor's (plain members) objects. *time is TimeCreated's SystemTime,
 * untouched where there is none.
 */
void windows_tree_read(const struct json *event, struct windows_event *windows, struct text *time);

/* The text of a node that is a scalar or holds its text as "#text" or "Value"; empty otherwise. */
struct text windows_tree_text(const struct json *node);

/* Add the leaves below an EventData or UserData node under their own names. */
void windows_tree_data(const struct json *data, struct windows_event *windows);

/* Add the leaves of one named value: arrays element by element, objects by their members' names. */
void windows_tree_add(struct windows_event *windows, struct text name, const struct json *value);

#endif
