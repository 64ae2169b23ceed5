/* SPDX-License-Identifier: Apache-2.0 */
/* Rules were added: the server that uses them reads them again. */
#ifndef PROGRAM_CLI_RULES_RULES_TELL_H
#define PROGRAM_CLI_RULES_RULES_TELL_H

#include <stdbool.h>
#include <sys/types.h>

/* The pid of the server whose data folder holds this folder of added rules; 0: none runs. */
pid_t rules_server(const char *rules_folder);
/* Have it read rules again; `say`: and tell so on standard output. 0 is harmless. */
void rules_tell(pid_t server, bool say);

#endif
