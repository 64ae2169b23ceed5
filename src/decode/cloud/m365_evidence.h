/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whom and what a Defender alert is about.
 */
#ifndef DECODE_CLOUD_M365_EVIDENCE_H
#define DECODE_CLOUD_M365_EVIDENCE_H

#include "base/json.h"
#include "event/event.h"

/*
 * Put the taxonomy fields that an alert's evidence holds: Graph's "evidence", the incidents API's
 * "entities" and "devices". The first of a kind is the main one; further machines, users and
 * addresses follow as lists.
 */
void m365_evidence_put(struct event *event, const struct json *alert);

#endif
