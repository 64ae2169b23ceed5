/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The XML notation of a Windows event, for the XML decoder and for shippers that wrap XML in JSON.
 */
#ifndef DECODE_WINDOWS_WINDOWS_XML_H
#define DECODE_WINDOWS_WINDOWS_XML_H

#include "base/outcome.h"
#include "decode/windows/windows_event.h"

/* Whether a text begins like an event's XML (an XML declaration may stand before it). */
bool windows_xml_is(struct text t);

/*
 * Read an <Event>, or only its <EventData> or <UserData>, into `windows`, which must have been
 * initialised; *time is TimeCreated's SystemTime, untouched where there is none. XML that breaks
 * off behind its EventID is read as far as it goes and marked incomplete. MALFORMED, or
 * NOT_SUPPORTED for a document type declaration (so no entities), depth over 64; `windows` may then
 * hold a part.
 */
enum outcome windows_xml_read(
    struct text xml, struct windows_event *windows, struct text *time, struct why *why) MUST_CHECK;

#endif
