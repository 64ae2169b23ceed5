/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What products already say: content/verdicts/PRODUCT.yaml, from a product's own fields to
 * findings.
 *
 *   product: fortigate              # Sigma logsource product that the file speaks of
 *   disposition:                    # what the product did, by its fields; the first entry that
 * fits decides
 *     - field: action
 *       blocked: [blocked, deny, dropped, 'reset*']    # Sigma values: case-insensitive, * and ?
 *       allowed: [passthrough, detected]
 *   verdicts:
 *     - id: fortigate-virus
 *       title: {en: Malware reported by FortiGate, ja: FortiGateがマルウェアを検知}
 *       detection:                  # as in a Sigma rule
 *         selection: {type: utm, subtype: virus}
 *         condition: selection
 *       logsource: {service: utm}   # optional: a service or category that narrows the logsource;
 * `service: utm` alone does, too category: malware           # a word of category_parse() level:
 * high                 # when it was let through or nobody can tell level_blocked: low          #
 * when it was blocked; "low" where it is not given name: virus                 # field with the
 * product's name for it; optional tags: [attack.execution]    # optional; so are description and
 * falsepositives, as in a rule
 *
 * The disposition applies to every match on an event of that product, behaviour rules included;
 * only a verdict's level is lowered by it. Several files may speak of one product: their entries
 * are asked in the order added. Keys that are not named here refuse the verdict, or the file where
 * they stand in its head.
 */
#ifndef DETECT_VERDICT_H
#define DETECT_VERDICT_H
/* The functions are ruleset.h's: a verdicts file is added with ruleset_add() like any other. */
#endif
