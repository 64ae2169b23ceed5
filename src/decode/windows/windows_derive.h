/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values that Windows rules expect under Sysmon's names, made from what other channels record.
 */
#ifndef DECODE_WINDOWS_WINDOWS_DERIVE_H
#define DECODE_WINDOWS_WINDOWS_DERIVE_H

#include "decode/windows/windows_names.h"

/*
 * Append to the event: for 4688 and 4657 Sysmon's names, for PowerShell the parts of its context
 * text, for Defender names without blanks, antivirus Signature and Filename. `names` is kept up to
 * date.
 */
void windows_derive(
    struct windows_event *windows, struct windows_names *names, struct text service);

#endif
