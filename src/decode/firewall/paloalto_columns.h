/* SPDX-License-Identifier: Apache-2.0 */
/* The column names of PAN-OS's CSV logs, by log type. */
#ifndef DECODE_FIREWALL_PALOALTO_COLUMNS_H
#define DECODE_FIREWALL_PALOALTO_COLUMNS_H

#include "base/text.h"

/*
 * The names of a type's columns, apart by commas in the order of the record, an empty name where
 * the maker names none; an empty text for a type that is not known. A record may end early: older
 * releases have fewer columns.
 */
struct text paloalto_columns(struct text type);

#endif
