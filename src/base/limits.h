/* SPDX-License-Identifier: Apache-2.0 */
/* The limits at the door, in one place: what is larger is refused with its reason and counted. */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

#include <stddef.h>

#define LIMIT_LINE ((size_t)1024 * 1024) /* bytes of one line */
#define LIMIT_DOCUMENT                                                                             \
	((size_t)4 * 1024 * 1024) /* bytes of one JSON, XML or audit record over several lines */
#define LIMIT_FIELDS 2048         /* fields of one event */
#define LIMIT_VALUE                                                                                \
	((size_t)256 * 1024)       /* bytes of one field's value; longer is cut and marked         \
				    */
#define LIMIT_NAME 256             /* bytes of a field's name */
#define LIMIT_EVENTS_A_RECORD 4096 /* events that one record may hold */
#define LIMIT_CONTINUATION 256     /* lines that one syslog message may span */
#define LIMIT_COLUMNS 512          /* columns of a headed format */
#define LIMIT_RULES 50000          /* rules in a set */
#define LIMIT_RULE_FILE ((size_t)1024 * 1024)
#define LIMIT_FILES 1000000   /* files and archive members of one run */
#define LIMIT_ARCHIVE_DEPTH 4 /* an archive in an archive in … */
#define LIMIT_PATH 4096

#endif
